import { expect, test } from 'vitest';
import { sections } from './sections';

const item = (
  standing: 'OPEN' | 'RETURNED' | 'WAITING' | 'DONE',
  when: 'LATE' | 'THIS_WEEK' | 'LATER' | 'NO_DATE',
  dueOn: string | null = null,
) => ({ standing, when, dueOn });

test('work stands in the order in which it is done, the earliest day first', () => {
  const found = sections([
    item('DONE', 'NO_DATE'),
    item('OPEN', 'LATER', '2026-12-24'),
    item('OPEN', 'LATE', '2026-11-20'),
    item('RETURNED', 'LATE', '2026-11-01'),
    item('OPEN', 'LATE', '2026-11-19'),
    item('WAITING', 'NO_DATE'),
  ]);

  expect(found.map(({ section, items }) => [section, items.map((one) => one.dueOn)])).toEqual([
    ['returned', ['2026-11-01']],
    ['late', ['2026-11-19', '2026-11-20']],
    ['later', ['2026-12-24']],
    ['waiting', [null]],
    ['done', [null]],
  ]);
});
