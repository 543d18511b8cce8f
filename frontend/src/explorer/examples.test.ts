import { readFileSync } from 'node:fs';

import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

import { EXAMPLES } from './examples';
import { createAsk } from './fetcher';

const schema = buildSchema(
  readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'),
);

describe('saved examples', () => {
  it.each(EXAMPLES)('$id is valid against the schema', ({ query }) => {
    expect(validate(schema, parse(query))).toEqual([]);
  });

  it.each(EXAMPLES)('$id gives every variable of its operation', ({ query, variables }) => {
    const [operation] = parse(query).definitions;
    const declared =
      operation?.kind === 'OperationDefinition'
        ? (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
        : [];
    expect(Object.keys(variables).sort()).toEqual([...declared].sort());
  });
});

describe('the explorer’s own queries', () => {
  it.each(EXAMPLES.filter(({ fill }) => fill !== undefined))(
    '$id looks ids up with a valid query and gives way when there are none',
    async ({ fill }) => {
      const asked: string[] = [];
      const ask: ReturnType<typeof createAsk> = async <T>(query: string) => {
        asked.push(query);
        return {} as T;
      };
      expect(await fill?.(ask)).toEqual({});
      for (const query of asked) expect(validate(schema, parse(query))).toEqual([]);
    },
  );
});
