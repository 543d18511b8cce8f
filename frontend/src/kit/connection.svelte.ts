/** How often the server is asked whether it is back. */
const PROBE_MS = 5_000;

/** Whether the server can be reached, as far as this page knows. */
class Connection {
  online = $state(typeof navigator === 'undefined' || navigator.onLine !== false);
  #probe: ReturnType<typeof setInterval> | null = null;
  #waiting = new Set<() => void>();

  constructor() {
    if (typeof window === 'undefined') return;
    window.addEventListener('online', () => this.reached());
    window.addEventListener('offline', () => this.failed());
  }

  reached(): void {
    if (this.online) return;
    this.online = true;
    if (this.#probe !== null) clearInterval(this.#probe);
    this.#probe = null;
    for (const callback of this.#waiting) callback();
  }

  failed(): void {
    this.online = false;
    this.#probe ??= setInterval(() => void this.#ask(), PROBE_MS);
  }

  async #ask(): Promise<void> {
    try {
      const answer = await fetch('/healthz', { cache: 'no-store' });
      if (answer.ok) this.reached();
    } catch {
      // Not yet.
    }
  }

  /** Calls back each time the connection returns; the result stops that. */
  onReturn(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }
}

export const connection = new Connection();
