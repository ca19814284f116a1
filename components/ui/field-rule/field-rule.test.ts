import { expect, test } from 'vitest';
import { brokenRule } from './field-rule.ts';

const FIELD = { type: 'text', min: '', max: '', minLength: -1 };

test('names the rule that a field breaks, with its bound', () => {
  expect(brokenRule({ ...FIELD, validity: { valueMissing: true } })).toEqual({ rule: 'required' });
  expect(brokenRule({ ...FIELD, minLength: 12, validity: { tooShort: true } })).toEqual({
    rule: 'tooShort',
    bound: '12',
  });
  const number = { ...FIELD, type: 'number', min: '1', max: '99' };
  expect(brokenRule({ ...number, validity: { rangeUnderflow: true } })).toEqual({
    rule: 'tooLow',
    bound: '1',
  });
  expect(brokenRule({ ...number, validity: { rangeOverflow: true } })).toEqual({
    rule: 'tooHigh',
    bound: '99',
  });
});

test('tells a number and an address that are none from another shape', () => {
  // What is no number reads as nothing: a browser finds it missing as well.
  const badNumber = { badInput: true, valueMissing: true };
  expect(brokenRule({ ...FIELD, type: 'number', validity: badNumber })).toEqual({ rule: 'number' });
  expect(brokenRule({ ...FIELD, type: 'number', validity: { stepMismatch: true } })).toEqual({
    rule: 'number',
  });
  expect(brokenRule({ ...FIELD, type: 'email', validity: { typeMismatch: true } })).toEqual({
    rule: 'email',
  });
  expect(brokenRule({ ...FIELD, validity: { patternMismatch: true } })).toEqual({ rule: 'shape' });
  const early = { ...FIELD, type: 'date', min: '2027-01-01', validity: { rangeUnderflow: true } };
  expect(brokenRule(early)).toEqual({ rule: 'shape' });
});
