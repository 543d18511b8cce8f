import { expect, test } from 'vitest';
import { assignedTo, fits, names, type Assigned } from './who';

const ada = { id: 'per_ada', name: 'Ada' };
const bob = { id: 'per_bob', name: 'Bob' };
const one = (given: Partial<Assigned>): Assigned => ({
  person: ada,
  groupId: null,
  controlId: null,
  partId: null,
  dueOn: null,
  formerName: null,
  ...given,
});

test('the nearest assignment of a control comes first', () => {
  const ofGroup = one({ groupId: 'g' });
  const ofControl = one({ controlId: 'c', person: bob });
  const ofPart = one({ controlId: 'c', partId: 'p' });
  const elsewhere = one({ controlId: 'd' });

  const found = assignedTo([ofGroup, elsewhere, ofControl, ofPart], 'g', 'c');

  expect(found).toEqual([ofPart, ofControl, ofGroup]);
  expect(names(found)).toEqual(['Ada', 'Bob']);
});

test('an assignment of another part does not count in this one', () => {
  const other = one({ controlId: 'c', partId: 'q' });

  expect(assignedTo([other], 'g', 'c', 'p')).toEqual([]);
});

test('what has lost its owner is unassigned, and nobody else’s is mine', () => {
  const left = one({ person: null, formerName: 'Ada' });

  expect(fits('unassigned', [left], ada.id)).toBe(true);
  expect(fits('mine', [left], ada.id)).toBe(false);
  expect(fits('mine', [one({ person: bob })], ada.id)).toBe(false);
  expect(fits('mine', [one({ person: bob }), one({})], ada.id)).toBe(true);
  expect(fits('all', [], ada.id)).toBe(true);
});
