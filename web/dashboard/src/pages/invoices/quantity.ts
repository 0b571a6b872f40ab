/** A quantity as a language writes it. It has at most six decimals, and needs no more of them than are significant. */
export function formatQuantity(quantity: string, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 6, useGrouping: false }).format(
    quantity as Intl.StringNumericLiteral,
  );
}
