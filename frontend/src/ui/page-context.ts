import { getContext, setContext } from 'svelte';

const PAGE = Symbol('page');

/** A page tells what is inside it that the heading is there already. */
export const enterPage = (): void => {
  setContext(PAGE, true);
};

export const insidePage = (): boolean => getContext<boolean | undefined>(PAGE) === true;
