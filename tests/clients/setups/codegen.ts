import type { CodegenConfig } from "@graphql-codegen/cli";

const scalars = { CurrencyCode: "string", Date: "string", DateTime: "string", Decimal: "string", Locale: "string" };

export const generates: CodegenConfig["generates"] = {
  "generated/": { preset: "client", config: { scalars, strictScalars: true } },
  "generated/possibleTypes.ts": { plugins: ["fragment-matcher"] },
  "generated/introspection.json": { plugins: ["introspection"], config: { minify: true, descriptions: false } },
};
