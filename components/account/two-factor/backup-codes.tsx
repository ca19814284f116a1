'use client';
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Tick } from '#components/ui/tick.tsx';

interface Props {
  codes: readonly string[];
  /** The second factor was turned on just now. */
  isNew: boolean;
  email: string;
  onDone: () => void;
}

/** The codes for the day the phone is lost. They are shown this once. */
export function BackupCodes({ codes, isNew, email, onDone }: Props) {
  const t = useTranslations('account.twoFactor');
  const [isKept, setKept] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const text = `${t('fileTitle', { email })}\n\n${codes.join('\n')}\n`;
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = t('fileName');
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div className="flex flex-col gap-4">
      {isNew && (
        <Notice tone="good" role="status">
          {t('turnedOn')}
        </Notice>
      )}
      <h3 ref={heading} tabIndex={-1} className="text-14 font-semibold outline-none">
        {t('codesTitle')}
      </h3>
      <p className="max-w-[64ch] text-13">{t('codesIntro')}</p>
      <ul className="figures grid grid-cols-2 gap-x-6 gap-y-1 rounded-md bg-weekend px-4 py-3 font-mono text-14 sm:max-w-[380px]">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} />
        <Button onClick={save}>
          <Download size={15} aria-hidden />
          {t('download')}
        </Button>
      </div>
      <Tick checked={isKept} onChange={setKept} className="text-13">
        {t('kept')}
      </Tick>
      <div>
        <Button tone="primary" disabled={!isKept} onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    </div>
  );
}
