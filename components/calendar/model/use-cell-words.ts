'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { NightEdits } from '../staged/edits.ts';
import { type Line, type RateLine, type StockLine, textIn } from './calendar-model.ts';
import { EDIT_FIELDS, type EditField, type FieldValue } from './cells.ts';
import { isOverbooked } from './is-sold.ts';
import { type CellOutcome, fieldOf, isExplained, isWrong, sentFields } from './outcomes.ts';
import { type StayBar, staysOn } from './stays.ts';

/** How the cells of the grid are put into words. */
export interface CellWords {
  value(field: EditField, value: FieldValue | null): string;
  lineName(line: Line): string;
  rateName(line: RateLine, day: EpochDay, night: NightEdits | undefined): string;
  stockName(line: StockLine, day: EpochDay, night: NightEdits | undefined): string;
  unreadName(line: Line, day: EpochDay): string;
  stay(bar: StayBar): string;
  /** What a person should know beside the name: restrictions, and what became of a push. */
  remarks(line: Line, day: EpochDay, outcome: CellOutcome | undefined): string;
  reason(outcome: CellOutcome, line: Line): string;
}

type Translate = ReturnType<typeof useTranslations<never>>;
type Formats = ReturnType<typeof useFormats>;

/** The same few values stand in hundreds of cells: each is put into words once. */
function remembered(words: CellWords['value']): CellWords['value'] {
  const known = new Map<string, string>();
  return (field, value) => {
    const key = `${field} ${value}`;
    const text = known.get(key) ?? words(field, value);
    known.set(key, text);
    return text;
  };
}

function valueWords(t: Translate, formats: Formats): CellWords['value'] {
  return remembered((field: EditField, value: FieldValue | null): string => {
    if (value === null) return t('review.none');
    if (typeof value === 'boolean') {
      if (field === 'open') return value ? t('calendar.open') : t('calendar.closed');
      if (field === 'arrivalAllowed')
        return value ? t('calendar.arrivalOk') : t('calendar.noArrival');
      return value ? t('calendar.departureOk') : t('calendar.noDeparture');
    }
    if (field === 'priceCents') return formats.money(value);
    if (field === 'minStay') return t('calendar.minStay', { count: value });
    if (field === 'maxStay') return t('calendar.maxStay', { count: value });
    return t('calendar.unitsLeft', { count: value });
  });
}

/** Why a night did not come through. */
function reasonWords(t: Translate, value: CellWords['value']): CellWords['reason'] {
  return (outcome, line) => {
    const guests = line.kind === 'rate' ? line.referenceGuests : null;
    const state = t(`push.states.${outcome.state}`);
    const say = (field: EditField, from: CellOutcome['read']) =>
      value(field, fieldOf(from, field, guests));
    if (outcome.state === 'mismatch' || (outcome.state === 'conflict' && outcome.read)) {
      const field = sentFields(outcome).find(
        (one) => fieldOf(outcome.sent, one, guests) !== fieldOf(outcome.read, one, guests),
      );
      if (!field) return t(`push.explain.${outcome.state}`);
      const told = {
        before: say(field, outcome.before),
        sent: say(field, outcome.sent),
        read: say(field, outcome.read),
      };
      return outcome.state === 'mismatch'
        ? t('push.cellMismatch', told)
        : t('push.cellConflict', { sent: told.sent, read: told.read });
    }
    const explained = isExplained(outcome.state) ? t(`push.explain.${outcome.state}`) : null;
    const words = outcome.message ?? explained;
    return words ? t('push.cellRefused', { state, reason: words }) : state;
  };
}

function makeWords(t: Translate, formats: Formats): CellWords {
  const value = valueWords(t, formats);
  const noRate = t('calendar.noRate');
  const noMinimum = t('calendar.minStayNone');
  const stockWord = t('calendar.stock');
  const changed = (night: NightEdits | undefined): string => {
    const list = EDIT_FIELDS.flatMap((field) => {
      const staged = night?.[field];
      return staged ? [value(field, staged.after)] : [];
    });
    return list.length ? `, ${t('calendar.changedTo', { value: list.join(', ') })}` : '';
  };
  const rateTypeName = (line: RateLine) => textIn(line.rateType.label, formats.locale);
  const lineName = (line: Line) =>
    line.kind === 'stock' ? t('calendar.stock') : rateTypeName(line);
  const guestName = (bar: StayBar) => bar.booking.guestName ?? t('calendar.guestUnnamed');
  const reason = reasonWords(t, value);
  return {
    value,
    reason,
    lineName,
    unreadName: (line, day) =>
      `${line.accommodation.name}, ${lineName(line)}, ${formats.longDate(day)}: ${t('calendar.unread')}`,
    rateName(line, day, night) {
      const rate = line.nights.at(day);
      const price = rate?.priceCents ?? null;
      const parts = [
        price === null ? noRate : value('priceCents', price),
        rate?.minStay ? value('minStay', rate.minStay) : noMinimum,
        value('open', rate?.open ?? false),
      ];
      const where = `${line.accommodation.name}, ${rateTypeName(line)}, ${formats.longDate(day)}`;
      return `${where}: ${parts.join(', ')}${changed(night)}`;
    },
    stockName(line, day, night) {
      const left = line.units.at(day);
      const total = line.accommodation.units;
      const units =
        left === undefined
          ? t('calendar.unknownStock')
          : total === null
            ? t('calendar.unitsLeft', { count: left })
            : t('calendar.unitsOf', { left, total });
      const over = isOverbooked(line, day) ? `, ${t('calendar.overbooked')}` : '';
      const names = staysOn(line.stays, day).map(guestName).join(', ');
      const taken = names ? `, ${t('calendar.booked', { names })}` : '';
      const where = `${line.accommodation.name}, ${stockWord}, ${formats.longDate(day)}`;
      return `${where}: ${units}${over}${taken}${changed(night)}`;
    },
    stay(bar) {
      const { origin, isObsolete, isPendingSync } = bar.booking;
      const words = t('calendar.stay', {
        name: guestName(bar),
        from: formats.shortDate(bar.arrival),
        to: formats.shortDate(bar.departure),
        nights: t('calendar.nights', { count: bar.departure - bar.arrival }),
        origin: t(`calendar.origins.${origin}`),
      });
      if (isObsolete) return `${words}, ${t('calendar.obsolete')}`;
      return isPendingSync ? `${words}, ${t('calendar.pending')}` : words;
    },
    remarks(line, day, outcome) {
      const list: string[] = [];
      const rate = line.kind === 'rate' ? line.nights.at(day) : undefined;
      if (rate && !rate.arrivalAllowed) list.push(t('calendar.noArrival'));
      if (rate && !rate.departureAllowed) list.push(t('calendar.noDeparture'));
      if (outcome)
        list.push(
          isWrong(outcome.state) ? reason(outcome, line) : t(`push.states.${outcome.state}`),
        );
      return list.join(', ');
    },
  };
}

/** The words for cells, in the current language. */
export function useCellWords(): CellWords {
  const t = useTranslations();
  const formats = useFormats();
  return useMemo(() => makeWords(t, formats), [t, formats]);
}
