import { createClient } from "graphql-ws";

export const createWebSocketClient = (url: string, getToken: () => Promise<string>) =>
  createClient({
    url,
    shouldRetry: () => true,
    connectionParams: async () => ({ authorization: `Bearer ${await getToken()}` }),
  });
