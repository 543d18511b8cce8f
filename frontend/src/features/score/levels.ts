/** The scale of a profile: the names of its levels, of which the first is number `lowest`. */
export interface Levels {
  levels: readonly string[];
  lowest: number;
}

export const levelName = ({ levels, lowest }: Levels, level: number): string | undefined =>
  levels[level - lowest];

/** A level with its name, "3 (Defined)", where the profile names it. */
export function levelText(scale: Levels, level: number): string {
  const name = levelName(scale, level);
  return name === undefined || name === String(level) ? String(level) : `${level} (${name})`;
}
