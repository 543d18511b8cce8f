import type { Component } from 'svelte';

/** 'assessmentId' | 'controlId' of '/assessments/:assessmentId/controls/:controlId'. */
type ParameterNames<Pattern extends string> =
  Pattern extends `${string}:${infer Name}/${infer Rest}`
    ? Name | ParameterNames<Rest>
    : Pattern extends `${string}:${infer Name}`
      ? Name
      : never;
export type RouteParameters<Pattern extends string> = Record<ParameterNames<Pattern>, string>;

export interface Route {
  pattern: string;
  expression: RegExp;
  load: () => Promise<{ default: Component<Record<string, string>> }>;
  /** The assessment's score stands beside the page. */
  withScore: boolean;
  /** For everybody: nobody has to sign in. */
  open: boolean;
}

interface RouteOptions {
  withScore?: boolean;
  open?: boolean;
}

/** A page gets the parameters of its pattern as its properties. */
export function route<Pattern extends string>(
  pattern: Pattern,
  load: () => Promise<{ default: Component<RouteParameters<Pattern>> }>,
  options: RouteOptions = {},
): Route {
  const source = pattern.replace(/:(\w+)/g, '(?<$1>[^/]+?)');
  return {
    pattern,
    expression: new RegExp(`^${source}$`),
    load: load as unknown as Route['load'],
    withScore: options.withScore ?? false,
    open: options.open ?? false,
  };
}

export interface RouteMatch {
  route: Route;
  parameters: Record<string, string>;
}

/** Files of the server under the application's addresses: never routed here. */
const SERVER_FILE = /\.(pdf|json|csv|jsonl|xml|xlsx|html|jws|pem)$/;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export class Router {
  url = $state.raw(new URL('about:blank'));
  /** Counts navigations; a page that opens after one takes the focus. */
  #arrival: { scroll: number } | null = null;
  #leaving = new Set<() => void>();
  #routes: Route[] = [];

  start(routes: Route[]): void {
    this.#routes = routes;
    this.url = new URL(location.href);
    history.scrollRestoration = 'manual';
    window.addEventListener('popstate', (event) => {
      const state = event.state as { scroll?: number } | null;
      this.#arrive(state?.scroll ?? 0);
    });
    document.addEventListener('click', (event) => this.#onClick(event));
  }

  match(path: string): RouteMatch | null {
    if (SERVER_FILE.test(path)) return null;
    for (const candidate of this.#routes) {
      const found = candidate.expression.exec(path);
      if (!found) continue;
      const groups = Object.entries(found.groups ?? {});
      return {
        route: candidate,
        parameters: Object.fromEntries(groups.map(([name, value]) => [name, decoded(value)])),
      };
    }
    return null;
  }

  go(path: string, options: { replace?: boolean } = {}): void {
    const target = new URL(path, location.href);
    for (const callback of this.#leaving) callback();
    history.replaceState({ ...history.state, scroll: window.scrollY }, '');
    if (options.replace) history.replaceState(null, '', target);
    else history.pushState(null, '', target);
    this.#arrive(0);
  }

  /** Changes ?name=value in place: no navigation, no focus. Null removes it. */
  setSearch(values: Record<string, string | null>): void {
    const next = new URL(this.url);
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === '') next.searchParams.delete(name);
      else next.searchParams.set(name, value);
    }
    history.replaceState(history.state, '', next);
    this.url = next;
  }

  /** Called before each navigation inside the application. */
  onLeave(callback: () => void): () => void {
    this.#leaving.add(callback);
    return () => this.#leaving.delete(callback);
  }

  /** Another page takes the place of this one at the same address, as when signing in. */
  renew(): void {
    this.#arrival = { scroll: 0 };
  }

  /** The page that opened asks once whether it was navigated to, and where to scroll. */
  takeArrival(): { scroll: number } | null {
    const arrival = this.#arrival;
    this.#arrival = null;
    return arrival;
  }

  #arrive(scroll: number): void {
    const next = new URL(location.href);
    const samePage = next.pathname === this.url.pathname;
    if (!samePage) this.#arrival = { scroll };
    this.url = next;
  }

  #onClick(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a[href]');
    if (!(link instanceof HTMLAnchorElement)) return;
    if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    const target = new URL(link.href);
    if (target.hash && target.pathname === location.pathname) return;
    if (!this.match(target.pathname)) return;
    event.preventDefault();
    this.go(link.href);
  }
}

export const router = new Router();
