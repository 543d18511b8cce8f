/** The answers of an assessment put together per group, control and part, for reading. */

import { answerText } from '$/features/responses/questions/answers';
import { asked } from '$/features/responses/questions/asking';
import type { ControlState } from '$/features/score/queries';
import type { ReviewedAssessment, ReviewedScore } from './queries';

export type Measure = ReviewedAssessment['measures'][number];

export interface ReviewedPart {
  id: string;
  name: string;
  state: ControlState;
  level: number | null;
  notApplicableReason: string | null;
  /** Of the questions that are asked; text is null while one is unanswered. */
  answers: { id: string; prompt: string; language: string; text: string | null }[];
  justification: string | null;
  measure: Measure | null;
  evidence: { id: string; kind: 'FILE' | 'REFERENCE'; title: string }[];
}

export interface ReviewedControl {
  id: string;
  label: string | null;
  title: string;
  rationale: string;
  language: string;
  key: boolean;
  target: number;
  state: ControlState;
  level: number | null;
  parts: ReviewedPart[];
}

export interface ReviewedGroup {
  id: string;
  title: string;
  language: string;
  controls: ReviewedControl[];
}

interface Placed {
  controlId: string;
  partId: string;
}

const keyOf = (one: Placed): string => `${one.controlId} ${one.partId}`;

function byPlace<T extends Placed>(all: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const list = found.get(key);
    if (list) list.push(one);
    else found.set(key, [one]);
  }
  return found;
}

export function buildReview(
  assessment: ReviewedAssessment,
  score: Pick<ReviewedScore, 'controls'>,
): ReviewedGroup[] {
  const responses = byPlace(assessment.responses);
  const statements = byPlace(assessment.statements);
  const measures = byPlace(assessment.measures);
  const evidence = byPlace(assessment.evidence);
  const scores = new Map(score.controls.map((control) => [control.controlId, control]));

  type Control = ReviewedAssessment['groups'][number]['controls'][number];
  const partOf = (control: Control, part: { id: string; name: string }): ReviewedPart => {
    const place = keyOf({ controlId: control.id, partId: part.id });
    const partScore = scores.get(control.id)?.parts.find(({ partId }) => partId === part.id);
    const statement = statements.get(place)?.[0];
    const given = new Map((responses.get(place) ?? []).map((one) => [one.questionId, one.value]));
    const valueOf = (questionId: string) => given.get(questionId) ?? null;
    const now = asked(control.questions, valueOf);
    return {
      id: part.id,
      name: part.name,
      state: partScore?.state ?? 'OPEN',
      level: partScore?.level ?? null,
      notApplicableReason: statement?.notApplicable ? statement.notApplicableReason : null,
      answers: control.questions
        .filter(({ id }) => now.has(id))
        .map((question) => ({
          id: question.id,
          prompt: question.prompt,
          language: question.language,
          text: answerText(question, valueOf(question.id)),
        })),
      justification: statement?.justification || null,
      measure: measures.get(place)?.[0] ?? null,
      evidence: (evidence.get(place) ?? []).map((one) => one.evidence),
    };
  };

  return assessment.groups.map((group) => ({
    id: group.id,
    title: group.title,
    language: group.language,
    controls: group.controls.map((control) => ({
      id: control.id,
      label: control.label,
      title: control.title,
      rationale: control.rationale,
      language: control.language,
      key: control.key,
      target: control.target,
      state: scores.get(control.id)?.state ?? 'OPEN',
      level: scores.get(control.id)?.level ?? null,
      parts: assessment.parts.map((part) => partOf(control, part)),
    })),
  }));
}

export interface Place {
  group: ReviewedGroup;
  control: ReviewedControl;
  part: ReviewedPart;
}

/** Every control and part in the given state, in the order of the catalogue. */
export function placesIn(groups: readonly ReviewedGroup[], state: ControlState): Place[] {
  return groups.flatMap((group) =>
    group.controls.flatMap((control) =>
      control.parts
        .filter((part) => part.state === state)
        .map((part) => ({ group, control, part })),
    ),
  );
}
