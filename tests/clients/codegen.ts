import { readFileSync } from "node:fs";
import type { CodegenConfig } from "@graphql-codegen/cli";
import { generates } from "./setups/codegen";

const recipes = readFileSync("../../docs/recipes.md", "utf8").matchAll(/^```graphql\n(.*?)^```$/gms);

const config: CodegenConfig = {
  schema: "../../schema.graphql",
  documents: [...Array.from(recipes, ([, operation = ""]) => operation), "operations/*.graphql"],
  generates,
};

export default config;
