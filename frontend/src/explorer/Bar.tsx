/** The strip above GraphiQL: who asks, and with what. */

import { type FormEvent, useEffect, useState } from 'react';

import { t } from '$/messages';
import type { Ask } from './fetcher';

interface ViewerData {
  viewer: { name: string; memberships: { organisation: { name: string } }[] } | null;
}
type Viewer = ViewerData['viewer'];

const WHO = 'query ExplorerViewer { viewer { name memberships { organisation { name } } } }';

/** Undefined while it is being asked, null for nobody. */
function useViewer(ask: Ask, token: string): Viewer | undefined {
  const [viewer, setViewer] = useState<Viewer>();
  useEffect(() => {
    let current = true;
    const set = (found: Viewer) => current && setViewer(found);
    ask<ViewerData>(WHO).then(
      (data) => set(data.viewer),
      () => set(null),
    );
    return () => {
      current = false;
    };
  }, [ask, token]);
  return viewer;
}

function Who({ viewer, token }: { viewer: Viewer | undefined; token: string }) {
  if (viewer === undefined) return <>{t('explorer.looking')}</>;
  if (viewer !== null) {
    const organisation = viewer.memberships[0]?.organisation.name;
    const { name } = viewer;
    const who = organisation
      ? t('explorer.askAs', { name, organisation })
      : t('explorer.askAsAlone', { name });
    return <>{token === '' ? who : `${who} ${t('explorer.askByToken')}`}</>;
  }
  if (token !== '') return <>{t('explorer.tokenUnknown')}</>;
  return (
    <>
      {t('explorer.signedOut')} <a href="/">{t('explorer.signIn')}</a> {t('explorer.orToken')}
    </>
  );
}

interface BarProps {
  ask: Ask;
  token: string;
  onToken: (token: string) => void;
}

export function Bar({ ask, token, onToken }: BarProps) {
  const viewer = useViewer(ask, token);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = new FormData(event.currentTarget).get('token');
    onToken(typeof field === 'string' ? field.trim() : '');
  };
  return (
    <header className="bar">
      <a className="bar-home" href="/">
        {t('app.product')}
      </a>
      <h1>{t('explorer.title')}</h1>
      <p className="bar-who" role="status">
        <Who viewer={viewer} token={token} />
      </p>
      <form className="bar-token" onSubmit={submit}>
        <label htmlFor="token">{t('explorer.token')}</label>
        <input
          id="token"
          name="token"
          type="password"
          autoComplete="off"
          spellCheck={false}
          aria-describedby="token-hint"
        />
        <button type="submit">{t('explorer.tokenUse')}</button>
        <span id="token-hint" className="bar-hint">
          {t('explorer.tokenHint')}
        </span>
      </form>
    </header>
  );
}
