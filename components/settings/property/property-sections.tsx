'use client';
import { useTranslations } from 'next-intl';
import { bookingOrigins } from '#components/calendar/model/origins.ts';
import { InputField } from '#components/ui/form/input-field.tsx';
import { Section } from '#components/ui/form/section.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TickGroup } from '#components/ui/form/tick-group.tsx';
import {
  HOLIDAY_REGIONS,
  MIN_STAY_READINGS,
  SCHOOL_ZONES,
} from '#server/domain/settings/schema.ts';
import { ChoiceGroup } from '../parts/choice-group.tsx';
import type { PropertyForm } from './property-form.ts';
import { ZoneField } from './zone-field.tsx';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

interface Props {
  form: PropertyForm;
  onEdit: (edit: Partial<PropertyForm>) => void;
  /** What is wrong with a field of the form, in words. */
  problem: (field: string) => string | undefined;
}

/** Name and time zone. */
export function IdentitySection({ form, onEdit, problem }: Props) {
  const t = useTranslations('settings.property');
  return (
    <Section title={t('identity')}>
      <div className="grid gap-4 md:grid-cols-2">
        <InputField
          label={t('name')}
          hint={t('nameHint')}
          error={problem('name')}
          value={form.name}
          maxLength={200}
          onChange={(event) => onEdit({ name: event.target.value })}
        />
        <ZoneField
          value={form.timezone}
          error={problem('timezone')}
          onChange={(timezone) => onEdit({ timezone })}
        />
      </div>
    </Section>
  );
}

/** What a weekend is and which minimum stay counts. */
export function StaysSection({ form, onEdit, problem }: Props) {
  const t = useTranslations();
  return (
    <Section title={t('settings.property.stays')} intro={t('settings.property.staysIntro')}>
      <div className="flex flex-col gap-5">
        <TickGroup
          legend={t('settings.property.weekendNights')}
          hint={t('settings.property.weekendHint')}
          error={problem('weekendNights')}
          options={WEEKDAYS.map((day) => ({ value: day, label: t(`panel.weekday.${day}`) }))}
          values={WEEKDAYS.filter((day) => form.weekendNights.includes(day))}
          onChange={(weekendNights) => onEdit({ weekendNights })}
        />
        <ChoiceGroup
          legend={t('settings.property.minStayReading')}
          choices={MIN_STAY_READINGS.map((value) => ({
            value,
            label: t(`settings.property.readings.${value}.label`),
            hint: t(`settings.property.readings.${value}.hint`),
          }))}
          value={form.minStayReading}
          onChange={(minStayReading) => onEdit({ minStayReading })}
        />
      </div>
    </Section>
  );
}

/** What a night begins with. */
export function NewNightSection({ form, onEdit, problem }: Props) {
  const t = useTranslations('settings.property');
  const directions = ['arrivalAllowed', 'departureAllowed'] as const;
  return (
    <Section title={t('newNight')} intro={t('newNightIntro')}>
      <div className="grid gap-4 sm:grid-cols-3">
        {(['minStay', 'maxStay'] as const).map((field) => (
          <InputField
            key={field}
            label={`${t(field)} (${t('nights')})`}
            error={problem(field)}
            inputMode="numeric"
            value={form[field]}
            onChange={(event) => onEdit({ [field]: event.target.value })}
          />
        ))}
        <TickGroup
          legend={t('allowed')}
          options={directions.map((value) => ({ value, label: t(value) }))}
          values={directions.filter((value) => form[value])}
          onChange={(allowed) =>
            onEdit({
              arrivalAllowed: allowed.includes('arrivalAllowed'),
              departureAllowed: allowed.includes('departureAllowed'),
            })
          }
        />
      </div>
    </Section>
  );
}

/** School and public holidays. */
export function DemandSection({ form, onEdit, problem }: Props) {
  const t = useTranslations('settings.property');
  return (
    <Section title={t('demand')} intro={t('demandIntro')}>
      <div className="grid gap-4 md:grid-cols-2">
        <TickGroup
          stacked
          legend={t('schoolZones')}
          error={problem('schoolZones')}
          options={SCHOOL_ZONES.map((value) => ({
            value,
            label: (
              <>
                {t(`schoolZone.${value}`)}{' '}
                <span className="text-12 text-muted">{t(`schoolZoneTowns.${value}`)}</span>
              </>
            ),
          }))}
          values={form.schoolZones}
          onChange={(schoolZones) => onEdit({ schoolZones })}
        />
        <SelectField
          label={t('holidayRegion')}
          error={problem('holidayRegion')}
          options={HOLIDAY_REGIONS.map((value) => ({ value, label: t(`regions.${value}`) }))}
          value={form.holidayRegion}
          onChange={(holidayRegion) => onEdit({ holidayRegion })}
        />
      </div>
    </Section>
  );
}

/** Taxes and what the channels take. */
export function MoneySection({ form, onEdit, problem }: Props) {
  const t = useTranslations();
  const percent = { inputMode: 'decimal', suffix: '%' } as const;
  return (
    <Section title={t('settings.property.money')} intro={t('settings.property.moneyIntro')}>
      <div className="flex flex-col gap-5">
        <InputField
          {...percent}
          className="max-w-80"
          label={t('settings.property.vat')}
          hint={t('settings.property.vatHint')}
          error={problem('vat')}
          value={form.vat}
          onChange={(event) => onEdit({ vat: event.target.value })}
        />
        <fieldset>
          <legend className="text-13 font-medium">{t('settings.property.commission')}</legend>
          <p className="mt-0.5 mb-2 text-12 text-muted">{t('settings.property.commissionHint')}</p>
          <div className="grid gap-3 sm:grid-cols-3 lg:grid-cols-5">
            {bookingOrigins.map((origin) => (
              <InputField
                {...percent}
                key={origin}
                label={t(`calendar.origins.${origin}`)}
                error={problem(`commission.${origin}`)}
                value={form.commission[origin]}
                onChange={(event) =>
                  onEdit({ commission: { ...form.commission, [origin]: event.target.value } })
                }
              />
            ))}
          </div>
        </fieldset>
      </div>
    </Section>
  );
}

/** How long guests' contact details are kept. */
export function PrivacySection({ form, onEdit, problem }: Props) {
  const t = useTranslations('settings.property');
  return (
    <Section title={t('privacy')}>
      <InputField
        className="max-w-80"
        label={`${t('retention')} (${t('months')})`}
        hint={t('retentionHint')}
        error={problem('retentionMonths')}
        inputMode="numeric"
        value={form.retentionMonths}
        onChange={(event) => onEdit({ retentionMonths: event.target.value })}
      />
    </Section>
  );
}
