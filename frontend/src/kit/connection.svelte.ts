/** Whether the server can be reached, as far as this page knows. */
class Connection {
  online = $state(typeof navigator === 'undefined' || navigator.onLine !== false);
  #waiting = new Set<() => void>();

  constructor() {
    if (typeof window === 'undefined') return;
    window.addEventListener('online', () => this.reached());
    window.addEventListener('offline', () => this.failed());
  }

  reached(): void {
    if (this.online) return;
    this.online = true;
    for (const callback of this.#waiting) callback();
  }

  failed(): void {
    this.online = false;
  }

  /** Calls back each time the connection returns; the result stops that. */
  onReturn(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }
}

export const connection = new Connection();
