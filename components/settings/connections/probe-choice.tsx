'use client';
import { useTranslations } from 'next-intl';
import { InputField } from '#components/ui/form/input-field.tsx';
import { Tick } from '#components/ui/tick.tsx';
import type { ConnectionProbe, NewSupplier } from '#server/domain/suppliers/schema.ts';
import { ZoneField } from '../property/zone-field.tsx';

type Seen = ConnectionProbe[number];

const NAMES_SHOWN = 4;
const ZONE = 'Europe/Paris';

/** The properties that can be added, by number, as they are to be. */
export type Chosen = ReadonlyMap<number, NewSupplier>;

/** What a test of the key leaves to choose: everything that it sees and that is not there yet. */
export function chosenOf(probe: ConnectionProbe): Chosen {
  const fresh = probe.filter(({ result, isAdded }) => result === 'ok' && !isAdded);
  return new Map(fresh.map(({ supplierId }) => [supplierId, { supplierId, timezone: ZONE }]));
}

interface Props {
  probe: ConnectionProbe;
  chosen: Chosen;
  onChosen: (chosen: Chosen) => void;
}

/** What the key sees of each property, and which of them to add under which name. */
export function ProbeChoice({ probe, chosen, onChosen }: Props) {
  const t = useTranslations('connections');
  const set = (supplierId: number, change: Partial<NewSupplier> | null) => {
    const next = new Map(chosen);
    if (change === null) next.delete(supplierId);
    else next.set(supplierId, { supplierId, timezone: ZONE, ...next.get(supplierId), ...change });
    onChosen(next);
  };
  return (
    <ul aria-label={t('seen')} className="flex flex-col gap-3">
      {probe.map((seen) => {
        const own = chosen.get(seen.supplierId);
        const canAdd = seen.result === 'ok' && !seen.isAdded;
        return (
          <li key={seen.supplierId} className="rounded-md border border-line bg-surface p-3">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              {canAdd ? (
                <Tick
                  checked={own !== undefined}
                  onChange={(ticked) => set(seen.supplierId, ticked ? {} : null)}
                  className="figures text-14 font-medium"
                >
                  {t('number', { id: String(seen.supplierId) })}
                </Tick>
              ) : (
                <p className="figures text-14 font-medium">
                  {t('number', { id: String(seen.supplierId) })}
                </p>
              )}
              <SeenText seen={seen} />
            </div>
            {own && (
              <div className="mt-3 flex flex-col gap-3">
                <InputField
                  label={t('propertyName')}
                  maxLength={200}
                  value={own.name ?? ''}
                  onChange={(event) => set(seen.supplierId, { name: event.target.value })}
                />
                <ZoneField
                  value={own.timezone ?? ZONE}
                  onChange={(timezone) => set(seen.supplierId, { timezone })}
                />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function SeenText({ seen }: { seen: Seen }) {
  const t = useTranslations('connections');
  const { result, isAdded, accommodations, words } = seen;
  if (isAdded) return <span className="text-13 text-muted">{t('isAdded')}</span>;
  const names = accommodations.slice(0, NAMES_SHOWN).map(({ name }) => name);
  const more = accommodations.length > NAMES_SHOWN ? ', …' : '';
  return (
    <span className={result === 'ok' ? 'text-13 text-good' : 'text-13 text-wrong'}>
      {t(`results.${result}`, { count: accommodations.length })}
      {names.length > 0 && (
        <span className="text-muted">
          {' '}
          · {names.join(', ')}
          {more}
        </span>
      )}
      {words && <span className="block text-12">{t('words', { words })}</span>}
    </span>
  );
}
