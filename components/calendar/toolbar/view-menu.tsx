'use client';
import { SlidersHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Popover } from '#components/ui/floating/popover.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { Tick } from '#components/ui/tick.tsx';
import { type Density, useDesk } from '../desk/desk.tsx';
import { textIn } from '../model/calendar-model.ts';

const Legend = onDemand(() => import('./legend.tsx').then((file) => file.Legend));

const DENSITIES: readonly Density[] = ['compact', 'normal', 'comfortable'];
const SPANS = [31, 92, 183, 366] as const;

const summaryClass =
  'flex h-8 touch:h-11 cursor-pointer items-center gap-1.5 rounded-md px-2 text-13 font-medium hover:bg-closed/60';

interface Props {
  hidden: ReadonlySet<number>;
  onHide: (hidden: ReadonlySet<number>) => void;
  onDensity: (density: Density) => void;
}

/** What is shown and how densely. */
export function ViewMenu({ hidden, onHide, onDensity }: Props) {
  const desk = useDesk();
  const t = useTranslations('calendar');
  const { locale } = useFormats();
  const rateTypes = new Map(
    desk.model.lines.flatMap((line) =>
      line.kind === 'rate'
        ? [[line.rateType.id, textIn(line.rateType.label, locale)] as const]
        : [],
    ),
  );
  return (
    <Popover
      align="right"
      buttonClassName={summaryClass}
      name={t('view')}
      label={
        <>
          <SlidersHorizontal size={15} aria-hidden />
          <span className="max-xl:sr-only">{t('view')}</span>
        </>
      }
    >
      <div className="flex w-72 flex-col gap-3">
        <div>
          <p className="mb-1 text-12 text-muted">{t('density')}</p>
          <Segmented
            wide
            legend={t('density')}
            value={desk.density}
            onChange={onDensity}
            segments={DENSITIES.map((value) => ({ value, label: t(`densities.${value}`) }))}
          />
        </div>
        <div>
          <p className="mb-1 text-12 text-muted">{t('nightsShown')}</p>
          <Segmented
            wide
            legend={t('nightsShown')}
            value={String(desk.range.nights)}
            onChange={(nights) => desk.setRange({ ...desk.range, nights: Number(nights) })}
            segments={SPANS.map((nights) => ({
              value: String(nights),
              label: t('months', { count: Math.round(nights / 30.5) }),
            }))}
          />
        </div>
        {rateTypes.size > 0 && (
          <fieldset>
            <legend className="mb-1 text-12 text-muted">{t('rateTypes')}</legend>
            <div className="flex flex-col gap-1.5">
              {[...rateTypes].map(([id, label]) => (
                <Tick
                  key={id}
                  className="text-13"
                  checked={!hidden.has(id)}
                  onChange={(isShown) => {
                    const next = new Set(hidden);
                    if (isShown) next.delete(id);
                    else next.add(id);
                    onHide(next);
                  }}
                >
                  {label}
                </Tick>
              ))}
            </div>
          </fieldset>
        )}
      </div>
    </Popover>
  );
}

/** What the signs mean; fetched once somebody comes near. */
export function LegendMenu() {
  const t = useTranslations('legend');
  const [isWanted, setWanted] = useState(false);
  const want = () => setWanted(true);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only fetches; the button inside is what acts
    <div onFocus={want} onPointerEnter={want}>
      <Popover align="right" buttonClassName={summaryClass} label={t('title')}>
        {isWanted && <Legend />}
      </Popover>
    </div>
  );
}
