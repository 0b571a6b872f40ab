import { Trans } from "@lingui/react/macro";

/** Lines in the place of text that is on its way. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className="stack" aria-busy="true">
      <span className="visually-hidden">
        <Trans>Loading</Trans>
      </span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={index === lines - 1 ? "skeleton skeleton-short" : "skeleton"} />
      ))}
    </div>
  );
}
