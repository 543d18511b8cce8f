import { expect, test } from 'vitest';
import { formatBytes, formatCountry, formatDate, formatPercent } from './format';

test('a percentage rounds down: nearly complete never reads as complete', () => {
  expect(formatPercent(0.999)).toBe('99\u00a0%');
  expect(formatPercent(0.29)).toBe('29\u00a0%');
  expect(formatPercent(1)).toBe('100\u00a0%');
});

test('a day is the same day in every time zone', () => {
  expect(formatDate('2026-01-31')).toBe('31 January 2026');
});

test('sizes of files are told in decimal units', () => {
  expect(formatBytes(999)).toBe('999\u00a0bytes');
  expect(formatBytes(48_213)).toBe('48.2\u00a0kB');
});

test('an unknown country shows its code', () => {
  expect(formatCountry('SI')).toBe('Slovenia');
  expect(formatCountry('?')).toBe('?');
});
