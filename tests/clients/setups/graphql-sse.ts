import { createClient } from "graphql-sse";

export const createEventStreamClient = (url: string, token: string) =>
  createClient({ url, headers: { Authorization: `Bearer ${token}` } });
