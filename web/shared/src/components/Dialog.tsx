import { lazy, Suspense, useState } from "react";
import type { DialogProps } from "./DialogPopup.tsx";
import { loadModule } from "../language/loadModule.ts";

// Most pages are shown without one.
const DialogPopup = lazy(() => loadModule(() => import("./DialogPopup.tsx")));

/** A window above the page. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setWasOpened] = useState(false);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  if (!props.isOpen && !wasOpened) return null;
  return (
    <Suspense fallback={null}>
      <DialogPopup {...props} />
    </Suspense>
  );
}
