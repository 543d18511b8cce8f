import type { AnswerValue } from '$/kit/graphql';
import { t } from '$/messages';
import type { Measure, Statement } from '../queries';

/** What is saved on its own: an answer, a statement (justification), or a planned measure. */
export type Target =
  | { kind: 'response'; controlId: string; partId: string; questionId: string }
  | { kind: 'statement'; controlId: string; partId: string }
  | { kind: 'measure'; controlId: string; partId: string };

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
}

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
  if (kind === 'measure') return { kind, controlId, partId };
  return { kind: 'statement', controlId, partId };
}

export const statementValue = (statement: Statement): StatementValue => ({
  justification: statement.justification ?? '',
  notApplicable: statement.notApplicable,
  notApplicableReason: statement.notApplicableReason ?? '',
});

/** A measure that was removed comes back with nothing in it. */
export const measureValue = (measure: Measure): MeasureValue =>
  measure.what === '' && measure.who === ''
    ? null
    : {
        what: measure.what,
        who: measure.who,
        until: measure.until ?? null,
        costClass: measure.costClass ?? null,
      };

/** What a value still needs before the server can take it; null: nothing. */
export function lacking(key: string, value: unknown): string | null {
  if (targetOf(key).kind !== 'measure' || value === null) return null;
  const { what, who } = value as MeasureFieldsValue;
  return what.trim() || who.trim() ? null : t('controls.lackingWhat');
}
