export { type AppProps } from "./App.tsx";
export { RoleName } from "./RoleName.tsx";
export { type NavigationItem } from "./Shell.tsx";
export { start } from "./start.tsx";
export { firmOf, useClientUser, useMember, useViewer, type Viewer } from "./viewer.ts";
