import { graphql } from "./generated/gql.ts";

/** How many notices are unread. It is also part of the first page's query. */
export const UnreadNoticesDocument = graphql(`
  query UnreadNotices {
    unread: notices(filter: { unread: true }, first: 1) { totalCount }
  }
`);

/** Whether these are the arguments of that count. */
export const isUnreadCount = (fieldArguments: unknown): boolean =>
  (fieldArguments as { filter?: { unread?: boolean } } | null)?.filter?.unread === true;
