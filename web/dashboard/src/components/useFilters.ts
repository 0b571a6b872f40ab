import { useSearchParams } from "wouter";

/**
 * What a list is filtered and ordered by. It is kept in the address: a link, a reload and "back" show the same list.
 * `listName` is what else the address says: which of a page's lists it is.
 */
export function useFilters(listName?: string) {
  const [parameters, setParameters] = useSearchParams();
  return {
    get: (name: string): string => parameters.get(name) ?? "",
    /** Changes some; an empty value removes one. */
    set(changes: Record<string, string>): void {
      setParameters(
        (present) => {
          const next = new URLSearchParams(present);
          for (const [name, value] of Object.entries(changes)) {
            if (value === "") next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      );
    },
    clear: () =>
      setParameters((present) => [...present].filter(([name]) => name === listName), { replace: true }),
    isAnySet: [...parameters.keys()].some((name) => name !== listName),
  };
}

export type Filters = ReturnType<typeof useFilters>;
