import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { isObject, type JsonObject, parseJson } from '../../stub-server/json.ts';
import { call, objects } from './support.ts';

const MAIN = fileURLToPath(new URL('../../stub-server/main.ts', import.meta.url));

export interface Started {
  child: ChildProcess;
  /** The line that says that it is ready, or why it is not. */
  line: string;
  /** The lines before it. */
  before: string[];
  exit: Promise<number | null>;
}

/** Starts a stub in a process of its own; ends it with the test. */
export async function start(args: string[], zone = 'Asia/Kathmandu'): Promise<Started> {
  const env = { ...process.env, TZ: zone, NODE_OPTIONS: '', STUB_API_KEY: 'from-env' };
  const child = spawn(process.execPath, [MAIN, ...args], { env });
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
  onTestFinished(() => void child.kill('SIGKILL'));
  const before: string[] = [];
  const line = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (ready(text).ready === true) resolve(text);
      else before.push(text);
    });
    createInterface({ input: child.stderr }).on('line', resolve);
  });
  return { child, line, before, exit };
}

/** What the line of a ready stub says. */
export function ready(line: string): JsonObject {
  const value = parseJson(line);
  return isObject(value) ? value : {};
}

/** A fingerprint of everything that a supplier's data answer. */
export async function fingerprint(url: string, key: string, supplier: number): Promise<string> {
  const hash = createHash('sha256');
  const read = async (path: string) => {
    const answer = await call(`${url}/fournisseur/${supplier}/${path}`, 'GET', undefined, { key });
    expect(answer.status).toBe(200);
    hash.update(answer.text);
    return answer;
  };
  const units = objects((await read('hebergements')).data.listeHebergement);
  await read('typetarifs');
  for (const unit of units) {
    const { idHebergement } = unit.cleHebergement as JsonObject;
    for (const what of ['stock', 'typetarifs', 'typetarifs/tarif']) {
      await read(`hebergements/${String(idHebergement)}/${what}`);
    }
  }
  const list = objects((await read('dossiers?nbParPage=100')).data.liste);
  for (const item of list) {
    await read(`dossiers/${String((item.cleDossier as JsonObject).idDossier)}`);
  }
  return hash.digest('hex');
}
