import { describe, expect, it } from 'vitest';

import { behind, csvAddress, narrowingOf, toAddress, toFilter, viewOf } from './view';

const asked = new URLSearchParams('?view=weakest&profile=p1&year=2026&country=AT&other=1');

describe('view and filter in the address', () => {
  it('are read from it and written into it', () => {
    const narrowing = narrowingOf(asked);
    expect(viewOf(asked)).toBe('weakest');
    expect(toAddress('late', narrowing)).toBe(
      '/statistics?view=late&profile=p1&year=2026&country=AT',
    );
    expect(viewOf(new URLSearchParams('?view=nonsense'))).toBe('distribution');
  });

  it('are asked for in the types of the API', () => {
    expect(toFilter(narrowingOf(asked))).toEqual({ profileId: 'p1', year: 2026, country: 'AT' });
    expect(toFilter(narrowingOf(new URLSearchParams('?year=next')))).toEqual({});
  });

  it('open a number into the submissions behind it', () => {
    expect(behind(narrowingOf(asked), { controlId: 'a.1', controlState: 'BELOW' })).toBe(
      '/submissions?country=AT&profileId=p1&year=2026&newest=yes&controlId=a.1&controlState=BELOW',
    );
    expect(csvAddress('late', narrowingOf(asked))).toBe(
      '/statistics/late.csv?profile=p1&year=2026&country=AT',
    );
  });
});
