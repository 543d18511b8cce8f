/** Which questions of a control are asked; the same rules as the server's (sdk/scoring/asking.py). */
import type { AnswerValue } from '$/kit/graphql';

export interface Conditional {
  id: string;
  when: { question: string; anyOf: readonly AnswerValue[] } | null;
}

/** The chosen values of a stored answer. */
const chosenIn = (answer: AnswerValue | null | undefined): string[] =>
  String(answer ?? '')
    .split(/\s+/)
    .filter(Boolean);

/**
 * The ids of the questions that are asked in one part, given its answers by question id.
 *
 * A condition looks back: on a question that stands later, is unknown, is unanswered or is itself
 * not asked, it does not hold, whatever answer is left over from before.
 */
export function asked(
  questions: readonly Conditional[],
  answerOf: (questionId: string) => AnswerValue | null | undefined,
): Set<string> {
  const found = new Set<string>();
  for (const { id, when } of questions) {
    if (!when || holds(when, found, answerOf)) found.add(id);
  }
  return found;
}

function holds(
  { question, anyOf }: NonNullable<Conditional['when']>,
  before: ReadonlySet<string>,
  answerOf: (questionId: string) => AnswerValue | null | undefined,
): boolean {
  if (!before.has(question)) return false;
  const wanted = anyOf.map(String);
  return chosenIn(answerOf(question)).some((value) => wanted.includes(value));
}

/**
 * How many questions stand open: those asked, without an answer, that have to be answered.
 * A question that may be left out counts once it is answered.
 */
export function progressOf(
  questions: readonly (Conditional & { optional: boolean })[],
  answerOf: (questionId: string) => AnswerValue | null | undefined,
): { answered: number; count: number } {
  const now = asked(questions, answerOf);
  const counted = questions.filter(
    ({ id, optional }) => now.has(id) && (!optional || (answerOf(id) ?? null) !== null),
  );
  const answered = counted.filter(({ id }) => (answerOf(id) ?? null) !== null);
  return { answered: answered.length, count: counted.length };
}
