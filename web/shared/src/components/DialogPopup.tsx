import { Dialog as Base } from "@base-ui/react/dialog";
import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "./Button.tsx";

export type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  isOpen: boolean;
  isWide?: boolean;
  /** Whether only its buttons close it, and not a click beside it: for what somebody has begun to type. */
  keepsOpen?: boolean;
  /** Whether the rest of the page cannot be used meanwhile. */
  isModal?: boolean;
  onClose(): void;
  children: ReactNode;
};

export default function DialogPopup({ title, description, isOpen, isWide = false, keepsOpen = false, isModal = true, onClose, children }: DialogProps) {
  const { t } = useLingui();
  const popup = useRef<HTMLDivElement>(null);
  const findField = () => popup.current?.querySelector<HTMLElement>("input, select, textarea") ?? null;
  return (
    <Base.Root open={isOpen} modal={isModal} disablePointerDismissal={keepsOpen} onOpenChange={(open) => open || onClose()}>
      <Base.Portal>
        <Base.Backdrop className="dialog-backdrop" />
        <Base.Popup
          ref={popup}
          className={isWide ? "dialog dialog-wide" : "dialog"}
          // What it asks for, rather than the button that closes it. A touch opens no keyboard by itself.
          initialFocus={(openedBy) => (openedBy === "touch" ? true : findField())}
        >
          <div className="dialog-header">
            <div className="stack">
              <Base.Title>{title}</Base.Title>
              {description && <Base.Description className="soft">{description}</Base.Description>}
            </div>
            <Base.Close
              render={
                <Button look="quiet" isIcon aria-label={t`Close`}>
                  <X aria-hidden="true" />
                </Button>
              }
            />
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
