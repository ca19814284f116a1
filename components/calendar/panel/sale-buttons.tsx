'use client';
import { Lock, LockOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { useDesk } from '../desk/desk.tsx';
import { saleCells } from '../edit/resolve.ts';
import type { CellAddress } from '../model/cells.ts';

interface Props {
  hasRateLines: boolean;
  onApplied: (() => void) | undefined;
}

/** Opens and closes: the whole accommodation by default, or only the rate types selected. */
export function SaleButtons({ hasRateLines, onApplied }: Props) {
  const { model, targets, apply } = useDesk();
  const t = useTranslations('panel');
  const rates = targets.filter(({ line }) => model.byKey.get(line)?.kind === 'rate');
  const isRead = targets.every(({ day }) => day >= model.from && day <= model.to);
  const stage = (cells: readonly CellAddress[], open: boolean) => {
    // Nights that are still on their way stand for no rate type yet: all of them or none.
    apply(isRead ? cells : targets, { open });
    onApplied?.();
  };
  const whole = (open: boolean) => stage(saleCells(model, targets), open);
  const some = (open: boolean) => stage(rates, open);
  return (
    <section className="flex flex-col gap-2 border-t border-line px-4 py-3">
      <h3 className="text-13 font-medium">{t('sale')}</h3>
      <div className="grid grid-cols-2 gap-2">
        <Button className="px-2!" onClick={() => whole(false)}>
          <Lock size={13} aria-hidden />
          {t('closeSale')}
        </Button>
        <Button className="px-2!" onClick={() => whole(true)}>
          <LockOpen size={13} aria-hidden />
          {t('openSale')}
        </Button>
        {hasRateLines && (
          <>
            <Button size="small" onClick={() => some(false)}>
              {t('closeRate')}
            </Button>
            <Button size="small" onClick={() => some(true)}>
              {t('openRate')}
            </Button>
          </>
        )}
      </div>
      <p className="text-12 text-muted">{t('saleHint')}</p>
    </section>
  );
}
