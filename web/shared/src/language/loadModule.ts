import { setConnectionLost } from "../graphql/connection.ts";

const delay = 1500;

/** Loads a module; again and again while there is no connection. After a release it has another name: the page loads anew. */
export async function loadModule<Module>(load: () => Promise<Module>): Promise<Module> {
  let failures = 0;
  for (;;) {
    try {
      const module = await load();
      setConnectionLost(false);
      return module;
    } catch (error) {
      const isReachable = await fetch(location.href, { method: "HEAD" }).then(
        ({ ok }) => ok,
        () => false,
      );
      // While nothing is reachable, the module is not missing.
      failures = isReachable ? failures + 1 : 0;
      if (failures === 3) location.reload();
      if (failures > 3) throw error;
      setConnectionLost(!isReachable);
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}
