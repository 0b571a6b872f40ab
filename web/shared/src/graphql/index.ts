export { createClient } from "./client.ts";
export { useConnectionLost } from "./connection.ts";
export { type Failure, isAboutAmount } from "./failure.ts";
export { type FragmentType, readFragment } from "./generated/fragment-masking.ts";
export { graphql } from "./generated/gql.ts";
export { useLiveChanges } from "./useLiveChanges.ts";
export { type MutationState, useMutation } from "./useMutation.ts";
export { type PagesState, usePages } from "./usePages.ts";
export { type QueryState, useQuery } from "./useQuery.ts";
