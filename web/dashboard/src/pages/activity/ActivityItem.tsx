import { DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import type { ActivityItem_activityFragment } from "@acompte/shared/graphql/types";
import { pathOf } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import styles from "./activity.module.css";
import { Changes } from "./Changes.tsx";
import { kindNames } from "./kindNames.ts";

const ActivityFragment = graphql(`
  fragment ActivityItem_activity on Activity {
    id
    kind
    at
    actor { kind name isViewer }
    client { id name }
    subject {
      ... on Invoice { id number }
      ... on Payment { id number amount { amount currencyCode } }
      ... on Prepayment { id number amount { amount currencyCode } }
      ... on Refund { id amount { amount currencyCode } }
      ... on Dispute { id amount { amount currencyCode } }
      ... on CreditEntry { id amount { amount currencyCode } }
      ... on Client { id name }
      ... on FirmMember { id name }
      ... on Invitation { id name email }
      ... on PaymentSettings { id }
      ... on PaymentProvider { id name }
      ... on WebhookEndpoint { id url }
    }
    reason
    ...Changes_activity
  }
`);

/** One thing that somebody did: about what, who, when, why, and what it changed. */
export function ActivityItem({ activity }: { activity: FragmentType<typeof ActivityFragment> }) {
  const { t } = useLingui();
  const shown = readFragment(ActivityFragment, activity);
  const { kind, at, actor, client, subject, reason } = shown;
  const isOfClient = subject?.__typename === "Client";
  return (
    <li className="list-item">
      <div className={`list-item-text ${styles.item}`}>
        <span>
          <strong>{t(kindNames[kind])}</strong>
          {subject && <Subject subject={subject} />}
        </span>
        {reason && <span>{t`“${reason}”`}</span>}
        <Changes activity={shown} />
        <span className="soft small">
          {actor.isViewer ? <Trans>You</Trans> : actor.name}
          {" · "}
          <DateText value={at} withTime />
          {client && !isOfClient && (
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

type SubjectOfActivity = NonNullable<ActivityItem_activityFragment["subject"]>;

function Subject({ subject }: { subject: SubjectOfActivity }) {
  const path = pathOf("dashboard", subject);
  const name = <SubjectName subject={subject} />;
  if (subject.__typename === "PaymentSettings") return null;
  return <> · {path ? <Link href={path}>{name}</Link> : <span className={styles.name}>{name}</span>}</>;
}

function SubjectName({ subject }: { subject: SubjectOfActivity }) {
  switch (subject.__typename) {
    case "Invoice":
      return subject.number;
    case "Payment":
    case "Prepayment":
      return (
        <>
          {subject.number}, <Money value={subject.amount} />
        </>
      );
    case "Refund":
    case "Dispute":
    case "CreditEntry":
      return <Money value={subject.amount} />;
    case "Invitation":
      return `${subject.name} <${subject.email}>`;
    case "WebhookEndpoint":
      return subject.url;
    case "Client":
    case "FirmMember":
    case "PaymentProvider":
      return subject.name;
    case "PaymentSettings":
      return null;
  }
}
