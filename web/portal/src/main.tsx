import { start } from "@acompte/shared/shell";
import { PortalLive } from "./PortalLive.tsx";
import { pages } from "./pages.ts";
import { useNavigation } from "./useNavigation.ts";

start({
  app: "portal",
  catalogue: (locale) => import(`./locales/${locale}.po`),
  pages,
  useNavigation,
  Live: PortalLive,
});
