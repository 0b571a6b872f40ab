export const locales = ["en", "fr"] as const;
export type Locale = (typeof locales)[number];

const storageKey = "acompte.locale";

export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale);

/** The language that was chosen in this browser, or else the one that the browser prefers. */
export function findLocale(): Locale {
  const stored = localStorage.getItem(storageKey);
  if (isLocale(stored)) return stored;
  return navigator.languages.map((tag) => tag.split("-")[0]).find(isLocale) ?? "en";
}

export function storeLocale(locale: Locale): void {
  localStorage.setItem(storageKey, locale);
}
