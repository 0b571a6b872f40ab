import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as api from "./generated/graphql";

test("each recipe has a typed document", () => {
  const recipes = readFileSync("../../docs/recipes.md", "utf8");
  const names = [...recipes.matchAll(/^```graphql\n(?:query|mutation|subscription) (\w+)/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(50);
  expect(Object.keys(api)).toEqual(expect.arrayContaining(names.map((name) => `${name}Document`)));
});
