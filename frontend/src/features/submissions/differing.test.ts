import { describe, expect, it, test } from 'vitest';

import { byPart, directionOf, sayValue } from './differing';
import type { ControlDifference, Difference } from './queries';

const control = (kind: string, stateBefore: string | null, stateAfter: string | null) =>
  ({ kind, stateBefore, stateAfter }) as ControlDifference;
const difference = (aspect: string, part: string) => ({ aspect, part }) as Difference;

describe('the direction of a control', () => {
  it.each([
    ['CHANGED', 'BELOW', 'MET', 'better'],
    ['CHANGED', 'NOT_APPLICABLE', 'MET', 'better'],
    ['CHANGED', 'MET', 'BELOW', 'worse'],
    ['CHANGED', 'MET', 'NOT_APPLICABLE', 'other'],
    ['CHANGED', 'MET', 'MET', 'other'],
    ['ADDED', null, 'MET', 'other'],
    ['REMOVED', 'MET', null, 'other'],
  ])('%s, from %s to %s, is %s', (kind, before, after, direction) => {
    expect(directionOf(control(kind, before, after))).toBe(direction);
  });
});

test('a state is told in words, everything else as it was sealed', () => {
  expect(sayValue(difference('STATE', ''), 'not_applicable')).toBe('Not applicable');
  expect(sayValue(difference('STATE', ''), null)).toBeNull();
  expect(sayValue(difference('ANSWER', 'Office'), 'met')).toBe('met');
});

test('differences come by part, the control as a whole first', () => {
  const given = [
    difference('LEVEL', ''),
    difference('ANSWER', 'Office'),
    difference('EVIDENCE', 'Plant'),
    difference('LEVEL', 'Office'),
  ];
  expect(byPart(given).map(({ part, differences }) => [part, differences.length])).toEqual([
    ['', 1],
    ['Office', 2],
    ['Plant', 1],
  ]);
});
