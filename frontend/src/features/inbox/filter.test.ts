import { expect, test } from 'vitest';
import { filterOf, toSearch } from './filter';

test('a filter survives its way through the address', () => {
  const filter = { box: 'ARCHIVED', kind: 'MENTIONED' } as const;
  expect(filterOf(new URLSearchParams(toSearch(filter, 'abc')))).toEqual(filter);
  expect(toSearch(filter, 'abc')).toBe('?box=archived&kind=MENTIONED&after=abc');
});

test('the inbox itself needs nothing in the address, and what nobody knows is the inbox', () => {
  expect(toSearch({ box: 'INBOX', kind: '' })).toBe('');
  expect(filterOf(new URLSearchParams('box=attic'))).toEqual({ box: 'INBOX', kind: '' });
});
