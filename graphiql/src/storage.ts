// Persists tabs, history and layout in localStorage, but no headers and no credentials. GraphiQL's history stores request
// headers even if headers are not to be persisted, so they are removed here.

const SECRET = /signIn|password|accessToken|bearer/i;

type Stored = { query?: unknown; variables?: unknown; headers?: unknown };

const isSecret = (item: Stored): boolean => SECRET.test(String(item.query ?? "") + String(item.variables ?? ""));

function withoutSecrets(key: string, value: string): string | null {
  switch (key) {
    case "graphiql:headers":
    case "graphiql:shouldPersistHeaders":
      return null;
    case "graphiql:query":
    case "graphiql:variables":
      return SECRET.test(value) ? null : value;
    case "graphiql:queries":
    case "graphiql:favorites": {
      const [name, items] = Object.entries(JSON.parse(value) as Record<string, Stored[]>)[0] ?? [];
      if (name === undefined || items === undefined) return null;
      return JSON.stringify({ [name]: items.filter((item) => !isSecret(item)).map(({ headers: _, ...item }) => item) });
    }
    case "graphiql:tabState": {
      const state = JSON.parse(value) as { tabs: Stored[] };
      const tabs = state.tabs.map((tab) => ({
        ...tab,
        headers: null,
        ...(isSecret(tab) ? { query: null, variables: null } : {}),
      }));
      return JSON.stringify({ ...state, tabs });
    }
    default:
      return value;
  }
}

const ownKeys = (): string[] => Object.keys(localStorage).filter((key) => key.startsWith("graphiql:"));

export const storage: Pick<Storage, "getItem" | "setItem" | "removeItem" | "clear" | "length"> = {
  get length() {
    return ownKeys().length;
  },
  getItem: (key) => localStorage.getItem(key),
  removeItem: (key) => localStorage.removeItem(key),
  clear: () => ownKeys().forEach((key) => localStorage.removeItem(key)),
  setItem(key, value) {
    const safe = withoutSecrets(key, value);
    if (safe === null) localStorage.removeItem(key);
    else localStorage.setItem(key, safe);
  },
};
