import { initGraphQLTada } from 'gql.tada';
import type { introspection } from '../graphql-env.d.ts';

/** The value of a choice: a level, a grade of achievement, or yes and no. */
export type AnswerValue = string | number | boolean;

/** Documents are typed from schema.graphql; keep them in a slice's `queries.ts`. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { ID: string; Date: string; DateTime: string; AnswerValue: AnswerValue };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada';
