import { readOperation } from "./operationStore.ts";
import { useState } from "react";

/** Whether the dialog of a form is open. A reload in the middle of it comes back to it. */
export const useOperationDialog = (name: string) => useState(() => readOperation(name)?.isSent ?? false);
