import { Trans } from "@lingui/react/macro";

export function RoleName({ role }: { role: "OWNER" | "ADMIN" | "EMPLOYEE" }) {
  if (role === "OWNER") return <Trans>Owner</Trans>;
  if (role === "ADMIN") return <Trans>Admin</Trans>;
  return <Trans>Employee</Trans>;
}
