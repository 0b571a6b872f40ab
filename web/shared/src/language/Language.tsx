import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { activate, addCatalogue, type LoadCatalogue } from "./catalogues.ts";
import { findLocale, type Locale, storeLocale } from "./locale.ts";

export type { LoadCatalogue };

type LanguageState = { locale: Locale; setLocale(locale: Locale): Promise<void> };

const Context = createContext<LanguageState | null>(null);

const shared: LoadCatalogue = (locale) =>
  locale === "fr" ? import("../locales/fr.po") : import("../locales/en.po");

/** The language of everything below, with the texts of the app, and how to change it. Shows nothing until its texts are there. */
export function Language({ catalogue, children }: { catalogue: LoadCatalogue; children: ReactNode }) {
  const [locale, setCurrent] = useState<Locale | null>(null);

  useEffect(() => {
    const found = findLocale();
    i18n.load(found, {});
    i18n.activate(found);
    void Promise.all([addCatalogue(shared), addCatalogue(catalogue)])
      .then(() => activate(found))
      .then(() => setCurrent(found));
  }, [catalogue]);

  const state = useMemo<LanguageState | null>(
    () =>
      locale && {
        locale,
        async setLocale(next) {
          storeLocale(next);
          await activate(next);
          setCurrent(next);
        },
      },
    [locale],
  );
  if (state === null) return null;
  return (
    <Context value={state}>
      <I18nProvider i18n={i18n}>{children}</I18nProvider>
    </Context>
  );
}

export function useLanguage(): LanguageState {
  const state = useContext(Context);
  if (state === null) throw new Error("There is no Language around this component.");
  return state;
}
