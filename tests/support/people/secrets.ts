import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that lies in a folder and below, one byte a character. */
export function bytesBelow(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('');
}

/** The forms in which a secret may leak: as it is, encoded for an address, in base64 and in hex. */
export function formsOf(secret: string): string[] {
  // Three characters less on each side: what stands before and after moves the borders of base64.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from('\0'.repeat(shift) + secret)
      .toString('base64')
      .slice(4, -4),
  );
  const hex = Buffer.from(secret).toString('hex');
  return [secret, encodeURIComponent(secret), ...base64, hex];
}
