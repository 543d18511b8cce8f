import { describe, expect, it } from 'vitest';

import { nameFrom } from './saving';

describe('the name of a download', () => {
  it.each([
    ['attachment; filename="a b 2.pdf"', 'a b 2.pdf'],
    [`attachment; filename="a.pdf"; filename*=UTF-8''Gr%C3%BCn.pdf`, 'Grün.pdf'],
    [`attachment; filename="a.pdf"; filename*=UTF-8''%E0%A4%A`, 'a.pdf'],
    ['attachment', null],
    [null, null],
  ])('%s is %s', (disposition, name) => {
    expect(nameFrom(disposition)).toBe(name);
  });
});
