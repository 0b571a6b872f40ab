/** The form of an operation that must not be done twice: its key, what was typed, and whether it was sent. */
export type StoredOperation<Input> = { idempotencyKey: string; input: Input; isSent: boolean };

const prefix = "acompte.operation.";

/** In the session storage of the tab, so that it survives a reload. */
export function readOperation<Input>(name: string): StoredOperation<Input> | null {
  const text = sessionStorage.getItem(prefix + name);
  return text === null ? null : (JSON.parse(text) as StoredOperation<Input>);
}

export function writeOperation<Input>(name: string, operation: StoredOperation<Input>): void {
  sessionStorage.setItem(prefix + name, JSON.stringify(operation));
}

/** Whether the form was sent from this tab, and its result is not known. */
export const wasSent = (name: string): boolean => readOperation(name)?.isSent ?? false;

export function removeOperation(name: string): void {
  sessionStorage.removeItem(prefix + name);
}
