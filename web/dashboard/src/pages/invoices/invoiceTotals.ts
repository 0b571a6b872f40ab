const quantityDigits = 6;

/**
 * The amount of a line as the API works it out: quantity times price, rounded half up to whole minor units. Null while
 * one of them is not a number, or has more decimals than it can have.
 */
export function lineAmount(quantity: string, unitPrice: string, currencyDigits: number): string | null {
  const units = toUnits(quantity, quantityDigits);
  const price = toUnits(unitPrice, currencyDigits);
  if (units === null || price === null) return null;
  const scale = 10n ** BigInt(quantityDigits);
  return toDecimal((units * price * 2n + scale) / (2n * scale), currencyDigits);
}

/** The sum of amounts of one currency. */
export function sumAmounts(amounts: readonly string[], currencyDigits: number): string {
  return toDecimal(
    amounts.reduce((sum, amount) => sum + (toUnits(amount, currencyDigits) ?? 0n), 0n),
    currencyDigits,
  );
}

/** How many decimals a currency has. */
export function digitsOf(currencyCode: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency: currencyCode }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** A decimal in whole units of its last possible digit: "1.5" with two digits is 150. */
function toUnits(decimal: string, digits: number): bigint | null {
  const [, whole, fraction = ""] = /^(\d+)(?:\.(\d*))?$/.exec(decimal) ?? [];
  const significant = fraction.replace(/0+$/, "");
  if (whole === undefined || significant.length > digits) return null;
  return BigInt(whole + significant.padEnd(digits, "0"));
}

function toDecimal(units: bigint, digits: number): string {
  const text = units.toString().padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
