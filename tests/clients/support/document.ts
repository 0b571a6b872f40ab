/** Gives React a document to render to. Import it before React's modules; `fetch` and `WebSocket` stay as they are. */
import { Window } from "happy-dom";

const window = new Window();
Object.assign(globalThis, { window, document: window.document });
