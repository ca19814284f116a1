'use client';
import { useTranslations } from 'next-intl';
import type { FormEvent, ReactNode } from 'react';
import { Button } from '../button.tsx';
import { Sheet } from '../floating/sheet.tsx';
import { CallNotice } from './call-notice.tsx';

interface Props {
  title: ReactNode;
  /** What will happen; fields too, where something is to be typed first. */
  children: ReactNode;
  /** The verb on the button. */
  action: string;
  tone?: 'primary' | 'danger';
  isWorking?: boolean;
  /** Why it was refused. */
  error?: unknown;
  /** Given the form, for what was typed. */
  onConfirm: (form: FormData) => void;
  onCancel: () => void;
}

/** A question before something that cannot be taken back, or a small form. Enter confirms. */
export function Confirm(props: Props) {
  const { title, children, action, tone = 'primary', isWorking = false, error } = props;
  const t = useTranslations('app');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isWorking) props.onConfirm(new FormData(event.currentTarget));
  };
  return (
    <Sheet side="middle" title={title} onClose={props.onCancel}>
      <form onSubmit={submit} className="flex flex-col gap-4 p-4 text-14">
        {children}
        <CallNotice error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={props.onCancel}>{t('cancel')}</Button>
          <Button type="submit" tone={tone} disabled={isWorking}>
            {action}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
