import { fileURLToPath } from "node:url";
import babel from "@babel/core";
import { babelOptimizerPlugin } from "@graphql-codegen/client-preset";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import type { Plugin, UserConfig } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const server = process.env.ACOMPTE_URL ?? "http://localhost:8000";
const devPort = Number(process.env.DEV_PORT ?? 5100);

/** Texts become ids of catalogues, and `graphql(...)` becomes an import of the one document. */
function macros(): Plugin {
  return {
    name: "macros",
    enforce: "pre",
    async transform(code, id) {
      const file = id.split("?")[0] ?? id;
      if (!/\.tsx?$/.test(file) || file.includes("node_modules") || file.includes("/generated/")) return null;
      if (!/\bgraphql\(|@lingui\/(core|react)\/macro/.test(code)) return null;
      const result = await babel.transformAsync(code, {
        filename: file,
        configFile: false,
        babelrc: false,
        sourceMaps: true,
        parserOpts: { plugins: ["typescript", "jsx"] },
        plugins: [
          "@lingui/babel-plugin-lingui-macro",
          [babelOptimizerPlugin, { artifactDirectory: `${root}shared/src/graphql/generated`, gqlTagName: "graphql" }],
        ],
      });
      return result?.code == null ? null : { code: result.code, map: result.map };
    },
  };
}

/** The configuration of one app. */
export function configureApp(app: "portal" | "dashboard"): UserConfig {
  return {
    base: `/${app}/`,
    define: { __TRUSTED_DOCUMENTS__: JSON.stringify(process.env.TRUSTED_DOCUMENTS === "1") },
    plugins: [macros(), react(), lingui({ failOnMissing: true })],
    server: {
      port: app === "portal" ? devPort : devPort + 1,
      strictPort: true,
      proxy: {
        "/graphql": { target: server, ws: true },
        "/sandbox": server,
        ...(app === "portal" ? { "/dashboard": { target: `http://localhost:${devPort + 1}`, ws: true } } : {}),
      },
    },
    build: {
      outDir: `${root}../src/server/web/${app}`,
      emptyOutDir: true,
      target: "es2023",
      // The Content-Security-Policy takes nothing from data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      license: { fileName: "licenses.md" },
      manifest: true,
    },
  };
}
