export * from './auth.ts';
export * from './mirror.ts';
export * from './suppliers.ts';
export * from './work.ts';
