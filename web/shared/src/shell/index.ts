export { type AppProps } from "./App.tsx";
export { NotFoundPage } from "./pages.ts";
export { languageNames } from "./LanguageMenuItems.tsx";
export { NoticeKindName } from "./NoticeKindName.tsx";
export { pathOf } from "./pathOf.ts";
export { RoleName } from "./RoleName.tsx";
export { type NavigationItem } from "./Shell.tsx";
export { start } from "./start.tsx";
export { firmOf, useClientUser, useMember, useViewer, type Viewer } from "./viewer.ts";
