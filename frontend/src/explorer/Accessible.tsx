/**
 * What GraphiQL lacks for keyboards and screen readers: Tab leaves the editors (CodeMirror would
 * keep it for indenting, WCAG 2.1.2), what scrolls can be focused, and the tabs, which hold a
 * button for closing, are a list of buttons. It also puts right the variables of the first tab.
 */

import { useEditorContext } from '@graphiql/react';
import { useEffect } from 'react';

import { t } from '$/messages';

const LEAVE_WITH_TAB = { name: 'leave-with-tab', Tab: false, 'Shift-Tab': false } as const;

function useEditors(): void {
  const { headerEditor, queryEditor, responseEditor, variableEditor } = useEditorContext({
    nonNull: true,
  });
  useEffect(() => {
    const editors = [
      { editor: queryEditor, label: t('explorer.query') },
      { editor: variableEditor, label: t('explorer.variables') },
      { editor: headerEditor, label: t('explorer.headers') },
      { editor: responseEditor, label: t('explorer.answer') },
    ];
    for (const { editor, label } of editors) {
      if (!editor) continue;
      editor.addKeyMap(LEAVE_WITH_TAB);
      editor.getInputField().setAttribute('aria-label', label);
      const scroller = editor.getScrollerElement();
      scroller.tabIndex = 0;
      scroller.setAttribute('role', 'group');
      scroller.setAttribute('aria-label', t('explorer.scroll', { label }));
    }
    return () => {
      for (const { editor } of editors) editor?.removeKeyMap(LEAVE_WITH_TAB);
    };
  }, [headerEditor, queryEditor, responseEditor, variableEditor]);
}

function mendTabs(container: Element): void {
  for (const list of container.querySelectorAll('[role="tablist"]')) list.removeAttribute('role');
  container.querySelector('[role="tabpanel"]')?.setAttribute('role', 'group');
  for (const item of container.querySelectorAll('.graphiql-tab')) {
    const chosen = item.classList.contains('graphiql-tab-active');
    item.removeAttribute('role');
    item.removeAttribute('aria-selected');
    const button = item.querySelector('.graphiql-tab-button');
    if (chosen) button?.setAttribute('aria-current', 'true');
    else button?.removeAttribute('aria-current');
  }
}

function useMendedTabs(): void {
  useEffect(() => {
    const container = document.querySelector('.graphiql-sessions');
    if (!container) return;
    const observer = new MutationObserver(() => mendTabs(container));
    mendTabs(container);
    observer.observe(container, {
      subtree: true,
      childList: true,
      attributeFilter: ['aria-selected', 'role'],
    });
    return () => observer.disconnect();
  }, []);
}

interface FirstTab {
  query: string;
  variables: string;
}

/** GraphiQL shows the query of a default tab, and forgets its variables. */
function useFirstVariables(first: FirstTab): void {
  const { queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  useEffect(() => {
    if (variableEditor?.getValue() !== '' || queryEditor?.getValue() !== first.query) return;
    variableEditor.setValue(first.variables);
  }, [first, queryEditor, variableEditor]);
}

export function Accessible({ first }: { first: FirstTab }) {
  useFirstVariables(first);
  useEditors();
  useMendedTabs();
  return null;
}
