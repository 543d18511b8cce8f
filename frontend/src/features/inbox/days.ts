export interface Day<T> {
  /** The day of the first of them, as a moment. */
  at: string;
  /** 0 today, 1 yesterday, and so on, in the reader's time zone. */
  ago: number;
  items: T[];
}

const startOfDay = (moment: Date): number =>
  Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate());

/** Consecutive items of one day together; days are those of the reader's time zone. */
export function byDay<T extends { at: string }>(items: readonly T[], now = new Date()): Day<T>[] {
  const days: Day<T>[] = [];
  for (const item of items) {
    const ago = Math.round((startOfDay(now) - startOfDay(new Date(item.at))) / 86_400_000);
    const last = days.at(-1);
    if (last?.ago === ago) last.items.push(item);
    else days.push({ at: item.at, ago, items: [item] });
  }
  return days;
}
