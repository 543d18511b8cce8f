import { hear } from './changes';
import {
  type By,
  Gathered,
  LiveStream,
  type Changed,
  type Person,
  type Place,
  type Told,
} from './live';
import { paths } from './paths';
import { session } from './session.svelte';

/** How long the answer to one's own save may take, before an event of oneself is news. */
const OWN_ANSWER_MS = 1_500;
/** Between two pages of one assessment the stream stays. */
const BETWEEN_PAGES_MS = 200;

export interface Discussed {
  assessmentId: string;
  /** Null: it is not known which; read everything anew. */
  controlId: string | null;
  by: By | null;
}

type Known = (assessmentId: string, change: Changed) => boolean;

/** The assessment that is looked at: who else is here, and what others change. */
class Live {
  people = $state.raw<readonly Person[]>([]);
  /** The revision at which the stream opened; a page that was read before it is out of date. */
  opened = $state.raw<{ assessmentId: string; revision: number } | null>(null);
  #id: string | null = null;
  #place: Place = {};
  #pages = 0;
  #known: Known = () => false;
  #listeners = new Set<(told: Discussed) => void>();
  #stream = new LiveStream({
    open: (url) => new EventSource(url, { withCredentials: true }),
    heard: (told) => this.#hear(told),
  });
  #gathered = new Gathered((found) => {
    if (!this.#id) return;
    const controls = found.anywhere ? undefined : [...found.controls];
    hear({ assessmentId: this.#id, controls, by: [...found.by] });
  });

  constructor() {
    if (typeof document === 'undefined') return;
    document.addEventListener('visibilitychange', () => this.#follow());
    window.addEventListener('pagehide', () => this.#stream.close());
    window.addEventListener('pageshow', () => this.#follow());
  }

  /** A page of the assessment is shown; the result says that it no longer is. */
  enter(assessmentId: string, place: Place = {}): () => void {
    if (assessmentId !== this.#id) this.people = [];
    this.#id = assessmentId;
    this.#place = place;
    this.#pages += 1;
    this.#follow();
    return () => {
      this.#pages -= 1;
      setTimeout(() => this.#follow(), BETWEEN_PAGES_MS);
    };
  }

  /** The save queues tell which of one's own changes this page knows already. */
  knows(known: Known): void {
    this.#known = known;
  }

  onDiscussed(assessmentId: string, listener: (told: Discussed) => void): () => void {
    const filtered = (told: Discussed) => {
      if (told.assessmentId === assessmentId) listener(told);
    };
    this.#listeners.add(filtered);
    return () => this.#listeners.delete(filtered);
  }

  #follow(): void {
    const wanted = this.#pages > 0 && this.#id !== null && session.can('discussion:read');
    if (wanted && this.#id && document.visibilityState === 'visible') {
      this.#stream.open(paths.events(this.#id), this.#place);
      return;
    }
    this.#stream.close();
    this.people = [];
  }

  #hear(told: Told): void {
    const assessmentId = this.#id;
    if (!assessmentId) return;
    switch (told.name) {
      case 'hello':
        this.opened = { assessmentId, revision: told.revision };
        return;
      case 'presence':
        this.people = told.people;
        return;
      case 'changed':
        this.#changed(assessmentId, told.by, told.many ? null : told.changes);
        return;
      case 'discussed':
        this.#discussed({ assessmentId, controlId: told.controlId, by: told.by });
        return;
      case 'beat':
        return;
      case 'resync':
        this.#discussed({ assessmentId, controlId: null, by: null });
        break;
      case 'bye':
        this.people = [];
        break;
    }
    hear({ assessmentId });
  }

  #changed(assessmentId: string, by: By | null, changes: readonly Changed[] | null): void {
    const mine = by !== null && by.id === session.viewer?.id;
    if (!mine || changes === null) {
      this.#gathered.add(changes && changes.map((one) => one.controlId), by?.name ?? null);
      return;
    }
    // From another device perhaps, or of this page, where the answer to the save is on its way.
    setTimeout(() => {
      const news = changes.filter((one) => !this.#known(assessmentId, one));
      if (news.length)
        this.#gathered.add(
          news.map((one) => one.controlId),
          null,
        );
    }, OWN_ANSWER_MS);
  }

  #discussed(told: Discussed): void {
    for (const listener of [...this.#listeners]) listener(told);
  }
}

export const live = new Live();
