import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.ACOMPTE_URL ?? "http://localhost:8000";

export default defineConfig({
  // Relative addresses: the page works wherever the server puts it.
  base: "./",
  plugins: [react()],
  server: { proxy: { "/graphql": server, "/people.json": `${server}/graphiql` } },
  build: {
    outDir: "../src/server/graphiql",
    emptyOutDir: true,
    sourcemap: false,
    // The page's Content-Security-Policy takes fonts and scripts from its own server only, not from data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: "licenses.md" },
    chunkSizeWarningLimit: 4096,
    rolldownOptions: {
      // "use no memo" speaks to React's compiler, which has long run over these packages.
      onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning),
    },
  },
});
