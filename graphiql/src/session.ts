import { useCallback, useEffect, useState } from "react";
import signInQuery from "../examples/session/sign-in.graphql?raw";
import signOutQuery from "../examples/session/sign-out.graphql?raw";
import viewerQuery from "../examples/session/viewer.graphql?raw";
import { request } from "./api";

export type Viewer =
  | { __typename: "FirmMember"; name: string; email: string; role: string; firm: { name: string } }
  | { __typename: "ClientUser"; name: string; email: string; client: { name: string; firm: { name: string } } };

export type Seat = { id: string; firmName: string; clientName: string | null; role: string | null };

export type Person = { label: string; email: string; password: string };

export type People = { people: Person[]; sandbox: boolean };

type Credentials = { email: string; password: string };

type SignIn = {
  signIn:
    | { __typename: "SignInPayload"; viewer: Viewer }
    | { __typename: "SeatChoice"; seats: Seat[] }
    | { __typename: "SignInFailed"; message: string }
    | null;
};

export type Session = {
  viewer: Viewer | null;
  isLoaded: boolean; // false until the server has answered
  people: People;
  seatChoice: Seat[] | null; // a person with several memberships has to choose one
  error: string | null; // why signing in or out failed
  connectionError: string | null;
  isBusy: boolean;
  refresh(): void;
  signIn(credentials: Credentials): Promise<boolean>;
  chooseSeat(seatId: string): Promise<boolean>;
  reset(): void; // discard an unfinished choice and the last error
  signOut(): Promise<boolean>;
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function readPeople(): Promise<People> {
  const response = await fetch(new URL("people.json", document.baseURI), {
    credentials: "same-origin",
    cache: "no-store",
    headers: { Accept: "application/json" },
  });
  if (!response.ok) return { people: [], sandbox: false };
  const body = (await response.json()) as Partial<People>;
  return { people: body.people ?? [], sandbox: body.sandbox ?? false };
}

export function useSession(): Session {
  const [viewer, setViewer] = useState<Viewer | null>(null);
  const [isLoaded, setLoaded] = useState(false);
  const [people, setPeople] = useState<People>({ people: [], sandbox: false });
  const [pendingChoice, setPendingChoice] = useState<{ credentials: Credentials; seats: Seat[] } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [connectionError, setConnectionError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const refresh = useCallback(() => {
    request<{ viewer: Viewer | null }>(viewerQuery)
      .then((data) => {
        setViewer(data.viewer);
        setLoaded(true);
        setConnectionError(null);
      })
      .catch((error: unknown) => {
        setLoaded(false);
        setConnectionError(`Cannot read the current session: ${messageOf(error)}`);
      });
  }, []);

  useEffect(() => {
    readPeople().then(setPeople, () => undefined);
    refresh();
    // All tabs of the browser share the cookie, so another tab may have changed it.
    window.addEventListener("focus", refresh);
    return () => window.removeEventListener("focus", refresh);
  }, [refresh]);

  async function run(action: () => Promise<boolean>): Promise<boolean> {
    setBusy(true);
    setError(null);
    try {
      return await action();
    } catch (error) {
      setError(messageOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  }

  const signInTo = (credentials: Credentials, seatId?: string): Promise<boolean> =>
    run(async () => {
      const input = { email: credentials.email, password: credentials.password, ...(seatId === undefined ? {} : { seatId }) };
      const result = (await request<SignIn>(signInQuery, { input })).signIn;
      if (result?.__typename === "SeatChoice") {
        setPendingChoice({ credentials, seats: result.seats });
        return false;
      }
      setPendingChoice(null);
      if (result?.__typename === "SignInPayload") {
        setViewer(result.viewer);
        setLoaded(true);
        setConnectionError(null);
        return true;
      }
      setError(result?.message ?? "Sign-in failed.");
      return false;
    });

  return {
    viewer,
    isLoaded,
    people,
    seatChoice: pendingChoice?.seats ?? null,
    error,
    connectionError,
    isBusy,
    refresh,
    signIn: (credentials) => signInTo(credentials),
    chooseSeat: (seatId) => (pendingChoice === null ? Promise.resolve(false) : signInTo(pendingChoice.credentials, seatId)),
    reset: () => {
      setPendingChoice(null);
      setError(null);
    },
    signOut: () =>
      run(async () => {
        await request(signOutQuery);
        setViewer(null);
        return true;
      }),
  };
}

/** "Ada Lumière" and "OWNER at Lumière" */
export function describe(viewer: Viewer): [name: string, affiliation: string] {
  return viewer.__typename === "FirmMember"
    ? [viewer.name, `${viewer.role} at ${viewer.firm.name}`]
    : [viewer.name, `client ${viewer.client.name} of ${viewer.client.firm.name}`];
}
