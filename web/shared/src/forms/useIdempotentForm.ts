import { useCallback, useState } from "react";
import { readOperation, removeOperation, type StoredOperation, writeOperation } from "./operationStore.ts";

/**
 * Input and idempotency key of a form whose operation must not be done twice. `begin` stores them in the tab; `finish`
 * removes them. After a reload in between `wasSent` is true, and `operation(idempotencyKey:)` returns the result.
 */
export function useIdempotentForm<Input>(name: string, initial: Input) {
  const [operation, setOperation] = useState<StoredOperation<Input>>(
    () => readOperation<Input>(name) ?? { idempotencyKey: crypto.randomUUID(), input: initial, isSent: false },
  );
  const [wasSent, setWasSent] = useState(operation.isSent);

  /** Changes the input. After the form was sent, other input is another operation and gets another key. */
  const setInput = useCallback(
    (changes: Partial<Input>) =>
      setOperation((present) => ({
        idempotencyKey: present.isSent ? crypto.randomUUID() : present.idempotencyKey,
        input: { ...present.input, ...changes },
        isSent: false,
      })),
    [],
  );
  /** Stores the operation before it is sent, with input that is known only now. */
  const begin = useCallback(
    (changes: Partial<Input> = {}): StoredOperation<Input> => {
      const sent = { ...operation, input: { ...operation.input, ...changes }, isSent: true };
      writeOperation(name, sent);
      setOperation(sent);
      return sent;
    },
    [name, operation],
  );
  /** Forgets the operation, because its result is known, and resets the form. */
  const finish = useCallback(() => {
    removeOperation(name);
    setWasSent(false);
    setOperation({ idempotencyKey: crypto.randomUUID(), input: initial, isSent: false });
  }, [name, initial]);
  return { input: operation.input, setInput, idempotencyKey: operation.idempotencyKey, wasSent, begin, finish };
}
