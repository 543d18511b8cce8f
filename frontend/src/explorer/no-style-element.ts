/**
 * Stands in for the package `react-style-singleton`, by which GraphiQL's dialogs stop the page
 * behind them from scrolling with a `<style>` element. This page does not scroll, and without
 * that element the Content-Security-Policy needs no `'unsafe-inline'`.
 */
export const styleSingleton = () => () => null;
