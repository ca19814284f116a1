import { describe, expect, test } from 'vitest';
import { rollUpRouterType } from './router-types.mjs';

const FILES: Readonly<Record<string, string>> = {
  'server/trpc/root.d.ts': `
    export declare const appRouter: import("@trpc/server").TRPCBuiltRouter<{
      ctx: import("./context.ts").TrpcContext; error: import("../kernel/errors.ts").ErrorCode;
      day: import("../kernel/calendar-date.ts").CalendarDate; }>;
    export declare const createCaller: (ctx: import("./secret.ts").Secret) => void;`,
  'server/kernel/errors.d.ts': `
    export declare const STATUS: { readonly BAD: 400 };
    export type ErrorCode = keyof typeof STATUS;
    export interface Unused { a: 1 }`,
};

describe('router types', () => {
  const read = (path: string): string => {
    const text = FILES[path];
    if (text === undefined) throw new Error(`nobody may read ${path}`);
    return text;
  };
  const text = rollUpRouterType({ entry: 'server/trpc/root.d.ts', read });

  test('need @trpc/server alone', () => {
    expect([...text.matchAll(/import\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual([
      '@trpc/server',
    ]);
  });

  test('carry what they use and nothing else', () => {
    expect(text).toContain('export type ErrorCode = keyof typeof STATUS;');
    expect(text).toContain('declare const STATUS');
    expect(text).not.toMatch(/Unused|Secret|createCaller/);
  });

  test('hide the context and show a day as the text that it is', () => {
    expect(text).toContain('export type TrpcContext = object;');
    expect(text).toContain('export type CalendarDate = string;');
  });
});
