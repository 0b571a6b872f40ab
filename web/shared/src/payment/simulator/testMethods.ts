import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

type TestMethod = {
  /** What the payer types: one of the numbers that Stripe documents for tests. */
  number: string;
  /** The test payment method that Stripe makes of it. */
  token: string;
  outcome: MessageDescriptor;
};

const succeeds = msg`succeeds`;
const isDeclined = msg`is declined`;
const settles = msg`succeeds after a while`;
const fails = msg`fails after a while: not enough money`;
const isReturned = msg`succeeds, then the money is taken back`;

/** Test numbers by type of payment method. */
export const testMethods: Record<string, readonly TestMethod[]> = {
  card: [
    { number: "4242424242424242", token: "pm_card_visa", outcome: succeeds },
    { number: "4000002500003155", token: "pm_card_authenticationRequiredOnSetup", outcome: msg`asks for 3-D Secure` },
    {
      number: "4000008400001629",
      token: "pm_card_threeDSecureRequiredChargeDeclined",
      outcome: msg`asks for 3-D Secure, and is declined`,
    },
    { number: "4000000000000002", token: "pm_card_visa_chargeDeclined", outcome: isDeclined },
    {
      number: "4000000000009995",
      token: "pm_card_visa_chargeDeclinedInsufficientFunds",
      outcome: msg`is declined: not enough money`,
    },
    { number: "4000000000000069", token: "pm_card_chargeDeclinedExpiredCard", outcome: msg`has expired` },
    { number: "4000000000000259", token: "pm_card_createDispute", outcome: msg`succeeds, then is disputed` },
  ],
  sepa_debit: [
    { number: "DE89370400440532013000", token: "pm_success_de", outcome: settles },
    { number: "DE08370400440532013003", token: "pm_successDelayed_de", outcome: msg`succeeds after some minutes` },
    { number: "DE62370400440532013001", token: "pm_failed_de", outcome: msg`fails after a while` },
    { number: "DE78370400440532013004", token: "pm_failedDelayed_de", outcome: msg`fails after some minutes` },
    { number: "DE35370400440532013002", token: "pm_disputed_de", outcome: isReturned },
  ],
  us_bank_account: [
    { number: "000123456789", token: "pm_usBankAccount_success", outcome: settles },
    { number: "000222222227", token: "pm_usBankAccount_insufficientFunds", outcome: fails },
    { number: "000111111113", token: "pm_usBankAccount_accountClosed", outcome: msg`fails after a while: closed` },
    { number: "000000000009", token: "pm_usBankAccount_processing", outcome: msg`stays in progress` },
    { number: "000111111116", token: "pm_usBankAccount_dispute", outcome: isReturned },
  ],
  bacs_debit: [
    { number: "00012345", token: "pm_bacsDebit_success", outcome: settles },
    { number: "33333335", token: "pm_bacsDebit_insufficientFunds", outcome: fails },
  ],
  acss_debit: [
    { number: "000123456789", token: "pm_acssDebit_success", outcome: settles },
    { number: "000222222227", token: "pm_acssDebit_insufficientFunds", outcome: fails },
  ],
  au_becs_debit: [
    { number: "000123456", token: "pm_auBecsDebit_success", outcome: settles },
    { number: "111111113", token: "pm_auBecsDebit_accountClosed", outcome: msg`fails after a while: closed` },
  ],
};

export const compact = (text: string): string => text.replace(/[\s-]/g, "").toUpperCase();

export const group = (number: string): string => number.replace(/(.{4})(?=.)/g, "$1 ");

export function findTestMethod(type: string, typed: string): TestMethod | undefined {
  return testMethods[type]?.find(({ number }) => number === compact(typed));
}
