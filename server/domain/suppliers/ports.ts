import type { TenantId } from '#server/domain/tenancy/actor.ts';

/** Whose key it is: a sealed key opens in no other place. */
export interface KeyPlace {
  readonly tenant: TenantId;
  readonly connectionId: string;
}

/** A key as it is stored. */
export interface SealedKey {
  readonly jwe: string;
  /** Name of the encryption key that sealed it. */
  readonly kid: string;
}

/** Seals the upstream keys at rest. */
export interface KeyVault {
  seal(place: KeyPlace, key: string): Promise<SealedKey>;
  /** Rejects for a key that is damaged, from another place, or sealed by an unknown key. */
  open(place: KeyPlace, jwe: string): Promise<string>;
}
