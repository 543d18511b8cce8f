import { describe, expect, it } from 'vitest';

import { filterOf, isFiltered, titleOf, toInput, toSearch } from './filter';

const address = '?search=elektro&country=SI&belowTargetOn=nis.risk-analysis&other=1';

describe('the filter in the address', () => {
  it('is read from it, and what is not a filter is left alone', () => {
    const values = filterOf(new URLSearchParams(address));
    expect(toInput(values)).toEqual({
      search: 'elektro',
      country: 'SI',
      belowTargetOn: 'nis.risk-analysis',
    });
    expect(isFiltered(values)).toBe(true);
  });

  it('is written into it with the cursor of the page', () => {
    const values = filterOf(new URLSearchParams(address));
    expect(toSearch(values, 'abc=')).toBe(
      '?search=elektro&country=SI&belowTargetOn=nis.risk-analysis&after=abc%3D',
    );
    expect(toSearch(filterOf(new URLSearchParams()))).toBe('');
  });
});

describe('titles', () => {
  const sectors = [
    {
      id: 'energy',
      title: 'Energy',
      subsectors: [
        {
          id: 'energy.gas',
          title: 'Gas',
          entityTypes: [{ id: 'energy.gas.supplier', title: 'Supply undertakings' }],
        },
      ],
    },
  ];

  it.each([
    ['energy', 'Energy'],
    ['energy.gas', 'Gas'],
    ['energy.gas.supplier', 'Supply undertakings'],
    ['gone', 'gone'],
  ])('%s is %s', (id, title) => {
    expect(titleOf(sectors, id)).toBe(title);
  });
});
