/** A test fails if its client warns of something, such as data that its cache cannot merge. */
import { afterEach, expect } from "vitest";

const complaints: unknown[][] = [];
console.warn = console.error = (...complaint) => complaints.push(complaint);
afterEach(() => expect(complaints.splice(0)).toEqual([]));
