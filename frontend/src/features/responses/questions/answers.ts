/** Answers in the one form they are stored in (assessments/answering.py), and back into words. */
import { formatAnswer, formatDate, formatList } from '$/kit/format';
import type { AnswerValue } from '$/kit/graphql';
import { language, t } from '$/messages';
import type { Question } from '../queries';

export interface Answered extends Pick<Question, 'kind'>, Partial<Pick<Question, 'unit'>> {
  choices: readonly Question['choices'][number][];
}
type Ranged = Pick<Question, 'minimum' | 'maximum'>;
export type Result = 'achieved' | 'partially' | 'bad' | 'notEnough' | 'open';

export const NONE = 'none';
export const LONGEST_TEXT = 10_000;
const MOST_LINES = 500;
const MOST_DIGITS = 15;
const MOST_DECIMALS = 4;
export const FIRST_DAY = '1950-01-01';
export const LAST_DAY = '2099-12-31';
const SEVERAL: readonly Question['kind'][] = ['INDICATORS', 'MULTIPLE_CHOICE'];

export const isSeveral = (kind: Question['kind']): boolean => SEVERAL.includes(kind);

/** The chosen values of a stored answer of indicators or multiple choice. */
export function chosenOf(answer: AnswerValue | null): string[] {
  if (answer === null || answer === NONE) return [];
  return String(answer).split(/\s+/).filter(Boolean);
}

/** The stored form of chosen values: in the order of the choices; null when nothing is chosen. */
export function storedOf(question: Answered, chosen: readonly string[]): string | null {
  const values = question.choices.map(({ value }) => String(value));
  return values.filter((value) => chosen.includes(value)).join(' ') || null;
}

/** What answered indicators come to, by the rule of the UK's CAF; as sdk/scoring/credit.py. */
export function resultOf(question: Answered, answer: AnswerValue | null): Result {
  if (answer === null) return 'open';
  const chosen = chosenOf(answer);
  const trueOnes = (shows: string) =>
    question.choices
      .filter((choice) => choice.shows === shows)
      .map((choice) => chosen.includes(String(choice.value)));
  const every = (all: boolean[]) => all.length > 0 && all.every(Boolean);
  if (trueOnes('NOT_ACHIEVED').some(Boolean)) return 'bad';
  if (every(trueOnes('ACHIEVED'))) return 'achieved';
  return every(trueOnes('PARTIALLY')) ? 'partially' : 'notEnough';
}

/** A typed number as it is stored: a point for the comma, no groups, no idle zeros. */
export function canonicalNumber(text: string): string {
  const compact = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  const [, sign, digits, decimals = ''] = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(compact) ?? [];
  if (digits === undefined) return text.trim();
  const whole = digits.replace(/^0+(?=\d)/, '');
  const rest = decimals.replace(/0+$/, '');
  const plain = rest ? `${whole}.${rest}` : whole;
  return sign === '-' && /[1-9]/.test(plain) ? `-${plain}` : plain;
}

/** A stored number in a field: with the sign for decimals that the reader's language uses. */
export function typedNumber(answer: string): string {
  const sign = new Intl.NumberFormat(language.locale).format(0.5).charAt(1);
  return /^-?[\d.]+$/.test(answer) ? answer.replace('.', sign) : answer;
}

/** Which numbers are taken, in words; null: every one. */
export function rangeOf({ minimum, maximum }: Ranged): string | null {
  const [low, high] = [minimum, maximum].map((bound) => bound && formatAnswer(bound));
  if (low && high) return t('questions.rangeBetween', { low, high });
  if (low) return t('questions.rangeLow', { low });
  return high ? t('questions.rangeHigh', { high }) : null;
}

/** What is wrong with a typed number; null: nothing. */
export function numberProblem(question: Ranged, answer: string): string | null {
  if (!/^-?\d+(\.\d+)?$/.test(answer)) return t('questions.notANumber');
  const [whole = '', decimals = ''] = answer.replace('-', '').split('.');
  if (whole.length + decimals.length > MOST_DIGITS || decimals.length > MOST_DECIMALS) {
    return t('questions.tooManyDigits', { digits: MOST_DIGITS, decimals: MOST_DECIMALS });
  }
  const { minimum, maximum } = question;
  const low = minimum !== null && Number(answer) < Number(minimum);
  const high = maximum !== null && Number(answer) > Number(maximum);
  return low || high ? t('questions.outOfRange', { range: rangeOf(question) ?? '' }) : null;
}

export const notADate = (): string =>
  t('questions.notADate', { from: formatDate(FIRST_DAY), until: formatDate(LAST_DAY) });

export const dateProblem = (answer: string): string | null =>
  answer < FIRST_DAY || answer > LAST_DAY ? notADate() : null;

/** Characters as the server counts them. */
export const lengthOf = (text: string): number => [...text].length;

export function textProblem(answer: string): string | null {
  const over = lengthOf(answer) - LONGEST_TEXT;
  if (over > 0) return t('questions.textTooLong', { count: over });
  const lines = answer.split('\n').length;
  return lines > MOST_LINES ? t('questions.textTooManyLines', { most: MOST_LINES }) : null;
}

/** What keeps an answer from being saved; null: nothing. */
export function problemOf(question: Question, answer: unknown): string | null {
  if (typeof answer !== 'string') return null;
  if (question.kind === 'NUMBER') return numberProblem(question, answer);
  if (question.kind === 'DATE') return dateProblem(answer);
  return question.kind === 'TEXT' ? textProblem(answer) : null;
}

/** An answer as people read it; null while there is none. */
export function answerText(question: Answered, answer: AnswerValue | null): string | null {
  if (answer === null) return null;
  const labelOf = (value: string) =>
    question.choices.find((choice) => String(choice.value) === value)?.label ?? value;
  if (isSeveral(question.kind)) {
    const labels = chosenOf(answer).map(labelOf);
    return labels.length ? formatList(labels) : t('questions.noneTrueShort');
  }
  if (question.kind === 'NUMBER') {
    const number = formatAnswer(String(answer));
    return question.unit ? t('questions.numberWithUnit', { number, unit: question.unit }) : number;
  }
  if (question.kind === 'DATE' && /^\d{4}-\d\d-\d\d$/.test(String(answer))) {
    return formatDate(String(answer));
  }
  return labelOf(String(answer));
}
