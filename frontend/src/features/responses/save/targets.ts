import type { AnswerValue } from '$/kit/graphql';
import { t } from '$/messages';
import type { Measure, ProgressEntry, Statement } from '../queries';

/**
 * What is saved on its own: an answer, a statement (justification), a planned measure, or how an
 * item of a submitted plan goes on.
 */
export type Target =
  | { kind: 'response'; controlId: string; partId: string; questionId: string }
  | { kind: 'statement'; controlId: string; partId: string }
  | { kind: 'measure'; controlId: string; partId: string }
  | { kind: 'progress'; controlId: string; partId: string };

/** Null takes the answer back. */
export type ResponseValue = AnswerValue | null;

export interface StatementValue {
  justification: string;
  notApplicable: boolean;
  notApplicableReason: string;
}

export interface MeasureFieldsValue {
  what: string;
  who: string;
  until: string | null;
  costClass: Measure['costClass'];
  state: MeasureState;
  /** Why it was dropped. */
  reason: string | null;
  ownerId: string | null;
}

export type MeasureState = Measure['state'];

/** How an item of a submitted plan stands from now on. */
export interface ProgressValue {
  state: MeasureState;
  what: string;
  until: string | null;
  ownerId: string | null;
  note: string | null;
}

export const NO_MEASURE: MeasureFieldsValue = {
  what: '',
  who: '',
  until: null,
  costClass: null,
  state: 'OPEN',
  reason: null,
  ownerId: null,
};

/** Null: no measure is planned. */
export type MeasureValue = MeasureFieldsValue | null;

export const NO_STATEMENT: StatementValue = {
  justification: '',
  notApplicable: false,
  notApplicableReason: '',
};

export function keyOf(target: Target): string {
  const parts = [target.kind, target.controlId, target.partId];
  if (target.kind === 'response') parts.push(target.questionId);
  return parts.map(encodeURIComponent).join('|');
}

export function targetOf(key: string): Target {
  const [kind, controlId = '', partId = '', questionId = ''] = key
    .split('|')
    .map(decodeURIComponent);
  if (kind === 'response') return { kind, controlId, partId, questionId };
  if (kind === 'measure' || kind === 'progress') return { kind, controlId, partId };
  return { kind: 'statement', controlId, partId };
}

export const statementValue = (statement: Statement): StatementValue => ({
  justification: statement.justification ?? '',
  notApplicable: statement.notApplicable,
  notApplicableReason: statement.notApplicableReason ?? '',
});

/** A measure that was removed comes back with nothing in it. */
export const measureValue = (measure: Measure): MeasureValue =>
  measure.what === '' && measure.who === '' && !measure.ownerId
    ? null
    : {
        what: measure.what,
        who: measure.who,
        until: measure.until ?? null,
        costClass: measure.costClass ?? null,
        state: measure.state,
        reason: measure.reason ?? null,
        ownerId: measure.ownerId ?? null,
      };

/** How an item stands, as its newest entry says. */
export const progressValue = (entry: ProgressEntry): ProgressValue => ({
  state: entry.state,
  what: entry.what,
  until: entry.until ?? null,
  ownerId: entry.ownerId ?? null,
  note: entry.note ?? null,
});

/** What a value still needs before the server can take it; null: nothing. */
export function lacking(key: string, value: unknown): string | null {
  const { kind } = targetOf(key);
  if (kind === 'progress') {
    const { state, note } = value as ProgressValue;
    return state === 'DROPPED' && !note?.trim() ? t('controls.lackingReason') : null;
  }
  if (kind !== 'measure' || value === null) return null;
  const { what, who, state, reason, ownerId } = value as MeasureFieldsValue;
  if (!what.trim() && !who.trim() && !ownerId) return t('controls.lackingWhat');
  return state === 'DROPPED' && !reason?.trim() ? t('controls.lackingReason') : null;
}
