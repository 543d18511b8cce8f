import { expect, test } from 'vitest';
import { here, initialsOf } from './here';

const parts = [
  { id: 'p1', name: 'Office IT' },
  { id: 'p2', name: 'Control centre' },
];
const at = (id: string, controlId: string | null, partId: string | null) => ({
  id,
  name: id === 'a' ? 'Ada Ampère' : 'Carl',
  controlId,
  partId,
});

test('of all who have the assessment open, those on the control are shown, each once', () => {
  const people = [
    at('a', 'c1', 'p1'),
    at('a', 'c1', 'p2'),
    at('b', 'c1', 'p1'),
    at('x', 'c2', null),
  ];
  expect(here(people, 'c1', parts)).toEqual([
    { id: 'a', name: 'Ada Ampère', initials: 'AA', parts: 'Office IT and Control centre' },
    { id: 'b', name: 'Carl', initials: 'C', parts: 'Office IT' },
  ]);
});

test('the only part, and one that is gone, are not named', () => {
  expect(here([at('b', 'c1', 'p1')], 'c1', parts.slice(0, 1))[0]!.parts).toBe('');
  expect(here([at('b', 'c1', 'p9')], 'c1', parts)[0]!.parts).toBe('');
});

test.each([
  ['Ada Ampère', 'AA'],
  ['Élise van den Berg', 'ÉB'],
  ['Jean-Luc', 'JL'],
  ['Plato', 'P'],
  ['', ''],
])('the initials of "%s" are "%s"', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
