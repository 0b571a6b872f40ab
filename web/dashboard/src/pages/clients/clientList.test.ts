import { expect, test } from "vitest";
import { belongsToList, readShow, readVariables, reorder } from "./clientList.ts";

const address = (query: string) => ({ get: (name: string) => new URLSearchParams(query).get(name) ?? "" });

test("a list is what its address says", () => {
  expect(readVariables(address("search=Dubois&show=OWING&order=NAME&direction=DESC"))).toEqual({
    search: "Dubois",
    filter: { owes: true },
    orderBy: { field: "NAME", direction: "DESC" },
  });
});

test("an address that says nothing, or nonsense, lists the newest clients", () => {
  for (const query of ["", "show=constructor&order=SIZE&direction=UP"]) {
    expect(readShow(address(query))).toBe("");
    expect(readVariables(address(query))).toEqual({
      search: null,
      filter: {},
      orderBy: { field: "CREATED", direction: "DESC" },
    });
  }
});

test("a click on the same column turns the order round", () => {
  const byDue = reorder({ field: "NAME", direction: "ASC" }, "AMOUNT_DUE");
  expect(byDue).toEqual({ field: "AMOUNT_DUE", direction: "DESC" });
  expect(reorder(byDue, "AMOUNT_DUE")).toEqual({ field: "AMOUNT_DUE", direction: "ASC" });
});

test("a client leaves a list that it no longer belongs to", () => {
  const client = { archivedAt: null, amountDue: { amount: "5.00" }, creditAccount: { balance: { amount: "0.00" } } };
  expect(belongsToList("OWING", client)).toBe(true);
  expect(belongsToList("OWING", { ...client, amountDue: { amount: "0.00" } })).toBe(false);
  expect(belongsToList("CREDITS", client)).toBe(false);
  expect(belongsToList("", { ...client, archivedAt: "2026-11-29T12:00:00Z" })).toBe(false);
  expect(belongsToList("ARCHIVED", { ...client, archivedAt: "2026-11-29T12:00:00Z" })).toBe(true);
});
