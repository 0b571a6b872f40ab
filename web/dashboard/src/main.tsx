import { start } from "@acompte/shared/shell";
import { DashboardLive } from "./DashboardLive.tsx";
import { pages } from "./pages.ts";
import { useNavigation } from "./useNavigation.ts";

start({
  app: "dashboard",
  catalogue: (locale) => import(`./locales/${locale}.po`),
  pages,
  useNavigation,
  Live: DashboardLive,
});
