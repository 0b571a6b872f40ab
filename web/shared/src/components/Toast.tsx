import { useLingui } from "@lingui/react/macro";
import { CircleCheck, X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import { Button } from "./Button.tsx";

type Toast = { key: number; text: ReactNode };

const duration = 6000;
const Context = createContext<(text: ReactNode) => void>(() => {});

/** Shows short messages that something is done, in the corner, for a few seconds. */
export function Toasts({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const count = useRef(0);
  const remove = useCallback((key: number) => setToasts((present) => present.filter((toast) => toast.key !== key)), []);
  const show = useCallback(
    (text: ReactNode) => {
      count.current += 1;
      const key = count.current;
      setToasts((present) => [...present, { key, text }]);
      setTimeout(() => remove(key), duration);
    },
    [remove],
  );
  return (
    <Context value={show}>
      {children}
      <div className="toasts" role="status">
        {toasts.map(({ key, text }) => (
          <div className="toast" key={key}>
            <CircleCheck className="icon" aria-hidden="true" />
            <div className="toast-text">{text}</div>
            <Button look="quiet" isIcon aria-label={t`Close`} onClick={() => remove(key)}>
              <X aria-hidden="true" />
            </Button>
          </div>
        ))}
      </div>
    </Context>
  );
}

export const useToast = () => useContext(Context);
