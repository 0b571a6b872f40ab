import { createContext, useContext } from "react";
import { type FragmentType, graphql, readFragment } from "../graphql/index.ts";

const ShellFragment = graphql(`
  fragment Shell_query on Query {
    viewer {
      ... on FirmMember {
        id
        name
        email
        locale
        role
        rights
        firm { id name currencyCode timeZone locale changesCursor }
        memberships { id firmName clientName role isCurrent }
      }
      ... on ClientUser {
        id
        name
        email
        locale
        client { id name changesCursor firm { id name currencyCode timeZone locale } }
        memberships { id firmName clientName role isCurrent }
      }
    }
    unread: notices(filter: { unread: true }, first: 1) { totalCount }
  }
`);

/** Reads what the shell shows. The query of the page at "/" spreads the fragment: the first page is one request. */
export const readShell = (query: FragmentType<typeof ShellFragment>) => readFragment(ShellFragment, query);
export type Viewer = NonNullable<ReturnType<typeof readShell>["viewer"]>;

export const firmOf = (viewer: Viewer) => (viewer.__typename === "FirmMember" ? viewer.firm : viewer.client.firm);

const Context = createContext<Viewer | null>(null);
export const ViewerProvider = Context.Provider;

/** Who is signed in. */
export function useViewer(): Viewer {
  const viewer = useContext(Context);
  if (viewer === null) throw new Error("Nobody is signed in around this component.");
  return viewer;
}

/** The member of the firm who is signed in: in the dashboard. */
export function useMember() {
  const viewer = useViewer();
  if (viewer.__typename !== "FirmMember") throw new Error("The viewer is not a member of the firm.");
  return viewer;
}

/** The user of the client who is signed in: in the portal. */
export function useClientUser() {
  const viewer = useViewer();
  if (viewer.__typename !== "ClientUser") throw new Error("The viewer is not a user of a client.");
  return viewer;
}
