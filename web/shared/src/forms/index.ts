export { readOperation } from "./operationStore.ts";
export { useIdempotentForm } from "./useIdempotentForm.ts";
