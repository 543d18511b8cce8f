import { describe, expect, it } from 'vitest';

import { isNarrowed, percentOf, shareOf, toFilter, toSearch, valuesOf } from './view';

const of = (search: string) => valuesOf(new URLSearchParams(search));

describe('the desk in its address', () => {
  it('comes back as it was written', () => {
    const address = '?state=requested%2Copened&search=netz&overdue=true&sort=name&descending=true';
    expect(toSearch(of(address))).toBe(address);
  });

  it('leaves out what is none of its names', () => {
    expect(of('?after=xyz&search=%20&constructor=1')).toEqual({});
  });

  it('is asked of the server by the names of the schema', () => {
    expect(
      toFilter(of('?state=opened,nonsense&request=req_1&officer=per_1&overdue=false')),
    ).toEqual({ states: ['OPENED'], requestId: 'req_1', officerId: 'per_1', overdue: false });
    expect(toFilter(of('?attainmentFrom=0.5&completenessUntil=many'))).toEqual({
      attainmentFrom: 0.5,
    });
  });

  it('is narrowed by a filter and not by an order', () => {
    expect(isNarrowed(of('?sort=name'))).toBe(false);
    expect(isNarrowed(of('?country=AT'))).toBe(true);
  });

  it('has shares as people enter them', () => {
    expect(shareOf('62,5')).toBe('0.625');
    expect(shareOf('250')).toBe('1');
    expect(shareOf('many')).toBe('');
    expect(percentOf('0.625')).toBe('62.5');
    expect(percentOf(undefined)).toBe('');
  });
});
