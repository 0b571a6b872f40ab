import type { QueryState } from "../graphql/useQuery.ts";

/** What the query `operation(idempotencyKey:)` says of the form's earlier request. */
type Sent = Pick<QueryState<{ operation?: { status: string } | null }>, "data" | "error">;

/**
 * Whether nothing was sent before the form was opened, or the server says that it was done or that it was not. Until
 * then the key has to be kept, and other input would be another operation.
 */
export const isResultKnown = (form: { wasSent: boolean }, { data, error }: Sent): boolean =>
  !form.wasSent || (error === undefined && data !== undefined && data.operation?.status !== "IN_PROGRESS");

/** Whether that is being found out. */
export const isResultLoading = (form: { wasSent: boolean }, { data, error }: Sent): boolean =>
  form.wasSent && data === undefined && error === undefined;
