'use client';
import { type ComponentType, lazy, Suspense } from 'react';

/**
 * A part whose code is fetched when it is first shown. It waits inside a boundary of its own: one
 * that waits without would hold back every other change of the page, and keys typed meanwhile.
 */
export function onDemand<P extends object>(load: () => Promise<ComponentType<P>>) {
  const Part = lazy(async () => ({ default: await load() }));
  return function OnDemand(props: P) {
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    );
  };
}
