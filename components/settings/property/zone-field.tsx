'use client';
import { useLocale, useTranslations } from 'next-intl';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { tagOf } from '#components/i18n/locale.ts';
import { classNames } from '#components/ui/class-names.ts';
import { Field } from '#components/ui/form/field.tsx';
import { INPUT_CLASS } from '#components/ui/text-field.tsx';
import { type Zone, zoneLabel, zonesMatching, zonesOf } from './zones.ts';

interface Props {
  value: string;
  error?: string | undefined;
  onChange: (name: string) => void;
}

function timeIn(zone: string, locale: string): string {
  return new Intl.DateTimeFormat(tagOf(locale), { timeZone: zone, timeStyle: 'short' }).format(
    Date.now(),
  );
}

interface ListProps {
  id: string;
  zones: readonly Zone[];
  active: number;
  onChoose: (zone: Zone) => void;
}

function ZoneList({ id, zones, active, onChoose }: ListProps) {
  const t = useTranslations('settings.property');
  return (
    <div className="absolute inset-x-0 top-full z-30 mt-1 max-h-64 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float">
      <div id={id} role="listbox" aria-label={t('timezone')}>
        {zones.map((zone, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and answers the keys
          <div
            key={zone.name}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            ref={(element) => {
              if (index === active) element?.scrollIntoView({ block: 'nearest' });
            }}
            // The field keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(zone)}
            className={classNames(
              'flex cursor-pointer items-baseline justify-between gap-3 rounded-[4px] px-2 py-1.5 text-13',
              index === active ? 'bg-accent-soft text-accent-strong' : 'hover:bg-closed/60',
            )}
          >
            <span>{zone.label}</span>
            <span className={classNames('text-12', index !== active && 'text-muted')}>
              {zone.name}
            </span>
          </div>
        ))}
      </div>
      {zones.length === 0 && <p className="px-2 py-1.5 text-13 text-muted">{t('timezoneNone')}</p>}
    </div>
  );
}

/** A time zone, found by typing a place; what is typed counts only when it is chosen. */
export function ZoneField({ value, error, onChange }: Props) {
  const t = useTranslations('settings.property');
  const locale = useLocale();
  const listId = useId();
  const zones = useMemo(() => zonesOf(locale), [locale]);
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const isOpen = typed !== null;
  const found = isOpen ? zonesMatching(zones, typed) : [];
  const close = () => setTyped(null);
  const choose = (zone: Zone) => {
    onChange(zone.name);
    close();
  };
  const move = (to: number) => setActive(Math.max(0, Math.min(to, found.length - 1)));
  const open = () => {
    setTyped('');
    setActive(
      Math.max(
        0,
        zones.findIndex(({ name }) => name === value),
      ),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (isOpen) move(active + step);
      else open();
      return;
    }
    if (!isOpen) return;
    const chosen = found[active];
    if (event.key === 'Enter') {
      event.preventDefault();
      if (chosen) choose(chosen);
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    }
  };
  return (
    <Field
      label={t('timezone')}
      hint={t('timezoneHint', { time: timeIn(value, locale) })}
      error={error}
    >
      {(control) => (
        <span className="relative block">
          <input
            {...control}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={isOpen}
            aria-controls={isOpen ? listId : undefined}
            aria-activedescendant={found[active] ? `${listId}-${active}` : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={zoneLabel(zones, value)}
            value={typed ?? zoneLabel(zones, value)}
            onChange={(event) => {
              setTyped(event.target.value);
              setActive(0);
            }}
            onClick={() => !isOpen && open()}
            onBlur={close}
            onKeyDown={onKeyDown}
            className={INPUT_CLASS}
          />
          {isOpen && <ZoneList id={listId} zones={found} active={active} onChoose={choose} />}
        </span>
      )}
    </Field>
  );
}
