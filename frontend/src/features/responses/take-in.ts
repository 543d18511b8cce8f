import type { ControlResponses } from './queries';
import type { Saver } from './save/saver.svelte';
import { keyOf, measureValue, statementValue } from './save/targets';

/** Hands what the server holds for a control to the saver, with the versions to build on. */
export function takeIn(saver: Saver, controlId: string, current: ControlResponses): void {
  for (const { questionId, partId, value, version } of current.responses) {
    saver.know(keyOf({ kind: 'response', controlId, partId, questionId }), value ?? null, version);
  }
  for (const statement of current.statements) {
    const key = keyOf({ kind: 'statement', controlId, partId: statement.partId });
    saver.know(key, statementValue(statement), statement.version);
  }
  for (const part of current.parts) {
    const key = keyOf({ kind: 'measure', controlId, partId: part.id });
    const measure = current.measures.find((one) => one.partId === part.id);
    if (measure) saver.know(key, measureValue(measure), measure.version);
    else saver.knowAbsent(key, null);
  }
}
