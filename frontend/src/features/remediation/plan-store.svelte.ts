import type { Saver } from '$/features/responses/save/saver.svelte';
import {
  keyOf,
  measureValue,
  NO_MEASURE,
  progressValue,
  type MeasureFieldsValue,
  type MeasureValue,
  type ProgressValue,
} from '$/features/responses/save/targets';
import { formatDate } from '$/kit/format';
import { t } from '$/messages';
import { isLate, itemKey, type Shown, type Standing } from './items';
import type { Owner, Plan, PlanItem } from './queries';

interface Step {
  key: string;
  before: unknown;
}

/**
 * The plan of one assessment while it is worked on: what the server holds, and over it what is not
 * saved yet. While the assessment is open its measures change; of a submitted one progress is told.
 */
export class PlanStore {
  plan = $state.raw<Plan | null>(null);
  owners = $state.raw<readonly Owner[]>([]);
  /** What was done last, in words, and how to take it back. */
  last = $state.raw<{ words: string; steps: Step[] } | null>(null);
  /** Read out to whoever cannot see it. */
  told = $state('');

  readonly frozen = $derived(this.plan?.assessmentState === 'SUBMITTED');
  readonly names = $derived(new Map(this.owners.map(({ id, name }) => [id, name])));
  readonly shown: readonly Shown[] = $derived(
    (this.plan?.items ?? []).map((item) => this.#show(item)),
  );

  constructor(readonly saver: Saver) {}

  /** Takes in what the server holds, with the versions to build on. */
  take(plan: Plan, owners: readonly Owner[]): void {
    this.plan = plan;
    this.owners = owners;
    for (const item of plan.items) {
      const key = this.keyOf(item);
      if (plan.assessmentState === 'SUBMITTED') {
        this.saver.know(key, toldOf(item), item.progress.at(-1)?.number ?? 0);
      } else if (item.measure) {
        this.saver.know(key, measureValue(item.measure), item.measure.version);
      } else {
        this.saver.knowAbsent(key, null);
      }
    }
  }

  keyOf(item: PlanItem): string {
    const kind = this.frozen ? 'progress' : 'measure';
    return keyOf({ kind, controlId: item.controlId, partId: item.part.id });
  }

  /** Changes one item, or several at once; one step to take back. */
  change(
    changed: readonly Shown[],
    patch: Partial<Standing>,
    words: string | null,
    delayMs = 0,
  ): void {
    const steps = changed.map(({ item }) => {
      const key = this.keyOf(item);
      const before = this.saver.value<unknown>(key, null);
      this.saver.edit(key, this.frozen ? told(before, patch) : measured(before, patch), delayMs);
      return { key, before };
    });
    if (words === null) return;
    this.last = { words, steps };
    this.told = words;
  }

  /** Whether the last step can be taken back: progress that was told of nothing cannot. */
  get undoable(): boolean {
    return !!this.last && (!this.frozen || this.last.steps.every(({ before }) => before !== null));
  }

  undo(): void {
    for (const { key, before } of this.last?.steps ?? []) this.saver.edit(key, before);
    this.last = null;
    this.told = t('remediation.undone');
  }

  /** A value in words, for holding two people's beside each other. */
  describe(value: unknown): string {
    const said = value as Partial<Standing> | null;
    if (!said) return t('remediation.state.NONE');
    const owner = said.ownerId ? this.names.get(said.ownerId) : null;
    const until = said.until ? formatDate(said.until) : null;
    const state = said.state && t(`remediation.state.${said.state}`);
    return [said.what, owner, said.who, until, state].filter(Boolean).join(' · ');
  }

  /** Removes a measure, so that its gap is not planned any more. */
  remove(shown: Shown): void {
    const key = this.keyOf(shown.item);
    const before = this.saver.value<unknown>(key, null);
    this.saver.edit(key, null);
    const words = t('remediation.removed', { title: shown.item.title });
    this.last = { words, steps: [{ key, before }] };
    this.told = words;
  }

  #show(item: PlanItem): Shown {
    const value = this.saver.value<MeasureValue | ProgressValue>(this.keyOf(item), null);
    const standing = value && this.#standing(item, value);
    const owner = standing?.ownerId
      ? (this.names.get(standing.ownerId) ?? item.measure?.ownerName ?? null)
      : null;
    return {
      key: itemKey(item),
      item,
      standing,
      responsible: [...new Set([owner, standing?.who])].filter(Boolean).join(', '),
      late: isLate(standing, new Date().toISOString().slice(0, 10)),
    };
  }

  #standing(item: PlanItem, value: MeasureFieldsValue | ProgressValue): Standing {
    if ('who' in value) return { ...value, reason: value.reason };
    return {
      what: value.what,
      who: item.measure?.who ?? '',
      until: value.until,
      costClass: item.measure?.costClass ?? null,
      state: value.state,
      reason: value.note,
      ownerId: value.ownerId,
    };
  }
}

/** How an item of a submitted plan stands: as told last, or as it was sealed. */
function toldOf({ measure, progress }: PlanItem): ProgressValue | null {
  const entry = progress.at(-1);
  if (entry) return progressValue(entry);
  if (!measure) return null;
  const { state, what, until, ownerId, reason } = measure;
  return { state, what, until: until ?? null, ownerId: ownerId ?? null, note: reason ?? null };
}

function measured(before: unknown, patch: Partial<Standing>): MeasureFieldsValue {
  const value = { ...NO_MEASURE, ...(before as MeasureValue), ...patch };
  return value.state === 'DROPPED' ? value : { ...value, reason: null };
}

/** A note belongs to one entry: the next one has its own, or none. */
function told(before: unknown, patch: Partial<Standing>): ProgressValue {
  const value = before as ProgressValue | null;
  const pick = <K extends 'state' | 'what' | 'until' | 'ownerId'>(
    name: K,
    none: ProgressValue[K],
  ) => (patch[name] ?? (name in patch ? patch[name] : value?.[name]) ?? none) as ProgressValue[K];
  return {
    state: pick('state', 'OPEN'),
    what: pick('what', ''),
    until: pick('until', null),
    ownerId: pick('ownerId', null),
    note: patch.reason?.trim() || null,
  };
}
