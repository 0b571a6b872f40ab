import type { BaseLocationHook } from "wouter";
import { useBrowserLocation } from "wouter/use-browser-location";

/** The path with ids as they are: wouter alone leaves the "=" at their end escaped, and so the parameters of routes. */
export const useDecodedLocation: BaseLocationHook = () => {
  const [path, navigate] = useBrowserLocation();
  return [decode(path), navigate];
};

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // No page has such a path.
    return path;
  }
}
