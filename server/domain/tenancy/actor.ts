declare const tenantId: unique symbol;

/**
 * The organisation whose data a query may touch. Minted by `resolveActor` alone, from a session or
 * an API key; no query of tenant data can be called with a plain string.
 */
export type TenantId = string & { readonly [tenantId]: true };

export type Role = 'owner' | 'manager' | 'reception' | 'viewer';

/** Who acts. The same verbs serve people, other programs and our own jobs. */
export type Actor =
  | {
      readonly kind: 'user';
      readonly id: string;
      readonly name: string;
      readonly tenant: TenantId;
      readonly role: Role;
    }
  | {
      readonly kind: 'apiKey';
      readonly id: string;
      readonly name: string;
      readonly tenant: TenantId;
    }
  | {
      readonly kind: 'job';
      readonly id: string;
      readonly name: string;
      readonly tenant: TenantId;
    };

/** What every verb is told beside its input. */
export interface Call {
  readonly actor: Actor;
  readonly requestId: string;
}
