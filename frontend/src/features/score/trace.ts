/** The way down from a number to the single response. */

import type { Figures, Gate, Score, Trace } from './queries';

export type Measure = 'completeness' | 'attainment' | 'value';

export type TraceStep =
  | { of: 'total'; measure: Measure }
  | { of: 'group'; measure: Measure; groupId: string }
  | { of: 'outcome' }
  /** A gate of a group, or of the whole. */
  | { of: 'gate'; gateId: string; groupId: string | null }
  | { of: 'control'; controlId: string }
  | { of: 'part'; controlId: string; partId: string };

function figuresTrace(figures: Figures, measure: Measure): Trace | undefined {
  if (measure === 'completeness') return figures.completenessTrace;
  return measure === 'value' ? (figures.valueTrace ?? undefined) : figures.attainmentTrace;
}

/** The gate of a step; undefined when the score has moved on meanwhile. */
export function gateOf(score: Score, step: TraceStep): Gate | undefined {
  if (step.of !== 'gate') return undefined;
  const gates = step.groupId ? groupOf(score, step.groupId)?.gates : score.gates;
  return gates?.find(({ id }) => id === step.gateId);
}

const controlOf = (score: Score, controlId: string) =>
  score.controls.find((control) => control.controlId === controlId);

const groupOf = (score: Score, groupId: string) =>
  score.groups.find((group) => group.groupId === groupId);

/** The trace of a step; undefined when the score has moved on meanwhile. */
export function traceOf(score: Score, step: TraceStep): Trace | undefined {
  switch (step.of) {
    case 'total':
      return figuresTrace(score.total, step.measure);
    case 'group': {
      const group = groupOf(score, step.groupId);
      return group && figuresTrace(group.figures, step.measure);
    }
    case 'outcome':
      return score.outcome?.trace;
    case 'gate':
      return gateOf(score, step)?.trace;
    case 'control':
      return controlOf(score, step.controlId)?.trace;
    case 'part':
      return controlOf(score, step.controlId)?.parts.find(({ partId }) => partId === step.partId)
        ?.trace;
  }
}

/** What a step is about, in the words of the catalogue. */
export function titleOf(score: Score, step: TraceStep): string | null {
  switch (step.of) {
    case 'total':
    case 'outcome':
      return null;
    case 'gate':
      return gateOf(score, step)?.title ?? null;
    case 'group':
      return groupOf(score, step.groupId)?.title ?? null;
    case 'control':
      return controlOf(score, step.controlId)?.title ?? null;
    case 'part': {
      const control = controlOf(score, step.controlId);
      const part = control?.trace.inputs.find(({ ref }) => ref === step.partId);
      return [control?.title, part?.label].filter(Boolean).join(', ') || null;
    }
  }
}

/** Where an input of a step leads: a deeper trace, or null where it is a single answer. */
export function below(score: Score, step: TraceStep, ref: string): TraceStep | null {
  if (step.of === 'total' && groupOf(score, ref)) {
    return { of: 'group', measure: step.measure, groupId: ref };
  }
  if (step.of === 'outcome' && score.gates.some(({ id }) => id === ref)) {
    return { of: 'gate', gateId: ref, groupId: null };
  }
  if (step.of === 'total' && step.measure === 'completeness') return null;
  if (step.of === 'group' && step.measure === 'completeness') return null;
  if (step.of === 'control') {
    const found = controlOf(score, step.controlId)?.parts.some(({ partId }) => partId === ref);
    return found ? { of: 'part', controlId: step.controlId, partId: ref } : null;
  }
  if (step.of === 'part') return null;
  return controlOf(score, ref) ? { of: 'control', controlId: ref } : null;
}

/** The control that an input can be changed at, if it is about one. */
export function controlFor(score: Score, step: TraceStep, ref: string): string | null {
  if (step.of === 'part' || step.of === 'control') return step.controlId;
  return controlOf(score, ref) ? ref : null;
}
