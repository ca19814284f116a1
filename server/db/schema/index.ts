export * from './alerts.ts';
export * from './audit.ts';
export * from './auth.ts';
export * from './drift.ts';
export * from './guests.ts';
export * from './mirror.ts';
export * from './suppliers.ts';
export * from './work.ts';
