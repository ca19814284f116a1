// @ts-check
import { ENV_NAMES } from '#server/env.ts';

/** What a program needs from the machine; nothing that configures the product. */
const FROM_THE_MACHINE = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TERM', 'COLORTERM', 'NO_COLOR'],
  ...['LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TMP', 'TEMP', 'CI', 'NODE_OPTIONS', 'CHROMIUM_PATH'],
  // How this machine reaches a package registry: its proxy and the authorities it trusts.
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NPM_CONFIG_REGISTRY'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'],
  ...['SYSTEMROOT', 'COMSPEC', 'PATHEXT', 'APPDATA', 'LOCALAPPDATA', 'USERPROFILE'],
]);

/**
 * The machine's own variables, without anything that configures the product.
 * @param {Readonly<Record<string, string | undefined>>} [source]
 * @returns {Record<string, string>}
 */
export function machineEnv(source = process.env) {
  /** @type {Record<string, string>} */
  const kept = {};
  for (const [name, value] of Object.entries(source)) {
    if (value !== undefined && FROM_THE_MACHINE.has(name.toUpperCase())) kept[name] = value;
  }
  return kept;
}

/**
 * The whole environment of a child: every variable that the server knows is set, empty where it is
 * not given. Next reads `.env.local` by itself but never over a variable that is set, so nothing
 * written there reaches the child; the last name tells Next that this was done already.
 * @param {Readonly<Record<string, string>>} settings
 * @returns {Record<string, string>}
 */
export function closedEnv(settings) {
  return {
    ...machineEnv(),
    ...Object.fromEntries(ENV_NAMES.map((name) => [name, ''])),
    ...settings,
    NEXT_TELEMETRY_DISABLED: '1',
    __NEXT_PROCESSED_ENV: 'true',
  };
}
