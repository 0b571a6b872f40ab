// Writes the documents that the pages send, by their hashes, to where the server reads them.
import { copyFileSync } from "node:fs";

copyFileSync(
  new URL("../shared/src/graphql/generated/persisted-documents.json", import.meta.url),
  new URL("../../src/server/web/documents.json", import.meta.url),
);
