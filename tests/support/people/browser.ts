import { base32 } from '@better-auth/utils/base32';
import { createOTP } from '@better-auth/utils/otp';
import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '#server/trpc/root.ts';

/** A browser at our pages, with its cookies: what it asks by tRPC and of the sign-in service. */
export function createBrowser(url: string, address = '203.0.113.1') {
  const cookies = new Map<string, string>();
  const headers = () => ({
    ...{ origin: url, 'sec-fetch-site': 'same-origin', 'x-forwarded-for': address },
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  });
  const keep = (answer: Response): Response => {
    for (const text of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const auth = async (path: string, body: unknown): Promise<Response> =>
    keep(
      await fetch(`${url}/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers() },
        body: JSON.stringify(body),
      }),
    );
  const api = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${url}/api/trpc`,
        headers: () => ({ ...headers(), 'accept-language': 'en' }),
        fetch: async (input, init) => keep(await fetch(input, init as RequestInit)),
      }),
    ],
  });
  const signIn = (email: string, password: string) => auth('/sign-in/email', { email, password });
  return { api, auth, signIn, cookies, headers };
}

/** What the sign-in service refused: status, our code, and each field with its code. */
export async function refusalOf(answer: Response): Promise<unknown[]> {
  const { error } = await answer.json();
  const fields: { path: string; code: string }[] = error?.fields ?? [];
  return [answer.status, error?.code, ...fields.map(({ path, code }) => `${path} ${code}`)];
}

export type Browser = ReturnType<typeof createBrowser>;

const STEP_MS = 30_000;

/**
 * The code that an app shows for the secret of an `otpauth:` address: now, or so many steps of half
 * a minute from now. One step ahead is taken as well, and each code once.
 */
export function codeFor(totpUri: string, ahead = 0): Promise<string> {
  const secret = new URL(totpUri).searchParams.get('secret') ?? '';
  const otp = createOTP(new TextDecoder().decode(base32.decode(secret)));
  return otp.hotp(Math.floor(Date.now() / STEP_MS) + ahead);
}

/** Turns two-factor authentication on; gives the address of the secret and the codes put aside. */
export async function enrol(
  browser: Browser,
  password: string,
): Promise<{ totpUri: string; backupCodes: string[] }> {
  const begun = await browser.auth('/two-factor/enable', { password });
  const { totpURI, backupCodes } = (await begun.json()) as {
    totpURI: string;
    backupCodes: string[];
  };
  const proven = await browser.auth('/two-factor/verify-totp', { code: await codeFor(totpURI) });
  if (!proven.ok) throw new Error(`Enrolling answered ${proven.status}`);
  return { totpUri: totpURI, backupCodes };
}
