import { Trans } from "@lingui/react/macro";
import { Callout } from "./Callout.tsx";

/** Says that it is not known what became of a form's earlier request. */
export function UnknownResult() {
  return (
    <Callout>
      <Trans>It is not known yet whether what you sent was done. You can send it again: nothing is done twice.</Trans>
    </Callout>
  );
}
