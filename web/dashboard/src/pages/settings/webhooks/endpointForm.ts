import type { NoticeKind } from "@acompte/shared/graphql/types";

/** The address of an endpoint, and the kinds of notices that it gets. Null: all of them. */
export type EndpointInput = { url: string; kinds: NoticeKind[] | null };

export const endpointForm = "webhook-endpoint";
