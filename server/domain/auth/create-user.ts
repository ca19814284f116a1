import type { Database } from '#server/db/client.ts';
import { account, member, organization, user } from '#server/db/schema/auth.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import type { Call, TenantId } from '#server/domain/tenancy/actor.ts';
import { mintTenant } from '#server/domain/tenancy/mint-tenant.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { DomainError } from '#server/kernel/errors.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Auth } from './create-auth.ts';
import { isEmailTaken } from './data.ts';
import { type CreateUserInput, createUserInput } from './schema.ts';

export interface CreateUserDeps {
  readonly database: Database;
  readonly auth: Auth;
  readonly clock: Clock;
}

export interface CreatedUser {
  readonly userId: string;
  readonly organisationId: string;
}

/**
 * Makes a person with an organisation of their own, as its owner: all of it or, when somebody
 * already signs in with that address, nothing. Called by the operator only.
 */
export async function createUser(
  deps: CreateUserDeps,
  input: CreateUserInput,
): Promise<CreatedUser> {
  const { database, auth, clock } = deps;
  const { email, name, organisation = name, password } = createUserInput.parse(input);
  const { db } = database;
  if (await isEmailTaken(db, email)) throw emailTaken();
  const hash = await (await auth.$context).password.hash(password);
  const [userId, organisationId, createdAt] = [newId(), newId(), new Date(clock.now())];
  const times = { createdAt, updatedAt: createdAt };
  const fact = { action: 'account.create', target: `user:${userId}` } as const;
  const rows = [
    db.insert(user).values({ id: userId, name, email, emailVerified: true, ...times }),
    db.insert(account).values({
      id: newId(),
      accountId: userId,
      providerId: 'credential',
      userId,
      password: hash,
      ...times,
    }),
    db.insert(organization).values({ id: organisationId, name: organisation, createdAt }),
    db
      .insert(member)
      .values({ id: newId(), organizationId: organisationId, userId, role: 'owner', createdAt }),
    auditRecord(deps, operatorIn(mintTenant(organisationId)), fact),
  ];
  try {
    await database.batch(rows);
  } catch (cause) {
    if (await isEmailTaken(db, email)) throw emailTaken(cause);
    throw cause;
  }
  return { userId, organisationId };
}

function operatorIn(tenant: TenantId): Call {
  const actor = { kind: 'operator', id: 'operator', name: 'Operator', tenant } as const;
  return { actor, requestId: newId(), address: null };
}

function emailTaken(cause?: unknown): DomainError {
  return new DomainError('CONFLICT', {
    reason: 'Somebody already signs in with this address',
    cause,
  });
}
