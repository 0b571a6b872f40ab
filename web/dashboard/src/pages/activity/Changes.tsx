import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import styles from "./activity.module.css";
import { fieldNames } from "./fieldNames.ts";
import { useChangeText } from "./useChangeText.ts";

const ChangesFragment = graphql(`
  fragment Changes_activity on Activity {
    id
    changes { field before after }
  }
`);

/** What was changed: before and after. */
export function Changes({ activity }: { activity: FragmentType<typeof ChangesFragment> }) {
  const { t } = useLingui();
  const { changes } = readFragment(ChangesFragment, activity);
  const textOf = useChangeText();
  if (changes.length === 0) return null;
  return (
    <dl className={styles.changes}>
      {changes.map(({ field, before, after }, index) => (
        <div key={index}>
          <dt>{fieldNames[field] ? t(fieldNames[field]) : field}</dt>
          <dd>
            <span className="visually-hidden">
              <Trans>before:</Trans>{" "}
            </span>
            <del>{before === null ? t`none` : textOf(field, before)}</del>
            <span aria-hidden="true"> → </span>
            <span className="visually-hidden">
              <Trans>after:</Trans>{" "}
            </span>
            <ins>{after === null ? t`none` : textOf(field, after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
