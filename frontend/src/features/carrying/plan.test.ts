import { expect, test } from 'vitest';
import { groupedPlan, ordered, periodAfter } from './plan';
import type { CarryProfile, Planned } from './queries';

const planned = (controlId: string, change: Planned['change']) =>
  ({ controlId, change, origins: [], dropped: [] }) as unknown as Planned;

test('what changed comes before what stays the same', () => {
  const plan = [planned('a', 'SAME'), planned('b', 'ADDED'), planned('c', 'CHANGED')];
  expect(groupedPlan(plan).map(({ change }) => change)).toEqual(['CHANGED', 'ADDED', 'SAME']);
});

test('the profile used so far stands first', () => {
  const profiles = [{ id: 'a' }, { id: 'b' }, { id: 'c' }] as CarryProfile[];
  expect(ordered(profiles, 'c').map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});

test('a year is followed by the next one', () => {
  expect(periodAfter('2024-01-01', '2024-12-31')).toEqual({
    from: '2025-01-01',
    until: '2025-12-31',
  });
});

test('another period is followed by one as long', () => {
  expect(periodAfter('2026-03-01', '2026-03-31')).toEqual({
    from: '2026-04-01',
    until: '2026-05-01',
  });
});
