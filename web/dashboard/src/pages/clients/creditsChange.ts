import { graphql } from "@acompte/shared/graphql";

/** What a change of credits changes on the pages of the client. */
export const CreditsChangeFragment = graphql(`
  fragment ClientCreditsChange_account on CreditAccount {
    id
    balance { amount currencyCode }
    available { amount currencyCode }
    reserved { amount currencyCode }
    client { id actions prepaymentOffer { ...MakePrepaymentDialog_offer } }
  }
`);
