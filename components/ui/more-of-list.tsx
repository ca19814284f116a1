'use client';
import { Button } from './button.tsx';

interface Props {
  /** A list that is read page by page. */
  list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
    readonly data?:
      | { readonly pages: readonly { readonly items: readonly unknown[] }[] }
      | undefined;
  };
  more: string;
  end: string;
}

/** Below a list: a button for its next page, or that this was all. Nothing under an empty one. */
export function MoreOfList({ list, more, end }: Props) {
  return (
    <div className="flex justify-center empty:hidden">
      {list.hasNextPage ? (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {more}
        </Button>
      ) : (
        list.data?.pages.some(({ items }) => items.length > 0) && (
          <p className="text-12 text-muted">{end}</p>
        )
      )}
    </div>
  );
}
