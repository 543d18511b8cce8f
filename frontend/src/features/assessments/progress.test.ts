import { expect, test } from 'vitest';
import { nextTask, taskGroups } from './progress';
import type { Readiness, TaskAssessment } from './queries';

const PARTS = ['office', 'centre'];

function assessment(more: Partial<TaskAssessment> = {}): TaskAssessment {
  return {
    parts: PARTS.map((id) => ({ id, name: id, description: null })),
    groups: [
      {
        id: 'g1',
        label: '1',
        title: 'Governance',
        controls: ['c1', 'c2'].map((id) => ({
          id,
          label: null,
          title: id,
          language: 'en',
          key: false,
          questions: ['q1', 'q2'].map((question) => ({
            id: `${id}-${question}`,
            optional: false,
            when: null,
          })),
        })),
      },
    ],
    responses: [],
    statements: [],
    carried: [],
    ...more,
  } as unknown as TaskAssessment;
}

const answer = (controlId: string, partId: string, question: number, value: unknown = 1) =>
  ({ controlId, partId, questionId: `${controlId}-q${question}`, value }) as never;
const excluded = (controlId: string, partId: string) =>
  ({ controlId, partId, notApplicable: true }) as never;
const readiness = (controlId: string) =>
  ({
    ready: false,
    approved: false,
    items: [
      { code: 'measure', blocking: true, message: 'Plan a measure.', controlId, partId: null },
    ],
  }) as Readiness;
const all = (controlId: string) =>
  PARTS.flatMap((part) => [answer(controlId, part, 1), answer(controlId, part, 2)]);

test('an untouched control is open, and the first one is next', () => {
  const groups = taskGroups(assessment(), null, null);
  expect(groups[0]).toMatchObject({ done: 0, left: 2, blocked: 0 });
  expect(groups[0]!.tasks[0]).toMatchObject({ state: 'open', answered: 0, count: 4 });
  expect(nextTask(groups)?.id).toBe('c1');
});

test('a control answered for one part of two is started, and comes first', () => {
  const responses = [answer('c2', 'office', 1), answer('c2', 'office', 2)];
  const groups = taskGroups(assessment({ responses }), null, null);
  expect(groups[0]!.tasks[1]).toMatchObject({ state: 'started', answered: 2, count: 4 });
  expect(nextTask(groups)?.id).toBe('c2');
});

test('the next part of a control is the first that is not fully answered', () => {
  const responses = [
    answer('c1', 'office', 1),
    answer('c1', 'office', 2),
    answer('c1', 'centre', 1),
  ];
  const [group] = taskGroups(assessment({ responses }), null, null);
  expect(group!.tasks.map((task) => task.nextPart)).toEqual(['centre', 'office']);
});

test('an answer that was taken back does not count', () => {
  const responses = [answer('c1', 'office', 1, null)];
  expect(taskGroups(assessment({ responses }), null, null)[0]!.tasks[0]!.state).toBe('open');
});

test('all parts answered is done', () => {
  const groups = taskGroups(assessment({ responses: all('c1') }), null, null);
  expect(groups[0]).toMatchObject({ done: 1, left: 1, blocked: 0 });
});

test('a part to which the control does not apply needs no answers', () => {
  const responses = [answer('c1', 'office', 1), answer('c1', 'office', 2)];
  const statements = [excluded('c1', 'centre')];
  const [group] = taskGroups(assessment({ responses, statements }), null, null);
  expect(group!.tasks[0]).toMatchObject({ state: 'done', answered: 2, count: 2 });
});

test('a control that applies to no part is told so, and counts as done', () => {
  const statements = PARTS.map((part) => excluded('c1', part));
  const [group] = taskGroups(assessment({ statements }), null, null);
  expect(group!.tasks[0]!.state).toBe('not-applicable');
  expect(group!.done).toBe(1);
});

test('answered, but with something in the way, is blocked and says what', () => {
  const [group] = taskGroups(assessment({ responses: all('c1') }), null, readiness('c1'));
  expect(group!.tasks[0]).toMatchObject({ state: 'blocked', reasons: ['Plan a measure.'] });
  expect(group).toMatchObject({ done: 0, left: 1, blocked: 1 });
});

test('a control that is not answered is left, not blocked', () => {
  const [group] = taskGroups(assessment(), null, readiness('c1'));
  expect(group!.tasks[0]).toMatchObject({ state: 'open', reasons: [] });
});
