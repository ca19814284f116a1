'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice, fieldProblem } from '#components/ui/form/call-notice.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TickGroup } from '#components/ui/form/tick-group.tsx';
import type { SettingsView } from '#server/domain/settings/schema.ts';
import { firstZone, isListedZone, TIME_ZONES } from '../time-zones.ts';
import {
  AccommodationRow,
  type TypedAccommodation,
  typedOf,
  wantedOf,
} from './accommodation-row.tsx';

interface Props {
  settings: SettingsView;
  isLast: boolean;
  onDone: () => void;
}

const ISO_DAYS = [1, 2, 3, 4, 5, 6, 7];
/** 1970-01-05 was a Monday. */
const DAY_BEFORE_MONDAY = 3;

/** The settings without which the calendar would mislead, filled in with what can be guessed. */
export function SettingsForm({ settings, isLast, onDone }: Props) {
  const t = useTranslations('start.settings');
  const formats = useFormats();
  const { supplierId } = settings;
  const [timezone, setTimezone] = useState(() =>
    firstZone(settings.timezone, Intl.DateTimeFormat().resolvedOptions().timeZone),
  );
  const [weekendNights, setWeekendNights] = useState(settings.weekendNights);
  const [typed, setTyped] = useState<ReadonlyMap<number, TypedAccommodation>>(
    () => new Map(settings.accommodations.map((one) => [one.id, typedOf(one)])),
  );
  const update = useMutation(
    useCalls().settings.update.mutationOptions({ onSuccess: () => onDone() }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const accommodations = [...typed].map(([id, one]) => ({ id, set: wantedOf(one) }));
    update.mutate({ supplierId, set: { timezone, weekendNights }, accommodations });
  };
  const zones = isListedZone(timezone) ? TIME_ZONES : [timezone, ...TIME_ZONES];
  const shown = settings.accommodations.flatMap((_, i) => [
    `accommodations.${i}.set.units`,
    `accommodations.${i}.set.referenceGuests`,
  ]);
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <CallNotice error={update.error} shown={shown} />
      <div className="grid gap-5 rounded-[10px] border border-line bg-surface p-4 sm:p-6 md:grid-cols-2">
        <SelectField
          label={t('timezone')}
          hint={t('timezoneHint')}
          value={timezone}
          onChange={setTimezone}
          options={zones.map((zone) => ({
            value: zone,
            label: isListedZone(zone) ? t(`zones.${zone}`) : zone,
          }))}
        />
        <TickGroup
          legend={t('weekend')}
          hint={t('weekendHint')}
          values={weekendNights}
          onChange={setWeekendNights}
          options={ISO_DAYS.map((day) => ({
            value: day,
            label: formats.weekday(DAY_BEFORE_MONDAY + day),
          }))}
        />
      </div>
      <section
        aria-labelledby="accommodations"
        className="rounded-[10px] border border-line bg-surface"
      >
        <header className="border-b border-line p-4 sm:px-6">
          <h2 id="accommodations" className="text-16 font-semibold">
            {t('accommodations')}
          </h2>
          <p className="mt-1 max-w-[64ch] text-13 text-muted">{t('accommodationsIntro')}</p>
        </header>
        <ul className="divide-y divide-line">
          {settings.accommodations.map((one, i) => (
            <AccommodationRow
              key={one.id}
              accommodation={one}
              typed={typed.get(one.id) ?? typedOf(one)}
              onType={(next) => setTyped(new Map([...typed, [one.id, next]]))}
              unitsError={fieldProblem(update.error, `accommodations.${i}.set.units`)}
              guestsError={fieldProblem(update.error, `accommodations.${i}.set.referenceGuests`)}
            />
          ))}
        </ul>
      </section>
      <div className="flex items-center justify-end gap-4">
        <p className="text-13 text-muted">{t('later')}</p>
        <Button type="submit" tone="primary" size="large" disabled={update.isPending}>
          {isLast ? t('toCalendar') : t('next')}
        </Button>
      </div>
    </form>
  );
}
