import { placeNames, sayItem } from '$/features/release/items';
import { progressOf } from '$/features/responses/questions/asking';
import type { AnswerValue } from '$/kit/graphql';
import type { Readiness, TaskAssessment, TaskListData } from './queries';

/**
 * Where a control stands in the task list. `blocked`: all of it is answered, and yet something
 * stands in the way of submitting, such as a gap without a planned measure.
 */
export type TaskState = 'open' | 'started' | 'blocked' | 'done' | 'not-applicable';

export interface Task {
  id: string;
  label: string | null;
  title: string;
  language: string;
  /** A foundation: a key control of the profile. */
  key: boolean;
  state: TaskState;
  answered: number;
  count: number;
  /** The first part that is not fully answered. */
  nextPart: string | null;
  /** True when it is done and its target is not reached. */
  below: boolean;
  /** Carried over, and nobody has confirmed it yet. */
  toConfirm: boolean;
  /** What blocks it, in the server's words. */
  reasons: string[];
}

export interface TaskGroup {
  id: string;
  label: string | null;
  title: string;
  language: string;
  tasks: Task[];
  done: number;
  left: number;
  blocked: number;
}

type PinnedControl = TaskAssessment['groups'][number]['controls'][number];

interface Facts {
  /** Answers by control and part, then by question. */
  answers: Map<string, Map<string, AnswerValue | null>>;
  excluded: ReadonlySet<string>;
  states: Map<string, string>;
  reasons: Map<string, string[]>;
}

interface PartProgress {
  id: string;
  excluded: boolean;
  answered: number;
  count: number;
}

const placeOf = (one: { controlId: string; partId: string }): string =>
  `${one.controlId} ${one.partId}`;

function gather(
  assessment: TaskAssessment,
  score: TaskListData['score'],
  readiness: Readiness | null,
): Facts {
  const answers: Facts['answers'] = new Map();
  for (const response of assessment.responses) {
    const place = placeOf(response);
    const given = answers.get(place) ?? new Map<string, AnswerValue | null>();
    answers.set(place, given.set(response.questionId, response.value));
  }
  const reasons = new Map<string, string[]>();
  const namesOf = placeNames(assessment);
  for (const item of readiness?.items ?? []) {
    if (!item.blocking || !item.controlId) continue;
    const said = sayItem(item, namesOf(item));
    reasons.set(item.controlId, [...(reasons.get(item.controlId) ?? []), said]);
  }
  return {
    answers,
    excluded: new Set(assessment.statements.filter((one) => one.notApplicable).map(placeOf)),
    states: new Map((score?.controls ?? []).map((one) => [one.controlId, one.state])),
    reasons,
  };
}

function partsOf(facts: Facts, assessment: TaskAssessment, control: PinnedControl): PartProgress[] {
  return assessment.parts.map(({ id }) => {
    const place = placeOf({ controlId: control.id, partId: id });
    const given = facts.answers.get(place);
    const progress = progressOf(control.questions, (question) => given?.get(question));
    return { id, excluded: facts.excluded.has(place), ...progress };
  });
}

function stateOf(
  facts: Facts,
  controlId: string,
  parts: readonly PartProgress[],
  answered: number,
): TaskState {
  const answering = parts.filter((part) => !part.excluded);
  const complete = answering.every((part) => part.answered >= part.count);
  if (complete && facts.reasons.has(controlId)) return 'blocked';
  if (answering.length === 0) return 'not-applicable';
  if (complete) return 'done';
  return answered > 0 || answering.length < parts.length ? 'started' : 'open';
}

const total = (parts: readonly PartProgress[], of: 'answered' | 'count'): number =>
  parts.filter((part) => !part.excluded).reduce((sum, part) => sum + part[of], 0);

export function taskGroups(
  assessment: TaskAssessment,
  score: TaskListData['score'],
  readiness: Readiness | null,
): TaskGroup[] {
  const facts = gather(assessment, score, readiness);
  const waiting = new Set(unconfirmed(assessment.carried).map((one) => one.controlId));
  return assessment.groups.map((group) => {
    const tasks = group.controls.map((control): Task => {
      const parts = partsOf(facts, assessment, control);
      const answered = total(parts, 'answered');
      const state = stateOf(facts, control.id, parts, answered);
      const next = parts.find((part) => !part.excluded && part.answered < part.count);
      return {
        id: control.id,
        label: control.label,
        title: control.title,
        language: control.language,
        key: control.key,
        state,
        answered,
        count: total(parts, 'count'),
        nextPart: next?.id ?? null,
        below: facts.states.get(control.id) === 'BELOW',
        toConfirm: waiting.has(control.id),
        reasons: state === 'blocked' ? (facts.reasons.get(control.id) ?? []) : [],
      };
    });
    const { id, label, title, language } = group;
    return { id, label, title, language, tasks, ...figures(tasks) };
  });
}

export function figures(tasks: readonly Task[]): { done: number; left: number; blocked: number } {
  const done = tasks.filter((one) => one.state === 'done' || one.state === 'not-applicable');
  const blocked = tasks.filter((one) => one.state === 'blocked');
  return {
    done: done.length,
    blocked: blocked.length,
    left: tasks.length - done.length - blocked.length,
  };
}

/** What was carried over and waits for somebody to look at it; the server counts the same. */
export const unconfirmed = <T extends { origins: readonly string[]; confirmedAt: string | null }>(
  carried: readonly T[],
): T[] => carried.filter((one) => one.origins.length > 0 && one.confirmedAt === null);

/** The control to go on with: the first that is not done. */
export function nextTask(groups: readonly TaskGroup[]): Task | null {
  const tasks = groups.flatMap((group) => group.tasks);
  return (
    tasks.find((one) => one.state === 'started') ??
    tasks.find((one) => one.state === 'open') ??
    tasks.find((one) => one.state === 'blocked') ??
    null
  );
}
