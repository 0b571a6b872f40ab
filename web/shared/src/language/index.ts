export { Language, type LoadCatalogue, useLanguage } from "./Language.tsx";
export { lazyPage } from "./lazyPage.tsx";
export { FirmFormats, useFormats } from "./formats.tsx";
export { type Locale, locales } from "./locale.ts";
export { loadModule } from "./loadModule.ts";
