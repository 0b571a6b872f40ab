import { Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import type { ActivitySentence_activityFragment } from "@acompte/shared/graphql/types";
import { pathOf } from "@acompte/shared/shell";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import styles from "./activity.module.css";

const ActivityFragment = graphql(`
  fragment ActivitySentence_activity on Activity {
    id
    kind
    at
    actor { kind name isViewer }
    changes { field before after }
    subject {
      ... on Invoice { id number voidedAt }
      ... on Payment { id number amount { amount currencyCode } createdAt settledAt }
      ... on Prepayment { id number amount { amount currencyCode } createdAt settledAt }
      ... on Refund { id amount { amount currencyCode } createdAt settledAt }
      ... on Dispute { id amount { amount currencyCode } }
      ... on CreditEntry { id kind amount { amount currencyCode } }
      ... on Client { id name archivedAt }
      ... on FirmMember { id name }
      ... on Invitation { id name email createdAt }
      ... on PaymentSettings { id }
      ... on PaymentProvider { id name }
      ... on WebhookEndpoint { id url }
    }
  }
`);

type Activity = ActivitySentence_activityFragment;
type SubjectOfActivity = NonNullable<Activity["subject"]>;

/** Who did what. The API tells the kind only: what the subject is now tells when it was started, settled or ended. */
export function ActivitySentence({ activity }: { activity: FragmentType<typeof ActivityFragment> }) {
  const { kind, at, actor, changes, subject } = readFragment(ActivityFragment, activity);
  const who = <strong>{actor.name}</strong>;
  if (!subject) return <WithoutSubject who={who} kind={kind} />;
  const what = <Subject subject={subject} />;
  switch (subject.__typename) {
    case "Payment":
      if (subject.createdAt === at && subject.settledAt === at) return <Trans>{who} made payment {what}.</Trans>;
      if (subject.createdAt === at) return <Trans>{who} started payment {what}.</Trans>;
      if (subject.settledAt === at) return <Trans>{who} settled payment {what}.</Trans>;
      return <Trans>{who} changed the status of payment {what}.</Trans>;
    case "Prepayment":
      if (subject.createdAt === at) return <Trans>{who} started prepayment {what}.</Trans>;
      if (subject.settledAt === at) return <Trans>{who} settled prepayment {what}.</Trans>;
      return <Trans>{who} changed the status of prepayment {what}.</Trans>;
    case "Refund":
      if (subject.createdAt === at) return <Trans>{who} started a refund of {what}.</Trans>;
      if (subject.settledAt === at) return <Trans>{who} settled a refund of {what}.</Trans>;
      return <Trans>{who} changed the status of a refund of {what}.</Trans>;
    case "Dispute":
      return <Trans>{who} recorded a change of a dispute of {what}.</Trans>;
    case "CreditEntry":
      if (subject.kind === "CREDIT_NOTE") return <Trans>{who} granted credits of {what}.</Trans>;
      if (subject.kind === "OFFLINE_PAYMENT") return <Trans>{who} recorded an offline payment of {what} as credits.</Trans>;
      return <Trans>{who} changed credits by {what}.</Trans>;
    case "Invoice":
      if (subject.voidedAt === at) return <Trans>{who} voided invoice {what}.</Trans>;
      return <Trans>{who} updated invoice {what}.</Trans>;
    case "Client":
      if (kind === "PEOPLE") return <Trans>{who} changed who has access to client {what}.</Trans>;
      if (subject.archivedAt === at) return <Trans>{who} archived client {what}.</Trans>;
      return <Trans>{who} updated client {what}.</Trans>;
    case "FirmMember":
      return changes.some(({ field, before }) => field === "role" && before === null) ? (
        <Trans>{who} added member {what}.</Trans>
      ) : (
        <Trans>{who} updated member {what}.</Trans>
      );
    case "Invitation":
      if (subject.createdAt === at) return <Trans>{who} invited {what}.</Trans>;
      return <Trans>{who} updated the invitation of {what}.</Trans>;
    case "PaymentSettings":
      return <Trans>{who} changed the payment settings.</Trans>;
    case "PaymentProvider":
      return <Trans>{who} updated the provider account {what}.</Trans>;
    case "WebhookEndpoint":
      return <Trans>{who} updated the webhook endpoint {what}.</Trans>;
  }
}

/** The subject is the firm, was deleted, has left, or is not for this viewer. */
function WithoutSubject({ who, kind }: { who: ReactNode; kind: Activity["kind"] }) {
  if (kind === "SETTINGS") return <Trans>{who} changed the settings of the firm.</Trans>;
  if (kind === "PEOPLE") return <Trans>{who} changed who has access.</Trans>;
  return <Trans>{who} changed something that is not shown any more.</Trans>;
}

function Subject({ subject }: { subject: SubjectOfActivity }) {
  const path = pathOf("dashboard", subject);
  const name = <SubjectName subject={subject} />;
  return path ? <Link href={path}>{name}</Link> : <span className={styles.name}>{name}</span>;
}

function SubjectName({ subject }: { subject: SubjectOfActivity }) {
  switch (subject.__typename) {
    case "Invoice":
      return subject.number;
    case "Payment":
    case "Prepayment":
      return (
        <>
          <span className={styles.number}>{subject.number}</span> (<Money value={subject.amount} />)
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
