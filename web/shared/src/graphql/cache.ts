import { type Cache, type DataFields, type UpdateResolver, cacheExchange } from "@urql/exchange-graphcache";
import schema from "./generated/schema.json";

type Entity = { __typename: string; id: string };

/** The lists that can contain objects of a type: the list's field, by the type of its owner. */
const lists: Record<string, Record<string, string>> = {
  Client: { Firm: "clients" },
  Invoice: { Client: "invoices", Firm: "invoices" },
  Payment: { Client: "payments", Firm: "payments", Invoice: "payments" },
  Prepayment: { Client: "prepayments", Firm: "prepayments" },
  CreditEntry: { CreditAccount: "entries", Firm: "creditEntries" },
  Refund: { Firm: "refunds" },
  Dispute: { Firm: "disputes" },
  Invitation: { Client: "invitations", Firm: "invitations" },
  WebhookEndpoint: { Firm: "webhookEndpoints" },
  Notice: { Query: "notices" },
};
/** Lists of what happened, to which any change may have added, and which no live change brings. */
const histories: Record<string, Record<string, string>> = {
  clientChanges: { Client: "activity", Query: "notices" },
  firmChanges: { Client: "activity", Firm: "activity" },
};

/**
 * The normalised cache. Objects with an id are entities, which every answer and every live change updates; all others
 * belong to the field that returned them.
 *
 * A changed object that a cached list does not contain may belong to it now: the list is forgotten, and a page that
 * shows it loads it again. A list that contains the object keeps it, in its new state; pages leave out of a list what
 * no longer fits the list's filter.
 */
export function createCacheExchange() {
  const owners = new Map<string, Set<string>>([["Query", new Set(["Query"])]]);
  const remember = (type: string) => (data: DataFields) => {
    const ids = owners.get(type) ?? new Set<string>();
    owners.set(type, ids.add(data.id as string));
    return data.id as string;
  };

  function forgetListsWithout(cache: Cache, entity: Entity): void {
    for (const [type, fieldName] of Object.entries(lists[entity.__typename] ?? {})) {
      for (const owner of owners.get(type) ?? []) {
        for (const field of cache.inspectFields(owner)) {
          if (field.fieldName !== fieldName || contains(cache, cache.resolve(owner, field.fieldKey), entity.id)) continue;
          cache.invalidate(owner, field.fieldName, field.arguments ?? undefined);
        }
      }
    }
  }

  function forgetHistories(cache: Cache, changes: string): void {
    for (const [type, fieldName] of Object.entries(histories[changes] ?? {})) {
      for (const owner of owners.get(type) ?? []) {
        for (const field of cache.inspectFields(owner)) {
          if (field.fieldName === fieldName) cache.invalidate(owner, fieldName, field.arguments ?? undefined);
        }
      }
    }
  }

  const update: UpdateResolver = (parent, _arguments, cache, info) => {
    const result = parent[info.fieldName] as DataFields | null | undefined;
    if (result === null || typeof result !== "object") return;
    if (result.reload === true) cache.invalidate("Query");
    for (const id of (result.removedIds as string[] | undefined) ?? []) cache.invalidate(id);
    const entities = Object.values(result).flat().filter(isEntity);
    if (entities.length === 0) return;
    for (const entity of entities) forgetListsWithout(cache, entity);
    forgetHistories(cache, info.fieldName);
  };
  const anyField = new Proxy<Record<string, UpdateResolver>>({}, { get: () => update });

  return cacheExchange({
    schema: schema.introspection as never,
    globalIDs: schema.nodes,
    keys: {
      ...Object.fromEntries(schema.withoutId.map((type) => [type, () => null])),
      ...Object.fromEntries(["Client", "Firm", "CreditAccount", "Invoice"].map((type) => [type, remember(type)])),
    },
    updates: { Mutation: anyField, Subscription: anyField },
    // It has been given the abstract types only, to be small, and would warn of every field.
    logger: () => undefined,
  });
}

const isEntity = (value: unknown): value is Entity =>
  typeof value === "object" && value !== null && "id" in value && "__typename" in value;

function contains(cache: Cache, list: unknown, id: string): boolean {
  if (Array.isArray(list)) return list.includes(id);
  if (typeof list !== "string") return false;
  const edges = cache.resolve(list, "edges");
  return Array.isArray(edges) && edges.some((edge) => cache.resolve(edge as string, "node") === id);
}
