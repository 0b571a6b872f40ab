import { useLingui } from "@lingui/react/macro";
import { Languages, Moon, Sun } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { Button } from "../components/index.ts";
import { locales, useLanguage } from "../language/index.ts";
import { languageNames } from "./LanguageMenuItems.tsx";
import { Mark } from "./Mark.tsx";
import { useTheme } from "./theme.ts";

/** A page for somebody who is not signed in. */
export function Entry({ title, description, children }: { title: string; description?: ReactNode; children: ReactNode }) {
  const { t } = useLingui();
  const { locale, setLocale } = useLanguage();
  const [, setTheme] = useTheme();
  const isDark = () => getComputedStyle(document.documentElement).colorScheme === "dark" || prefersDark();
  useEffect(() => {
    document.title = `${title} · Acompte`;
  }, [title]);
  return (
    <div className="entry">
      <main className="entry-main">
        <div className="entry-title">
          <Mark />
          <h1>{title}</h1>
          {description && <p>{description}</p>}
        </div>
        {children}
      </main>
      <footer className="entry-footer">
        {locales
          .filter((other) => other !== locale)
          .map((other) => (
            <Button key={other} look="quiet" onClick={() => setLocale(other)}>
              <Languages aria-hidden="true" />
              <span lang={other}>{languageNames[other]}</span>
            </Button>
          ))}
        <Button
          look="quiet"
          isIcon
          aria-label={t`Light or dark`}
          onClick={() => setTheme(isDark() ? "light" : "dark")}
        >
          {isDark() ? <Sun aria-hidden="true" /> : <Moon aria-hidden="true" />}
        </Button>
      </footer>
    </div>
  );
}

const prefersDark = (): boolean =>
  document.documentElement.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches;
