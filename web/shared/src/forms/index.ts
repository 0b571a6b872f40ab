export { isResultKnown, isResultLoading } from "./isResultKnown.ts";
export { wasSent } from "./operationStore.ts";
export { useDebounced } from "./useDebounced.ts";
export { useIdempotentForm } from "./useIdempotentForm.ts";
export { useOperationDialog } from "./useOperationDialog.ts";
