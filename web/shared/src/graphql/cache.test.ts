import { Client, type Exchange, gql, type Operation } from "@urql/core";
import { filter, map, pipe, subscribe } from "wonka";
import { beforeEach, expect, test } from "vitest";
import { createCacheExchange } from "./cache.ts";

type Answers = (operation: Operation) => unknown;

const client = (id: string, prepayments: object[]) => ({
  __typename: "Client",
  id,
  prepayments: {
    __typename: "PrepaymentConnection",
    edges: prepayments.map((node) => ({ __typename: "PrepaymentEdge", node })),
  },
});
const prepayment = (id: string, status: string, clientId = "client") => ({
  __typename: "Prepayment",
  id,
  status,
  client: { __typename: "Client", id: clientId },
});
const notice = (id: string, readAt: string | null) => ({ __typename: "Notice", id, readAt });

const Home = gql`
  query Home {
    client(id: "client") {
      __typename
      id
      prepayments(filter: { status: [REQUIRES_ACTION] }, first: 2) {
        __typename
        edges { __typename node { __typename id status client { __typename id } } }
      }
    }
    unread: notices(filter: { unread: true }, first: 1) { __typename totalCount }
  }
`;
const Prepay = gql`
  mutation Prepay {
    makePrepayment {
      __typename
      prepayment { __typename id status client { __typename id } }
    }
  }
`;
const MarkRead = gql`
  mutation MarkRead {
    markNoticesRead { __typename unreadCount notices { __typename id } }
  }
`;

let asked: string[];
beforeEach(() => {
  asked = [];
});

/** A client whose server gives these answers, and the ids of the prepayments that the home page shows. */
async function open(prepayments: object[], answer: Answers) {
  const server: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind !== "teardown"),
      map((operation) => {
        const data =
          operation.kind === "query"
            ? {
                client: client("client", prepayments),
                unread: { __typename: "NoticeConnection", totalCount: 3 },
                notices: { __typename: "NoticeConnection", edges: [{ __typename: "NoticeEdge", node: notice("new", null) }] },
              }
            : answer(operation);
        asked.push(operation.kind);
        return { operation, data, stale: false, hasNext: false } as never;
      }),
    );
  const urql = new Client({ url: "/", preferGetMethod: false, exchanges: [createCacheExchange(), server] });
  let shown: { ids: string[]; unread: number } | null = null;
  pipe(
    urql.query(Home, {}),
    subscribe(({ data }) => {
      shown = data && {
        ids: data.client.prepayments.edges.map(({ node }: { node: { id: string } }) => node.id),
        unread: data.unread.totalCount,
      };
    }),
  );
  return { urql, shown: () => shown! };
}

const answerWith = (made: object): Answers => () => ({
  makePrepayment: { __typename: "MakePrepaymentPayload", prepayment: made },
});

test("a new object is added to a list that is cached as a whole, without asking again", async () => {
  const { urql, shown } = await open([prepayment("a", "REQUIRES_ACTION")], answerWith(prepayment("b", "REQUIRES_ACTION")));
  await urql.mutation(Prepay, {}).toPromise();
  expect(shown().ids).toEqual(["b", "a"]);
  expect(asked).toEqual(["query", "mutation"]);
});

test("a list of which more may follow is asked for again", async () => {
  const full = [prepayment("a", "REQUIRES_ACTION"), prepayment("b", "REQUIRES_ACTION")];
  const { urql } = await open(full, answerWith(prepayment("c", "REQUIRES_ACTION")));
  await urql.mutation(Prepay, {}).toPromise();
  expect(asked).toEqual(["query", "mutation", "query"]);
});

test.each([
  ["another status", prepayment("b", "SUCCEEDED")],
  ["another owner", prepayment("b", "REQUIRES_ACTION", "other")],
])("an object of %s leaves a list as it is", async (_, made) => {
  const { urql, shown } = await open([prepayment("a", "REQUIRES_ACTION")], answerWith(made));
  await urql.mutation(Prepay, {}).toPromise();
  expect(shown().ids).toEqual(["a"]);
  expect(asked).toEqual(["query", "mutation"]);
});

test("a filter that is null, as an empty field of a form is, leaves out no object", async () => {
  const Open = gql`
    query Open($status: [PaymentStatus!]) {
      client {
        __typename
        id
        prepayments(filter: { status: $status }, first: 2) { __typename edges { __typename node { __typename id status } } }
      }
    }
  `;
  const { urql } = await open([], answerWith(prepayment("b", "REQUIRES_ACTION")));
  pipe(urql.query(Open, { status: null }), subscribe(() => undefined));
  const result = await urql.mutation(Prepay, {}).toPromise();
  expect(result.error).toBeUndefined();
  expect(result.data.makePrepayment.prepayment.id).toBe("b");
});

test("an object whose owner is not known makes its lists be asked for again", async () => {
  const { urql } = await open([], answerWith({ ...prepayment("b", "REQUIRES_ACTION"), client: null }));
  await urql.mutation(Prepay, {}).toPromise();
  expect(asked).toEqual(["query", "mutation", "query"]);
});

test("reading notices changes their count, without asking again", async () => {
  const { urql, shown } = await open([], () => ({
    markNoticesRead: {
      __typename: "MarkNoticesReadPayload",
      unreadCount: 1,
      notices: [{ __typename: "Notice", id: "notice" }],
    },
  }));
  expect(shown().unread).toBe(3);
  await urql.mutation(MarkRead, {}).toPromise();
  expect(shown().unread).toBe(1);
  expect(asked).toEqual(["query", "mutation"]);
});

test("notices that are marked as read are not loaded again, nor is their list", async () => {
  const Notices = gql`
    query Notices {
      notices(first: 1) { __typename edges { __typename node { __typename id readAt } } }
    }
  `;
  const MarkAllRead = gql`
    mutation MarkAllRead {
      markNoticesRead { __typename unreadCount notices { __typename id readAt } }
    }
  `;
  const { urql } = await open([], () => ({
    markNoticesRead: {
      __typename: "MarkNoticesReadPayload",
      unreadCount: 0,
      notices: [notice("new", "2026-11-29"), notice("not in the list", "2026-11-29")],
    },
  }));
  const shown: unknown[] = [];
  pipe(urql.query(Notices, {}), subscribe(({ data }) => shown.push(data.notices.edges[0].node.readAt)));
  asked = [];
  await urql.mutation(MarkAllRead, {}).toPromise();
  expect(shown).toEqual([null, "2026-11-29"]);
  expect(asked).toEqual(["mutation"]);
});

test("the fields of an interface are part of the answer", async () => {
  const { urql } = await open([], () => ({ signIn: { __typename: "SignInFailed", message: "Wrong password." } }));
  const document = gql`
    mutation SignIn {
      signIn { __typename ... on UserError { message } }
    }
  `;
  const { data } = await urql.mutation(document, {}).toPromise();
  expect(data.signIn.message).toBe("Wrong password.");
});
