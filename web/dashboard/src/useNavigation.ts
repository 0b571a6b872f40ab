import type { NavigationItem, Viewer } from "@acompte/shared/shell";
import { useLingui } from "@lingui/react/macro";
import { ChartColumn, CreditCard, FileText, Handshake, History, House, Scale, Settings, UsersRound } from "lucide-react";

/** What the menu offers. Settings are for the owner and admins. */
export function useNavigation(viewer: Viewer | null): NavigationItem[] {
  const { t } = useLingui();
  const isEmployee = viewer?.__typename !== "FirmMember" || viewer.role === "EMPLOYEE";
  return [
    { to: "/", label: t`Home`, icon: House },
    { to: "/clients", label: t`Clients`, icon: Handshake },
    { to: "/invoices", label: t`Invoices`, icon: FileText },
    { to: "/payments", label: t`Payments`, icon: CreditCard },
    { to: "/disputes", label: t`Disputes`, icon: Scale },
    ...(isEmployee
      ? []
      : [
          { to: "/team", label: t`Team`, icon: UsersRound },
          { to: "/report", label: t`Report`, icon: ChartColumn },
          { to: "/activity", label: t`Activity`, icon: History },
          { to: "/settings", label: t`Settings`, icon: Settings },
        ]),
  ];
}
