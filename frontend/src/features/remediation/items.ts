import type { MeasureState } from '$/features/responses/save/targets';
import type { PlanItem } from './queries';

/** Where an item stands on the board; `NONE`: nothing is planned yet. */
export type Column = MeasureState | 'NONE';
export const COLUMNS: readonly Column[] = ['NONE', 'OPEN', 'IN_PROGRESS', 'DONE', 'DROPPED'];
export const STATES: readonly MeasureState[] = ['OPEN', 'IN_PROGRESS', 'DONE', 'DROPPED'];
export const COSTS = ['NONE', 'LOW', 'MEDIUM', 'HIGH'] as const;
export type Cost = (typeof COSTS)[number];

/** How an item stands, with what is not saved yet. */
export interface Standing {
  what: string;
  who: string;
  until: string | null;
  costClass: Cost | null;
  state: MeasureState;
  /** Why it was dropped; on a submitted plan any note. */
  reason: string | null;
  ownerId: string | null;
}

export interface Shown {
  key: string;
  item: PlanItem;
  /** Null: not planned yet. */
  standing: Standing | null;
  /** The owner's name and whatever else is said of who sees to it. */
  responsible: string;
  late: boolean;
}

export const itemKey = (item: Pick<PlanItem, 'controlId' | 'part'>): string =>
  `${item.controlId} ${item.part.id}`;

export const columnOf = (shown: Pick<Shown, 'standing'>): Column => shown.standing?.state ?? 'NONE';

export const isSettled = (standing: Standing | null): boolean =>
  standing?.state === 'DONE' || standing?.state === 'DROPPED';

export const isLate = (standing: Standing | null, today: string): boolean =>
  !!standing?.until && !isSettled(standing) && standing.until < today;

export type Sort = 'group' | 'date' | 'effect' | 'cost' | 'owner';
export const SORTS: readonly Sort[] = ['group', 'date', 'effect', 'cost', 'owner'];

export interface Filter {
  owner: string;
  column: Column | '';
  late: boolean;
}

/** The owner's filter value for items that nobody owns. */
export const NOBODY = 'nobody';

export const filtered = (all: readonly Shown[], filter: Filter): Shown[] =>
  all.filter(
    (shown) =>
      (!filter.owner || (shown.standing?.ownerId ?? NOBODY) === filter.owner) &&
      (!filter.column || columnOf(shown) === filter.column) &&
      (!filter.late || shown.late),
  );

const LAST = '9999';
const UNRANKED = 1_000;
const COST_ORDER: Record<Cost, number> = { HIGH: 0, MEDIUM: 1, LOW: 2, NONE: 3 };

/**
 * Among equals the catalogue's order stays. By effect: the ranked next actions first, then what a
 * threshold rests on, then what is furthest from its target.
 */
export function sorted(
  all: readonly Shown[],
  by: Sort,
  ranks: ReadonlyMap<string, number>,
): Shown[] {
  if (by === 'group') return [...all];
  const distance = ({ item }: Shown) => (item.level === null ? 0 : item.target - item.level);
  const compare: Record<Exclude<Sort, 'group'>, (one: Shown, other: Shown) => number> = {
    date: (one, other) =>
      (one.standing?.until ?? LAST).localeCompare(other.standing?.until ?? LAST),
    effect: (one, other) =>
      (ranks.get(one.item.controlId) ?? UNRANKED) - (ranks.get(other.item.controlId) ?? UNRANKED) ||
      Number(other.item.key) - Number(one.item.key) ||
      distance(other) - distance(one),
    cost: (one, other) => costOrder(one) - costOrder(other),
    owner: (one, other) =>
      Number(!one.responsible) - Number(!other.responsible) ||
      one.responsible.localeCompare(other.responsible),
  };
  return [...all].sort(compare[by]);
}

function costOrder({ standing }: Shown): number {
  return standing?.costClass ? COST_ORDER[standing.costClass] : 4;
}

export interface Totals {
  columns: Record<Column, number>;
  /** Of what is still to be done; null: not estimated. */
  costs: { cost: Cost | null; count: number }[];
  late: number;
}

export function totalsOf(all: readonly Shown[]): Totals {
  const columns = { NONE: 0, OPEN: 0, IN_PROGRESS: 0, DONE: 0, DROPPED: 0 };
  for (const shown of all) columns[columnOf(shown)] += 1;
  const left = all.filter(({ standing }) => standing && !isSettled(standing));
  const costs = [...COSTS, null].map((cost) => ({
    cost,
    count: left.filter(({ standing }) => standing!.costClass === cost).length,
  }));
  return { columns, costs, late: all.filter(({ late }) => late).length };
}

/** The column beside, where an item is moved to by an arrow key; null: there is none. */
export function beside(column: Column, step: -1 | 1): MeasureState | null {
  const next = COLUMNS[COLUMNS.indexOf(column) + step];
  return next && next !== 'NONE' ? next : null;
}
