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
    event
    kind
    at
    actor { name }
    subject {
      ... on Invoice { id number }
      ... on Payment { id number amount { amount currencyCode } settledAt }
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
  }
`);

type Activity = ActivitySentence_activityFragment;
type SubjectOfActivity = NonNullable<Activity["subject"]>;

/** Who did what, in a sentence. */
export function ActivitySentence({ activity }: { activity: FragmentType<typeof ActivityFragment> }) {
  const { event, kind, at, actor, subject } = readFragment(ActivityFragment, activity);
  const who = <strong>{actor.name}</strong>;
  if (!subject) return <WithoutSubject who={who} event={event} kind={kind} />;
  const what = <Subject subject={subject} />;
  switch (event) {
    case "PREPAYMENT_MADE":
      return <Trans>{who} started prepayment {what}.</Trans>;
    case "INVOICE_PAID":
      if (subject.__typename === "Payment" && subject.settledAt !== at) return <Trans>{who} started payment {what}.</Trans>;
      return <Trans>{who} made payment {what}.</Trans>;
    case "CREDITS_APPLIED":
      return <Trans>{who} made payment {what} from credits.</Trans>;
    case "PAYMENT_RELEASED":
      return <Trans>{who} released payment {what} from its invoice.</Trans>;
    case "OFFLINE_PAYMENT_RECORDED":
      if (subject.__typename === "Payment") return <Trans>{who} recorded offline payment {what}.</Trans>;
      return <Trans>{who} recorded an offline payment of {what} as credits.</Trans>;
    case "REFUND_MADE":
      return <Trans>{who} made a refund of {what}.</Trans>;
    case "REFUND_PENDING":
      return <Trans>The provider is processing a refund of {what}.</Trans>;
    case "REFUND_SUCCEEDED":
      return <Trans>A refund of {what} settled.</Trans>;
    case "REFUND_FAILED":
      return <Trans>A refund of {what} failed.</Trans>;
    case "REFUND_REFUSED":
      return <Trans>The provider refused a refund of {what}.</Trans>;
    case "DISPUTE_CHANGED":
      return <Trans>A dispute of {what} was opened or changed.</Trans>;
    case "CREDIT_NOTE_ADDED":
      return <Trans>{who} granted credits of {what}.</Trans>;
    case "CREDIT_REVERSED":
      return <Trans>{who} reversed credits of {what}.</Trans>;
    case "INVOICE_ISSUED":
      return <Trans>{who} issued invoice {what}.</Trans>;
    case "INVOICE_VOIDED":
      return <Trans>{who} voided invoice {what}.</Trans>;
    case "INVOICE_CORRECTED":
      return <Trans>{who} corrected invoice {what}.</Trans>;
    case "INVOICE_CREATED":
      return <Trans>{who} created invoice {what}.</Trans>;
    case "INVOICE_UPDATED":
      return <Trans>{who} changed draft {what}.</Trans>;
    case "CLIENT_ADDED":
      return <Trans>{who} added client {what}.</Trans>;
    case "CLIENT_UPDATED":
      return <Trans>{who} changed client {what}.</Trans>;
    case "CLIENT_ARCHIVED":
      return <Trans>{who} archived client {what}.</Trans>;
    case "CLIENT_UNARCHIVED":
      return <Trans>{who} took client {what} back from the archive.</Trans>;
    case "CLIENT_USER_ADDED":
      return <Trans>{who} added a user of client {what}.</Trans>;
    case "CLIENT_USER_UPDATED":
      return <Trans>{who} changed the profile of a user of client {what}.</Trans>;
    case "CLIENT_USER_REMOVED":
      return <Trans>{who} removed a user of client {what}.</Trans>;
    case "CLIENT_ASSIGNED":
    case "CLIENT_UNASSIGNED":
      return <Trans>{who} changed the assigned clients of {what}.</Trans>;
    case "PROFILE_UPDATED":
      return <Trans>{who} changed the profile of {what}.</Trans>;
    case "OWNERSHIP_TRANSFERRED":
      return <Trans>{who} made {what} the owner.</Trans>;
    case "INVITATION_SENT":
      return <Trans>{who} invited {what}.</Trans>;
    case "INVITATION_RESENT":
      return <Trans>{who} sent the invitation of {what} again.</Trans>;
    case "INVITATION_REVOKED":
      return <Trans>{who} revoked the invitation of {what}.</Trans>;
    case "MEMBER_ADDED":
      return <Trans>{who} added member {what}.</Trans>;
    case "MEMBER_UPDATED":
    case "MEMBER_ROLE_SET":
    case "MEMBER_RIGHTS_SET":
      return <Trans>{who} changed member {what}.</Trans>;
    case "MEMBER_REMOVED":
      return <Trans>{who} removed member {what}.</Trans>;
    case "SETTINGS_UPDATED":
      return <Trans>{who} changed the payment settings.</Trans>;
    case "PREPAYMENT_ENABLED":
      return <Trans>{who} enabled prepayment.</Trans>;
    case "PREPAYMENT_DISABLED":
      return <Trans>{who} disabled prepayment.</Trans>;
    case "PROVIDER_CONNECTED":
      return <Trans>{who} connected provider account {what}.</Trans>;
    case "PROVIDER_DEFAULT":
      return <Trans>{who} made {what} the default provider account.</Trans>;
    case "PROVIDER_SYNCED":
      return <Trans>The provider reported a change of provider account {what}.</Trans>;
    case "PROVIDER_DISCONNECTED":
      return <Trans>{who} disconnected provider account {what}.</Trans>;
    case "WEBHOOK_ENDPOINT_ADDED":
      return <Trans>{who} added webhook endpoint {what}.</Trans>;
    case "WEBHOOK_ENDPOINT_UPDATED":
      return <Trans>{who} changed webhook endpoint {what}.</Trans>;
    case "WEBHOOK_ENDPOINT_SECRET_ROTATED":
      return <Trans>{who} gave webhook endpoint {what} a new secret.</Trans>;
    case "WEBHOOK_ENDPOINT_REDELIVERED":
      return <Trans>{who} delivered a webhook to {what} again.</Trans>;
    case "WEBHOOK_ENDPOINT_DISABLED":
      return <Trans>Webhook endpoint {what} was disabled.</Trans>;
    default:
      return <ProviderPaymentSentence who={who} what={what} event={event} subject={subject} />;
  }
}

/** What the provider tells of a payment or prepayment, and any event that is not known here. */
function ProviderPaymentSentence({
  who,
  what,
  event,
  subject,
}: {
  who: ReactNode;
  what: ReactNode;
  event: Activity["event"];
  subject: SubjectOfActivity;
}) {
  const isPrepayment = subject.__typename === "Prepayment";
  switch (event) {
    case "PROVIDER_PAYMENT_PROCESSING":
      if (isPrepayment) return <Trans>The bank is collecting prepayment {what}.</Trans>;
      return <Trans>The bank is collecting payment {what}.</Trans>;
    case "PROVIDER_PAYMENT_SUCCEEDED":
      return isPrepayment ? <Trans>Prepayment {what} settled.</Trans> : <Trans>Payment {what} settled.</Trans>;
    case "PROVIDER_PAYMENT_CANCELED":
      if (isPrepayment) return <Trans>Prepayment {what} failed or was canceled.</Trans>;
      return <Trans>Payment {what} failed or was canceled.</Trans>;
    case "PROVIDER_PAYMENT_EXPIRED":
      if (isPrepayment) return <Trans>Prepayment {what} was not completed in time.</Trans>;
      return <Trans>Payment {what} was not completed in time.</Trans>;
    case "PROVIDER_PAYMENT_RECOVERED":
      if (isPrepayment) return <Trans>Prepayment {what} was found at the provider.</Trans>;
      return <Trans>Payment {what} was found at the provider.</Trans>;
    default:
      return <Trans>{who} changed {what}.</Trans>;
  }
}

/** The subject is the firm, was deleted, has left, or is not for this viewer. */
function WithoutSubject({
  who,
  event,
  kind,
}: {
  who: ReactNode;
  event: Activity["event"];
  kind: Activity["kind"];
}) {
  switch (event) {
    case "FIRM_UPDATED":
      return <Trans>{who} changed the firm.</Trans>;
    case "MEMBER_REMOVED":
      return <Trans>{who} removed a member.</Trans>;
    case "PROFILE_UPDATED":
      return <Trans>{who} changed a profile.</Trans>;
    case "WEBHOOK_ENDPOINT_DELETED":
      return <Trans>{who} deleted a webhook endpoint.</Trans>;
  }
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
