'use client';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '../button.tsx';

interface Props {
  /** The verb on the button; "Save" when left out. */
  action?: string;
  isWorking: boolean;
  /** Whether the last attempt came through and nothing was changed since. */
  isSaved: boolean;
  /** Nothing to send, or not yet enough. */
  disabled?: boolean;
}

/** The end of a form: its button, and beside it that the last saving came through. */
export function SaveRow({ action, isWorking, isSaved, disabled = false }: Props) {
  const t = useTranslations('form');
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button type="submit" tone="primary" disabled={isWorking || disabled}>
        {action ?? t('save')}
      </Button>
      <span role="status" className="flex items-center gap-1 text-13 text-good">
        {isSaved && (
          <>
            <Check size={15} aria-hidden />
            {t('saved')}
          </>
        )}
      </span>
    </div>
  );
}
