import { i18n, type Messages } from "@lingui/core";
import type { Locale } from "./locale.ts";

/** Loads one catalogue in a language. */
export type LoadCatalogue = (locale: Locale) => Promise<{ messages: Messages }>;

const loaded = new Set<LoadCatalogue>();

/** Loads a catalogue in the present language, and in others once they become it. */
export async function addCatalogue(load: LoadCatalogue): Promise<void> {
  loaded.add(load);
  const locale = i18n.locale as Locale;
  const { messages } = await load(locale);
  i18n.load(locale, messages);
}

/** Switches the language, after all catalogues that are in use have been loaded. */
export async function activate(locale: Locale): Promise<void> {
  const catalogues = await Promise.all([...loaded].map((load) => load(locale)));
  for (const { messages } of catalogues) i18n.load(locale, messages);
  i18n.activate(locale);
  document.documentElement.lang = locale;
}
