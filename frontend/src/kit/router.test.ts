import { beforeEach, expect, test, vi } from 'vitest';
import { paths } from './paths';
import { route, Router } from './router.svelte';

const page = async () => ({ default: (() => {}) as never });
const routes = [
  route('/', page),
  route('/assessments/new', page),
  route('/assessments/:assessmentId', page),
  route('/assessments/:assessmentId/controls/:controlId', page),
  route('/submissions/:submissionId', page),
];
let router: Router;

beforeEach(() => {
  vi.stubGlobal('location', new URL('http://localhost/'));
  vi.stubGlobal('history', {});
  vi.stubGlobal('window', { addEventListener: () => {} });
  vi.stubGlobal('document', { addEventListener: () => {} });
  router = new Router();
  router.start(routes);
});

test('the first pattern that fits wins', () => {
  expect(router.match('/assessments/new')?.route.pattern).toBe('/assessments/new');
  expect(router.match('/assessments/asm_1')?.parameters).toEqual({ assessmentId: 'asm_1' });
});

test('a path is written and read without loss, whatever the ids hold', () => {
  const path = new URL(paths.control('a/1', 'nis.logging é'), 'http://localhost').pathname;
  expect(router.match(path)?.parameters).toEqual({
    assessmentId: 'a/1',
    controlId: 'nis.logging é',
  });
});

test("a PDF under the application's addresses is the server's", () => {
  expect(router.match('/submissions/sub_1')).not.toBeNull();
  expect(router.match('/submissions/sub_1.pdf')).toBeNull();
});

test('what no pattern fits is not found', () => {
  expect(router.match('/assessments/1/2/3')).toBeNull();
});
