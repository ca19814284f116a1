import type { ServerResponse } from 'node:http';
import { failed, type Reply } from './api/context.ts';
import type { Fault } from './faults.ts';
import type { Mode } from './mode.ts';

export interface Answer {
  status: number;
  body: string | Buffer;
  headers: Record<string, string>;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** A truthful answer with its headers. */
export function plainAnswer(reply: Reply): Answer {
  return { status: reply.status, body: reply.body, headers: { 'content-type': JSON_TYPE } };
}

/** The false answer of a fault, or null when the true one is to be given. */
export function falseAnswer(fault: Fault, mode: Mode, apiKey: string): Answer | null {
  const headers: Record<string, string> = { 'content-type': fault.contentType ?? JSON_TYPE };
  if (fault.retryAfter !== undefined) headers['retry-after'] = String(fault.retryAfter);
  if (fault.redirect !== undefined) {
    headers.location = fault.redirect;
    return { status: fault.status ?? 302, body: '', headers };
  }
  if (fault.body !== undefined) return { status: fault.status ?? 200, body: fault.body, headers };
  if (fault.html) {
    const body = '<html><body>Maintenance</body></html>';
    return {
      status: fault.status ?? 200,
      body,
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
    };
  }
  if (fault.echoKey) {
    const reply = failed(mode, fault.status ?? 200, `bad key OsApiKey ${apiKey}`);
    return { ...reply, headers };
  }
  if (fault.upstreamSentence !== undefined) {
    return { ...failed(mode, fault.status ?? 400, fault.upstreamSentence), headers };
  }
  if (fault.retryAfter !== undefined && fault.status === undefined) {
    return { status: 429, body: '', headers };
  }
  if (fault.status !== undefined) {
    return { status: fault.status, body: JSON.stringify({ ok: 0, data: {} }), headers };
  }
  return null;
}

const NUMBER = /"(valeur|prix|idHebergement|idTypeTarif|montant|nbTotal)":-?\d+(\.\d+)?/;

/** Damages a true answer as a fault asks. */
export function damaged(answer: Answer, fault: Fault): Answer {
  let { body } = answer;
  if (fault.hugeNumber) body = body.toString().replace(NUMBER, '"$1":1e400');
  if (fault.tooLarge !== undefined) {
    const text = body.toString();
    const padding = 'x'.repeat(Math.max(0, fault.tooLarge - text.length));
    body = text.replace(/}$/, `,"remplissage":"${padding}"}`);
  }
  if (fault.malformed) body = body.toString().slice(0, Math.floor(body.length * 0.6));
  return { ...answer, body };
}

/** Sends an answer at once. */
export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}

/** Sends an answer a few bytes at a time. */
export function sendSlowly(
  response: ServerResponse,
  answer: Answer,
  pace: { chunkBytes: number; everyMs: number },
): void {
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, sent + pace.chunkBytes));
    sent += pace.chunkBytes;
    if (sent < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, pace.everyMs);
  response.on('close', () => clearInterval(timer));
}
