/** The saved examples beside GraphiQL; each opens in a tab of its own. */

import { useEditorContext } from '@graphiql/react';
import { useState } from 'react';
import { createPortal } from 'react-dom';

import { t } from '$/messages';
import { type Audience, type Example, EXAMPLES } from './examples';
import type { Ask } from './fetcher';

const AUDIENCES: readonly Audience[] = ['authority', 'operator'];
const heading = (audience: Audience): string =>
  audience === 'authority' ? t('explorer.forAuthority') : t('explorer.forOperator');

/** The example's variables, with the caller's own ids where they can be found. */
async function variablesOf(example: Example, ask: Ask): Promise<[object, boolean]> {
  if (!example.fill) return [example.variables, true];
  try {
    const found = await example.fill(ask);
    return [{ ...example.variables, ...found }, Object.keys(found).length > 0];
  } catch {
    return [example.variables, false];
  }
}

function useOpenExample(ask: Ask) {
  const { addTab, queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  return async (example: Example): Promise<boolean> => {
    const [variables, complete] = await variablesOf(example, ask);
    addTab();
    // The new tab fills the editors while it renders; ours come after it.
    await new Promise((resolve) => setTimeout(resolve, 50));
    queryEditor?.setValue(example.query);
    variableEditor?.setValue(JSON.stringify(variables, null, 2));
    queryEditor?.focus();
    return complete;
  };
}

interface ExamplesProps {
  ask: Ask;
  /** Where they are shown: they need GraphiQL's context and stand outside of it. */
  place: Element;
}

export function Examples({ ask, place }: ExamplesProps) {
  const open = useOpenExample(ask);
  const [said, setSaid] = useState('');
  const [wide] = useState(() => window.matchMedia('(min-width: 60rem)').matches);
  const choose = async (example: Example) => {
    const key = (await open(example)) ? 'explorer.opened' : 'explorer.openedIncomplete';
    setSaid(t(key, { title: example.title }));
  };
  const item = (example: Example) => (
    <li key={example.id}>
      <button
        type="button"
        aria-describedby={`about-${example.id}`}
        onClick={() => void choose(example)}
      >
        {example.title}
      </button>
      <p id={`about-${example.id}`}>{example.description}</p>
    </li>
  );
  return createPortal(
    <details open={wide}>
      <summary>
        <h2>{t('explorer.examples')}</h2>
      </summary>
      <p role="status" className="examples-said">
        {said}
      </p>
      {AUDIENCES.map((audience) => (
        <section key={audience}>
          <h3>{heading(audience)}</h3>
          <ul>{EXAMPLES.filter((example) => example.audience === audience).map(item)}</ul>
        </section>
      ))}
    </details>,
    place,
  );
}
