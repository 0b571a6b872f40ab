import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from "@graphiql/plugin-doc-explorer";
import { HISTORY_PLUGIN, HistoryStore } from "@graphiql/plugin-history";
import {
  GraphiQLProvider,
  ToolbarButton,
  useGraphiQL,
  useGraphiQLActions,
  useHeadersEditorState,
  useVariablesEditorState,
} from "@graphiql/react";
import { GraphiQL, GraphiQLInterface } from "graphiql";
import { useEffect, useMemo, useState } from "react";
import { createFetcher } from "./api";
import { ExampleMenu } from "./ExampleMenu";
import { type Example, exampleOf } from "./examples";
import { fillVariables, newKey } from "./fill";
import { PaymentWindow, findCheckouts } from "./PaymentWindow";
import { SessionMenu } from "./SessionMenu";
import { type Session, useSession } from "./session";
import { storage } from "./storage";

const PLUGINS = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];
const FIRST_TAB = [{ query: exampleOf("who-am-i/who-am-i.graphql").query }];

export function App() {
  const session = useSession();
  const { refresh } = session;
  const fetcher = useMemo(() => createFetcher(refresh), [refresh]);
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      plugins={PLUGINS}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      storage={storage}
      shouldPersistHeaders={false}
      defaultTabs={FIRST_TAB}
      inputValueDeprecation
      schemaDescription
    >
      <HistoryStore>
        <DocExplorerStore>
          <Page session={session} />
        </DocExplorerStore>
      </HistoryStore>
    </GraphiQLProvider>
  );
}

function useOpenExample(): (example: Example, overrides?: Record<string, unknown>) => Promise<void> {
  const { addTab, updateActiveTabValues } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  return async (example, overrides) => {
    const { query } = example;
    const variables = await fillVariables(example.variables, overrides);
    addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
    const operationName = /^(?:query|mutation|subscription)\s+(\w+)/m.exec(query)?.[1] ?? null;
    updateActiveTabValues({ query, variables, operationName });
    // GraphiQL has no action that opens the variables tab.
    document.querySelector<HTMLButtonElement>('button[data-name="variables"]:not(.active)')?.click();
    queryEditor?.setScrollTop(0);
    queryEditor?.focus();
  };
}

/** Wraps long lines, and keeps the active tab visible. */
function useEditorOptions(): void {
  const { queryEditor, variableEditor, activeTabIndex } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
    activeTabIndex: state.activeTabIndex,
  }));
  useEffect(() => {
    for (const editor of [queryEditor, variableEditor]) editor?.updateOptions({ wordWrap: "on", wrappingIndent: "indent" });
  }, [queryEditor, variableEditor]);
  useEffect(() => {
    document.querySelector(".graphiql-tab-active")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [activeTabIndex]);
}

const KEYS = /("idempotencyKey"\s*:\s*")([^"]*)"/g;

/** Replaces the idempotency keys in the variables: with the same key, the server would only replay the operation. */
function NewKeyButton() {
  const [variables, setVariables] = useVariablesEditorState();
  if (variables.search(KEYS) < 0) return null;
  const renew = (): void => {
    const newKeys = new Map<string, string>();
    const keyFor = (old: string): string => {
      const key = newKeys.get(old) ?? newKey();
      newKeys.set(old, key);
      return key;
    };
    setVariables(variables.replace(KEYS, (_, start: string, old: string) => `${start}${keyFor(old)}"`));
  };
  return (
    <ToolbarButton label="New idempotency key" onClick={renew}>
      <svg className="graphiql-toolbar-icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
        <circle cx="6.5" cy="13.5" r="3.75" />
        <path d="M9.2 10.8 17 3m-3 3 2.6 2.6M11.5 8.5l2 2" strokeLinecap="round" />
      </svg>
    </ToolbarButton>
  );
}

function Page({ session }: { session: Session }) {
  useEditorOptions();
  const open = useOpenExample();
  const [headers] = useHeadersEditorState();
  const { introspect } = useGraphiQLActions();
  const { response, hasSchema } = useGraphiQL((state) => ({
    response: state.tabs[state.activeTabIndex]?.response ?? null,
    hasSchema: state.schema != null,
  }));
  const checkouts = useMemo(() => findCheckouts(response), [response]);
  const [error, setError] = useState<string | null>(null);

  const email = session.viewer?.email;
  useEffect(() => {
    // A server may allow introspection only to signed-in users.
    if (email !== undefined && !hasSchema) introspect();
  }, [email]);

  const openExample = (example: Example, overrides?: Record<string, unknown>): void => {
    setError(null);
    open(example, overrides).catch((reason: unknown) => setError(reason instanceof Error ? reason.message : String(reason)));
  };

  return (
    <div className="page">
      <header className="bar">
        <span className="brand">
          Acompte <small>GraphQL API</small>
        </span>
        <ExampleMenu onChoose={openExample} />
        <span className="bar-gap" />
        {/"authorization"/i.test(headers) && (
          <span className="bar-note" title="The Headers tab sets Authorization for this query.">
            Custom Authorization header
          </span>
        )}
        <SessionMenu session={session} />
      </header>
      {(error ?? session.connectionError) !== null && (
        <p className="error" role="alert">
          {error ?? session.connectionError}
        </p>
      )}
      <main className="workbench">
        <GraphiQLInterface defaultEditorToolsVisibility="variables" showPersistHeadersSettings={false}>
          <GraphiQL.Logo>GraphiQL</GraphiQL.Logo>
          <GraphiQL.Toolbar>
            {({ prettify, copy, merge }) => (
              <>
                {prettify}
                {merge}
                {copy}
                <NewKeyButton />
              </>
            )}
          </GraphiQL.Toolbar>
          {checkouts.length > 0 && (
            <GraphiQL.Footer>
              <PaymentWindow checkouts={checkouts} onRead={(file, id) => openExample(exampleOf(file), { id })} />
            </GraphiQL.Footer>
          )}
        </GraphiQLInterface>
      </main>
    </div>
  );
}
