import { describe, expect, it } from 'vitest';
import {
  beside,
  filtered,
  isLate,
  NOBODY,
  sorted,
  totalsOf,
  type Shown,
  type Standing,
} from './items';
import type { PlanItem } from './queries';

const standing = (more: Partial<Standing> = {}): Standing => ({
  what: 'Buy a lock',
  who: '',
  until: '2027-01-31',
  costClass: 'LOW',
  state: 'OPEN',
  reason: null,
  ownerId: null,
  ...more,
});

const shown = (
  controlId: string,
  found: Partial<Standing> | null,
  more: { item?: Partial<PlanItem>; responsible?: string; late?: boolean } = {},
): Shown => ({
  key: controlId,
  item: { controlId, key: false, level: 1, target: 2, ...more.item } as PlanItem,
  standing: found && standing(found),
  responsible: more.responsible ?? '',
  late: more.late ?? false,
});

const ids = (all: readonly Shown[]) => all.map(({ item }) => item.controlId);
const NO_RANKS = new Map<string, number>();

describe('sorting', () => {
  const all = [
    shown('a', { until: null, costClass: null }, { responsible: 'Zoe' }),
    shown('b', { until: '2028-01-01', costClass: 'HIGH' }, { responsible: 'Ada' }),
    shown('c', null, { item: { level: 0, target: 3 } }),
    shown('d', { until: '2027-01-01' }, { item: { key: true } }),
  ];

  it('puts the nearest day first and what has none last', () => {
    expect(ids(sorted(all, 'date', NO_RANKS))).toEqual(['d', 'b', 'a', 'c']);
  });

  it('puts the dearest first and what is not estimated last', () => {
    expect(ids(sorted(all, 'cost', NO_RANKS))).toEqual(['b', 'd', 'a', 'c']);
  });

  it('puts what nobody sees to last', () => {
    expect(ids(sorted(all, 'owner', NO_RANKS))).toEqual(['b', 'a', 'c', 'd']);
  });

  it('puts ranked actions first, then key controls, then what is furthest away', () => {
    expect(ids(sorted(all, 'effect', new Map([['a', 1]])))).toEqual(['a', 'd', 'c', 'b']);
  });

  it('leaves the order of the catalogue', () => {
    expect(ids(sorted(all, 'group', NO_RANKS))).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('filtering', () => {
  const all = [
    shown('a', { ownerId: 'per_1' }),
    shown('b', { state: 'DONE' }),
    shown('c', null),
    shown('d', { ownerId: 'per_1' }, { late: true }),
  ];
  const by = (more: object) => ids(filtered(all, { owner: '', column: '', late: false, ...more }));

  it('shows all without a filter', () => expect(by({})).toEqual(['a', 'b', 'c', 'd']));
  it('shows what somebody owns', () => expect(by({ owner: 'per_1' })).toEqual(['a', 'd']));
  it('shows what nobody owns', () => expect(by({ owner: NOBODY })).toEqual(['b', 'c']));
  it('shows a column', () => expect(by({ column: 'NONE' })).toEqual(['c']));
  it('shows what is late', () => expect(by({ late: true })).toEqual(['d']));
});

describe('totals', () => {
  it('count columns, and costs of what is still to be done', () => {
    const found = totalsOf([
      shown('a', {}),
      shown('b', { state: 'DONE', costClass: 'HIGH' }),
      shown('c', null, { late: true }),
      shown('d', { costClass: null }),
    ]);
    expect(found.columns).toEqual({ NONE: 1, OPEN: 2, IN_PROGRESS: 0, DONE: 1, DROPPED: 0 });
    expect(found.costs.filter(({ count }) => count)).toEqual([
      { cost: 'LOW', count: 1 },
      { cost: null, count: 1 },
    ]);
    expect(found.late).toBe(1);
  });
});

describe('late', () => {
  it('is what is past its day and not settled', () => {
    expect(isLate(standing({ until: '2026-12-31' }), '2027-01-01')).toBe(true);
    expect(isLate(standing({ until: '2027-01-01' }), '2027-01-01')).toBe(false);
    expect(isLate(standing({ until: '2026-12-31', state: 'DROPPED' }), '2027-01-01')).toBe(false);
    expect(isLate(null, '2027-01-01')).toBe(false);
  });
});

describe('moving', () => {
  it('goes to the column beside and never back to what is not planned', () => {
    expect(beside('NONE', 1)).toBe('OPEN');
    expect(beside('OPEN', -1)).toBeNull();
    expect(beside('IN_PROGRESS', 1)).toBe('DONE');
    expect(beside('DROPPED', 1)).toBeNull();
  });
});
