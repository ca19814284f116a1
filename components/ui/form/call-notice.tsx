'use client';
import { useTranslations } from 'next-intl';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { Notice } from '../notice.tsx';

interface Props {
  /** What a call failed with; nothing is shown for none. */
  error: unknown;
  /** Fields whose problem already stands beside them. */
  shown?: readonly string[];
}

/** Says why a call was refused: the server's words, then those of each refused field. */
export function CallNotice({ error, shown = [] }: Props) {
  const t = useTranslations('form');
  if (error == null) return null;
  const { httpStatus, message, fields } = callErrorOf(error);
  if (httpStatus === 401) return null;
  const others = fields.filter(({ path }) => !shown.includes(path));
  return (
    <Notice tone="wrong" role="alert">
      <p>{httpStatus === null ? t(navigator.onLine ? 'unreachable' : 'noNetwork') : message}</p>
      {others.length > 0 && (
        <ul className="mt-1 list-disc pl-4">
          {others.map((field) => (
            <li key={field.path}>{field.message}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

/** What is wrong with one field of a refused call, if anything. */
export function fieldProblem(error: unknown, path: string): string | undefined {
  if (error == null) return undefined;
  return callErrorOf(error).fields.find((field) => field.path === path)?.message;
}
