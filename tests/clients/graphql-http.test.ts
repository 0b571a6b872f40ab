import { serverAudits } from "graphql-http";
import { expect, test } from "vitest";
import { SERVER } from "./support/server";

/** Audits of optional behavior (MAY) that the API does not have: queries by GET. It takes POST requests only. */
const OPTIONAL = new Set(["5A70", "D6D5", "6A70"]);

const audits = serverAudits({ url: `${SERVER}/graphql` });

test("there are 61 audits", () => expect(audits).toHaveLength(61));

test.each(audits)("$id $name", async ({ id, name, fn }) => {
  const { status } = await fn();
  expect(status).toBe(OPTIONAL.has(id) && name.startsWith("MAY") ? "notice" : "ok");
});
