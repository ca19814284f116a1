'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useReady } from '#components/ui/ready/use-ready.ts';
import { StepHeading } from './step-heading.tsx';

interface Props {
  organisation: string;
  onDone: () => void;
}

const TASKS = ['prepare', 'write', 'wait'] as const;

/** No key yet: what has to be ready, whom to ask for what, and the letter to send. */
export function AskStep({ organisation, onDone }: Props) {
  const t = useTranslations('start.ask');
  const isReady = useReady();
  const letter = t('letter', { organisation });
  return (
    <>
      <StepHeading title={t('title')}>{t('intro')}</StepHeading>
      <div className="mb-5 flex">
        <Button tone="primary" size="large" disabled={!isReady} onClick={onDone}>
          {t('haveKey')}
        </Button>
      </div>
      <h2 className="mb-3 text-16 font-semibold">{t('noKey')}</h2>
      <ol className="mb-4 divide-y divide-line rounded-[10px] border border-line bg-surface">
        {TASKS.map((task, index) => (
          <li key={task} className="flex gap-4 p-4">
            <span
              aria-hidden
              className="figures flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-soft text-13 font-semibold text-accent-strong"
            >
              {index + 1}
            </span>
            <div className="min-w-0">
              <h3 className="pt-1 text-14 font-semibold">{t(`${task}.title`)}</h3>
              <p className="max-w-[64ch] text-13 text-muted">{t(`${task}.body`)}</p>
            </div>
          </li>
        ))}
      </ol>
      <Notice className="mb-6">{t('already')}</Notice>
      <div className="rounded-[10px] border border-line bg-surface">
        <div className="flex items-center gap-4 border-b border-line px-4 py-2">
          <h2 className="flex-1 text-14 font-semibold">{t('letterTitle')}</h2>
          <CopyButton text={letter} />
        </div>
        <p className="p-4 text-13 whitespace-pre-line">{letter}</p>
      </div>
    </>
  );
}
