/**
 * What the server tells of an assessment as it happens. One stream for each page that is looked
 * at: a hidden page closes it, since a browser opens six connections to a server and no more.
 */
export interface Person {
  id: string;
  name: string;
  controlId: string | null;
  partId: string | null;
}

export interface Changed {
  kind: string;
  controlId: string;
  partId: string;
  questionId: string | null;
  version: number;
}

export interface By {
  id: string;
  name: string;
}

export interface Place {
  controlId?: string | undefined;
  partId?: string | undefined;
}

/** What comes over the stream, by the name of the event. */
export type Told =
  | { name: 'hello'; revision: number }
  | { name: 'presence'; people: Person[] }
  | { name: 'changed'; by: By | null; many: boolean; changes: Changed[] }
  | { name: 'discussed' | 'assigned'; by: By | null; controlId: string | null }
  | { name: 'decided' | 'submitted' | 'discarded' | 'resync' | 'bye' | 'beat' };

const NAMES = [
  'hello',
  'presence',
  'changed',
  'discussed',
  'assigned',
  'decided',
  'submitted',
  'discarded',
  'resync',
  'bye',
  'beat',
] as const;

/** As much of an EventSource as is used here; the tests bring their own. */
export interface Source {
  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
  readonly readyState: number;
}

const CLOSED = 2;
const FIRST_PAUSE_MS = 2_000;
const LAST_PAUSE_MS = 60_000;

export interface StreamOptions {
  open: (url: string) => Source;
  heard: (told: Told) => void;
  setTimer?: (callback: () => void, ms: number) => unknown;
  clearTimer?: (timer: unknown) => void;
  random?: () => number;
}

/** One stream, opened again at another place, after a pause, and after the server was away. */
export class LiveStream {
  #options: StreamOptions;
  #source: Source | null = null;
  #address: string | null = null;
  #place: Place = {};
  #mark: string | null = null;
  #timer: unknown = null;
  #attempt = 0;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#source !== null;
  }

  /** Opens the stream of an address, or moves it to another place. */
  open(address: string, place: Place): void {
    const same = address === this.#address;
    if (!same) this.#mark = null;
    if (same && this.#source && samePlace(place, this.#place)) return;
    this.close();
    this.#address = address;
    this.#place = place;
    this.#connect();
  }

  /** The mark stays: opened again, the stream says whether anything was missed. */
  close(): void {
    if (this.#timer !== null) (this.#options.clearTimer ?? clearTimeout)(this.#timer as number);
    this.#timer = null;
    this.#source?.close();
    this.#source = null;
  }

  #connect(): void {
    const asked = new URLSearchParams();
    if (this.#place.controlId) asked.set('control', this.#place.controlId);
    if (this.#place.partId) asked.set('part', this.#place.partId);
    if (this.#mark) asked.set('since', this.#mark);
    const query = asked.toString();
    const source = this.#options.open(`${this.#address}${query && `?${query}`}`);
    this.#source = source;
    for (const name of NAMES) {
      source.addEventListener(name, (event) => {
        if (source === this.#source) this.#take(name, event);
      });
    }
    source.addEventListener('error', () => {
      // A stream that broke opens itself again; one that was refused is closed for good.
      if (source === this.#source && source.readyState === CLOSED) this.#later();
    });
  }

  #take(name: (typeof NAMES)[number], event: MessageEvent<string>): void {
    if (event.lastEventId) this.#mark = event.lastEventId;
    if (name === 'hello') this.#attempt = 0;
    if (name === 'bye') this.close();
    this.#options.heard({ name, ...JSON.parse(event.data) } as Told);
  }

  #later(): void {
    this.#source = null;
    const spread = 0.75 + (this.#options.random ?? Math.random)() * 0.5;
    const pause = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#attempt) * spread;
    this.#attempt += 1;
    this.#timer = (this.#options.setTimer ?? setTimeout)(() => {
      this.#timer = null;
      this.#connect();
    }, pause);
  }
}

const samePlace = (one: Place, other: Place): boolean =>
  one.controlId === other.controlId && one.partId === other.partId;

/**
 * Gathers changes, so that five colleagues who type make the page read anew every two seconds
 * and not ten times a second. The first one is handed on almost at once.
 */
export class Gathered {
  controls = new Set<string>();
  by = new Set<string>();
  /** Something changed of which it is not known where. */
  anywhere = false;
  #timer: unknown = null;
  #last = -Infinity;

  constructor(
    private readonly handOn: (found: Gathered) => void,
    private readonly clock: () => number = () => performance.now(),
    private readonly first = 250,
    private readonly between = 2_000,
  ) {}

  add(controls: readonly string[] | null, by: string | null): void {
    if (controls === null) this.anywhere = true;
    else for (const one of controls) this.controls.add(one);
    if (by !== null) this.by.add(by);
    if (this.#timer !== null) return;
    const pause = Math.max(this.first, this.#last + this.between - this.clock());
    this.#timer = setTimeout(() => this.#flush(), pause);
  }

  #flush(): void {
    this.#timer = null;
    this.#last = this.clock();
    this.handOn(this);
    this.controls = new Set();
    this.by = new Set();
    this.anywhere = false;
  }
}
