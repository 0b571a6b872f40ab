export { readOperation } from "./operationStore.ts";
export { useIdempotentForm } from "./useIdempotentForm.ts";
export { useOperationDialog } from "./useOperationDialog.ts";
