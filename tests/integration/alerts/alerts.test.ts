import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertRaised, type RaisedAlert } from '#server/domain/alerts/alert-writes.ts';
import { sendAlerts } from '#server/domain/alerts/send-alerts.ts';
import { newId } from '#server/kernel/ids.ts';
import { createMailer } from '#server/mail/create-mailer.ts';
import { addApiKey } from '#tests/support/people/api-keys.ts';
import { startMailbox } from '#tests/support/people/mailbox.ts';
import { addMember } from '#tests/support/people/members.ts';
import { clientOf, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let mailbox: Awaited<ReturnType<typeof startMailbox>>;
beforeAll(async () => {
  [world, mailbox] = await Promise.all([startWorld(), startMailbox()]);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await mailbox[Symbol.asyncDispose]();
});

type Kind = Exclude<RaisedAlert['kind'], 'error_rate' | 'slow_answers' | 'database_failing'>;

const raise = (kind: Kind, refId?: string, supplierId?: number) => {
  const place = supplierId === undefined ? {} : { supplierId };
  const about = refId === undefined ? {} : { refId };
  return world.app.database.batch([
    alertRaised(world.app, { tenant: world.tenant, kind, ...place, ...about }),
  ]);
};

const open = async () => (await world.api.alerts.list.query({})).items;

async function seeToAll() {
  for (const { id } of await open()) await world.api.alerts.acknowledge.mutate({ alertId: id });
}

describe('an alert', () => {
  test('of one kind and property is one, raised again and again', async () => {
    await raise('push_refused', 'first', world.supplierId);
    await raise('push_refused', 'second', world.supplierId);
    await raise('push_refused', 'elsewhere');
    await raise('key_refused', undefined, world.supplierId);
    const items = await open();
    expect(items).toHaveLength(3);
    expect(items).toMatchObject([
      { kind: 'key_refused', supplierId: world.supplierId, refId: null, count: 1 },
      { kind: 'push_refused', supplierId: null, refId: 'elsewhere', count: 1 },
      { kind: 'push_refused', supplierId: world.supplierId, refId: 'second', count: 2 },
    ]);
    expect(items.every(({ severity, acknowledged }) => severity === 'high' && !acknowledged)).toBe(
      true,
    );
    await seeToAll();
  });

  test('that somebody saw to is told with who it was, and a new one comes after it', async () => {
    await raise('job_dead', 'one');
    const [first] = await open();
    const alertId = first?.id ?? '';
    const done = await world.api.alerts.acknowledge.mutate({ alertId });
    expect(done.acknowledged).toMatchObject({ name: 'Tests' });
    expect(await world.api.alerts.acknowledge.mutate({ alertId })).toEqual(done);
    expect(await open()).toEqual([]);
    await raise('job_dead', 'two');
    const [second] = await open();
    expect(second).toMatchObject({ refId: 'two', count: 1 });
    expect(second?.id).not.toBe(alertId);
    const all = await world.api.alerts.list.query({ all: true, limit: 2 });
    expect(all.items.map(({ id }) => id)).toEqual([second?.id, alertId]);
    const rest = await world.api.alerts.list.query({ all: true, cursor: all.nextCursor ?? '' });
    expect(rest.items.map(({ id }) => id)).not.toContain(alertId);
    const told = await world.api.audit.list.query({ action: 'alert.acknowledge' });
    const own = told.items.filter(({ target }) => target === `alert:${alertId}`);
    expect(own).toMatchObject([{ after: { kind: 'job_dead', count: 1 } }]);
    await seeToAll();
  });

  test('is for its own organisation, and for keys that reach the property', async () => {
    await raise('push_refused', 'here', world.supplierId);
    await raise('job_dead');
    const other = await world.organisation('Ailleurs', {
      supplierId: 4800,
      apiKey: world.stub.apiKey,
    });
    expect((await other.api.alerts.list.query({})).items).toEqual([]);
    const [{ id: alertId } = { id: newId() }] = await open();
    const unknown = await other.api.alerts.acknowledge.mutate({ alertId: newId() }).catch(String);
    expect(await other.api.alerts.acknowledge.mutate({ alertId }).catch(String)).toBe(unknown);
    const narrow = await addApiKey(world.app, world.tenant, {
      ...{ scopes: ['read', 'bookings:write'], supplierIds: [world.supplierId] },
    });
    const api = clientOf(world.url, narrow.key);
    const seen = (await api.alerts.list.query({})).items;
    expect(seen.map(({ kind }) => kind)).toEqual(['push_refused']);
    const hidden = (await open()).find(({ kind }) => kind === 'job_dead');
    await expect(
      api.alerts.acknowledge.mutate({ alertId: hidden?.id ?? '' }),
    ).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
    await seeToAll();
  });
});

describe('letters', () => {
  /** Addresses of the owners, in order. */
  const ownersOf = async () => {
    const sql = `SELECT email FROM user JOIN member ON member.user_id = user.id
      WHERE organization_id = ? AND role = 'owner' ORDER BY email`;
    const { rows } = await world.app.database.client.execute({ sql, args: [world.tenant] });
    return rows.map(({ email }) => String(email));
  };
  const send = (refuse = false) => {
    mailbox.refuse(refuse);
    const { app } = world;
    const mailer = createMailer({ SMTP_URL: mailbox.url, APP_URL: app.env.APP_URL });
    const errors: unknown[] = [];
    const onError = (error: unknown) => void errors.push(error);
    const { database, clock, env } = app;
    return sendAlerts({ database, clock, mailer, appUrl: env.APP_URL, onError }).then(() => errors);
  };

  test('go to every owner, once for an alert, also when two send at once', async () => {
    await seeToAll();
    const before = (await mailbox.letters(0)).length;
    for (const role of ['owner', 'manager'] as const)
      await addMember(world.app, world.tenant, role);
    const owners = await ownersOf();
    await raise('push_refused', 'x', world.supplierId);
    await Promise.all([send(), send()]);
    await send();
    const letters = (await mailbox.letters(before + owners.length)).slice(before);
    expect(letters.flatMap(({ to }) => to).sort()).toEqual(owners);
    expect(letters[0]?.link).toBe(`${world.app.env.APP_URL}/s/${world.supplierId}/calendar`);
    await raise('push_refused', 'again', world.supplierId);
    expect(await send()).toEqual([]);
    expect(await mailbox.letters(0)).toHaveLength(before + owners.length);
    await seeToAll();
  });

  test('that the mail server does not take are tried again, and name nobody in the log', async () => {
    const before = (await mailbox.letters(0)).length;
    const owners = await ownersOf();
    await raise('job_dead');
    const errors = await send(true);
    expect(errors).toHaveLength(owners.length);
    expect(JSON.stringify(errors)).not.toContain('@');
    await send();
    expect(await mailbox.letters(before + owners.length)).toHaveLength(before + owners.length);
    await seeToAll();
  });

  test('are none for what somebody saw to, nor about the installation', async () => {
    const before = (await mailbox.letters(0)).length;
    await raise('key_refused');
    await seeToAll();
    await world.app.database.batch([alertRaised(world.app, { tenant: null, kind: 'error_rate' })]);
    await send();
    expect(await mailbox.letters(before)).toHaveLength(before);
  });
});
