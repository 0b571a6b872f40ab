import { fileURLToPath } from "node:url";
import babel, { type PluginObj, type types } from "@babel/core";
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
          importDocuments,
        ],
      });
      return result?.code == null ? null : { code: result.code, map: result.map };
    },
  };
}

/**
 * `graphql(`...`)` looks its text up in a table of all documents: this replaces it by an import of the one. The client
 * preset's own plugin does so under the document's name, which a constant of the module may have.
 */
function importDocuments({ types: t }: typeof babel): PluginObj {
  return {
    visitor: {
      CallExpression(path) {
        const [argument] = path.node.arguments;
        if (!t.isIdentifier(path.node.callee, { name: "graphql" }) || !t.isTemplateLiteral(argument)) return;
        const text = argument.quasis[0]?.value.raw ?? "";
        const [, kind, name] = /^\s*(query|mutation|subscription|fragment)\s+(\w+)/.exec(text) ?? [];
        if (kind === undefined || name === undefined) throw path.buildCodeFrameError("A document begins with its name.");
        // Nothing reads the text of a fragment at run time: it is in the documents that spread it.
        if (kind === "fragment") {
          path.replaceWith(t.nullLiteral());
          return;
        }
        const exported = `${name}Document`;
        const program = path.scope.getProgramParent();
        const local = program.generateUidIdentifier(exported);
        (program.path.node as types.Program).body.unshift(
          t.importDeclaration(
            [t.importSpecifier(local, t.identifier(exported))],
            t.stringLiteral(`${root}shared/src/graphql/generated/graphql.ts`),
          ),
        );
        path.replaceWith(t.cloneNode(local));
      },
    },
  };
}

/** The configuration of one app. */
export function configureApp(app: "portal" | "dashboard"): UserConfig {
  return {
    base: `/${app}/`,
    plugins: [macros(), react(), lingui({ failOnMissing: true })],
    server: {
      port: app === "portal" ? devPort : devPort + 1,
      strictPort: true,
      proxy: {
        // The server takes cookies from its own origin only.
        "/graphql": { target: server, ws: true, headers: { origin: server } },
        "/providers": server,
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
