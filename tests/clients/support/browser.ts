import { WebSocket } from "ws";

const nodeFetch = globalThis.fetch;

/**
 * Makes `fetch` and `WebSocket` those of a page at `origin`, which Node.js has none of: addresses are relative to it,
 * and cookies are kept and sent. Call it before a client is created.
 */
export function openPage(origin: string): void {
  const cookies = new Map<string, string>();
  const cookieHeader = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");

  globalThis.fetch = async (input, init) => {
    const request = new Request(new URL(input instanceof Request ? input.url : input, origin), init);
    if (request.credentials !== "omit") {
      request.headers.set("cookie", cookieHeader());
    }
    request.headers.set("origin", origin);
    const response = await nodeFetch(request);
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return response;
  };

  class PageWebSocket extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      const url = new URL(address, origin);
      url.protocol = url.protocol.replace("http", "ws");
      super(url, protocols, { origin, headers: { cookie: cookieHeader() } });
    }
  }
  Object.assign(globalThis, { WebSocket: PageWebSocket });
}
