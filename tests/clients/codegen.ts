import { readFileSync } from "node:fs";
import type { CodegenConfig } from "@graphql-codegen/cli";

const recipes = readFileSync("../../docs/recipes.md", "utf8").matchAll(/^```graphql\n(.*?)^```$/gms);

const config: CodegenConfig = {
  schema: "../../schema.graphql",
  documents: [...Array.from(recipes, ([, operation = ""]) => operation), "operations/*.graphql"],
  generates: {
    "generated/": {
      preset: "client",
      config: {
        strictScalars: true,
        scalars: { CurrencyCode: "string", Date: "string", DateTime: "string", Decimal: "string", Locale: "string" },
      },
    },
    "generated/possibleTypes.ts": { plugins: ["fragment-matcher"] },
    "generated/introspection.json": { plugins: ["introspection"], config: { minify: true, descriptions: false } },
  },
};

export default config;
