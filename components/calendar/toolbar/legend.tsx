'use client';
import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ORIGIN_GLYPH, originStyle } from '../grid/cells/origin-style.ts';
import { RestrictionGlyph } from '../grid/cells/restriction-glyph.tsx';
import { bookingOrigins } from '../model/origins.ts';

function Entry({ sample, children }: { sample: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2 text-12">
      <span className="flex h-5 w-9 shrink-0 items-center justify-center">{sample}</span>
      {children}
    </li>
  );
}

const swatch = 'flex h-5 w-9 items-center justify-center rounded-[4px] border border-line text-11';

/** What the colours and signs of the calendar mean. */
export function Legend() {
  const t = useTranslations();
  const bar = 'flex h-5 w-9 items-center rounded-[5px] px-1.5 text-11 font-semibold';
  return (
    <div className="grid w-[min(560px,calc(100vw-48px))] gap-x-6 gap-y-4 sm:grid-cols-2">
      <section>
        <h2 className="mb-1.5 text-12 font-semibold">{t('legend.bookings')}</h2>
        <ul className="flex flex-col gap-1">
          {bookingOrigins.map((origin) => (
            <Entry
              key={origin}
              sample={
                <span className={bar} style={originStyle(origin)}>
                  {ORIGIN_GLYPH[origin]}
                </span>
              }
            >
              {t(`calendar.origins.${origin}`)}
            </Entry>
          ))}
          <Entry
            sample={
              <span
                className={`${bar} border border-dashed border-current`}
                style={originStyle('ResaLocale')}
              />
            }
          >
            {t('legend.pending')}
          </Entry>
          <Entry
            sample={
              <span
                className={`${bar} bar-obsolete opacity-55`}
                style={originStyle('ResaLocale')}
              />
            }
          >
            {t('legend.obsolete')}
          </Entry>
        </ul>
      </section>
      <section>
        <h2 className="mb-1.5 text-12 font-semibold">{t('legend.nights')}</h2>
        <ul className="flex flex-col gap-1">
          <Entry
            sample={
              <span className={`${swatch} bg-closed text-closed-ink`}>
                <Lock size={10} />
              </span>
            }
          >
            {t('legend.closed')}
          </Entry>
          <Entry sample={<span className={`${swatch} bg-staged text-staged-ink`}>95</span>}>
            {t('legend.staged')}
          </Entry>
          <Entry sample={<span className={`${swatch} bg-good-soft text-good`}>95</span>}>
            {t('legend.confirmed')}
          </Entry>
          <Entry
            sample={
              <span className={`${swatch} relative bg-surface`}>
                <i className="absolute top-0 right-0 border-5 border-transparent border-t-wrong border-r-wrong" />
                95
              </span>
            }
          >
            {t('legend.wrong')}
          </Entry>
          <Entry sample={<span className={`${swatch} bg-wrong-soft text-wrong`}>0/1</span>}>
            {t('legend.overbooked')}
          </Entry>
          <Entry sample={t('calendar.minStayShort', { count: 2 })}>{t('legend.minStay')}</Entry>
          <Entry sample={<RestrictionGlyph arrival={false} departure />}>
            {t('legend.noArrival')}
          </Entry>
          <Entry sample={<RestrictionGlyph arrival departure={false} />}>
            {t('legend.noDeparture')}
          </Entry>
          <Entry sample={<RestrictionGlyph arrival={false} departure={false} />}>
            {t('legend.neither')}
          </Entry>
          <li className="text-12 text-muted max-md:hidden">{t('legend.rounded')}</li>
        </ul>
      </section>
      <section className="max-md:hidden sm:col-span-2">
        <h2 className="mb-1.5 text-12 font-semibold">{t('legend.keys')}</h2>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-1 text-12 [&_dt]:text-muted [&>div]:flex [&>div]:justify-between [&>div]:gap-3">
          <div>
            <dt>{t('legend.keyMove')}</dt>
            <dd>← ↑ → ↓</dd>
          </div>
          <div>
            <dt>{t('legend.keySelect')}</dt>
            <dd>⇧ + ← ↑ → ↓</dd>
          </div>
          <div>
            <dt>{t('legend.keyEdit')}</dt>
            <dd>0–9, ⏎</dd>
          </div>
          <div>
            <dt>{t('legend.keyAll')}</dt>
            <dd>Ctrl A</dd>
          </div>
          <div>
            <dt>{t('legend.keyUndo')}</dt>
            <dd>Ctrl Z, Ctrl ⇧ Z</dd>
          </div>
        </dl>
      </section>
    </div>
  );
}
