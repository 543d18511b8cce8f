import { describe, expect, it } from 'vitest';

import { emptyForm, problemsOf } from './form';

describe('the form of a request', () => {
  it('names every field that is needed', () => {
    expect(problemsOf(emptyForm(2026)).map(({ path }) => path)).toEqual([
      'title',
      'purpose',
      'legalBasis',
      'profileId',
      'scopeKind',
      'dueOn',
    ]);
  });

  it('is settled when they are filled in', () => {
    const form = {
      ...emptyForm(2026),
      title: 'Before winter',
      purpose: 'To see how the grid stands',
      legalBasis: 'Invented Act, section 1',
      profileId: 'nis-baseline-important',
      scopeKind: 'ORGANISATION' as const,
      dueOn: '2026-12-31',
    };
    expect(problemsOf(form)).toEqual([]);
    expect(problemsOf({ ...form, title: '  ' })).toHaveLength(1);
  });
});
