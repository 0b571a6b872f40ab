type Subscribe = (after: string | null, onCursor: (cursor: string) => void, onEnded: () => void) => () => void;

const firstDelay = 500;
const longestDelay = 15_000;

/**
 * Subscribes after a cursor and, whenever the subscription ends, again after the last cursor: at first soon, then less
 * and less often. Returns how to stop.
 */
export function followChanges(after: string | null, subscribe: Subscribe): () => void {
  let cursor = after;
  let delay = firstDelay;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe: (() => void) | undefined;
  let stopped = false;

  const start = (): void => {
    timer = undefined;
    unsubscribe = subscribe(
      cursor,
      (next) => {
        cursor = next;
        delay = firstDelay;
      },
      () => {
        // Ending it reports its end once more.
        if (stopped || timer !== undefined) return;
        timer = setTimeout(start, delay);
        unsubscribe?.();
        delay = Math.min(delay * 2, longestDelay);
      },
    );
  };
  start();
  return () => {
    stopped = true;
    clearTimeout(timer);
    unsubscribe?.();
  };
}
