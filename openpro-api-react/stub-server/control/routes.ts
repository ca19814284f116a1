import { Refusal } from '../api/context.ts';
import { rateValue } from '../api/rates.ts';
import { stockCell } from '../api/stock.ts';
import { isoDay, parseDay } from '../calendar.ts';
import { field, isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { parseMode } from '../mode.ts';
import { PROFILES, type SeedName } from '../seed/profiles.ts';
import type { StubState } from '../state.ts';
import { rateElement, stockElement } from '../store/elements.ts';
import type { Cell } from '../store/sheet.ts';
import {
  type ControlReply,
  createDossier,
  deleteDossier,
  patchDossier,
  wrong,
} from './dossiers.ts';

export const CONTROL_PATH = '/__stub';

export interface ControlCall {
  method: string;
  /** What follows `/__stub/`. */
  path: string;
  query: URLSearchParams;
  rawBody: string;
}

type Handler = (state: StubState, call: ControlCall, body: JsonObject) => ControlReply;

const fine = (body: Json): ControlReply => ({ status: 200, body });

function since(call: ControlCall): number {
  const value = Number(call.query.get('since') ?? 0);
  return Number.isFinite(value) ? value : 0;
}

function addFault(state: StubState, _call: ControlCall, body: JsonObject): ControlReply {
  const rule = state.faults.add(body);
  return typeof rule === 'string' ? wrong(rule) : { status: 201, body: { id: rule.id } };
}

function clearFaults(state: StubState, call: ControlCall): ControlReply {
  const id = call.query.get('id');
  state.faults.clear(id === null ? null : Number(id));
  return fine({ faults: state.faults.list() });
}

function setMode(state: StubState, _call: ControlCall, body: JsonObject): ControlReply {
  const mode = parseMode(body);
  if (typeof mode === 'string') return wrong(mode);
  state.mode = { ...state.mode, ...mode };
  return fine({ ...state.mode });
}

function setKey(state: StubState, _call: ControlCall, body: JsonObject): ControlReply {
  const key = field(body, 'key');
  if (typeof key !== 'string' || key === '') return wrong('key must be a text');
  const ids = field(body, 'supplierIds');
  const numbers = Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : null;
  if (field(body, 'revoked') === true) state.store.revokeKey(key);
  else state.store.setKey(key, numbers);
  return fine({ keys: state.store.keys.size });
}

/** Changes one night behind the client's back; `value` is the wire element without its dates. */
function setDay(state: StubState, _call: ControlCall, body: JsonObject): ControlReply {
  const supplierId = Number(field(body, 'supplierId'));
  const accommodation = state.store.accommodation(
    supplierId,
    Number(field(body, 'accommodationId')),
  );
  if (!accommodation) return wrong('supplierId or accommodationId is unknown', 404);
  const kind = field(body, 'kind') === 'stock' ? 'stock' : 'rate';
  const day = parseDay(field(body, 'date'));
  if (day === null) return wrong('date is not a date');
  const row =
    kind === 'stock' ? 0 : Number(field(body, 'rateTypeId') ?? [...accommodation.links][0]);
  if (!Number.isInteger(row)) return wrong('rateTypeId is not a number');
  const sheet = kind === 'stock' ? accommodation.stock : accommodation.rates;
  const value = field(body, 'value') ?? null;
  const cell: Cell = { row, day, value: null };
  if (kind === 'stock' && typeof value === 'number') {
    cell.value = { ...sheet.get(row, day), valeur: value };
  } else if (isObject(value)) {
    cell.value = { ...sheet.get(row, day), ...value };
  } else if (value !== null) {
    return wrong('value: an object, null, or a number of units');
  }
  try {
    if (cell.value && field(body, 'unchecked') !== true) {
      if (kind === 'stock') stockCell({ date: isoDay(day), ...cell.value });
      else cell.value = rateValue(cell.value);
    }
  } catch (error) {
    if (error instanceof Refusal) return wrong(state.sentences[error.sentence]);
    throw error;
  }
  const where = { supplierId, accommodation, kind, by: 'control' } as const;
  const changes = state.store.writeCells(where, [cell]);
  const after = cell.value;
  const element = kind === 'stock' ? stockElement(day, after) : rateElement(row, day, after);
  return fine({ changed: changes.length, element });
}

function reset(state: StubState, _call: ControlCall, body: JsonObject): ControlReply {
  const seed = field(body, 'seed') ?? state.seed;
  const names: Json[] = ['all', ...PROFILES.map((profile) => profile.seed)];
  if (!names.includes(seed)) return wrong(`seed: one of ${names.join(', ')}`);
  const given = field(body, 'anchor');
  const anchor = given === undefined ? state.store.world.anchor : parseDay(given);
  if (anchor === null) return wrong('anchor is not a date');
  state.reset(seed as SeedName | 'all', anchor);
  return status(state);
}

function notify(state: StubState, _call: ControlCall, body: JsonObject): ControlReply {
  const supplierId = Number(field(body, 'supplierId'));
  const dossierId = Number(field(body, 'dossierId'));
  const times = Math.min(1000, Number(field(body, 'times') ?? 1));
  const notice = { supplierId, dossierId, event: 'modification' };
  for (let count = 0; count < times; count += 1) {
    state.delivery.send(state.store.webhooks.values(), notice, state.mode);
  }
  return fine({ sent: times * state.store.webhooks.size });
}

function status(state: StubState): ControlReply {
  return fine({
    ready: true,
    seed: state.seed,
    anchor: isoDay(state.store.world.anchor),
    supplierIds: [...state.store.world.suppliers.keys()],
    mode: { ...state.mode },
  });
}

const ROUTES: Record<string, Handler> = {
  'GET ledger': (state, call) => fine(state.store.ledger.changesSince(since(call))),
  'GET calls': (state, call) =>
    fine(state.store.ledger.callsSince(since(call)).map((entry) => ({ ...entry }))),
  'GET faults': (state) => fine(state.faults.list()),
  'POST faults': addFault,
  'DELETE faults': clearFaults,
  'GET mode': (state) => fine({ ...state.mode }),
  'POST mode': setMode,
  'POST keys': setKey,
  'POST day': setDay,
  'POST dossiers': (state, _call, body) => createDossier(state, body),
  'POST notify': notify,
  'POST reset': reset,
  'GET sentences': (state) => fine({ ...state.sentences }),
  'GET deliveries': (state) =>
    fine({ open: state.delivery.open, deliveries: [...state.delivery.log] }),
  'GET status': status,
};

/** Answers one control request. */
export function control(state: StubState, call: ControlCall): ControlReply {
  const body = call.rawBody === '' ? {} : parseJson(call.rawBody);
  if (!isObject(body)) return wrong('the body is not a JSON object');
  const dossier = /^dossiers\/(.+)$/.exec(call.path)?.[1];
  if (dossier !== undefined) {
    if (call.method === 'PATCH') return patchDossier(state, dossier, body);
    if (call.method === 'DELETE') return deleteDossier(state, dossier, call.query);
  }
  const name = `${call.method} ${call.path}`;
  const handler = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined;
  return handler ? handler(state, call, body) : wrong('no such control route', 404);
}
