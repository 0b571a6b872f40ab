import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../styles/index.css";
import { App, type AppProps } from "./App.tsx";
import { applyTheme } from "./theme.ts";

export function start(app: AppProps): void {
  applyTheme();
  const root = document.getElementById("root");
  if (root === null) throw new Error("The page has no element #root.");
  createRoot(root).render(
    <StrictMode>
      <App {...app} />
    </StrictMode>,
  );
}
