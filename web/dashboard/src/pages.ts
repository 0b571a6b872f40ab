import { lazyPage } from "@acompte/shared/language";

/** The pages by their paths. */
export const pages = {
  "/": lazyPage(
    () => import("./pages/home/HomePage.tsx"),
    (locale) => import(`./pages/home/locales/${locale}.po`),
  ),
};
