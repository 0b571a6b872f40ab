import { Plural, Trans } from "@lingui/react/macro";
import { Button } from "./Button.tsx";

type Props = {
  hasMore: boolean;
  isLoading: boolean;
  /** How many the whole list has, if the query asks. */
  totalCount?: number;
  onLoad(): void;
};

/** The end of a list of which only a part is shown. */
export function LoadMore({ hasMore, isLoading, totalCount, onLoad }: Props) {
  if (!hasMore) return null;
  return (
    <div className="load-more">
      <Button onClick={onLoad} isPending={isLoading}>
        <Trans>Show more</Trans>
      </Button>
      {totalCount !== undefined && (
        <span className="soft small">
          <Plural value={totalCount} one="# in all" other="# in all" />
        </span>
      )}
    </div>
  );
}
