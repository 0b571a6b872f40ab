import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { addCatalogue, type LoadCatalogue } from "./catalogues.ts";
import { loadModule } from "./loadModule.ts";

/** A page that is loaded when it is first shown, with its texts. */
export function lazyPage<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  catalogue: LoadCatalogue,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const [page] = await Promise.all([loadModule(load), loadModule(() => addCatalogue(catalogue))]);
    return page;
  });
}
