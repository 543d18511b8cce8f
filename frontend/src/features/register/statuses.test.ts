import { readFileSync } from 'node:fs';

import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

import { statusesText } from './statuses';

const sdl = readFileSync(new URL('../../../../schema.graphql', import.meta.url), 'utf8');
const schema = buildSchema(sdl);

describe('the statuses of a page of operators', () => {
  it.each([1, 20])('are asked for in one valid document: %i', (count) => {
    const document = parse(statusesText(count));
    expect(validate(schema, document)).toEqual([]);
    expect(statusesText(count).match(/nisStatus/g)).toHaveLength(count);
  });
});
