'use client';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';

interface Props {
  /** How many settings differ from what is stored. */
  changes: number;
  /** How many fields hold something that cannot be saved; shown once saving was tried. */
  problems: number;
  isWorking: boolean;
  isSaved: boolean;
  error: unknown;
  /** Fields whose problem already stands beside them. */
  shown: readonly string[];
  onDiscard: () => void;
}

/** Appears below a form with what is not saved yet, and says that it came through. */
export function SaveBar(props: Props) {
  const { changes, problems, isWorking, isSaved, error, shown, onDiscard } = props;
  const t = useTranslations('settings');
  return (
    <>
      {changes > 0 && (
        <div className="sticky bottom-3 z-20 flex flex-col gap-2 rounded-[10px] border border-staged-line/50 bg-raised p-2 pl-4 shadow-float">
          <CallNotice error={error} shown={shown} />
          <div className="flex flex-wrap items-center gap-2">
            <p role="status" className="figures min-w-0 flex-1 text-13">
              {problems > 0 ? t('fix', { count: problems }) : t('unsaved', { count: changes })}
            </p>
            <Button tone="bare" disabled={isWorking} onClick={onDiscard}>
              {t('discard')}
            </Button>
            <Button type="submit" tone="primary" disabled={isWorking}>
              {isWorking ? t('saving') : t('save')}
            </Button>
          </div>
        </div>
      )}
      <p role="status" className="flex min-h-5 items-center gap-1 text-13 text-good">
        {isSaved && changes === 0 && (
          <>
            <Check size={15} aria-hidden />
            {t('saved')}
          </>
        )}
      </p>
    </>
  );
}
