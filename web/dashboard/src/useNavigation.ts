import type { NavigationItem } from "@acompte/shared/shell";
import { useLingui } from "@lingui/react/macro";
import { House } from "lucide-react";

/** What the menu offers. Settings are for the owner and admins. */
export function useNavigation(): NavigationItem[] {
  const { t } = useLingui();
  return [{ to: "/", label: t`Overview`, icon: House }];
}
