import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { SERVER } from "./server";

/** A network between client and server, which can be cut. */
export interface Network {
  origin: string;
  /** Ends every connection, and accepts none until `restore`. */
  cut(): void;
  restore(): void;
  close(): void;
}

/** Opens a network to the server under test. */
export async function openNetwork(): Promise<Network> {
  const server = new URL(SERVER);
  const sockets = new Set<Socket>();
  let isCut = false;
  const proxy = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(server.port), server.hostname);
    for (const [from, to] of [[near, far], [far, near]] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  return {
    origin: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut,
    restore: () => {
      isCut = false;
    },
    close: () => {
      cut();
      proxy.close();
    },
  };
}
