import { expect, test } from 'vitest';
import { byDay } from './days';

const at = (day: number, hour: number) => ({ at: new Date(2026, 9, day, hour).toISOString() });

test('notices of one day stand together, the newest day first', () => {
  const now = new Date(2026, 9, 26, 9);
  const days = byDay([at(26, 8), at(26, 1), at(25, 23), at(20, 12)], now);
  expect(days.map(({ ago, items }) => [ago, items.length])).toEqual([
    [0, 2],
    [1, 1],
    [6, 1],
  ]);
});

test('a day is a day also when the clocks change', () => {
  const days = byDay([at(25, 0), at(24, 23)], new Date(2026, 9, 25, 23, 59));
  expect(days.map(({ ago }) => ago)).toEqual([0, 1]);
});

test('nothing makes no days', () => {
  expect(byDay([])).toEqual([]);
});
