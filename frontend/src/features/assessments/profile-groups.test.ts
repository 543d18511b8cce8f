import { expect, test } from 'vitest';
import { grouped, searched } from './profile-groups';

const profile = (id: string, title: string, more: object = {}) => ({
  id,
  title,
  summary: '',
  recommended: false,
  catalogues: [{ id: 'nis-baseline', version: '1', title: 'NIS baseline' }],
  ...more,
});
const energy = { id: 'energy-electricity', version: '1', title: 'Electricity' };
const profiles = [
  profile('small-operators', 'Small operators'),
  profile('energy-electricity-important', 'Electricity, important', { catalogues: [energy] }),
  profile('energy-electricity-essential', 'Électricité essentielle', { recommended: true }),
];

test('what is recommended comes first, then the own sector, then what is for everybody', () => {
  const order = grouped(profiles, 'energy').map((group) => [
    group.kind,
    group.profiles.map(({ id }) => id),
  ]);
  expect(order).toEqual([
    ['recommended', ['energy-electricity-essential']],
    ['sector', ['energy-electricity-important']],
    ['general', ['small-operators']],
  ]);
});

test('without a sector nothing is of the own sector', () => {
  expect(grouped(profiles, null).map(({ kind }) => kind)).toEqual(['recommended', 'general']);
});

test('every word has to be found, whatever its accents and capitals', () => {
  expect(searched(profiles, 'ELECTRICITE')).toEqual([profiles[2]]);
  expect(searched(profiles, 'important electricity')).toEqual([profiles[1]]);
  expect(searched(profiles, '')).toEqual(profiles);
});
