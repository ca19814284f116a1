/** Rows whose proof needs more than a request: where it stands, and what it is called. */
export const PROVEN: readonly (readonly [row: string, file: string, title: string])[] = [
  ['1 another tenant’s', 'tests/integration/authorisation/matrix.test.ts', ''],
  ['2 the pair', 'tests/integration/api/bad-input.test.ts', 'another’s room'],
  [
    '3',
    'tests/integration/api/bad-input.test.ts',
    'one foreign room among fifty refuses the whole',
  ],
  ['6 a key', 'tests/integration/api/procedures.test.ts', 'a key that is revoked is refused'],
  ['8 more forms', 'tests/integration/doors/own-origin.test.ts', 'is refused before the router'],
  ['10 no length', 'tests/integration/api/errors.test.ts', 'says nothing of its length'],
  ['11 pollution', 'tests/integration/api/errors.test.ts', 'a forged prototype is refused'],
  ['12', 'tests/integration/api/secrecy.test.ts', 'a procedure that breaks tells nothing of why'],
  ['24 clock changes', 'tests/integration/api/merge.test.ts', 'the days of both clock changes'],
  ['26', 'tests/integration/api/merge.test.ts', 'a min stay set on a closed night leaves all else'],
  ['30', 'tests/integration/api/refresh-failures.test.ts', 'never looks like an empty house'],
  ['30 redirect', 'openpro-api-react/tests/client/transport.test.ts', '%i is not followed'],
  ['a way back', 'components/auth/return-path.test.ts', ''],
  ['c listed origins', 'tests/integration/doors/cross-origin.test.ts', 'a listed origin may ask'],
  ['e addresses', 'tests/integration/doors/address.test.ts', 'it is %s'],
  ['f limits', 'tests/integration/doors/limits.test.ts', 'holds when the process is killed'],
];
