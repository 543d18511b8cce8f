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

describe('a number of the statistics', () => {
  it('is filtered by in the types of the API, and what cannot be is left out', () => {
    const asked =
      '?year=2026&inEachYear=2025,2026&newest=yes&controlId=a&controlState=BELOW&controlLevel=1';
    expect(toInput(filterOf(new URLSearchParams(asked)))).toEqual({
      year: 2026,
      inEachYear: [2025, 2026],
      newest: true,
      controlId: 'a',
      controlState: 'BELOW',
      controlLevel: 1,
    });
    const nonsense = '?year=next&controlState=GOOD';
    expect(toInput(filterOf(new URLSearchParams(nonsense)))).toEqual({});
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
