import { useState, useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";

const storageKey = "acompte.theme";

/** Applies the theme that was chosen in this browser; "system" is that of the device. */
export function applyTheme(theme: Theme = findTheme()): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(findTheme);
  return [
    theme,
    (next) => {
      localStorage.setItem(storageKey, next);
      applyTheme(next);
      setTheme(next);
    },
  ];
}

/** Whether the theme is a dark one, also when the device changes its own. */
export function useIsDark(theme: Theme): boolean {
  const isDeviceDark = useSyncExternalStore(followDevice, () => findDarkDevice().matches);
  return theme === "system" ? isDeviceDark : theme === "dark";
}

function followDevice(onChange: () => void): () => void {
  const darkDevice = findDarkDevice();
  darkDevice.addEventListener("change", onChange);
  return () => darkDevice.removeEventListener("change", onChange);
}

const findDarkDevice = (): MediaQueryList => matchMedia("(prefers-color-scheme: dark)");

function findTheme(): Theme {
  const stored = localStorage.getItem(storageKey);
  return stored === "light" || stored === "dark" ? stored : "system";
}
