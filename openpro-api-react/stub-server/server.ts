import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, damaged, falseAnswer, plainAnswer, send, sendSlowly } from './answers.ts';
import { type ApiContext, failed } from './api/context.ts';
import { BASE_PATH, route } from './api/router.ts';
import { CONTROL_PATH, control } from './control/routes.ts';
import type { FaultRule } from './faults.ts';
import { type StubOptions, StubState } from './state.ts';

export { DEFAULT_API_KEY, type StubOptions } from './state.ts';

export interface RunningStub {
  /** The base of the API, path included. */
  url: string;
  /** Scheme, host and port; control routes are below it. */
  origin: string;
  port: number;
  apiKey: string;
  supplierIds: number[];
  close(): Promise<void>;
}

const LARGEST_BODY = 16 * 1024 * 1024;

/** The request's body, or null when it is too large. */
function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_BODY) chunks.push(chunk);
    });
    request.on('end', () => resolve(size > LARGEST_BODY ? null : Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}

/** Waits even when the caller has gone: a late write must still land late. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

interface Incoming {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  path: string;
  query: string;
}

function note(state: StubState, incoming: Incoming, status: number, rule: FaultRule | null): void {
  const { method, path, query, request } = incoming;
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' ? given : null;
  const call = { method, path, query, status, requestId, fault: rule?.id ?? null };
  state.store.ledger.call(call, state.store.now());
}

function carryOut(
  state: StubState,
  incoming: Incoming,
  context: Omit<ApiContext, 'store' | 'sentences' | 'query'>,
): Answer {
  const { method, path, query } = incoming;
  const { store, sentences } = state;
  const full = { ...context, store, sentences, query: new URLSearchParams(query) };
  return plainAnswer(route(full, method, path.slice(BASE_PATH.length)));
}

/** Answers an API request as its fault wants it; an untouched request gets the true answer. */
async function answerApi(
  state: StubState,
  incoming: Incoming,
  rawBody: string,
  apiKey: string,
): Promise<void> {
  const { response, method, path, query } = incoming;
  const rule = state.faults.take(method, query === '' ? path : `${path}?${query}`);
  const fault = rule?.fault ?? {};
  if (fault.delayMs !== undefined) await pause(fault.delayMs);
  const mode = { ...state.mode, ...fault.mode };
  const lie = falseAnswer(fault, mode, apiKey);
  const carried = !fault.resetBefore && !fault.hang && (lie === null || fault.afterApply);
  if (!carried) {
    note(state, incoming, lie?.status ?? 0, rule);
    if (fault.hang) return;
    if (lie) return send(response, lie);
    incoming.request.socket.destroy();
    return;
  }
  const scope = state.store.keys.get(apiKey) ?? null;
  const made = carryOut(state, incoming, { mode, rawBody, fault, scope });
  const answer = damaged(lie ?? made, fault);
  note(state, incoming, fault.resetAfter ? 0 : answer.status, rule);
  if (fault.delayAfterMs !== undefined) await pause(fault.delayAfterMs);
  if (fault.resetAfter) incoming.request.socket.destroy();
  else if (fault.slowBody) sendSlowly(response, answer, fault.slowBody);
  else send(response, answer);
}

function keyOf(request: IncomingMessage): string | null {
  return /^OsApiKey (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

async function handle(state: StubState, incoming: Incoming): Promise<void> {
  const { request, response, method, path } = incoming;
  const rawBody = await readBody(request);
  if (rawBody === null) {
    return send(response, plainAnswer(failed(state.mode, 413, state.sentences.body)));
  }
  if (path.startsWith(`${CONTROL_PATH}/`)) {
    const query = new URLSearchParams(incoming.query);
    const call = { method, path: path.slice(CONTROL_PATH.length + 1), query, rawBody };
    const reply = control(state, call);
    return send(response, plainAnswer({ status: reply.status, body: JSON.stringify(reply.body) }));
  }
  if (!path.startsWith(`${BASE_PATH}/`)) {
    return send(response, plainAnswer(failed(state.mode, 404, null)));
  }
  const key = keyOf(request);
  if (key === null || !state.store.keys.has(key)) {
    note(state, incoming, 401, null);
    const refused = JSON.stringify({ ok: 0, data: {} });
    return send(response, plainAnswer({ status: 401, body: refused }));
  }
  await answerApi(state, incoming, rawBody, key);
}

/**
 * Opens the data once the port is taken: a second start on the same port never touches those of a
 * running stub. No request is read before the turn of the event loop in which this happens ends.
 */
function openState(server: Server, options: StubOptions): StubState {
  try {
    return new StubState(options);
  } catch (error) {
    server.close();
    throw error;
  }
}

/** Starts the stub on loopback; it is ready when the promise resolves. */
export async function startStub(options: StubOptions = {}): Promise<RunningStub> {
  const server = createServer();
  // Idle connections outlive the pauses of a client's pool, so that none is cut under a request.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const state = openState(server, options);
  server.on('request', (request, response) => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const incoming = { request, response, method: request.method ?? 'GET', path, query };
    handle(state, incoming).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return response.destroy();
      const message = error instanceof Error ? error.message : String(error);
      send(response, plainAnswer(failed(state.mode, 500, message)));
    });
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    url: `${origin}${BASE_PATH}`,
    origin,
    port,
    apiKey: state.apiKey,
    supplierIds: [...state.store.world.suppliers.keys()],
    close: () => {
      state.delivery.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
