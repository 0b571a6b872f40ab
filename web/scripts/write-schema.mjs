// Writes what the normalised cache has to know of the schema: the members of abstract types, and which objects have ids.
import { readFileSync, writeFileSync } from "node:fs";
import { buildSchema, isAbstractType, isInterfaceType, isObjectType } from "graphql";

const schema = buildSchema(readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8"));
const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith("__"));
const roots = new Set(["Query", "Mutation", "Subscription"]);

const named = ({ name }) => ({ name });

const abstractTypes = types
  .filter(isAbstractType)
  .map((type) =>
    isInterfaceType(type)
      ? { kind: "INTERFACE", name: type.name, fields: [] }
      : { kind: "UNION", name: type.name, possibleTypes: type.getTypes().map(named) },
  );
const introspection = {
  __schema: {
    queryType: { name: "Query", kind: "OBJECT" },
    mutationType: { name: "Mutation", kind: "OBJECT" },
    subscriptionType: { name: "Subscription", kind: "OBJECT" },
    types: [
      ...abstractTypes,
      ...types.filter(isObjectType).map((type) => ({
        kind: "OBJECT",
        name: type.name,
        fields: [],
        interfaces: type.getInterfaces().map(named),
      })),
    ],
  },
};
const nodes = schema.getPossibleTypes(schema.getType("Node")).map((type) => type.name);
const withoutId = types
  .filter((type) => isObjectType(type) && !roots.has(type.name) && !("id" in type.getFields()))
  .map((type) => type.name);

writeFileSync(
  new URL("../shared/src/graphql/generated/schema.json", import.meta.url),
  `${JSON.stringify({ introspection, nodes, withoutId })}\n`,
);
