import { type Locale, useFormats } from "@acompte/shared/language";
import { languageNames } from "@acompte/shared/shell";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

/** Enum values and truth values by field, as activities write them. */
const valueNames: Partial<Record<string, Partial<Record<string, MessageDescriptor>>>> = (() => {
  const method = { CARD: msg`Card`, BANK_DEBIT: msg`Bank debit`, CARD_OR_BANK_DEBIT: msg`Card or bank debit` };
  const role = { OWNER: msg`Owner`, ADMIN: msg`Admin`, EMPLOYEE: msg`Employee` };
  return {
    hideInvoicesFromClients: { true: msg`yes`, false: msg`no` },
    "prepayment.enabled": { true: msg`on`, false: msg`off` },
    paymentMethod: method,
    "prepayment.method": method,
    methods: method,
    creditApplication: { MANUAL: msg`When somebody pays`, ON_ISSUE: msg`When an invoice is issued` },
    status: {
      ONBOARDING: msg`Not complete`,
      CONNECTED: msg`Connected`,
      RESTRICTED: msg`Restricted`,
      DISCONNECTED: msg`Disconnected`,
    },
    role,
    "previousOwner.role": role,
    rights: {
      MANAGE_PAYMENTS: msg`Manage payments`,
      MANAGE_INVOICES: msg`Manage invoices`,
      MANAGE_CLIENTS: msg`Manage clients`,
      VIEW_ALL_CLIENTS: msg`See all clients`,
    },
  };
})();

const amounts = ["prepayment.minimum", "prepayment.maximum"];

/** How to write a changed field's value, which the API writes for no language. */
export function useChangeText(): (field: string, value: string) => string {
  const { t } = useLingui();
  const { money } = useFormats();
  return (field, value) => {
    if (amounts.includes(field)) return money({ amount: value });
    if (field === "locale") return languageNames[value as Locale] ?? value;
    const names = valueNames[field];
    if (!names) return value;
    return value
      .split(", ")
      .map((each) => (names[each] ? t(names[each]) : each))
      .join(", ");
  };
}
