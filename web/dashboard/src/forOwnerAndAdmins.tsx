import { NotFoundPage, useMember } from "@acompte/shared/shell";
import type { ComponentType } from "react";

/** A page that does not exist for employees: neither it nor what it asks for is loaded. */
export function forOwnerAndAdmins(Page: ComponentType): ComponentType {
  return function OwnersAndAdminsPage() {
    return useMember().role === "EMPLOYEE" ? <NotFoundPage /> : <Page />;
  };
}
