import type { NavigationItem } from "@acompte/shared/shell";
import { useLingui } from "@lingui/react/macro";
import { House } from "lucide-react";

export function useNavigation(): NavigationItem[] {
  const { t } = useLingui();
  return [{ to: "/", label: t`Home`, icon: House }];
}
