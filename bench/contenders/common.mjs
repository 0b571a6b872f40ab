// Shared by the servers on Node.js: the database, and authentication.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import pg from "pg";

const BIGINT = 20, DATE = 1082, MOMENT = 1184;
pg.types.setTypeParser(BIGINT, Number);
pg.types.setTypeParser(DATE, (text) => text);
// As text, since Date has no microseconds.
pg.types.setTypeParser(MOMENT, (text) =>
  text.replace(" ", "T").replace(/(\.\d+)?\+00$/, (_, part) => (part ? part.padEnd(7, "0") : "") + "Z"));

export const pool = new pg.Pool({ connectionString: process.env.POSTGRESQL_URL, max: 16, options: "-c timezone=UTC" });

export const statement = (name) =>
  ({ name, text: readFileSync(new URL(`../statements/${name}.sql`, import.meta.url), "utf8") });

const VIEWER = statement("viewer.postgresql");

export async function fetchViewer(authorization) {
  const digest = createHash("sha256").update(authorization.slice("Bearer ".length)).digest("hex");
  const { rows } = await pool.query({ ...VIEWER, values: [digest] });
  if (!rows.length) throw new Error("Not signed in.");
  return rows[0];
}
