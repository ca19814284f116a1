'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { useCalls } from '#components/trpc/client.ts';
import { parseEpochDay } from '#server/kernel/calendar-date.ts';
import type { AuditLine } from './audit-lines.ts';

type Translate = ReturnType<typeof useTranslations<never>>;
type Key = Parameters<Translate>[0];

/** How an entry reads: names instead of ids, amounts instead of cents. */
export interface AuditWords {
  /** What a value is, such as `Plancher`. */
  label(line: AuditLine): string;
  /** The value itself; empty where there is nothing to tell. */
  value(path: readonly string[], value: unknown): string;
  supplier(id: number): string;
  accommodation(id: number): string;
  member(id: string): string;
}

/** Names of what entries are about, as far as they are still there. */
function useNames(supplierId: number) {
  const calls = useCalls();
  const suppliers = useQuery(calls.suppliers.list.queryOptions({})).data;
  const settings = useQuery(calls.settings.get.queryOptions({ supplierId })).data;
  const members = useQuery(calls.team.list.queryOptions({})).data?.members;
  return {
    supplier: (id: number) => suppliers?.find((one) => one.id === id)?.name ?? `n° ${id}`,
    accommodation: (id: number) =>
      settings?.accommodations.find((one) => one.id === id)?.name ?? `n° ${id}`,
    user: (id: string) => members?.find((one) => one.userId === id)?.name ?? '',
    member: (id: string) => members?.find((one) => one.id === id)?.name ?? '',
  };
}

/** Where a value of a field is one of a few, under which key their words stand. */
const WORDS: Readonly<Record<string, string>> = {
  role: 'team.roles',
  scopes: 'apiKeys.scopeShort',
  weekendNights: 'panel.weekday',
  schoolZones: 'settings.property.schoolZone',
  holidayRegion: 'settings.property.regions',
  aspect: 'push.aspects',
  state: 'push.states',
  sessions: 'audit.sessions',
  by: 'audit.byWhat',
  matchedBy: 'audit.matchedBy',
};

/** Whether the figures of a field are numbers that things go by, not how many there are. */
const isNumberOf = (field: string): boolean => field.endsWith('Ids') || BOOKINGS.has(field);

/** Fields that list bookings by their numbers. */
const BOOKINGS: ReadonlySet<string> = new Set(['erased', 'kept']);

/** The words for entries about a property and its organisation. */
export function useAuditWords(supplierId: number): AuditWords {
  const t = useTranslations();
  const formats = useFormats();
  const names = useNames(supplierId);
  /** The words under a key that is put together here; the plain text where there are none. */
  const word = (key: string, plain: string) => (t.has(key as Key) ? t(key as Key) : plain);
  const one = (path: readonly string[], value: unknown): string => {
    const field = path.at(-1) ?? '';
    if (value === null) {
      if (field === 'expiresInDays') return t('apiKeys.days.none');
      return t(field === 'supplierIds' ? 'apiKeys.all' : 'audit.none');
    }
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
    if (typeof value === 'number') return figure(path, value);
    if (typeof value === 'object') return counted(value);
    const text = String(value);
    if (field === 'userId') return names.user(text);
    if (field === 'minStayReading') return word(`settings.property.readings.${text}.label`, text);
    if (field === 'state' && text === 'ok') return t('connections.ok');
    if (field === 'state' && text === 'credentials_invalid') return t('connections.refused');
    const day = parseEpochDay(text);
    if (day !== null) return formats.shortDate(day);
    const place = WORDS[field];
    return place ? word(`${place}.${text}`, text) : text;
  };
  const figure = (path: readonly string[], value: number): string => {
    const field = path.at(-1) ?? '';
    if (field.endsWith('Cents')) return formats.money(value);
    if (path.some((key) => key.endsWith('BasisPoints'))) return `${formats.amount(value)}\u202f%`;
    if (field === 'expiresInDays') return t('audit.days', { count: value });
    if (field === 'supplierIds') return names.supplier(value);
    if (field === 'accommodations' || field === 'accommodationId')
      return names.accommodation(value);
    if (field === 'weekendNights') return word(`panel.weekday.${value}`, String(value));
    return isNumberOf(field) ? String(value) : formats.count(value);
  };
  const counted = (value: object): string =>
    Object.entries(value)
      .map(([key, count]) =>
        t.has(`push.counts.${key}` as Key)
          ? t(`push.counts.${key}` as 'push.counts.applied', { count: Number(count) })
          : `${key}: ${String(count)}`,
      )
      .join(', ');
  return {
    ...names,
    label: ({ path }) => {
      const [field = '', inner] = path;
      const own = inner ?? field;
      if (field === 'commissionBasisPoints' && inner)
        return `${t('audit.fields.commissionBasisPoints')} (${word(`calendar.origins.${inner}`, inner)})`;
      return word(`audit.fields.${own}`, own);
    },
    value: (path, value) => {
      if (value === undefined) return '';
      if (!Array.isArray(value)) return one(path, value);
      return value.length === 0 ? t('audit.none') : value.map((each) => one(path, each)).join(', ');
    },
  };
}
