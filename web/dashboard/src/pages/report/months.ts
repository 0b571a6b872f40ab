/** A month, such as "2026-11". */
export type Month = string;

/** The month that it is in a time zone. */
export function presentMonth(timeZone: string, now = new Date()): Month {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit" }).formatToParts(now);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}`;
}

export function addMonths(month: Month, count: number): Month {
  return new Date(Date.UTC(yearOf(month), numberOf(month) - 1 + count)).toISOString().slice(0, 7);
}

/** The months up to one, as many as asked for, the earliest first. */
export const monthsUntil = (last: Month, count: number): Month[] =>
  Array.from({ length: count }, (_, index) => addMonths(last, index - count + 1));

export const firstDay = (month: Month): string => `${month}-01`;

export const lastDay = (month: Month): string =>
  new Date(Date.UTC(yearOf(month), numberOf(month), 0)).toISOString().slice(0, 10);

export const isMonth = (text: string | null): text is Month => text !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

const yearOf = (month: Month): number => Number(month.slice(0, 4));
const numberOf = (month: Month): number => Number(month.slice(5));
