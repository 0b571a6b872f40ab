import { DateText } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import styles from "./activity.module.css";
import { ActivitySentence } from "./ActivitySentence.tsx";
import { Changes } from "./Changes.tsx";

const ActivityFragment = graphql(`
  fragment ActivityItem_activity on Activity {
    id
    at
    client { id name }
    subject { ... on Client { id } }
    reason
    ...ActivitySentence_activity
    ...Changes_activity
  }
`);

/** One thing that somebody did: who and what, why, what it changed, when, and for which client. */
export function ActivityItem({ activity }: { activity: FragmentType<typeof ActivityFragment> }) {
  const { t } = useLingui();
  const shown = readFragment(ActivityFragment, activity);
  const { at, client, subject, reason } = shown;
  return (
    <li className="list-item">
      <div className={`list-item-text ${styles.item}`}>
        <span>
          <ActivitySentence activity={shown} />
        </span>
        {reason && <span>{t`“${reason}”`}</span>}
        <Changes activity={shown} />
        <span className="soft small">
          <DateText value={at} withTime />
          {client && subject?.__typename !== "Client" && (
            <>
              {" · "}
              <Link href={`/clients/${encodeURIComponent(client.id)}`}>{client.name}</Link>
            </>
          )}
        </span>
      </div>
    </li>
  );
}
