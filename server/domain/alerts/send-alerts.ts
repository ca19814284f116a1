import { sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import type { Mailer } from '#server/domain/accounts/ports.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { UNSENT_ALERTS, type UnsentAlert } from './data.ts';

export interface SendAlertsDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** Null where the installation has no mail server: alerts are in the app alone. */
  readonly mailer: Mailer | null;
  /** Address of the app, for the link. */
  readonly appUrl: string;
  readonly onError: (error: unknown) => void;
}

/**
 * Writes to the owners about every high alert, once: it is marked before it is sent, and when the
 * mail server takes none of the letters it is left for the next time.
 */
export async function sendAlerts(deps: SendAlertsDeps): Promise<void> {
  const { database, mailer } = deps;
  if (mailer === null) return;
  const [alerts] = await readTogether(database, [UNSENT_ALERTS]);
  for (const alert of alerts) await sendOne(deps, mailer, alert);
}

async function sendOne(deps: SendAlertsDeps, mailer: Mailer, alert: UnsentAlert): Promise<void> {
  const { database, clock, appUrl, onError } = deps;
  const { rowsAffected } = await database.db.run(sql`UPDATE alert SET mailed_at = ${clock.now()}
    WHERE id = ${alert.id} AND mailed_at IS NULL AND acknowledged_at IS NULL`);
  if (rowsAffected === 0) return;
  const { kind: about, property, supplierId } = alert;
  const link = supplierId === null ? appUrl : `${appUrl}/s/${supplierId}/calendar`;
  const content = { kind: 'alert', about, property, link } as const;
  let taken = 0;
  for (const to of alert.owners)
    await mailer.send({ to, locale: 'fr', content }).then(() => {
      taken += 1;
    }, onError);
  if (taken === 0 && alert.owners.length > 0)
    await database.db.run(sql`UPDATE alert SET mailed_at = NULL WHERE id = ${alert.id}`);
}
