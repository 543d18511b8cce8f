/** The answers of an assessment put together per group, control and part, for reading. */

import type { ControlState } from '$/features/score/queries';
import type { ReviewedAssessment, ReviewedScore } from './queries';

export type Measure = ReviewedAssessment['measures'][number];

export interface ReviewedPart {
  id: string;
  name: string;
  state: ControlState;
  level: number | null;
  notApplicableReason: string | null;
  /** text is null while a question is unanswered. */
  answers: { id: string; prompt: string; text: string | null }[];
  justification: string | null;
  measure: Measure | null;
  evidence: { id: string; kind: 'FILE' | 'REFERENCE'; title: string }[];
}

export interface ReviewedControl {
  id: string;
  label: string | null;
  title: string;
  rationale: string;
  target: number;
  state: ControlState;
  level: number | null;
  parts: ReviewedPart[];
}

export interface ReviewedGroup {
  id: string;
  title: string;
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
    const given = responses.get(place) ?? [];
    return {
      id: part.id,
      name: part.name,
      state: partScore?.state ?? 'OPEN',
      level: partScore?.level ?? null,
      notApplicableReason: statement?.notApplicable ? statement.notApplicableReason : null,
      answers: control.questions.map((question) => {
        const value = given.find(({ questionId }) => questionId === question.id)?.value ?? null;
        const choice = question.choices.find((one) => String(one.value) === String(value));
        const text = value === null ? null : (choice?.label ?? String(value));
        return { id: question.id, prompt: question.prompt, text };
      }),
      justification: statement?.justification || null,
      measure: measures.get(place)?.[0] ?? null,
      evidence: (evidence.get(place) ?? []).map((one) => one.evidence),
    };
  };

  return assessment.groups.map((group) => ({
    id: group.id,
    title: group.title,
    controls: group.controls.map((control) => ({
      id: control.id,
      label: control.label,
      title: control.title,
      rationale: control.rationale,
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
