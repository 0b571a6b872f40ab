import { DefinitionList, Money } from "@acompte/shared/components";
import type { PaymentMethod } from "@acompte/shared/graphql/types";
import type { Quote } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import styles from "./payInvoice.module.css";

type Props = { quote: Quote; method: PaymentMethod | null; isOutdated: boolean };

/** What is taken from where, and what remains. */
export function QuoteFigures({ quote, method, isOutdated }: Props) {
  const { fromCredits, charged, amountDueAfter, creditsAfter } = quote;
  const items: [ReactNode, ReactNode][] = [];
  if (Number(fromCredits.amount) > 0) {
    items.push([<Trans key="credits">From your credits</Trans>, <Money key="amount" value={fromCredits} />]);
  }
  if (Number(charged.amount) > 0) {
    items.push([
      method === "BANK_DEBIT" ? <Trans key="debit">By bank debit</Trans> : <Trans key="card">By card</Trans>,
      <Money key="amount" value={charged} />,
    ]);
  }
  items.push([<Trans key="due">Then left of the invoice</Trans>, <Money key="amount" value={amountDueAfter} />]);
  if (Number(fromCredits.amount) > 0) {
    items.push([<Trans key="left">Then left of your credits</Trans>, <Money key="amount" value={creditsAfter} />]);
  }
  return (
    <div className={isOutdated ? `${styles.quote} ${styles.outdated}` : styles.quote}>
      <DefinitionList areFigures items={items} />
    </div>
  );
}
