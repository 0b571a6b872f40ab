import { useState } from "react";
import { wasSent } from "./operationStore.ts";

/** Whether the dialog of a form is open. After a reload it opens again if the form was sent and its result is not known. */
export const useOperationDialog = (name: string) => useState(() => wasSent(name));
