import { createClient } from "graphql-ws";

export const createWebSocketClient = (url: string, token: string) =>
  createClient({
    url,
    connectionParams: { authorization: `Bearer ${token}` },
    shouldRetry: (event) => !(event instanceof CloseEvent && event.code === 4403),
  });
