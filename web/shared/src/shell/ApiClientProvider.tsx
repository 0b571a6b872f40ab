import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { Provider } from "urql";
import { useLocation, useSearchParams } from "wouter";
import { createClient } from "../graphql/index.ts";
import { useLanguage } from "../language/index.ts";

export type AppName = "portal" | "dashboard";
type ApiClientState = {
  app: AppName;
  /** Replaces the client by one with an empty cache: another viewer is signed in, or in another membership. */
  resetClient(): void;
};

const Context = createContext<ApiClientState | null>(null);
const shortestInterval = 15_000;
const entryPaths = ["/sign-in", "/invitation", "/forgotten-password", "/reset-password"];

/** The client of the API, with the cache of one viewer in one language. */
export function ApiClientProvider({ app, children }: { app: AppName; children: ReactNode }) {
  const { locale } = useLanguage();
  const [path, navigate] = useLocation();
  const [generation, setGeneration] = useState(0);
  const present = useRef(path);
  present.current = path;
  const refusedAt = useRef(Number.NEGATIVE_INFINITY);
  const resetClient = useCallback(() => setGeneration((count) => count + 1), []);

  const client = useMemo(
    () =>
      createClient({
        locale: () => locale,
        onSignedOut() {
          if (entryPaths.includes(present.current)) return;
          navigate(signInPath(present.current), { replace: true });
        },
        onChangesRefused() {
          // If they are refused again at once, do not try in a loop.
          if (performance.now() - refusedAt.current < shortestInterval) return;
          refusedAt.current = performance.now();
          resetClient();
        },
      }),
    // The cached messages are in the former language, or another viewer's.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [locale, generation],
  );
  useEffect(() => () => client.dispose(), [client]);

  const state = useMemo(() => ({ app, resetClient }), [app, resetClient]);
  return (
    <Context value={state}>
      <Provider value={client}>{children}</Provider>
    </Context>
  );
}

export function useApiClient(): ApiClientState {
  const state = useContext(Context);
  if (state === null) throw new Error("There is no ApiClientProvider around this component.");
  return state;
}

/** Where to sign in, and then come back. */
export const signInPath = (path: string): string =>
  path === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ next: path + location.search })}`;

/** Continues as the person who has just signed in: on the page they wanted, in the app that is theirs. */
export function useEnter(): (viewer: { __typename: "FirmMember" | "ClientUser" }) => void {
  const { app, resetClient } = useApiClient();
  const [, navigate] = useLocation();
  const [search] = useSearchParams();
  return (viewer) => {
    const theirs = appOf(viewer);
    if (theirs !== app) {
      location.assign(`/${theirs}/`);
      return;
    }
    const next = search.get("next");
    resetClient();
    navigate(next?.startsWith("/") && !next.startsWith("//") ? next : "/", { replace: true });
  };
}

export const appOf = (viewer: { __typename: "FirmMember" | "ClientUser" }): AppName =>
  viewer.__typename === "FirmMember" ? "dashboard" : "portal";
