import { DomainError, notFound } from '#server/kernel/errors.ts';
import { type Capability, ROLE_MAY, type Role, type Scope } from './permissions.ts';

declare const tenantId: unique symbol;

/**
 * The organisation whose data a query may touch. Minted by `resolve-actor` alone, from a session, an
 * API key, a job's own row or the operator's word; no query of tenant data takes a plain string.
 */
export type TenantId = string & { readonly [tenantId]: true };

/** Who is signed in, with or without an organisation. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly sessionId: string;
  readonly hasTwoFactor: boolean;
  /** Looks after the installation; sees counts and health of tenants, never their data. */
  readonly isPlatformAdmin: boolean;
}

/** Who acts. The same verbs serve people, other programs, the operator and our own jobs. */
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
      readonly scopes: readonly Scope[];
      /** The suppliers it may reach; null = all of the organisation. */
      readonly supplierIds: readonly number[] | null;
    }
  | {
      readonly kind: 'job' | 'operator';
      readonly id: string;
      readonly name: string;
      readonly tenant: TenantId;
    };

/** What every verb is told beside its input. */
export interface Call {
  readonly actor: Actor;
  readonly requestId: string;
  /** Network address that the request came from; null for our own jobs. */
  readonly address: string | null;
}

/** What the verbs about a person themselves are told beside their input. */
export interface PersonalCall {
  readonly person: Pick<Person, 'id' | 'name'>;
  readonly requestId: string;
  readonly address: string | null;
}

/** Whether the actor may do something at all. */
export function isAllowed(actor: Actor, capability: Capability): boolean {
  switch (actor.kind) {
    case 'user':
      return ROLE_MAY[actor.role].includes(capability);
    case 'apiKey':
      return actor.scopes.some((scope) => scope === capability);
    default:
      return true;
  }
}

/** Whether the actor may know of a supplier of its organisation. */
export function reaches(actor: Actor, supplierId: number): boolean {
  return actor.kind !== 'apiKey' || (actor.supplierIds?.includes(supplierId) ?? true);
}

/**
 * Lets only those on who may, and gives the tenant whose data it is about. A supplier that a key was
 * not given looks like one that does not exist.
 * @throws {DomainError} NOT_FOUND (supplier out of reach), FORBIDDEN (role or scope does not allow it).
 */
export function authorise({ actor }: Call, capability: Capability, supplierId?: number): TenantId {
  if (supplierId !== undefined && !reaches(actor, supplierId)) throw notFound();
  if (!isAllowed(actor, capability)) throw new DomainError('FORBIDDEN');
  return actor.tenant;
}
