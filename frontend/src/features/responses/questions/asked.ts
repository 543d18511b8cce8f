import type { AnswerValue } from '$/kit/graphql';
import type { Question } from '../queries';

/** What every kind of question is given by QuestionField. */
export interface Asked {
  /** Names the field; its id comes from it. */
  path: string;
  question: Question;
  value: AnswerValue | null;
  hint: string | undefined;
  error: string | undefined;
  /** Null takes the answer back; a delay waits for a pause in typing. */
  change: (value: AnswerValue | null, delayMs?: number) => void;
  /** Saves now what waits for a pause. */
  flush: () => void;
}
