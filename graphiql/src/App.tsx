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
import { fill, freshKey } from "./fill";
import { PaymentWindow, checkoutsIn } from "./PaymentWindow";
import { type Session, useSession } from "./session";
import { storage } from "./storage";
import { Who } from "./Who";

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

function useOpenExample(): (example: Example, given?: Record<string, unknown>) => Promise<void> {
  const { addTab, updateActiveTabValues } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  return async (example, given) => {
    const { query } = example;
    const variables = await fill(example.variables, given);
    addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
    const operationName = /^(?:query|mutation|subscription)\s+(\w+)/m.exec(query)?.[1] ?? null;
    updateActiveTabValues({ query, variables, operationName });
    // GraphiQL has no action for it: in place of the headers, where those are open.
    document.querySelector<HTMLButtonElement>('button[data-name="variables"]:not(.active)')?.click();
    queryEditor?.setScrollTop(0);
    queryEditor?.focus();
  };
}

/** Comments and keys are longer than half a page is wide; and of many tabs, the one in use is in sight. */
function useComfort(): void {
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

/** The same key means the same operation: to start another one, take another key. */
function FreshKey() {
  const [variables, setVariables] = useVariablesEditorState();
  if (variables.search(KEYS) < 0) return null;
  const renew = (): void => {
    const fresh = new Map<string, string>();
    const keyFor = (old: string): string => {
      const key = fresh.get(old) ?? freshKey();
      fresh.set(old, key);
      return key;
    };
    setVariables(variables.replace(KEYS, (_, start: string, old: string) => `${start}${keyFor(old)}"`));
  };
  return (
    <ToolbarButton label="A fresh idempotency key" onClick={renew}>
      <svg className="graphiql-toolbar-icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
        <circle cx="6.5" cy="13.5" r="3.75" />
        <path d="M9.2 10.8 17 3m-3 3 2.6 2.6M11.5 8.5l2 2" strokeLinecap="round" />
      </svg>
    </ToolbarButton>
  );
}

function Page({ session }: { session: Session }) {
  useComfort();
  const open = useOpenExample();
  const [headers] = useHeadersEditorState();
  const { introspect } = useGraphiQLActions();
  const { response, hasSchema } = useGraphiQL((state) => ({
    response: state.tabs[state.activeTabIndex]?.response ?? null,
    hasSchema: state.schema != null,
  }));
  const checkouts = useMemo(() => checkoutsIn(response), [response]);
  const [problem, setProblem] = useState<string | null>(null);

  const email = session.viewer?.email;
  useEffect(() => {
    // A server may show its schema only to those who are signed in.
    if (email !== undefined && !hasSchema) introspect();
  }, [email]);

  const choose = (example: Example, given?: Record<string, unknown>): void => {
    setProblem(null);
    open(example, given).catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };

  return (
    <div className="page">
      <header className="bar">
        <span className="brand">
          Acompte <small>GraphQL API</small>
        </span>
        <ExampleMenu onChoose={choose} />
        <span className="bar-gap" />
        {/"authorization"/i.test(headers) && (
          <span className="bar-note" title="The Headers tab sends Authorization with this query.">
            Headers: own Authorization
          </span>
        )}
        <Who session={session} />
      </header>
      {(problem ?? session.unreachable) !== null && (
        <p className="problem" role="alert">
          {problem ?? session.unreachable}
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
                <FreshKey />
              </>
            )}
          </GraphiQL.Toolbar>
          {checkouts.length > 0 && (
            <GraphiQL.Footer>
              <PaymentWindow checkouts={checkouts} onRead={(file, id) => choose(exampleOf(file), { id })} />
            </GraphiQL.Footer>
          )}
        </GraphiQLInterface>
      </main>
    </div>
  );
}
