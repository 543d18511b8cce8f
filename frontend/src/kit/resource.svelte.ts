/**
 * Something read from the server: its data, its error, and reading it again. While it is read
 * again the former data stay, so that nothing jumps.
 */
export class Resource<T> {
  data = $state.raw<T | undefined>(undefined);
  error = $state.raw<unknown>(undefined);
  loading = $state(true);
  #read: () => Promise<T>;
  #turn = 0;

  constructor(read: () => Promise<T>) {
    this.#read = read;
    void this.reload();
  }

  /** The latest call wins; an older answer that arrives late is dropped. */
  async reload(): Promise<void> {
    const turn = ++this.#turn;
    this.loading = true;
    try {
      const data = await this.#read();
      if (turn !== this.#turn) return;
      this.data = data;
      this.error = undefined;
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** Puts in what a mutation returned, without asking again. */
  set(data: T): void {
    this.#turn += 1;
    this.data = data;
    this.error = undefined;
    this.loading = false;
  }
}

export function resource<T>(read: () => Promise<T>): Resource<T> {
  return new Resource(read);
}
