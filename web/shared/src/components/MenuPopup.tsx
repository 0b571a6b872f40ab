import { Menu as Base } from "@base-ui/react/menu";
import type { MenuItemProps, MenuProps } from "./Menu.tsx";

export function MenuPopup({ trigger, children }: MenuProps) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="menu-positioner" sideOffset={6} align="end" collisionPadding={8}>
          <Base.Popup className="menu">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuPopupItem({ icon, children, onSelect }: MenuItemProps) {
  return (
    <Base.Item className="menu-item" onClick={onSelect}>
      {icon}
      {children}
    </Base.Item>
  );
}
