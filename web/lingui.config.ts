import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "fr"],
  // Each folder of pages has its own catalogue, loaded with it.
  catalogs: [
    { path: "<rootDir>/shared/src/locales/{locale}", include: ["<rootDir>/shared/src"] },
    ...["portal", "dashboard"].map((app) => ({
      path: `<rootDir>/${app}/src/locales/{locale}`,
      include: [`<rootDir>/${app}/src`],
      exclude: [`<rootDir>/${app}/src/pages/**`],
    })),
    { path: "<rootDir>/portal/src/pages/{name}/locales/{locale}", include: ["<rootDir>/portal/src/pages/{name}"] },
    { path: "<rootDir>/dashboard/src/pages/{name}/locales/{locale}", include: ["<rootDir>/dashboard/src/pages/{name}"] },
  ],
  format: formatter({ lineNumbers: false }),
  orderBy: "message",
});
