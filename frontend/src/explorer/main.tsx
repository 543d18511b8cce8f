/** The API explorer at GET /graphql: GraphiQL with saved examples, bundled, no outside host. */

import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

import { t } from '$/messages';
import { startLanguage } from '$/messages/language.svelte';
import { Accessible } from './Accessible';
import { Bar } from './Bar';
import { EXAMPLES } from './examples';
import { Examples } from './Examples';
import './explorer.css';
import { createAsk, createFetcher } from './fetcher';

/** The bearer token lives in this page's memory and nowhere else. */
const secret = { token: '' };
const fetcher = createFetcher(() => secret.token);
const ask = createAsk(() => secret.token);

await startLanguage();
const welcome = `# ${t('explorer.welcomeFirst')}\n# ${t('explorer.welcomeSecond')}\n\n`;
const firstTab = {
  query: welcome + (EXAMPLES[0]?.query ?? ''),
  variables: JSON.stringify(EXAMPLES[0]?.variables ?? {}, null, 2),
};

function Explorer() {
  const [token, setToken] = useState('');
  const [place, setPlace] = useState<Element | null>(null);
  const use = (value: string) => {
    secret.token = value;
    setToken(value);
  };
  return (
    <>
      <Bar ask={ask} token={token} onToken={use} />
      <main>
        <section className="examples" aria-label={t('explorer.examples')} ref={setPlace} />
        <GraphiQL
          fetcher={fetcher}
          defaultTabs={[firstTab]}
          defaultQuery={welcome}
          defaultEditorToolsVisibility="variables"
          shouldPersistHeaders={false}
          forcedTheme="system"
        >
          <GraphiQL.Logo>
            <span className="visually-hidden">GraphiQL</span>
          </GraphiQL.Logo>
          <Accessible first={firstTab} />
          {place && <Examples ask={ask} place={place} />}
        </GraphiQL>
      </main>
    </>
  );
}

document.title = t('explorer.documentTitle');
const root = document.getElementById('explorer');
if (root) createRoot(root).render(<Explorer />);
