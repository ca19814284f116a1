import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ask, cookiesOf, exchange, signInOver, type Told, withKey } from '../exchange.ts';
import { type OwnApp, withOwnApp } from '../own-app.ts';

/** A key of upstream that is looked for everywhere after it was used in every way there is. */
export const CANARY = 'canary/live?key+31415&926==';

/** An organisation with one property, somebody who may do everything, and a key for programs. */
export interface Tenant {
  readonly supplierId: number;
  readonly cookie: string;
  readonly key: Record<string, string>;
  readonly keyId: string;
  readonly secret: string;
}

/** Two organisations in the production build, each with its own property and key of upstream. */
export interface Stage {
  readonly own: OwnApp;
  readonly ours: Tenant;
  /** Uses the canary. */
  readonly theirs: Tenant;
  /** Everything that was answered. */
  readonly answers: Told[];
  readonly tell: (ask: Ask) => Promise<Told>;
  /** What the app logged so far. */
  readonly log: () => string;
}

async function addTenant(
  own: OwnApp,
  name: string,
  supplierId: number,
  upstreamKey: string,
): Promise<Tenant> {
  const login = await own.person(name, name);
  await own.supplier(name, supplierId, upstreamKey);
  const made = await own.command('api-key:create', '--name', 'Shop', '--organisation', name);
  const [secret, keyId] = [String(made.key), String(made.id)];
  const cookie = cookiesOf(await signInOver(own.url, own.url, login));
  return { supplierId, cookie, key: withKey(secret), keyId, secret };
}

/** Builds the stage for as long as the work takes. */
export function withStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  return withOwnApp('all', async (own) => {
    await own.stub.control('POST', 'keys', { key: CANARY });
    const ours = await addTenant(own, 'Tilleuls', 61_001, own.stub.apiKey);
    const theirs = await addTenant(own, 'Port', 63_003, CANARY);
    const answers: Told[] = [];
    const tell = async (ask: Ask) => {
      const told = await exchange(own.url, ask);
      answers.push(told);
      return told;
    };
    const log = () => readFileSync(join(own.dataDir, 'demo-app.log'), 'utf8');
    await work({ own, ours, theirs, answers, tell, log });
  });
}

/** The data of an answer, or its error. */
export const inside = ({ text }: Told) => {
  const { result, error } = JSON.parse(text);
  return result?.data ?? error;
};

/** The same answer without what must differ: its id. */
export const bare = (told: Told): string =>
  told.text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '');

/** A threat that takes more than one request, and what happens then. */
export interface Scene {
  /** Number in the table of threats. */
  readonly row: string;
  readonly what: string;
  readonly play: (stage: Stage) => Promise<void>;
}
