import type { Question } from '../queries';

type Placed = Pick<Question, 'dimension'>;

/** Questions below one another, or of two dimensions side by side. */
export type Row<Q extends Placed> =
  { kind: 'single'; question: Q } | { kind: 'sides'; documentation: Q[]; implementation: Q[] };

/** Puts neighbours that have a dimension into two columns; the reading order stays. */
export function rowsOf<Q extends Placed>(questions: readonly Q[]): Row<Q>[] {
  const rows: Row<Q>[] = [];
  for (const question of questions) {
    if (question.dimension === null) {
      rows.push({ kind: 'single', question });
      continue;
    }
    let last = rows.at(-1);
    if (last?.kind !== 'sides') {
      last = { kind: 'sides', documentation: [], implementation: [] };
      rows.push(last);
    }
    const side = question.dimension === 'DOCUMENTATION' ? 'documentation' : 'implementation';
    last[side].push(question);
  }
  return rows;
}
