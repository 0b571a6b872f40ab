import { gql } from "@urql/core";
import { type Cache, type DataFields, type FieldInfo, type UpdateResolver, cacheExchange } from "@urql/exchange-graphcache";
import { parseDocument } from "./document.ts";
import schema from "./generated/schema.json";
import { isUnreadCount, UnreadNoticesDocument } from "./unreadNotices.ts";

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
/** Types whose lists have the newest object first, unless another order is requested. */
const newestFirst = new Set(["Invoice", "Payment", "Prepayment", "Notice"]);
/** The field of an object that says to which owner of such lists it belongs. Of others there is only one. */
const ownerFields: Record<string, string> = { Client: "client", Invoice: "invoice", CreditAccount: "creditAccount" };
/** The size of a page without `first`. */
const pageSize = 20;
/** How many notices `markNoticesRead` returns at most. */
const mostMarked = 100;
/** Lists of past events. Any change may add to them, and live changes do not contain what was added. */
const histories: Record<string, Record<string, string>> = {
  clientChanges: { Client: "activity", Query: "notices" },
  firmChanges: { Client: "activity", Firm: "activity" },
};

/**
 * The normalised cache. Objects with an id are entities, which every answer and every live change updates; all others
 * belong to the field that returned them.
 *
 * A changed object that a cached list does not contain may belong to it now. A list that is cached as a whole, newest
 * first, gets it as its first; any other list is forgotten, and a page that shows it loads it again. A list that
 * contains the object keeps it, in its new state; pages leave out of a list what no longer fits the list's filter.
 *
 * The count of unread notices is not forgotten, because the first page would be loaded again with it: it is loaded by
 * itself.
 */
export function createCacheExchange() {
  const owners = new Map<string, Set<string>>([["Query", new Set(["Query"])]]);
  const remember = (type: string) => (data: DataFields) => {
    const ids = owners.get(type) ?? new Set<string>();
    owners.set(type, ids.add(data.id as string));
    return data.id as string;
  };

  /** Adds an entity to the cached lists that it belongs to and that do not contain it, or else invalidates them. */
  function addToLists(cache: Cache, entity: Entity): void {
    for (const [type, fieldName] of Object.entries(lists[entity.__typename] ?? {})) {
      const ownerField = ownerFields[type];
      const entityOwner = ownerField ? cache.resolve(entity, ownerField) : null;
      for (const owner of owners.get(type) ?? []) {
        if (typeof entityOwner === "string" && entityOwner !== owner) continue;
        const isKnown = ownerField === undefined || entityOwner === owner;
        const pages = listsOf(cache, owner, fieldName);
        const keysWithEntity = new Set(
          pages
            .filter(({ fieldKey }) => contains(cache, cache.resolve(owner, fieldKey), entity.id))
            .map(({ arguments: its }) => listKey(its)),
        );
        for (const { arguments: its } of pages) {
          if (keysWithEntity.has(listKey(its)) || !fitsStatus(cache, entity, its)) continue;
          const isAdded = isKnown && addToWholeList(cache, entity, its, cache.resolve(owner, fieldName, its));
          if (!isAdded) cache.invalidate(owner, fieldName, its ?? undefined);
        }
      }
    }
  }

  function forgetHistories(cache: Cache, changes: string): void {
    for (const [type, fieldName] of Object.entries(histories[changes] ?? {})) {
      for (const owner of owners.get(type) ?? []) {
        for (const { arguments: its } of listsOf(cache, owner, fieldName)) {
          cache.invalidate(owner, fieldName, its ?? undefined);
        }
      }
    }
  }

  const update: UpdateResolver = (parent, _arguments, cache, info) => {
    const result = parent[info.fieldName] as DataFields | null | undefined;
    if (result === null || typeof result !== "object") return;
    if (result.reload === true) forgetEverything(cache);
    if (typeof result.unreadCount === "number") writeUnreadCount(cache, result.unreadCount);
    for (const id of (result.removedIds as string[] | undefined) ?? []) cache.invalidate(id);
    const entities = Object.values(result).flat().filter(isEntity);
    // These are in the lists as far as those are known, unless more were marked than are returned.
    if (info.fieldName === "markNoticesRead" && entities.length < mostMarked) return;
    if (entities.length === 0) return;
    for (const entity of entities) addToLists(cache, entity);
    forgetHistories(cache, info.fieldName);
  };
  const anyField = new Proxy<Record<string, UpdateResolver>>({}, { get: () => update });

  return cacheExchange({
    schema: schema.introspection as never,
    globalIDs: schema.nodes,
    keys: {
      ...Object.fromEntries(schema.withoutId.map((type) => [type, () => null])),
      ...Object.fromEntries(Object.keys(lists).map((type) => [`${type}Edge`, edgeKey])),
      ...Object.fromEntries(["Client", "Firm", "CreditAccount", "Invoice"].map((type) => [type, remember(type)])),
    },
    updates: { Mutation: anyField, Subscription: anyField },
    // It has been given the abstract types only, to be small, and would warn of every field.
    logger: () => undefined,
  });
}

/** Field by field: without one, the cache looks for entities of a type named Query. */
function forgetEverything(cache: Cache): void {
  for (const field of cache.inspectFields("Query")) {
    cache.invalidate("Query", field.fieldName, field.arguments ?? undefined);
  }
}

const isEntity = (value: unknown): value is Entity =>
  typeof value === "object" && value !== null && "id" in value && "__typename" in value;

const listsOf = (cache: Cache, owner: string, fieldName: string): FieldInfo[] =>
  cache.inspectFields(owner).filter((field) => field.fieldName === fieldName && !isUnreadCount(field.arguments));

/** All pages of one list have the same key. */
const listKey = (fieldArguments: object | null): string => JSON.stringify({ ...fieldArguments, after: null });

/** Whether a list can contain the object, by its status. */
function fitsStatus(cache: Cache, entity: Entity, fieldArguments: FieldInfo["arguments"]): boolean {
  const wanted = (fieldArguments as { filter?: { status?: string[] | null } | null } | null)?.filter?.status;
  const status = cache.resolve(entity, "status");
  return wanted === undefined || wanted === null || typeof status !== "string" || wanted.includes(status);
}

/** The key of an edge: that of its object, whichever list it is in. */
const edgeKey = ({ node }: DataFields): string | null => (isEntity(node) ? node.id : null);

type ListArguments = { first?: number; filter?: { status?: string[] } };

/** Adds the object as the first of a list, newest first, of which all is cached. Whether it was added. */
function addToWholeList(cache: Cache, entity: Entity, fieldArguments: FieldInfo["arguments"], list: unknown): boolean {
  const { first = pageSize, filter = {}, ...others } = (fieldArguments ?? {}) as ListArguments;
  const isOfAll = Object.values({ ...others, ...filter, status: null }).every((value) => value === null);
  if (!isOfAll || !newestFirst.has(entity.__typename) || typeof list !== "string") return false;
  if (typeof cache.resolve(list, "totalCount") === "number") return false;
  const edges = cache.resolve(list, "edges");
  if (!Array.isArray(edges) || edges.length >= first) return false;
  const type = `${entity.__typename}Edge`;
  const { __typename, id } = entity;
  const fragment = `fragment AddedEdge on ${type} { __typename node { __typename id } }`;
  cache.writeFragment(gql(fragment), { __typename: type, node: { __typename, id } });
  cache.link(list, "edges", [`${type}:${id}`, ...(edges as string[])]);
  return true;
}

function writeUnreadCount(cache: Cache, totalCount: number): void {
  cache.updateQuery({ query: parseDocument(UnreadNoticesDocument) }, (data) =>
    data?.unread ? { ...data, unread: { ...data.unread, totalCount } } : data,
  );
}

function contains(cache: Cache, list: unknown, id: string): boolean {
  if (Array.isArray(list)) return list.includes(id);
  if (typeof list !== "string") return false;
  const edges = cache.resolve(list, "edges");
  return Array.isArray(edges) && edges.some((edge) => cache.resolve(edge as string, "node") === id);
}
