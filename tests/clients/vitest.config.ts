import relay from "vite-plugin-relay";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [relay],
  test: {
    include: ["*.test.ts", "*.test.tsx"],
    setupFiles: "support/complaints.ts",
    restoreMocks: true,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
