import { useSyncExternalStore } from "react";

let lost = false;
const listeners = new Set<() => void>();

/** Records whether the last request got no answer. */
export function setConnectionLost(value: boolean): void {
  if (lost === value) return;
  lost = value;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the last request got no answer: the connection to the server is lost. */
export const useConnectionLost = (): boolean => useSyncExternalStore(subscribe, () => lost);
