import type { Profile } from './queries';

export const KINDS = ['recommended', 'sector', 'general'] as const;
export type GroupKind = (typeof KINDS)[number];
type Listed = Pick<Profile, 'id' | 'title' | 'summary' | 'recommended' | 'catalogues'>;

/** A sector's catalogues and profiles carry its id in front: `energy`, `energy-electricity`. */
const belongsTo = (id: string, sector: string): boolean =>
  id === sector || id.startsWith(`${sector}-`) || id.startsWith(`${sector}.`);

function kindOf(profile: Listed, sector: string | null): GroupKind {
  if (profile.recommended) return 'recommended';
  const ids = [profile.id, ...profile.catalogues.map(({ id }) => id)];
  return sector && ids.some((id) => belongsTo(id, sector)) ? 'sector' : 'general';
}

const simplified = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Profiles that hold every word that is looked for, in title, summary or catalogues. */
export function searched<P extends Listed>(profiles: readonly P[], text: string): P[] {
  const words = simplified(text).split(/\s+/).filter(Boolean);
  return profiles.filter(({ title, summary, catalogues }) => {
    const all = simplified([title, summary, ...catalogues.map((one) => one.title)].join(' '));
    return words.every((word) => all.includes(word));
  });
}

/** What fits best first, then the operator's sector, then what is for everybody. */
export function grouped<P extends Listed>(
  profiles: readonly P[],
  sector: string | null,
): { kind: GroupKind; profiles: P[] }[] {
  return KINDS.map((kind) => ({
    kind,
    profiles: profiles.filter((profile) => kindOf(profile, sector) === kind),
  })).filter((group) => group.profiles.length > 0);
}
