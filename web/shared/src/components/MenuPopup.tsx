import { Menu as Base } from "@base-ui/react/menu";
import { useState } from "react";
import type { MenuItemProps, MenuProps } from "./Menu.tsx";

export function MenuPopup({ trigger, children }: MenuProps) {
  // Beside its button: at the end of the body, it would be outside of all landmarks.
  const [place, setPlace] = useState<HTMLSpanElement | null>(null);
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      {/* React takes the ref away while an item is being loaded. */}
      <span className="menu-place" ref={(element) => void (element && setPlace(element))} />
      {place && (
        <Base.Portal container={place}>
          <Base.Positioner
            className="menu-positioner"
            positionMethod="fixed"
            sideOffset={6}
            align="end"
            collisionPadding={8}
          >
            <Base.Popup className="menu">{children}</Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      )}
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
