import { describe, expect, it } from 'vitest';

import type { Figures, Score, Trace } from './queries';
import { below, controlFor, titleOf, traceOf, type TraceStep } from './trace';

const trace = (result: string, refs: string[] = []): Trace => ({
  rule: 'rule',
  result,
  inputs: refs.map((ref) => ({ ref, label: `label of ${ref}`, value: 'value' })),
});

const figures = (of: string, refs: string[]): Figures => ({
  questions: 1,
  answered: 1,
  met: 1,
  below: 0,
  open: 0,
  notApplicable: 0,
  completeness: 1,
  attainment: 1,
  attainmentAtLeast: 1,
  level: 3,
  completenessTrace: trace(`${of} completeness`, refs),
  attainmentTrace: trace(`${of} attainment`, refs),
  value: 2.5,
  valueAtLeast: 2.5,
  valueTrace: trace(`${of} value`, refs),
});

const score: Score = {
  revision: 1,
  methodInstalled: true,
  selfDeclared: true,
  method: 'gated-maturity',
  methodVersion: '1.0',
  total: figures('total', ['g']),
  groups: [{ groupId: 'g', title: 'Group', figures: figures('group', ['c']), gates: [] }],
  gates: [
    {
      id: 'total',
      title: 'All in all',
      required: 3,
      reached: 2.5,
      state: 'FAILED',
      trace: trace('gate', ['c']),
    },
  ],
  outcome: { state: 'FAILED', words: 'Not passed', trace: trace('outcome', ['total']) },
  controls: [
    {
      controlId: 'c',
      groupId: 'g',
      title: 'Control',
      state: 'MET',
      level: 3,
      target: 3,
      value: 2.5,
      dimensions: [],
      trace: trace('control', ['p']),
      parts: [{ partId: 'p', state: 'MET', level: 3, value: 2.5, trace: trace('part', ['c.q1']) }],
    },
  ],
};

describe('the way down from a number', () => {
  it('leads from attainment over group, control and part to the single question', () => {
    const total = { of: 'total', measure: 'attainment' } as const;
    const group = below(score, total, 'g')!;
    const control = below(score, group, 'c')!;
    const part = below(score, control, 'p')!;

    const results = [total, group, control, part].map((step) => traceOf(score, step)?.result);
    expect(results).toEqual(['total attainment', 'group attainment', 'control', 'part']);
    expect(below(score, part, 'c.q1')).toBeNull();
    expect(controlFor(score, part, 'c.q1')).toBe('c');
  });

  it('stays with completeness and ends at the control, whose questions are there', () => {
    const group = below(score, { of: 'total', measure: 'completeness' }, 'g')!;

    expect(traceOf(score, group)?.result).toBe('group completeness');
    expect(below(score, group, 'c')).toBeNull();
    expect(controlFor(score, group, 'c')).toBe('c');
  });

  it('leads from the value down like from the attainment', () => {
    const group = below(score, { of: 'total', measure: 'value' }, 'g')!;

    expect(traceOf(score, group)?.result).toBe('group value');
    expect(below(score, group, 'c')).toEqual({ of: 'control', controlId: 'c' });
  });

  it('leads from the outcome over a gate to the control', () => {
    const outcome: TraceStep = { of: 'outcome' };
    const gate = below(score, outcome, 'total')!;

    expect(traceOf(score, outcome)?.result).toBe('outcome');
    expect(gate).toEqual({ of: 'gate', gateId: 'total', groupId: null });
    expect(titleOf(score, gate)).toBe('All in all');
    expect(below(score, gate, 'c')).toEqual({ of: 'control', controlId: 'c' });
  });

  it('names a part with its control', () => {
    expect(titleOf(score, { of: 'part', controlId: 'c', partId: 'p' })).toBe('Control, label of p');
  });

  it('has no trace for what is not in the score any more', () => {
    expect(traceOf(score, { of: 'group', measure: 'attainment', groupId: 'x' })).toBeUndefined();
    expect(below(score, { of: 'total', measure: 'attainment' }, 'x')).toBeNull();
  });
});
