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
  state: TaskState;
  answered: number;
  count: number;
  /** The first part that is not fully answered. */
  nextPart: string | null;
  /** True when it is done and its target is not reached. */
  below: boolean;
  /** What blocks it, in the server's words. */
  reasons: string[];
}

export interface TaskGroup {
  id: string;
  label: string | null;
  title: string;
  tasks: Task[];
  done: number;
  left: number;
  blocked: number;
}

interface Facts {
  answered: Map<string, number>;
  /** By control and part. */
  answeredIn: Map<string, number>;
  excluded: ReadonlySet<string>;
  parts: number;
  notApplicable: Map<string, number>;
  states: Map<string, string>;
  reasons: Map<string, string[]>;
}

function countBy<T>(rows: readonly T[], key: (row: T) => string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const name = key(row);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function gather(
  assessment: TaskAssessment,
  score: TaskListData['score'],
  readiness: Readiness | null,
): Facts {
  const excluded = new Set(
    assessment.statements
      .filter((one) => one.notApplicable)
      .map((one) => `${one.controlId} ${one.partId}`),
  );
  const counts = (one: { controlId: string; partId: string; value: unknown }) =>
    one.value !== null && !excluded.has(`${one.controlId} ${one.partId}`);
  const reasons = new Map<string, string[]>();
  for (const item of readiness?.items ?? []) {
    if (!item.blocking || !item.controlId) continue;
    reasons.set(item.controlId, [...(reasons.get(item.controlId) ?? []), item.message]);
  }
  return {
    answered: countBy(assessment.responses, (one) => (counts(one) ? one.controlId : null)),
    answeredIn: countBy(assessment.responses, (one) =>
      one.value === null ? null : `${one.controlId} ${one.partId}`,
    ),
    excluded,
    parts: assessment.parts.length,
    notApplicable: countBy(assessment.statements, (one) =>
      one.notApplicable ? one.controlId : null,
    ),
    states: new Map((score?.controls ?? []).map((one) => [one.controlId, one.state])),
    reasons,
  };
}

function stateOf(facts: Facts, id: string, answered: number, count: number): TaskState {
  const excluded = facts.notApplicable.get(id) ?? 0;
  const complete = answered >= count;
  const blocked = facts.reasons.has(id);
  if (complete && blocked) return 'blocked';
  if (excluded >= facts.parts) return 'not-applicable';
  if (complete) return 'done';
  return answered > 0 || excluded > 0 ? 'started' : 'open';
}

type PinnedControl = TaskAssessment['groups'][number]['controls'][number];

function nextPart(facts: Facts, assessment: TaskAssessment, control: PinnedControl): string | null {
  const open = assessment.parts.find((part) => {
    const place = `${control.id} ${part.id}`;
    const answered = facts.answeredIn.get(place) ?? 0;
    return !facts.excluded.has(place) && answered < control.questions.length;
  });
  return open?.id ?? null;
}

export function taskGroups(
  assessment: TaskAssessment,
  score: TaskListData['score'],
  readiness: Readiness | null,
): TaskGroup[] {
  const facts = gather(assessment, score, readiness);
  return assessment.groups.map((group) => {
    const tasks = group.controls.map((control): Task => {
      const answering = facts.parts - (facts.notApplicable.get(control.id) ?? 0);
      const count = control.questions.length * Math.max(0, answering);
      const answered = facts.answered.get(control.id) ?? 0;
      const state = stateOf(facts, control.id, answered, count);
      return {
        id: control.id,
        label: control.label,
        title: control.title,
        state,
        answered,
        count,
        nextPart: nextPart(facts, assessment, control),
        below: facts.states.get(control.id) === 'BELOW',
        reasons: state === 'blocked' ? (facts.reasons.get(control.id) ?? []) : [],
      };
    });
    const { id, label, title } = group;
    return { id, label, title, tasks, ...figures(tasks) };
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
