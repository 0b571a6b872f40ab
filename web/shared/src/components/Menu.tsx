import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";
import { loadModule } from "../language/loadModule.ts";

export type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement<{ onClick?(): void; onPointerEnter?(): void; onFocus?(): void; "aria-haspopup"?: "menu" }>;
  children: ReactNode;
};
export type MenuItemProps = { icon?: ReactNode; children: ReactNode; onSelect(): void };

// Most pages are shown without opening one.
const load = () => import("./MenuPopup.tsx");
/** Not without a connection: browsers do not load a module again that they could not load. */
const preload = () => void (navigator.onLine && load().catch(() => undefined));
const MenuPopup = lazy(async () => ({ default: (await loadModule(load)).MenuPopup }));
const MenuPopupItem = lazy(async () => ({ default: (await loadModule(load)).MenuPopupItem }));

/** A button that opens a list of actions. */
export function Menu({ trigger, children }: MenuProps) {
  const [wasOpened, setWasOpened] = useState(false);
  const closed = cloneElement(trigger, {
    "aria-haspopup": "menu",
    onPointerEnter: preload,
    onFocus: preload,
    onClick: () => setWasOpened(true),
  });
  if (!wasOpened) return closed;
  return (
    <Suspense fallback={closed}>
      <MenuPopup trigger={trigger}>{children}</MenuPopup>
    </Suspense>
  );
}

export function MenuItem(props: MenuItemProps) {
  return <MenuPopupItem {...props} />;
}

export function MenuSeparator() {
  return <hr className="menu-separator" />;
}
