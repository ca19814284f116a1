import { expect, test } from 'vitest';
import { deviceOf } from './device-words.ts';

const MOZILLA = 'Mozilla/5.0';
const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

test('a browser that calls itself several is known by its own name', () => {
  const windows = `${MOZILLA} (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0 Safari/537.36`;
  expect(deviceOf(windows)).toEqual({ browser: 'Chrome', system: 'Windows' });
  expect(deviceOf(`${windows} Edg/140.0`)).toEqual({ browser: 'Edge', system: 'Windows' });
  const firefox = `${MOZILLA} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`;
  expect(deviceOf(firefox)).toEqual({ browser: 'Firefox', system: 'Linux' });
});

test('a phone is a phone, although it speaks of a Mac', () => {
  const iphone = `${MOZILLA} (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${WEBKIT} Version/18.6 Mobile/15E148 Safari/604.1`;
  expect(deviceOf(iphone)).toEqual({ browser: 'Safari', system: 'iPhone' });
  const android = `${MOZILLA} (Linux; Android 16; Pixel 9) ${WEBKIT} Chrome/140.0 Mobile Safari/537.36`;
  expect(deviceOf(android)).toEqual({ browser: 'Chrome', system: 'Android' });
});

test('what is not told stays unknown', () => {
  expect(deviceOf(null)).toEqual({ browser: null, system: null });
  expect(deviceOf('curl/8.9.1')).toEqual({ browser: null, system: null });
});
