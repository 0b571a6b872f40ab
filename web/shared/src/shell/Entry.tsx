import { useLingui } from "@lingui/react/macro";
import { Languages, Moon, Sun } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { Button } from "../components/index.ts";
import { locales, useLanguage } from "../language/index.ts";
import { languageNames } from "./LanguageMenuItems.tsx";
import { Mark } from "./Mark.tsx";
import { useIsDark, useTheme } from "./theme.ts";

/** A page for somebody who is not signed in. */
export function Entry({ title, description, children }: { title: string; description?: ReactNode; children: ReactNode }) {
  const { t } = useLingui();
  const { locale, setLocale } = useLanguage();
  const [theme, setTheme] = useTheme();
  const isDark = useIsDark(theme);
  useEffect(() => {
    document.title = `${title} · Acompte`;
  }, [title]);
  return (
    <div className="entry">
      <main className="entry-main">
        <div className="entry-title">
          <span className="row entry-name">
            <Mark /> Acompte
          </span>
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
          onClick={() => setTheme(isDark ? "light" : "dark")}
        >
          {isDark ? <Sun aria-hidden="true" /> : <Moon aria-hidden="true" />}
        </Button>
      </footer>
    </div>
  );
}
