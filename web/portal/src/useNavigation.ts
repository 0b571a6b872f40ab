import type { NavigationItem } from "@acompte/shared/shell";
import { useLingui } from "@lingui/react/macro";
import { CreditCard, House, ReceiptText, WalletMinimal } from "lucide-react";

export function useNavigation(): NavigationItem[] {
  const { t } = useLingui();
  return [
    { to: "/", label: t`Home`, icon: House },
    { to: "/invoices", label: t`Invoices`, icon: ReceiptText },
    { to: "/payments", label: t`Payments`, icon: CreditCard },
    { to: "/credits", label: t`Credits`, icon: WalletMinimal },
  ];
}
