/** The secret inside an `otpauth:` address, for those who type it; empty when there is none. */
export function secretOf(address: string): string {
  return URL.canParse(address) ? (new URL(address).searchParams.get('secret') ?? '') : '';
}

/** In groups of four, as it is read aloud and typed. */
export function grouped(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? '';
}
