/**
 * The decimal of an amount as people write it: "1 234,50", "1,234.50", "1234.5 €". Null if it is not one, or if it is
 * not clear which sign is the decimal one.
 */
export function parseAmount(text: string, locale: string): string | null {
  const compact = text.replace(/[\s\u00a0\u202f'’_]|\p{Sc}|[A-Za-z]{3}$/gu, "");
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(compact)) return null;
  const separators = compact.match(/[.,]/g) ?? [];
  const last = separators.at(-1);
  let decimal: string | null = null;
  if (last !== undefined) {
    const kinds = new Set(separators);
    const digitsAfter = compact.length - compact.lastIndexOf(last) - 1;
    if (kinds.size === 2) decimal = last;
    else if (separators.length === 1) {
      // "1,234" is a thousand in English, and little more than one in French.
      const isDecimalHere = decimalSign(locale) === last;
      decimal = isDecimalHere || digitsAfter !== 3 ? last : null;
    }
    if (decimal !== null && compact.split(decimal).length > 2) return null;
  }
  const [whole = "", fraction = ""] = decimal === null ? [compact] : compact.split(decimal);
  const groups = whole.split(/[.,]/);
  if (groups.length > 1 && !groups.every((group, index) => (index === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group))) return null;
  const digits = groups.join("").replace(/^0+(?=\d)/, "") || "0";
  return fraction === "" ? digits : `${digits}.${fraction}`;
}

/** A decimal as it is typed in a language: without groups, with the language's decimal sign. */
export function formatForInput(amount: string, locale: string): string {
  return amount.replace(".", decimalSign(locale));
}

function decimalSign(locale: string): string {
  return new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === "decimal")?.value ?? ".";
}
