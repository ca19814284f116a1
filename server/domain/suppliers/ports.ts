import type { TenantId } from '#server/domain/tenancy/actor.ts';

/** Whose secret it is and what for: a sealed one opens in no other place. */
export type KeyPlace =
  /** The upstream key of a connection. */
  | { readonly tenant: TenantId; readonly connectionId: string }
  /** The organisation's key of the hashes by which erased bookings are known. */
  | { readonly tenant: TenantId; readonly purpose: 'erasure-key' };

/** A key as it is stored. */
export interface SealedKey {
  readonly jwe: string;
  /** Name of the encryption key that sealed it. */
  readonly kid: string;
}

/** Seals secrets at rest. */
export interface KeyVault {
  /** Name of the encryption key that seals now. */
  readonly currentKid: string;
  seal(place: KeyPlace, key: string): Promise<SealedKey>;
  /** Rejects for a key that is damaged, from another place, or sealed by an unknown key. */
  open(place: KeyPlace, jwe: string): Promise<string>;
}
