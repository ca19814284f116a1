// @ts-check
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

const FRESH = {
  AUTH_SECRET: () => randomBytes(32).toString('base64'),
  ENCRYPTION_KEYS: () => `k1:${randomBytes(32).toString('base64')}`,
  CRON_SECRET: () => randomBytes(24).toString('base64url'),
  DEMO_EMAIL: () => 'demo@example.com',
  DEMO_PASSWORD: () => randomBytes(12).toString('base64url'),
  DEMO_API_KEY: () => '',
};

/** @typedef {Record<keyof typeof FRESH, string>} DemoSecrets */

/**
 * Reads `NAME=value` lines; other lines are passed over.
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function parseLines(text) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf('=');
    if (at > 0 && !line.startsWith('#'))
      found[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return found;
}

/**
 * The demo's own secrets: made once, kept in a file that only this user reads.
 * @param {string} file
 * @returns {DemoSecrets}
 */
export function demoSecrets(file) {
  const kept = existsSync(file) ? parseLines(readFileSync(file, 'utf8')) : {};
  const secrets = /** @type {DemoSecrets} */ (
    Object.fromEntries(Object.entries(FRESH).map(([name, make]) => [name, kept[name] || make()]))
  );
  keepSecrets(file, secrets);
  return secrets;
}

/**
 * Writes the secrets back, such as with the API key that the seed made.
 * @param {string} file
 * @param {DemoSecrets} secrets
 */
export function keepSecrets(file, secrets) {
  const lines = Object.entries(secrets).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  chmodSync(file, 0o600);
}
