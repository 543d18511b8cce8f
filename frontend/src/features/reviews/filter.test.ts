import { describe, expect, it } from 'vitest';
import { around, grouped, rulingOn, shown } from './filter';
import type { Question, ReviewedControl, Ruling } from './queries';

const control = (id: string, more: Partial<ReviewedControl> = {}): ReviewedControl => ({
  controlId: id,
  groupId: id.slice(0, 1),
  groupLabel: null,
  groupTitle: `Group ${id.slice(0, 1)}`,
  label: null,
  title: id,
  state: 'MET',
  level: 3,
  target: 3,
  key: false,
  notApplicableParts: [],
  sinceVersion: null,
  sinceLastYear: null,
  ...more,
});
const controls = [
  control('a1'),
  control('a2', { state: 'BELOW', sinceVersion: { kind: 'CHANGED' } }),
  control('b1', { notApplicableParts: ['Office IT'], sinceLastYear: { kind: 'ADDED' } }),
];
const review = { controls, questions: [{ controlId: 'a1' } as Question] };
const ids = (found: readonly ReviewedControl[]) => found.map((one) => one.controlId);

describe('views of a case', () => {
  it('narrow the controls', () => {
    expect(ids(shown(review, 'all'))).toEqual(['a1', 'a2', 'b1']);
    expect(ids(shown(review, 'changed'))).toEqual(['a2']);
    expect(ids(shown(review, 'year'))).toEqual(['b1']);
    expect(ids(shown(review, 'below'))).toEqual(['a2']);
    expect(ids(shown(review, 'excluded'))).toEqual(['b1']);
    expect(ids(shown(review, 'asked'))).toEqual(['a1']);
  });

  it('keep groups in their order', () => {
    expect(grouped(controls).map((one) => [one.title, ids(one.controls)])).toEqual([
      ['Group a', ['a1', 'a2']],
      ['Group b', ['b1']],
    ]);
  });
});

describe('the way from one control to the next', () => {
  it('stays among those shown, also when the one itself is not', () => {
    const only = [controls[0]!, controls[2]!];
    const found = around(only, controls, 'a2');
    expect([found.before?.controlId, found.after?.controlId]).toEqual(['a1', 'b1']);
  });

  it('ends at both ends', () => {
    expect(around(controls, controls, 'a1').before).toBeNull();
    expect(around(controls, controls, 'b1').after).toBeNull();
  });
});

describe('rulings', () => {
  const ruling = (submissionId: string, accepted: boolean): Ruling => ({
    id: submissionId,
    submissionId,
    controlId: 'b1',
    part: 'Office IT',
    accepted,
    until: null,
    reason: null,
    version: 1,
    by: 'Nina',
    at: '2026-01-01T00:00:00Z',
  });

  it('of an earlier version stand beside, and do not count for this one', () => {
    const found = rulingOn([ruling('sub_1', false)], 'sub_2', 'b1', 'Office IT');
    expect(found.ruling).toBeNull();
    expect(found.earlier?.accepted).toBe(false);
  });

  it('on this version count', () => {
    const all = [ruling('sub_1', false), ruling('sub_2', true)];
    expect(rulingOn(all, 'sub_2', 'b1', 'Office IT').ruling?.accepted).toBe(true);
  });
});
