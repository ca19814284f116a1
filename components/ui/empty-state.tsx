import type { ReactNode } from 'react';

interface Props {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** A page that has nothing to show: why, and the one thing to do. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="flex h-full flex-1 flex-col items-center justify-center gap-3 p-8 text-center">
      <h1 className="text-20 font-semibold">{title}</h1>
      <p className="max-w-[46ch] text-14 text-muted">{children}</p>
      {action && <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  );
}
