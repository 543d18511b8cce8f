import { expect, test } from 'vitest';
import { chosenFramework, entriesOf, filterOf } from './coverage';
import type { Framework } from './queries';

const entry = (target: string, ...states: string[]) => ({
  target,
  controls: states.map((state) => ({ state })),
});
const frameworks = [
  {
    framework: 'ISO/IEC 27001:2022',
    entries: [entry('A.5.1', 'MET', 'BELOW'), entry('A.5.2', 'OPEN')],
  },
  { framework: 'NIS2', entries: [entry('Art. 21(2)(a)', 'BELOW')] },
] as unknown as Framework[];

test('without a choice it begins with NIS2', () => {
  expect(chosenFramework(frameworks, null)?.framework).toBe('NIS2');
  expect(chosenFramework(frameworks, 'ISO/IEC 27001:2022')).toBe(frameworks[0]);
  expect(chosenFramework([], null)).toBeUndefined();
});

test('points are kept by whether a control that meets its target covers them', () => {
  const targets = (filter: Parameters<typeof entriesOf>[1]) =>
    entriesOf(frameworks[0], filter).map(({ target }) => target);
  expect(targets('all')).toEqual(['A.5.1', 'A.5.2']);
  expect(targets('onlyMet')).toEqual(['A.5.1']);
  expect(targets('onlyNotMet')).toEqual(['A.5.2']);
  expect(filterOf('nonsense')).toBe('all');
});
