/** The NIS2 status of several operators in one request: one aliased field for each. */

import { parse } from '@0no-co/graphql.web';
import type { TadaDocumentNode } from 'gql.tada';
import { request } from '$/kit/api';
import type { StatusValue } from './queries';

export interface ShortStatus {
  effective: StatusValue;
  basis: 'INDICATIVE' | 'LISTED';
  indicative: { status: StatusValue };
}

type Answer = Record<string, ShortStatus | null>;

/** The document that asks for the status of `count` operators. */
export function statusesText(count: number): string {
  const all = Array.from({ length: count }, (_, index) => index);
  const declared = all.map((index) => `$s${index}: ID!`).join(', ');
  const fields = all.map(
    (index) =>
      `s${index}: nisStatus(operatorId: $s${index}) { effective basis indicative { status } }`,
  );
  return `query RegisterStatuses(${declared}) { ${fields.join(' ')} }`;
}

export async function readStatuses(
  ids: readonly string[],
): Promise<ReadonlyMap<string, ShortStatus>> {
  if (ids.length === 0) return new Map();
  const document = parse(statusesText(ids.length)) as unknown as TadaDocumentNode<
    Answer,
    Record<string, string>
  >;
  const variables = Object.fromEntries(ids.map((id, index) => [`s${index}`, id]));
  const answer = await request(document, variables);
  return new Map(
    ids.flatMap((id, index) => {
      const status = answer[`s${index}`];
      return status ? [[id, status] as const] : [];
    }),
  );
}
