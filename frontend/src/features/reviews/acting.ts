/** Runs a step on a case and tells what kept it from happening. */

import { named, type FieldIssue } from '$/kit/ids';
import { t, type MessageKey } from '$/messages';
import { explainError } from '$/ui/explain';

interface Outcome {
  __typename: string;
  message?: string;
  code?: string;
  issues?: readonly { path: string; code: string; message: string }[];
}

const REASONS: Record<string, MessageKey> = {
  questions_open: 'reviews.problem.questionsOpen',
  own: 'reviews.problem.own',
  lapsed: 'reviews.problem.lapsed',
  acknowledged: 'reviews.problem.acknowledged',
};
const DONE = new Set(['CaseReviewed', 'QuestionAnswered']);

/** The problems of a step; none: it is done. */
export async function problemsOf(
  run: () => Promise<{ done: unknown }>,
  labelOf: (id: string) => string | undefined = () => undefined,
): Promise<FieldIssue[]> {
  try {
    const result = (await run()).done as Outcome | null;
    if (!result) return [{ path: '', message: t('ui.unexpected') }];
    if (DONE.has(result.__typename)) return [];
    if (result.issues) return named(result.issues, labelOf);
    if (result.__typename === 'ReviewConflict') {
      return [{ path: '', message: t('reviews.problem.conflict') }];
    }
    const known = result.code ? REASONS[result.code] : undefined;
    return [{ path: '', message: known ? t(known) : (result.message ?? t('ui.unexpected')) }];
  } catch (error) {
    return [{ path: '', message: explainError(error) }];
  }
}
