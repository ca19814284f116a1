import {
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditActorKind,
  type AuditFilter,
} from '#server/domain/audit/schema.ts';
import { isCalendarDate } from '#server/kernel/calendar-date.ts';

/** Kinds of actors that can be asked for, people first. */
export const ACTOR_KINDS = ['user', 'apiKey', 'job', 'operator', 'webhook', 'ai'] as const;

/** Whether a word names an action. */
export function isAction(text: string): text is AuditAction {
  return AUDIT_ACTIONS.some((action) => action === text);
}

/** Whether a word names a kind of actor. */
export function isKind(text: string): text is AuditActorKind {
  return ACTOR_KINDS.some((kind) => kind === text);
}

/** The filter that an address names; what it does not know is left out. */
export function filterOf(params: URLSearchParams): AuditFilter {
  const get = (name: keyof AuditFilter): string => params.get(name) ?? '';
  const [supplierId, action, actorKind] = [get('supplierId'), get('action'), get('actorKind')];
  const [actorId, from, to] = [get('actorId'), get('from'), get('to')];
  return {
    ...(/^[1-9]\d{0,14}$/.test(supplierId) && { supplierId: Number(supplierId) }),
    ...(isAction(action) && { action }),
    ...(isKind(actorKind) && { actorKind }),
    ...(actorId !== '' && actorId.length <= 100 && { actorId }),
    ...(isCalendarDate(from) && { from }),
    ...(isCalendarDate(to) && { to }),
  };
}

/** The filter as the end of an address, of the page and of the file alike; empty for none. */
export function queryOf(filter: AuditFilter): string {
  const set = Object.entries(filter).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString();
  return query === '' ? '' : `?${query}`;
}
