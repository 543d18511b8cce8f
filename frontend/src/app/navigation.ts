import { paths } from '$/kit/paths';
import { session } from '$/kit/session.svelte';
import { t } from '$/messages';

export interface NavigationLink {
  href: string;
  text: string;
  /** Whether the signed-in person has anything to do there. */
  shown: boolean;
  current: boolean;
}

/** The main navigation, in the order of daily work; one line per page that stands in it. */
export function navigation(path: string): NavigationLink[] {
  const on = (...starts: string[]) => starts.some((start) => path.startsWith(start));
  const isOperator = session.operatorId !== null;
  return [
    {
      href: paths.home(),
      text: t('app.navHome'),
      shown: isOperator && session.can('assessment:read'),
      current: path === '/' || on('/assessments'),
    },
    {
      href: paths.work(),
      text: t('work.nav'),
      shown: isOperator && session.can('assigned:write'),
      current: on('/work'),
    },
    {
      href: paths.operatorDetails(),
      text: t('app.navDetails'),
      shown: isOperator && session.can('operator:read'),
      current: on('/operator'),
    },
    {
      href: paths.desk(),
      text: t('app.navDesk'),
      shown: session.can('desk:read'),
      current: on('/desk', '/cases'),
    },
    {
      href: paths.submissions(),
      text: t('app.navSubmissions'),
      shown: session.can('submission:read'),
      current: on('/submissions'),
    },
    {
      href: paths.statistics(),
      text: t('app.navStatistics'),
      shown: session.can('statistics:read'),
      current: on('/statistics'),
    },
    {
      href: paths.register(),
      text: t('app.navRegister'),
      shown: session.can('register:read'),
      current: on('/register'),
    },
    {
      href: paths.members(),
      text: t('app.navMembers'),
      shown: session.can('member:read'),
      current: on('/team/members'),
    },
    {
      href: paths.tokens(),
      text: t('app.navTokens'),
      shown: session.can('token:manage'),
      current: on('/tokens'),
    },
  ].filter((link) => link.shown);
}
