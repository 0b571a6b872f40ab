// PostGraphile 5: its fields are tables and functions of the database; settings identify the viewer.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { fetchViewer, pool } from "./common.mjs";

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ["public"] })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  schema: { exportSchemaSDLPath: process.env.SDL },
  grafast: {
    async context({ node }) {
      const { firm_id, id, client_id } = await fetchViewer(node.req.headers.authorization);
      return { pgSettings: { "bench.firm_id": firm_id, "bench.client_user_id": id, "bench.client_id": client_id } };
    },
  },
};

const server = createServer();
await postgraphile(preset).createServ(grafserv).addTo(server);
server.listen(Number(process.env.PORT), "127.0.0.1");
