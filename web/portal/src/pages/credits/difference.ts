/** An amount less others, exactly: decimals such as "12.50", with the digits of the first. */
export function difference(total: string, parts: readonly string[]): string {
  const digits = fraction(total).length;
  const rest = parts.reduce((left, part) => left - units(part, digits), units(total, digits));
  const sign = rest < 0n ? "-" : "";
  const text = String(rest < 0n ? -rest : rest).padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const fraction = (amount: string): string => amount.split(".")[1] ?? "";

const units = (amount: string, digits: number): bigint =>
  BigInt(amount.split(".")[0] + fraction(amount).padEnd(digits, "0"));
