import { useLanguage } from "@acompte/shared/language";
import { useMemo } from "react";
import { firstDay, type Month } from "./months.ts";

/** How to write months: "November 2026", and below a picture "Nov". */
export function useMonthNames() {
  const { locale } = useLanguage();
  return useMemo(() => {
    const long = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
    const short = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" });
    return {
      longName: (month: Month) => long.format(new Date(firstDay(month))),
      shortName: (month: Month) => short.format(new Date(firstDay(month))),
    };
  }, [locale]);
}
