import { session } from '$/kit/session.svelte';
import type { ControlResponses } from './queries';
import type { Saver, Signed } from './save/saver.svelte';
import { keyOf, measureValue, statementValue } from './save/targets';

const taken = new WeakMap<Saver, Set<string>>();

/**
 * Hands what the server holds for a control to the saver, with the versions to build on. Of what
 * is read again, it tells who changed it.
 */
export function takeIn(saver: Saver, controlId: string, current: ControlResponses): void {
  const controls = taken.get(saver) ?? new Set<string>();
  taken.set(saver, controls);
  const again = controls.has(controlId);
  controls.add(controlId);
  const signed = (row: { updatedBy: string; updatedAt: string }): Signed | null =>
    again && row.updatedBy !== session.viewer?.name
      ? { by: row.updatedBy, at: row.updatedAt }
      : null;

  for (const response of current.responses) {
    const { questionId, partId, value, version } = response;
    const key = keyOf({ kind: 'response', controlId, partId, questionId });
    saver.know(key, value ?? null, version, signed(response));
  }
  for (const statement of current.statements) {
    const key = keyOf({ kind: 'statement', controlId, partId: statement.partId });
    saver.know(key, statementValue(statement), statement.version, signed(statement));
  }
  for (const part of current.parts) {
    const key = keyOf({ kind: 'measure', controlId, partId: part.id });
    const measure = current.measures.find((one) => one.partId === part.id);
    if (measure) saver.know(key, measureValue(measure), measure.version, signed(measure));
    else saver.knowAbsent(key, null);
  }
}
