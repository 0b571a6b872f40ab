import type { CodegenConfig } from "@graphql-codegen/cli";
import { addTypenameSelectionDocumentTransform } from "@graphql-codegen/client-preset";

// One run for both apps: fragments of shared components compose into the queries of either app.
const config: CodegenConfig = {
  schema: "../schema.graphql",
  documents: ["{shared,portal,dashboard}/src/**/*.{ts,tsx}", "!shared/src/graphql/generated/**", "!**/*.test.ts"],
  ignoreNoDocuments: false,
  generates: {
    "shared/src/graphql/generated/": {
      preset: "client",
      presetConfig: {
        fragmentMasking: { unmaskFunctionName: "readFragment" },
        persistedDocuments: { hashAlgorithm: "sha256" },
      },
      // The cache needs __typename. It is part of the text, so that the text is what its hash says.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      config: {
        documentMode: "string",
        namingConvention: "keep",
        useTypeImports: true,
        enumsAsTypes: true,
        nonOptionalTypename: true,
        skipTypeNameForRoot: true,
        strictScalars: true,
        scalars: {
          CurrencyCode: "string",
          Date: "string",
          DateTime: "string",
          Decimal: "string",
          Locale: "string",
        },
      },
    },
  },
};

export default config;
