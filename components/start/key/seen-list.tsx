'use client';
import { CircleCheck, CircleX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ConnectionProbe } from '#server/domain/suppliers/schema.ts';
import { AccommodationNames } from '../accommodation-names.tsx';

/** What the key shows of each property, or why it shows nothing. */
export function SeenList({ seen }: { seen: ConnectionProbe }) {
  const t = useTranslations('start.key');
  return (
    <section aria-label={t('seen')}>
      <ul className="divide-y divide-line rounded-[10px] border border-line bg-surface">
        {seen.map((one) => (
          <li key={one.supplierId} className="flex gap-3 p-4">
            {one.result === 'ok' ? (
              <CircleCheck size={18} aria-hidden className="mt-px shrink-0 text-good" />
            ) : (
              <CircleX size={18} aria-hidden className="mt-px shrink-0 text-wrong" />
            )}
            <div className="min-w-0">
              <h2 className="figures text-14 font-semibold">
                {t('property', { number: String(one.supplierId) })}
              </h2>
              <p className="text-13 break-words text-muted">
                <Outcome one={one} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Outcome({ one }: { one: ConnectionProbe[number] }) {
  const t = useTranslations('start.key');
  if (one.isAdded) return t('added');
  if (one.result !== 'ok')
    return (
      <>
        {t(`results.${one.result}`)}
        {one.words && ` ${t('words', { words: one.words })}`}
      </>
    );
  return (
    <>
      {t('accommodations', { count: one.accommodations.length })}{' '}
      <AccommodationNames names={one.accommodations.map(({ name }) => name)} />
    </>
  );
}
