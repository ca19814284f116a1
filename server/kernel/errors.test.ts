import { expect, test } from 'vitest';
import { badRequest, DomainError, ERROR_STATUS, notFound } from './errors.ts';

test('an error carries its code and nothing for people', () => {
  const cause = new Error('SQLITE_BUSY');
  const error = new DomainError('CONFLICT', { cause, reason: 'lane is taken' });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'DomainError', code: 'CONFLICT', fields: [], cause });
  expect(error.message).toBe('lane is taken');
  expect(new DomainError('FORBIDDEN').message).toBe('FORBIDDEN');
  expect('cause' in new DomainError('FORBIDDEN')).toBe(false);
});

test('what is unknown and what is foreign look the same', () => {
  expect(notFound()).toMatchObject({ code: 'NOT_FOUND', fields: [], message: 'NOT_FOUND' });
});

test('refused input names its fields', () => {
  const fields = [{ path: 'changes.0.from', code: 'past_night' }] as const;
  expect(badRequest(fields)).toMatchObject({ code: 'BAD_REQUEST', fields });
});

test('every code answers with a status of its own kind', () => {
  for (const [code, status] of Object.entries(ERROR_STATUS)) {
    const isOurs = code.startsWith('UPSTREAM') || code === 'INTERNAL_SERVER_ERROR';
    expect(status >= 500, code).toBe(isOurs);
    expect(status, code).toBeGreaterThanOrEqual(400);
  }
});
