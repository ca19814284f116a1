import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { holdsBearerSecret } from '#server/domain/auth/bearer-secret.ts';
import { isLoopbackUrl } from '#server/env-values.ts';
import type { CommandContext } from './command.ts';
import { runCommand } from './run-command.ts';

const MAX_BODY = 64 * 1024;

/** Makes a token that only this user's processes can read, new at every start. */
export function writeAdminToken(file: string): string {
  const token = randomBytes(32).toString('base64url');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.${process.pid}`, token, { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
  return token;
}

/**
 * Runs a command for another process of this machine, which must show the token of the data
 * directory. The token is the guard; that the request names this machine, and that no proxy passed
 * it on for another one, keeps the door out of sight besides.
 */
export async function answerAdmin(
  context: CommandContext,
  token: string | null,
  request: Request,
  name: string,
): Promise<Response> {
  if (token === null || !isLocal(request)) return new Response(null, { status: 404 });
  if (!holdsBearerSecret(request.headers, token)) return new Response(null, { status: 401 });
  const input = await readInput(request);
  if (input === undefined) return new Response(null, { status: 400 });
  const result = await runCommand(context, name, input);
  return Response.json(result, {
    status: result.ok ? 200 : 422,
    headers: { 'cache-control': 'no-store' },
  });
}

function isLocal(request: Request): boolean {
  const host = request.headers.get('host') ?? '';
  const via = request.headers.get('x-forwarded-for')?.split(',') ?? [];
  return (
    isLoopbackUrl(`http://${host}`) &&
    !request.headers.has('forwarded') &&
    via.every((address) => /^(127(\.\d+){3}|::1|::ffff:127(\.\d+){3})$/.test(address.trim()))
  );
}

async function readInput(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? Number.NaN) > MAX_BODY) return undefined;
  const text = await request.text();
  if (text.length > MAX_BODY) return undefined;
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
