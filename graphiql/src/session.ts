import { useCallback, useEffect, useState } from "react";
import signInQuery from "../examples/session/sign-in.graphql?raw";
import signOutQuery from "../examples/session/sign-out.graphql?raw";
import viewerQuery from "../examples/session/viewer.graphql?raw";
import { ask } from "./api";

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
  known: boolean; // false until the server has said who it is
  people: People;
  choice: Seat[] | null; // one person, several places: which?
  problem: string | null; // why signing in or out failed
  unreachable: string | null;
  busy: boolean;
  refresh(): void;
  signIn(who: Credentials): Promise<boolean>;
  takeSeat(seatId: string): Promise<boolean>;
  close(): void; // forget a choice begun, and what failed
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
  const found = (await response.json()) as Partial<People>;
  return { people: found.people ?? [], sandbox: found.sandbox ?? false };
}

export function useSession(): Session {
  const [viewer, setViewer] = useState<Viewer | null>(null);
  const [known, setKnown] = useState(false);
  const [people, setPeople] = useState<People>({ people: [], sandbox: false });
  const [choosing, setChoosing] = useState<{ who: Credentials; seats: Seat[] } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [unreachable, setUnreachable] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const refresh = useCallback(() => {
    ask<{ viewer: Viewer | null }>(viewerQuery)
      .then((data) => {
        setViewer(data.viewer);
        setKnown(true);
        setUnreachable(null);
      })
      .catch((error: unknown) => {
        setKnown(false);
        setUnreachable(`The server did not say who is signed in: ${messageOf(error)}`);
      });
  }, []);

  useEffect(() => {
    readPeople().then(setPeople, () => undefined);
    refresh();
    // The cookie is one for all of the browser's tabs: another may have changed it.
    window.addEventListener("focus", refresh);
    return () => window.removeEventListener("focus", refresh);
  }, [refresh]);

  async function attempt(work: () => Promise<boolean>): Promise<boolean> {
    setBusy(true);
    setProblem(null);
    try {
      return await work();
    } catch (error) {
      setProblem(messageOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  }

  const enter = (who: Credentials, seatId?: string): Promise<boolean> =>
    attempt(async () => {
      const input = { email: who.email, password: who.password, ...(seatId === undefined ? {} : { seatId }) };
      const result = (await ask<SignIn>(signInQuery, { input })).signIn;
      if (result?.__typename === "SeatChoice") {
        setChoosing({ who, seats: result.seats });
        return false;
      }
      setChoosing(null);
      if (result?.__typename === "SignInPayload") {
        setViewer(result.viewer);
        setKnown(true);
        setUnreachable(null);
        return true;
      }
      setProblem(result?.message ?? "The server did not sign in.");
      return false;
    });

  return {
    viewer,
    known,
    people,
    choice: choosing?.seats ?? null,
    problem,
    unreachable,
    busy,
    refresh,
    signIn: (who) => enter(who),
    takeSeat: (seatId) => (choosing === null ? Promise.resolve(false) : enter(choosing.who, seatId)),
    close: () => {
      setChoosing(null);
      setProblem(null);
    },
    signOut: () =>
      attempt(async () => {
        await ask(signOutQuery);
        setViewer(null);
        return true;
      }),
  };
}

/** "Ada Lumière" and "OWNER at Lumière" */
export function describe(viewer: Viewer): [name: string, place: string] {
  return viewer.__typename === "FirmMember"
    ? [viewer.name, `${viewer.role} at ${viewer.firm.name}`]
    : [viewer.name, `client ${viewer.client.name} of ${viewer.client.firm.name}`];
}
