'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/floating/sheet.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { INPUT_CLASS } from '#components/ui/text-field.tsx';
import type { CreatedApiKey } from '#server/domain/auth/schema.ts';

interface Props {
  created: CreatedApiKey;
  onClose: () => void;
}

/** A key in full: this once. Only the button closes it, so that it is not lost by a slip. */
export function NewKey({ created, onClose }: Props) {
  const t = useTranslations('apiKeys');
  return (
    <Sheet side="middle" title={t('madeTitle')} onClose={() => undefined}>
      <div className="flex flex-col gap-4 p-4">
        <Notice tone="staged">{t('made')}</Notice>
        <input
          readOnly
          aria-label={t('keyItself', { name: created.name })}
          value={created.key}
          onFocus={(event) => event.target.select()}
          className={`${INPUT_CLASS} font-mono`}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t('done')}</Button>
          <CopyButton tone="primary" text={created.key} label={t('copy')} />
        </div>
      </div>
    </Sheet>
  );
}
