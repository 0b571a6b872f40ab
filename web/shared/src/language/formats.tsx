import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useLanguage } from "./Language.tsx";
import { startOfDay } from "./startOfDay.ts";

type Firm = { timeZone: string; currencyCode: string };
export type MoneyValue = { amount: string; currencyCode?: string };

const FirmContext = createContext<Firm | null>(null);

/** The time zone of all dates below, and the currency of all amounts. */
export function FirmFormats({ firm, children }: { firm: Firm | null; children: ReactNode }) {
  return <FirmContext value={firm}>{children}</FirmContext>;
}

/** How to write amounts and dates, in the viewer's language and the firm's time zone and currency. */
export function useFormats() {
  const { locale } = useLanguage();
  const firm = useContext(FirmContext);
  return useMemo(() => {
    const timeZone = firm?.timeZone;
    // The same language as it is written where the viewer is: "29 Nov 2026" or "Nov 29, 2026".
    const region = navigator.languages.find((tag) => tag.split("-")[0] === locale) ?? locale;
    const dateTime = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(region, options);
    const day = dateTime({ dateStyle: "medium", timeZone: "UTC" });
    const moment = dateTime({ dateStyle: "medium", timeZone });
    const time = dateTime({ dateStyle: "medium", timeStyle: "short", timeZone });
    return {
      currencyCode: firm?.currencyCode ?? null,
      money: ({ amount, currencyCode = firm?.currencyCode }: MoneyValue) =>
        new Intl.NumberFormat(region, {
          style: currencyCode === undefined ? "decimal" : "currency",
          currency: currencyCode,
          currencyDisplay: "narrowSymbol",
        }).format(amount as Intl.StringNumericLiteral),
      /** A date without a time ("2026-11-29"), which no time zone shifts, or the date of a time. */
      date: (value: string) => (value.includes("T") ? moment : day).format(new Date(value)),
      dateTime: (value: string) => time.format(new Date(value)),
      /** When a date begins. */
      startOfDay: (day: string) => startOfDay(day, timeZone ?? "UTC"),
    };
  }, [locale, firm?.timeZone, firm?.currencyCode]);
}
