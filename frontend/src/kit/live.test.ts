import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Gathered, LiveStream, type Source, type Told } from './live';

class FakeSource implements Source {
  readyState = 1;
  listeners = new Map<string, (event: MessageEvent<string>) => void>();
  constructor(readonly url: string) {}
  addEventListener = (name: string, listener: (event: MessageEvent<string>) => void) =>
    void this.listeners.set(name, listener);
  close = () => void (this.readyState = 2);
  send(name: string, data: unknown = {}, lastEventId = ''): void {
    this.listeners.get(name)?.({ data: JSON.stringify(data), lastEventId } as MessageEvent<string>);
  }
  refuse(): void {
    this.readyState = 2;
    this.listeners.get('error')?.({} as MessageEvent<string>);
  }
}

let sources: FakeSource[];
let told: Told[];
let stream: LiveStream;
const last = () => sources.at(-1)!;

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  told = [];
  stream = new LiveStream({
    open: (url) => {
      const source = new FakeSource(url);
      sources.push(source);
      return source;
    },
    heard: (one) => told.push(one),
    random: () => 0.5,
  });
});
afterEach(() => vi.useRealTimers());

describe('a stream', () => {
  test('is opened once for a place, and anew for another', () => {
    stream.open('/a/events', { controlId: 'c 1', partId: 'p' });
    stream.open('/a/events', { controlId: 'c 1', partId: 'p' });
    stream.open('/a/events', { controlId: 'c2' });
    expect(sources.map((one) => [one.url, one.readyState])).toEqual([
      ['/a/events?control=c+1&part=p', 2],
      ['/a/events?control=c2', 1],
    ]);
  });

  test('that is opened again says where it stood, and of another assessment says nothing', () => {
    stream.open('/a/events', {});
    last().send('hello', { revision: 4 }, '4.draft.');
    stream.close();
    stream.open('/a/events', {});
    expect(last().url).toBe('/a/events?since=4.draft.');
    stream.open('/b/events', {});
    expect(last().url).toBe('/b/events');
  });

  test('hands on what it hears, and nothing of a place that was left', () => {
    stream.open('/a/events', {});
    const before = last();
    stream.open('/a/events', { controlId: 'c' });
    before.send('decided');
    last().send('presence', { people: [] });
    expect(told).toEqual([{ name: 'presence', people: [] }]);
  });

  test('that was refused is tried again, later and later', () => {
    stream.open('/a/events', {});
    for (const pause of [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      last().refuse();
      const before = sources.length;
      vi.advanceTimersByTime(pause - 1);
      expect(sources).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(sources).toHaveLength(before + 1);
    }
    last().send('hello', { revision: 1 }, '1');
    last().refuse();
    vi.advanceTimersByTime(2_000);
    expect(last().url).toContain('since=1');
  });

  test('that broke is left to open itself again', () => {
    stream.open('/a/events', {});
    last().listeners.get('error')?.({} as MessageEvent<string>);
    vi.advanceTimersByTime(120_000);
    expect(sources).toHaveLength(1);
  });

  test('is over when access is', () => {
    stream.open('/a/events', {});
    last().send('bye');
    expect(last().readyState).toBe(2);
    vi.advanceTimersByTime(120_000);
    expect(sources).toHaveLength(1);
  });
});

describe('changes', () => {
  test('are handed on almost at once, and then every two seconds', () => {
    const found: [string[], string[]][] = [];
    const gathered = new Gathered(
      ({ controls, by }) => found.push([[...controls], [...by]]),
      () => performance.now(),
    );
    gathered.add(['c1'], 'Ada');
    vi.advanceTimersByTime(250);
    expect(found).toEqual([[['c1'], ['Ada']]]);
    for (const name of ['Ada', 'Ben', 'Cy', 'Ada']) gathered.add(['c1', 'c2'], name);
    vi.advanceTimersByTime(1_900);
    expect(found).toHaveLength(1);
    vi.advanceTimersByTime(200);
    expect(found[1]).toEqual([
      ['c1', 'c2'],
      ['Ada', 'Ben', 'Cy'],
    ]);
  });
});
