'use client';
import { useTranslations } from 'next-intl';
import { InputField } from '#components/ui/form/input-field.tsx';
import type { SettingsView } from '#server/domain/settings/schema.ts';

type Accommodation = SettingsView['accommodations'][number];

/** What stands in the fields of one accommodation; empty = not decided. */
export interface TypedAccommodation {
  readonly units: string;
  readonly guests: string;
}

const textOf = (value: number | null): string => (value === null ? '' : String(value));
const countOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

/** The fields of an accommodation to begin with: what is decided, else what can be guessed. */
export function typedOf(accommodation: Accommodation): TypedAccommodation {
  const { units, unitsGuess, referenceGuests, referenceGuestsGuess } = accommodation;
  return {
    units: textOf(units ?? unitsGuess),
    guests: textOf(referenceGuests ?? referenceGuestsGuess),
  };
}

/** What the fields of an accommodation ask for. */
export function wantedOf({ units, guests }: TypedAccommodation): {
  units: number | null;
  referenceGuests: number | null;
} {
  return { units: countOf(units), referenceGuests: countOf(guests) };
}

interface Props {
  accommodation: Accommodation;
  typed: TypedAccommodation;
  onType: (typed: TypedAccommodation) => void;
  unitsError: string | undefined;
  guestsError: string | undefined;
}

/** How many units there are of an accommodation, and for how many guests its price is shown. */
export function AccommodationRow({ accommodation, typed, onType, ...errors }: Props) {
  const t = useTranslations('start.settings');
  const { name, mostBooked } = accommodation;
  return (
    <li className="flex flex-col gap-3 p-4 sm:flex-row sm:items-start sm:gap-6 sm:px-6">
      <h3 className="min-w-0 flex-1 text-14 font-medium break-words sm:pt-7">{name}</h3>
      <div className="grid grid-cols-2 gap-4 sm:w-80">
        <InputField
          label={t('units')}
          aria-label={t('unitsOf', { name })}
          type="number"
          inputMode="numeric"
          min={mostBooked}
          max={999}
          step={1}
          value={typed.units}
          onChange={({ target }) => onType({ ...typed, units: target.value })}
          error={errors.unitsError}
        />
        <InputField
          label={t('guests')}
          aria-label={t('guestsOf', { name })}
          type="number"
          inputMode="numeric"
          min={1}
          max={99}
          step={1}
          value={typed.guests}
          onChange={({ target }) => onType({ ...typed, guests: target.value })}
          error={errors.guestsError}
        />
      </div>
    </li>
  );
}
