import { useCallback, useState } from "react";
import { readOperation, removeOperation, type StoredOperation, writeOperation } from "./operationStore.ts";

/**
 * The input of a form that moves money, with the idempotency key of what it sends. Both are kept until an answer came:
 * after a reload `wasSent` is true, and `operation(idempotencyKey:)` says what became of it.
 */
export function useIdempotentForm<Input>(name: string, initial: Input) {
  const [operation, setOperation] = useState<StoredOperation<Input>>(
    () => readOperation<Input>(name) ?? { idempotencyKey: crypto.randomUUID(), input: initial, isSent: false },
  );
  const [wasSent, setWasSent] = useState(operation.isSent);

  /** Changed input is another operation, unless the former may have been done. */
  const setInput = useCallback(
    (changes: Partial<Input>) =>
      setOperation((present) => ({
        idempotencyKey: present.isSent ? crypto.randomUUID() : present.idempotencyKey,
        input: { ...present.input, ...changes },
        isSent: false,
      })),
    [],
  );
  /** Before it is sent, with what is known only now. */
  const begin = useCallback(
    (changes: Partial<Input> = {}): StoredOperation<Input> => {
      const sent = { ...operation, input: { ...operation.input, ...changes }, isSent: true };
      writeOperation(name, sent);
      setOperation(sent);
      return sent;
    },
    [name, operation],
  );
  /** An answer came, and was dealt with: the form begins anew. */
  const finish = useCallback(() => {
    removeOperation(name);
    setWasSent(false);
    setOperation({ idempotencyKey: crypto.randomUUID(), input: initial, isSent: false });
  }, [name, initial]);
  return { input: operation.input, setInput, idempotencyKey: operation.idempotencyKey, wasSent, begin, finish };
}
