import { request } from '$/kit/api';
import type { AnswerValue } from '$/kit/graphql';
import { t, type MessageKey } from '$/messages';
import type { Measure, Response, Statement } from '../queries';
import {
  recordProgressMutation,
  removeMeasureMutation,
  saveMeasureMutation,
  saveResponseMutation,
  saveStatementMutation,
} from './queries';
import type { Outcome, Send } from './types';
import {
  measureValue,
  progressValue,
  statementValue,
  targetOf,
  type MeasureFieldsValue,
  type MeasureValue,
  type ProgressValue,
  type StatementValue,
  type Target,
} from './targets';

const gone = (): Outcome => ({ kind: 'saved', version: 0, at: new Date().toISOString() });

type Part = { assessmentId: string; controlId: string; partId: string; expectedVersion: number };

/** How each kind of edit is sent to the server, and what its answer means for the queue. */
export function sender(assessmentId: string): Send {
  return (key, value, expectedVersion) => {
    const target = targetOf(key);
    const { controlId, partId } = target;
    return send(target, value, { assessmentId, controlId, partId, expectedVersion });
  };
}

function send(target: Target, value: unknown, part: Part): Promise<Outcome> {
  if (target.kind === 'response') {
    return sendResponse({ ...part, questionId: target.questionId }, value as AnswerValue | null);
  }
  if (target.kind === 'statement') return sendStatement(part, value as StatementValue);
  if (target.kind === 'progress') return sendProgress(part, value as ProgressValue);
  return value === null ? removeMeasure(part) : sendMeasure(part, value as MeasureFieldsValue);
}

async function sendResponse(
  input: Part & { questionId: string },
  value: AnswerValue | null,
): Promise<Outcome> {
  const { saveResponse } = await request(saveResponseMutation, { input: { ...input, value } });
  if (saveResponse?.__typename === 'ResponseSaved') return saved(saveResponse.response);
  if (saveResponse?.__typename === 'ResponseConflict') {
    return conflict(saveResponse.current, saveResponse.current.value ?? null);
  }
  return problem(saveResponse);
}

async function sendStatement(part: Part, value: StatementValue): Promise<Outcome> {
  const input = {
    ...part,
    justification: value.justification || null,
    notApplicable: value.notApplicable,
    notApplicableReason: value.notApplicableReason || null,
  };
  const { saveStatement } = await request(saveStatementMutation, { input });
  if (saveStatement?.__typename === 'StatementSaved') return saved(saveStatement.statement);
  if (saveStatement?.__typename === 'StatementConflict') {
    return conflict(saveStatement.current, statementValue(saveStatement.current));
  }
  return problem(saveStatement);
}

async function sendMeasure(part: Part, value: MeasureFieldsValue): Promise<Outcome> {
  const { saveMeasure } = await request(saveMeasureMutation, { input: { ...part, ...value } });
  if (saveMeasure?.__typename === 'MeasureSaved') return saved(saveMeasure.measure);
  if (saveMeasure?.__typename === 'MeasureConflict') return measureConflict(saveMeasure.current);
  return problem(saveMeasure);
}

async function sendProgress(part: Part, value: ProgressValue): Promise<Outcome> {
  const { expectedVersion, ...place } = part;
  const input = { ...place, ...value, expectedNumber: expectedVersion };
  const { recordProgress: result } = await request(recordProgressMutation, { input });
  if (result?.__typename === 'ProgressRecorded') {
    return { kind: 'saved', version: result.entry.number, at: result.entry.at };
  }
  if (result?.__typename === 'ProgressConflict') {
    const entry = result.current;
    if (!entry) return { kind: 'closed', message: result.message };
    const current = { value: progressValue(entry), version: entry.number };
    return { kind: 'conflict', current: { ...current, by: entry.by, at: entry.at } };
  }
  return problem(result);
}

async function removeMeasure(part: Part): Promise<Outcome> {
  const { removeMeasure: result } = await request(removeMeasureMutation, { input: part });
  if (result?.__typename === 'MeasureRemoved') {
    return gone();
  }
  if (result?.__typename === 'MeasureConflict') return measureConflict(result.current);
  // Removed already, by somebody else: that is what was wanted.
  if (result?.__typename === 'NotFoundProblem') return gone();
  return problem(result);
}

const measureConflict = (current: Measure): Outcome => {
  const value: MeasureValue = measureValue(current);
  return conflict(current, value);
};

const saved = (row: Response | Statement | Measure): Outcome => ({
  kind: 'saved',
  version: row.version,
  at: row.updatedAt,
});

const conflict = (row: Response | Statement | Measure, value: unknown): Outcome => ({
  kind: 'conflict',
  current: { value, version: row.version, by: row.updatedBy, at: row.updatedAt },
});

interface Found {
  path: string;
  code: string;
  message: string;
}

type Refusal =
  | { __typename: 'ValidationProblem'; message: string; issues: Found[] }
  | { __typename: 'StateProblem' | 'NotFoundProblem'; message: string };

/** What the server says of an answer in English, by its code, in the reader's language. */
const WORDS: Record<string, MessageKey> = {
  unknown_choice: 'questions.unknownChoice',
  not_a_number: 'questions.notANumber',
  required: 'questions.empty',
  bad_character: 'questions.badCharacter',
};

const inWords = ({ path, code, message }: Found): string => {
  const key = /(^|\.)value$/.test(path) ? WORDS[code] : undefined;
  return key ? t(key) : message;
};

function problem(result: Refusal | null): Outcome {
  if (result?.__typename === 'ValidationProblem') {
    const found = result.issues.map(inWords).join(' ');
    return { kind: 'rejected', message: found || result.message };
  }
  return { kind: 'closed', message: result?.message ?? '' };
}
