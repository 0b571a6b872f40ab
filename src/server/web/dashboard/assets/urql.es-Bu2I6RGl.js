import{i as e,n as t}from"./jsx-runtime-DyZJNswf.js";var n=class extends String{__apiType;value;__meta__;constructor(e,t){super(e),this.value=e,this.__meta__=t}toString(){return this.value}};new n(`
    fragment ActivitySentence_activity on Activity {
  __typename
  id
  event
  kind
  at
  actor {
    __typename
    name
  }
  subject {
    __typename
    ... on Invoice {
      __typename
      id
      number
    }
    ... on Payment {
      __typename
      id
      number
      amount {
        __typename
        amount
        currencyCode
      }
      settledAt
    }
    ... on Prepayment {
      __typename
      id
      number
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on Refund {
      __typename
      id
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on Dispute {
      __typename
      id
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on CreditEntry {
      __typename
      id
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on Client {
      __typename
      id
      name
    }
    ... on FirmMember {
      __typename
      id
      name
    }
    ... on Invitation {
      __typename
      id
      name
      email
    }
    ... on PaymentSettings {
      __typename
      id
    }
    ... on PaymentProvider {
      __typename
      id
      name
    }
    ... on WebhookEndpoint {
      __typename
      id
      url
    }
  }
}
    `,{fragmentName:`ActivitySentence_activity`}),new n(`
    fragment Changes_activity on Activity {
  __typename
  id
  changes {
    __typename
    field
    before
    after
  }
}
    `,{fragmentName:`Changes_activity`}),new n(`
    fragment ActivityItem_activity on Activity {
  __typename
  id
  at
  client {
    __typename
    id
    name
  }
  subject {
    __typename
    ... on Client {
      __typename
      id
    }
  }
  reason
  ...ActivitySentence_activity
  ...Changes_activity
}
    fragment ActivitySentence_activity on Activity {
  __typename
  id
  event
  kind
  at
  actor {
    __typename
    name
  }
  subject {
    __typename
    ... on Invoice {
      __typename
      id
      number
    }
    ... on Payment {
      __typename
      id
      number
      amount {
        __typename
        amount
        currencyCode
      }
      settledAt
    }
    ... on Prepayment {
      __typename
      id
      number
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on Refund {
      __typename
      id
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on Dispute {
      __typename
      id
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on CreditEntry {
      __typename
      id
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on Client {
      __typename
      id
      name
    }
    ... on FirmMember {
      __typename
      id
      name
    }
    ... on Invitation {
      __typename
      id
      name
      email
    }
    ... on PaymentSettings {
      __typename
      id
    }
    ... on PaymentProvider {
      __typename
      id
      name
    }
    ... on WebhookEndpoint {
      __typename
      id
      url
    }
  }
}
fragment Changes_activity on Activity {
  __typename
  id
  changes {
    __typename
    field
    before
    after
  }
}`,{fragmentName:`ActivityItem_activity`}),new n(`
    fragment ArchiveClient_client on Client {
  __typename
  id
  actions
  amountDue {
    __typename
    amount
    currencyCode
  }
  creditAccount {
    __typename
    id
    balance {
      __typename
      amount
      currencyCode
    }
  }
  prepaymentsInProgress: prepayments(
    filter: {status: [REQUIRES_ACTION, PROCESSING]}
    first: 10
  ) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
      }
    }
  }
}
    `,{fragmentName:`ArchiveClient_client`}),new n(`
    fragment AssignedMembers_client on Client {
  __typename
  id
  assignedMembers {
    __typename
    id
    name
    email
  }
}
    `,{fragmentName:`AssignedMembers_client`}),new n(`
    fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}
    `,{fragmentName:`PrepaymentFields_offer`}),new n(`
    fragment MakePrepaymentDialog_offer on PrepaymentOffer {
  __typename
  available
  ...PrepaymentFields_offer
}
    fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}`,{fragmentName:`MakePrepaymentDialog_offer`}),new n(`
    fragment ClientCredits_client on Client {
  __typename
  id
  name
  actions
  amountDue {
    __typename
    amount
    currencyCode
  }
  creditAccount {
    __typename
    id
    available {
      __typename
      amount
      currencyCode
    }
    reserved {
      __typename
      amount
      currencyCode
    }
  }
  prepaymentOffer {
    __typename
    ...MakePrepaymentDialog_offer
  }
}
    fragment MakePrepaymentDialog_offer on PrepaymentOffer {
  __typename
  available
  ...PrepaymentFields_offer
}
fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}`,{fragmentName:`ClientCredits_client`}),new n(`
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
    `,{fragmentName:`InvoiceStatusBadge_invoice`}),new n(`
    fragment ClientInvoices_client on Client {
  __typename
  id
  actions
  latestInvoices: invoices(first: 5) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        number
        description
        status
        dueOn
        total {
          __typename
          amount
          currencyCode
        }
        amountDue {
          __typename
          amount
          currencyCode
        }
        ...InvoiceStatusBadge_invoice
      }
    }
  }
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}`,{fragmentName:`ClientInvoices_client`}),new n(`
    fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
    `,{fragmentName:`PaymentState_payment`}),new n(`
    fragment ClientPayments_client on Client {
  __typename
  id
  latestPayments: payments(first: 5) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        number
        paidBy
        offlineMethod
        card {
          __typename
          brand
          last4
        }
        createdAt
        amount {
          __typename
          amount
          currencyCode
        }
        invoice {
          __typename
          id
          number
        }
        ...PaymentState_payment
      }
    }
  }
}
    fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}`,{fragmentName:`ClientPayments_client`}),new n(`
    fragment ClientMoney_client on Client {
  __typename
  id
  ...ClientInvoices_client
  ...ClientPayments_client
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment ClientInvoices_client on Client {
  __typename
  id
  actions
  latestInvoices: invoices(first: 5) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        number
        description
        status
        dueOn
        total {
          __typename
          amount
          currencyCode
        }
        amountDue {
          __typename
          amount
          currencyCode
        }
        ...InvoiceStatusBadge_invoice
      }
    }
  }
}
fragment ClientPayments_client on Client {
  __typename
  id
  latestPayments: payments(first: 5) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        number
        paidBy
        offlineMethod
        card {
          __typename
          brand
          last4
        }
        createdAt
        amount {
          __typename
          amount
          currencyCode
        }
        invoice {
          __typename
          id
          number
        }
        ...PaymentState_payment
      }
    }
  }
}`,{fragmentName:`ClientMoney_client`}),new n(`
    fragment InvitationItem_invitation on Invitation {
  __typename
  id
  name
  email
  role
  status
  expiresAt
}
    `,{fragmentName:`InvitationItem_invitation`}),new n(`
    fragment ClientUsers_client on Client {
  __typename
  id
  name
  actions
  users {
    __typename
    id
    name
    email
  }
  invitations {
    __typename
    id
    status
    ...InvitationItem_invitation
  }
}
    fragment InvitationItem_invitation on Invitation {
  __typename
  id
  name
  email
  role
  status
  expiresAt
}`,{fragmentName:`ClientUsers_client`}),new n(`
    fragment ClientPage_client on Client {
  __typename
  id
  name
  email
  reference
  archivedAt
  actions
  ...ArchiveClient_client
  ...AssignedMembers_client
  ...ClientCredits_client
  ...ClientMoney_client
  ...ClientUsers_client
}
    fragment InvitationItem_invitation on Invitation {
  __typename
  id
  name
  email
  role
  status
  expiresAt
}
fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment ArchiveClient_client on Client {
  __typename
  id
  actions
  amountDue {
    __typename
    amount
    currencyCode
  }
  creditAccount {
    __typename
    id
    balance {
      __typename
      amount
      currencyCode
    }
  }
  prepaymentsInProgress: prepayments(
    filter: {status: [REQUIRES_ACTION, PROCESSING]}
    first: 10
  ) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
      }
    }
  }
}
fragment AssignedMembers_client on Client {
  __typename
  id
  assignedMembers {
    __typename
    id
    name
    email
  }
}
fragment ClientCredits_client on Client {
  __typename
  id
  name
  actions
  amountDue {
    __typename
    amount
    currencyCode
  }
  creditAccount {
    __typename
    id
    available {
      __typename
      amount
      currencyCode
    }
    reserved {
      __typename
      amount
      currencyCode
    }
  }
  prepaymentOffer {
    __typename
    ...MakePrepaymentDialog_offer
  }
}
fragment ClientInvoices_client on Client {
  __typename
  id
  actions
  latestInvoices: invoices(first: 5) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        number
        description
        status
        dueOn
        total {
          __typename
          amount
          currencyCode
        }
        amountDue {
          __typename
          amount
          currencyCode
        }
        ...InvoiceStatusBadge_invoice
      }
    }
  }
}
fragment ClientMoney_client on Client {
  __typename
  id
  ...ClientInvoices_client
  ...ClientPayments_client
}
fragment ClientPayments_client on Client {
  __typename
  id
  latestPayments: payments(first: 5) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        number
        paidBy
        offlineMethod
        card {
          __typename
          brand
          last4
        }
        createdAt
        amount {
          __typename
          amount
          currencyCode
        }
        invoice {
          __typename
          id
          number
        }
        ...PaymentState_payment
      }
    }
  }
}
fragment ClientUsers_client on Client {
  __typename
  id
  name
  actions
  users {
    __typename
    id
    name
    email
  }
  invitations {
    __typename
    id
    status
    ...InvitationItem_invitation
  }
}
fragment MakePrepaymentDialog_offer on PrepaymentOffer {
  __typename
  available
  ...PrepaymentFields_offer
}
fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}`,{fragmentName:`ClientPage_client`}),new n(`
    fragment PaymentState_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
    `,{fragmentName:`PaymentState_prepayment`}),new n(`
    fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}
    `,{fragmentName:`PaymentWindow_checkout`}),new n(`
    fragment PaymentActions_prepayment on Prepayment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
    fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`PaymentActions_prepayment`}),new n(`
    fragment ClientPrepayment_prepayment on Prepayment {
  __typename
  id
  number
  status
  method
  memo
  card {
    __typename
    brand
    last4
  }
  amount {
    __typename
    amount
    currencyCode
  }
  remaining {
    __typename
    amount
    currencyCode
  }
  failure {
    __typename
    code
    message
  }
  createdAt
  actions
  ...PaymentState_prepayment
  ...PaymentActions_prepayment
}
    fragment PaymentState_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment PaymentActions_prepayment on Prepayment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`ClientPrepayment_prepayment`}),new n(`
    fragment ClientStatement_entry on CreditEntry {
  __typename
  id
  kind
  amount {
    __typename
    amount
    currencyCode
  }
  balanceAfter {
    __typename
    amount
    currencyCode
  }
  createdAt
  actor {
    __typename
    name
  }
  reason
  prepayment {
    __typename
    id
    number
    memo
  }
  payment {
    __typename
    id
    number
    invoice {
      __typename
      id
      number
    }
  }
  reverses {
    __typename
    id
    kind
    createdAt
  }
  remaining {
    __typename
    amount
    currencyCode
  }
}
    `,{fragmentName:`ClientStatement_entry`}),new n(`
    fragment ClientTable_client on Client {
  __typename
  id
  name
  reference
  email
  archivedAt
  amountDue {
    __typename
    amount
    currencyCode
  }
  creditAccount {
    __typename
    id
    available {
      __typename
      amount
      currencyCode
    }
  }
}
    `,{fragmentName:`ClientTable_client`}),new n(`
    fragment ClientCreditsChange_account on CreditAccount {
  __typename
  id
  balance {
    __typename
    amount
    currencyCode
  }
  available {
    __typename
    amount
    currencyCode
  }
  reserved {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    actions
    prepaymentOffer {
      __typename
      ...MakePrepaymentDialog_offer
    }
  }
}
    fragment MakePrepaymentDialog_offer on PrepaymentOffer {
  __typename
  available
  ...PrepaymentFields_offer
}
fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}`,{fragmentName:`ClientCreditsChange_account`}),new n(`
    fragment DisputePage_dispute on Dispute {
  __typename
  id
  status
  client {
    __typename
    id
    name
  }
  amount {
    __typename
    amount
    currencyCode
  }
  withdrawn {
    __typename
    amount
    currencyCode
  }
  reason
  evidenceDueAt
  openedAt
  closedAt
  payment {
    __typename
    id
    number
    providerReference
    invoice {
      __typename
      id
      number
    }
  }
  prepayment {
    __typename
    id
    number
    providerReference
  }
}
    `,{fragmentName:`DisputePage_dispute`}),new n(`
    fragment ClientsWhoOwe_firm on Firm {
  __typename
  id
  clientsWhoOwe: clients(
    filter: {owes: true}
    orderBy: {field: AMOUNT_DUE, direction: DESC}
    first: 6
  ) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        name
        amountDue {
          __typename
          amount
          currencyCode
        }
        creditAccount {
          __typename
          id
          available {
            __typename
            amount
            currencyCode
          }
        }
      }
    }
  }
}
    `,{fragmentName:`ClientsWhoOwe_firm`}),new n(`
    fragment FailedPayments_firm on Firm {
  __typename
  id
  failedPayments: payments(
    filter: {status: [FAILED], createdFrom: $since}
    first: 10
  ) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        createdAt
        amount {
          __typename
          amount
          currencyCode
        }
        client {
          __typename
          id
          name
        }
        invoice {
          __typename
          id
          number
        }
        failure {
          __typename
          code
          message
          providerCode
        }
      }
    }
  }
  failedPrepayments: prepayments(
    filter: {status: [FAILED], createdFrom: $since}
    first: 10
  ) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        createdAt
        amount {
          __typename
          amount
          currencyCode
        }
        client {
          __typename
          id
          name
        }
        failure {
          __typename
          code
          message
          providerCode
        }
      }
    }
  }
  failedRefunds: refunds(filter: {status: [FAILED]}, first: 10) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        createdAt
        amount {
          __typename
          amount
          currencyCode
        }
        failure {
          __typename
          code
          message
        }
        payment {
          __typename
          id
          client {
            __typename
            id
            name
          }
        }
        prepayment {
          __typename
          id
          client {
            __typename
            id
            name
          }
        }
      }
    }
  }
}
    `,{fragmentName:`FailedPayments_firm`}),new n(`
    fragment OpenDisputes_firm on Firm {
  __typename
  id
  openDisputes: disputes(filter: {status: [OPEN]}, first: 5) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        status
        client {
          __typename
          id
          name
        }
        amount {
          __typename
          amount
          currencyCode
        }
        evidenceDueAt
      }
    }
  }
}
    `,{fragmentName:`OpenDisputes_firm`}),new n(`
    fragment OverdueInvoice_invoice on Invoice {
  __typename
  id
  number
  dueOn
  client {
    __typename
    id
    name
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
}
    `,{fragmentName:`OverdueInvoice_invoice`}),new n(`
    fragment OverdueInvoices_firm on Firm {
  __typename
  id
  overdue: invoices(
    filter: {overdue: true}
    orderBy: {field: DUE, direction: ASC}
    first: 10
  ) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        isOverdue
        ...OverdueInvoice_invoice
      }
    }
  }
}
    fragment OverdueInvoice_invoice on Invoice {
  __typename
  id
  number
  dueOn
  client {
    __typename
    id
    name
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
}`,{fragmentName:`OverdueInvoices_firm`}),new n(`
    fragment EditInvoice_invoice on Invoice {
  __typename
  id
  number
  status
  description
  client {
    __typename
    id
    name
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  dueOn
  actions
}
    `,{fragmentName:`EditInvoice_invoice`}),new n(`
    fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
    `,{fragmentName:`CorrectDialog_invoice`}),new n(`
    fragment IssueDialog_invoice on Invoice {
  __typename
  id
  number
  total {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
    `,{fragmentName:`IssueDialog_invoice`}),new n(`
    fragment OfflinePaymentDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
}
    `,{fragmentName:`OfflinePaymentDialog_invoice`}),new n(`
    fragment PayDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
    `,{fragmentName:`PayDialog_invoice`}),new n(`
    fragment InvoiceActions_invoice on Invoice {
  __typename
  id
  number
  status
  actions
  client {
    __typename
    id
    name
    actions
  }
  ...CorrectDialog_invoice
  ...IssueDialog_invoice
  ...OfflinePaymentDialog_invoice
  ...PayDialog_invoice
}
    fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
fragment IssueDialog_invoice on Invoice {
  __typename
  id
  number
  total {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment OfflinePaymentDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
}
fragment PayDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}`,{fragmentName:`InvoiceActions_invoice`}),new n(`
    fragment InvoiceSums_invoice on Invoice {
  __typename
  id
  status
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
    `,{fragmentName:`InvoiceSums_invoice`}),new n(`
    fragment InvoiceLineTable_invoice on Invoice {
  __typename
  id
  description
  total {
    __typename
    amount
    currencyCode
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
}
    `,{fragmentName:`InvoiceLineTable_invoice`}),new n(`
    fragment InvoicePaymentItem_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  createdAt
  receivedOn
  failure {
    __typename
    code
    message
    providerCode
  }
  ...PaymentState_payment
}
    fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}`,{fragmentName:`InvoicePaymentItem_payment`}),new n(`
    fragment InvoicePaymentList_invoice on Invoice {
  __typename
  id
  status
  payments {
    __typename
    id
    ...InvoicePaymentItem_payment
  }
}
    fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment InvoicePaymentItem_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  createdAt
  receivedOn
  failure {
    __typename
    code
    message
    providerCode
  }
  ...PaymentState_payment
}`,{fragmentName:`InvoicePaymentList_invoice`}),new n(`
    fragment InvoicePage_invoice on Invoice {
  __typename
  id
  number
  status
  client {
    __typename
    id
    name
  }
  ...InvoiceStatusBadge_invoice
  ...InvoiceActions_invoice
  ...InvoiceSums_invoice
  ...InvoiceLineTable_invoice
  ...InvoicePaymentList_invoice
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
fragment InvoiceActions_invoice on Invoice {
  __typename
  id
  number
  status
  actions
  client {
    __typename
    id
    name
    actions
  }
  ...CorrectDialog_invoice
  ...IssueDialog_invoice
  ...OfflinePaymentDialog_invoice
  ...PayDialog_invoice
}
fragment InvoiceLineTable_invoice on Invoice {
  __typename
  id
  description
  total {
    __typename
    amount
    currencyCode
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
}
fragment InvoicePaymentList_invoice on Invoice {
  __typename
  id
  status
  payments {
    __typename
    id
    ...InvoicePaymentItem_payment
  }
}
fragment InvoicePaymentItem_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  createdAt
  receivedOn
  failure {
    __typename
    code
    message
    providerCode
  }
  ...PaymentState_payment
}
fragment InvoiceSums_invoice on Invoice {
  __typename
  id
  status
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment IssueDialog_invoice on Invoice {
  __typename
  id
  number
  total {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment OfflinePaymentDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
}
fragment PayDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}`,{fragmentName:`InvoicePage_invoice`}),new n(`
    fragment PayDialog_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
    fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`PayDialog_payment`}),new n(`
    fragment PaymentRefund_refund on Refund {
  __typename
  id
  amount {
    __typename
    amount
    currencyCode
  }
  status
  failure {
    __typename
    code
    message
  }
  reason
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
}
    `,{fragmentName:`PaymentRefund_refund`}),new n(`
    fragment PaymentDispute_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  evidenceDueAt
  openedAt
}
    `,{fragmentName:`PaymentDispute_dispute`}),new n(`
    fragment PaymentActions_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  paidBy
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
    fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`PaymentActions_payment`}),new n(`
    fragment PaymentDetail_payment on Payment {
  __typename
  id
  number
  client {
    __typename
    id
    name
  }
  invoice {
    __typename
    id
    number
  }
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  reason
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
    providerCode
  }
  providerReference
  partner {
    __typename
    id
    number
    amount {
      __typename
      amount
      currencyCode
    }
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  refunds {
    __typename
    id
    ...PaymentRefund_refund
  }
  disputes {
    __typename
    id
    ...PaymentDispute_dispute
  }
  fundedBy {
    __typename
    source {
      __typename
      id
      kind
      createdAt
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
  receivedOn
  ...PaymentState_payment
  ...PaymentActions_payment
}
    fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment PaymentActions_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  paidBy
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentDispute_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  evidenceDueAt
  openedAt
}
fragment PaymentRefund_refund on Refund {
  __typename
  id
  amount {
    __typename
    amount
    currencyCode
  }
  status
  failure {
    __typename
    code
    message
  }
  reason
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`PaymentDetail_payment`}),new n(`
    fragment PaymentDetail_prepayment on Prepayment {
  __typename
  id
  number
  client {
    __typename
    id
    name
  }
  amount {
    __typename
    amount
    currencyCode
  }
  method
  memo
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
    providerCode
  }
  providerReference
  remaining {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  refunds {
    __typename
    id
    ...PaymentRefund_refund
  }
  disputes {
    __typename
    id
    ...PaymentDispute_dispute
  }
  uses {
    __typename
    payment {
      __typename
      id
      number
      invoice {
        __typename
        id
        number
      }
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
  receivedOn
  ...PaymentState_prepayment
  ...PaymentActions_prepayment
}
    fragment PaymentState_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment PaymentActions_prepayment on Prepayment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentDispute_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  evidenceDueAt
  openedAt
}
fragment PaymentRefund_refund on Refund {
  __typename
  id
  amount {
    __typename
    amount
    currencyCode
  }
  status
  failure {
    __typename
    code
    message
  }
  reason
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`PaymentDetail_prepayment`}),new n(`
    fragment InvoiceChange_invoice on Invoice {
  __typename
  id
  status
  isOverdue
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  lastPaidAt
  actions
  client {
    __typename
    id
    amountDue {
      __typename
      amount
      currencyCode
    }
  }
  payments {
    __typename
    id
  }
}
    `,{fragmentName:`InvoiceChange_invoice`}),new n(`
    fragment MoneyReport_report on MoneyReport {
  __typename
  cashIn {
    __typename
    amount
    currencyCode
  }
  refunds {
    __typename
    amount
    currencyCode
  }
  disputed {
    __typename
    amount
    currencyCode
  }
  losses {
    __typename
    amount
    currencyCode
  }
  revenue {
    __typename
    amount
    currencyCode
  }
  creditsHeldAtEnd {
    __typename
    amount
    currencyCode
  }
}
    `,{fragmentName:`MoneyReport_report`}),new n(`
    fragment FirmForm_firm on Firm {
  __typename
  id
  name
  currencyCode
  timeZone
  locale
  replyTo
}
    `,{fragmentName:`FirmForm_firm`}),new n(`
    fragment ProviderAccount_provider on PaymentProvider {
  __typename
  id
  name
  status
  methods
}
    `,{fragmentName:`ProviderAccount_provider`}),new n(`
    fragment ProviderAccounts_settings on PaymentSettings {
  __typename
  id
  defaultProvider {
    __typename
    id
  }
  providers {
    __typename
    id
    status
    ...ProviderAccount_provider
  }
}
    fragment ProviderAccount_provider on PaymentProvider {
  __typename
  id
  name
  status
  methods
}`,{fragmentName:`ProviderAccounts_settings`}),new n(`
    fragment PaymentMethods_settings on PaymentSettings {
  __typename
  id
  hideInvoicesFromClients
  paymentMethod
  creditApplication
  defaultProvider {
    __typename
    id
    methods
  }
}
    `,{fragmentName:`PaymentMethods_settings`}),new n(`
    fragment Requirements_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  providers {
    __typename
    id
    name
    status
  }
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    requirements {
      __typename
      code
      met
      message
    }
  }
}
    `,{fragmentName:`Requirements_settings`}),new n(`
    fragment PrepaymentForm_settings on PaymentSettings {
  __typename
  id
  prepayment {
    __typename
    enabled
    method
    methodOptions
    minimum {
      __typename
      amount
      currencyCode
    }
    maximum {
      __typename
      amount
      currencyCode
    }
  }
}
    `,{fragmentName:`PrepaymentForm_settings`}),new n(`
    fragment Prepayment_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    enabled
    availableToClients
    requirements {
      __typename
      code
      met
    }
  }
  ...Requirements_settings
  ...PrepaymentForm_settings
}
    fragment PrepaymentForm_settings on PaymentSettings {
  __typename
  id
  prepayment {
    __typename
    enabled
    method
    methodOptions
    minimum {
      __typename
      amount
      currencyCode
    }
    maximum {
      __typename
      amount
      currencyCode
    }
  }
}
fragment Requirements_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  providers {
    __typename
    id
    name
    status
  }
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    requirements {
      __typename
      code
      met
      message
    }
  }
}`,{fragmentName:`Prepayment_settings`}),new n(`
    fragment PaymentSettings_settings on PaymentSettings {
  __typename
  id
  ...ProviderAccounts_settings
  ...PaymentMethods_settings
  ...Prepayment_settings
}
    fragment PaymentMethods_settings on PaymentSettings {
  __typename
  id
  hideInvoicesFromClients
  paymentMethod
  creditApplication
  defaultProvider {
    __typename
    id
    methods
  }
}
fragment Prepayment_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    enabled
    availableToClients
    requirements {
      __typename
      code
      met
    }
  }
  ...Requirements_settings
  ...PrepaymentForm_settings
}
fragment PrepaymentForm_settings on PaymentSettings {
  __typename
  id
  prepayment {
    __typename
    enabled
    method
    methodOptions
    minimum {
      __typename
      amount
      currencyCode
    }
    maximum {
      __typename
      amount
      currencyCode
    }
  }
}
fragment ProviderAccount_provider on PaymentProvider {
  __typename
  id
  name
  status
  methods
}
fragment ProviderAccounts_settings on PaymentSettings {
  __typename
  id
  defaultProvider {
    __typename
    id
  }
  providers {
    __typename
    id
    status
    ...ProviderAccount_provider
  }
}
fragment Requirements_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  providers {
    __typename
    id
    name
    status
  }
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    requirements {
      __typename
      code
      met
      message
    }
  }
}`,{fragmentName:`PaymentSettings_settings`}),new n(`
    fragment Deliveries_delivery on WebhookDelivery {
  __typename
  id
  notice {
    __typename
    id
    kind
    createdAt
  }
  attempts
  succeededAt
  nextAttemptAt
  lastStatus
  lastError
}
    `,{fragmentName:`Deliveries_delivery`}),new n(`
    fragment EndpointDetails_endpoint on WebhookEndpoint {
  __typename
  id
  url
  kinds
  status
  createdAt
}
    `,{fragmentName:`EndpointDetails_endpoint`}),new n(`
    fragment EndpointItem_endpoint on WebhookEndpoint {
  __typename
  id
  url
  kinds
  status
}
    `,{fragmentName:`EndpointItem_endpoint`}),new n(`
    fragment MemberItem_member on FirmMember {
  __typename
  id
  name
  email
  role
  rights
  assignedClients(first: 3) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        name
      }
    }
  }
}
    `,{fragmentName:`MemberItem_member`}),new n(`
    fragment CreditFigures_creditAccount on CreditAccount {
  __typename
  id
  balance {
    __typename
    amount
    currencyCode
  }
  available {
    __typename
    amount
    currencyCode
  }
  reserved {
    __typename
    amount
    currencyCode
  }
}
    `,{fragmentName:`CreditFigures_creditAccount`}),new n(`
    fragment EntryText_entry on CreditEntry {
  __typename
  id
  kind
  reason
  offlineMethod
  receivedOn
  prepayment {
    __typename
    id
    number
    memo
  }
  payment {
    __typename
    id
    number
    invoice {
      __typename
      id
      number
      description
    }
  }
  reverses {
    __typename
    id
    kind
    createdAt
  }
}
    `,{fragmentName:`EntryText_entry`}),new n(`
    fragment PrepaymentStatus_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
    `,{fragmentName:`PrepaymentStatus_prepayment`}),new n(`
    fragment PrepaymentDetails_prepayment on Prepayment {
  __typename
  id
  status
  method
  memo
  createdAt
  receivedOn
  amount {
    __typename
    amount
    currencyCode
  }
  card {
    __typename
    brand
    last4
  }
  actor {
    __typename
    name
  }
  failure {
    __typename
    code
    message
  }
  ...PrepaymentStatus_prepayment
}
    fragment PrepaymentStatus_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}`,{fragmentName:`PrepaymentDetails_prepayment`}),new n(`
    fragment PrepaymentToComplete_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
    fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`PrepaymentToComplete_prepayment`}),new n(`
    fragment PrepaymentUses_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  remaining {
    __typename
    amount
    currencyCode
  }
  uses {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
    source {
      __typename
      id
    }
    payment {
      __typename
      id
      number
      settledAt
      invoice {
        __typename
        id
        number
        description
      }
    }
  }
  refunds {
    __typename
    id
    status
    reason
    createdAt
    settledAt
    amount {
      __typename
      amount
      currencyCode
    }
    failure {
      __typename
      code
      message
    }
  }
  disputes {
    __typename
    id
    status
    openedAt
    closedAt
    amount {
      __typename
      amount
      currencyCode
    }
    withdrawn {
      __typename
      amount
      currencyCode
    }
  }
}
    `,{fragmentName:`PrepaymentUses_prepayment`}),new n(`
    fragment Credits_client on Client {
  __typename
  id
  creditAccount {
    __typename
    id
    available {
      __typename
      amount
      currencyCode
    }
    reserved {
      __typename
      amount
      currencyCode
    }
  }
  prepaymentsInProgress: prepayments(filter: {status: [PROCESSING]}, first: 10) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        amount {
          __typename
          amount
          currencyCode
        }
      }
    }
  }
}
    `,{fragmentName:`Credits_client`}),new n(`
    fragment InvoiceToPay_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
  isOverdue
  status
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
}
    `,{fragmentName:`InvoiceToPay_invoice`}),new n(`
    fragment PaymentItem_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
  invoice {
    __typename
    id
    number
  }
}
    fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`PaymentItem_payment`}),new n(`
    fragment PaymentItem_prepayment on Prepayment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  method
  memo
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
    fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`PaymentItem_prepayment`}),new n(`
    fragment ToDoList_client on Client {
  __typename
  id
  amountDue {
    __typename
    amount
    currencyCode
  }
  toPay: invoices(
    filter: {status: [UNPAID, PARTIALLY_PAID]}
    orderBy: {field: DUE, direction: ASC}
    first: 10
  ) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        status
        ...InvoiceToPay_invoice
      }
    }
  }
  paymentsToConfirm: payments(filter: {status: [REQUIRES_ACTION]}, first: 10) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        paidBy
        ...PaymentItem_payment
      }
    }
  }
  prepaymentsToConfirm: prepayments(
    filter: {status: [REQUIRES_ACTION]}
    first: 10
  ) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        ...PaymentItem_prepayment
      }
    }
  }
}
    fragment InvoiceToPay_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
  isOverdue
  status
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
}
fragment PaymentItem_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
  invoice {
    __typename
    id
    number
  }
}
fragment PaymentItem_prepayment on Prepayment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  method
  memo
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`ToDoList_client`}),new n(`
    fragment InvoiceAmounts_invoice on Invoice {
  __typename
  id
  status
  isOverdue
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
}
    `,{fragmentName:`InvoiceAmounts_invoice`}),new n(`
    fragment InvoiceItem_invoice on Invoice {
  __typename
  id
  number
  description
  status
  isOverdue
  issuedOn
  dueOn
  total {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  actions
}
    `,{fragmentName:`InvoiceItem_invoice`}),new n(`
    fragment InvoiceLines_invoice on Invoice {
  __typename
  id
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  total {
    __typename
    amount
    currencyCode
  }
}
    `,{fragmentName:`InvoiceLines_invoice`}),new n(`
    fragment CreditsUsed_payment on Payment {
  __typename
  id
  fundedBy {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
    source {
      __typename
      id
      kind
      createdAt
      prepayment {
        __typename
        id
        number
        memo
      }
    }
  }
}
    `,{fragmentName:`CreditsUsed_payment`}),new n(`
    fragment InvoicePayments_invoice on Invoice {
  __typename
  id
  payments {
    __typename
    id
    ...PaymentItem_payment
    ...CreditsUsed_payment
  }
}
    fragment CreditsUsed_payment on Payment {
  __typename
  id
  fundedBy {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
    source {
      __typename
      id
      kind
      createdAt
      prepayment {
        __typename
        id
        number
        memo
      }
    }
  }
}
fragment PaymentItem_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
  invoice {
    __typename
    id
    number
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`InvoicePayments_invoice`}),new n(`
    fragment PayInvoice_invoice on Invoice {
  __typename
  id
  total {
    __typename
    amount
    currencyCode
  }
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
    `,{fragmentName:`PayInvoice_invoice`}),new n(`
    fragment PayInvoice_payment on Payment {
  __typename
  id
  status
  paidBy
  amount {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
    fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`PayInvoice_payment`}),new n(`
    fragment RefundItem_refund on Refund {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  failure {
    __typename
    code
    message
  }
  createdAt
  settledAt
}
    `,{fragmentName:`RefundItem_refund`}),new n(`
    fragment DisputeItem_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  withdrawn {
    __typename
    amount
    currencyCode
  }
  openedAt
  closedAt
}
    `,{fragmentName:`DisputeItem_dispute`}),new n(`
    fragment PaymentDetails_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  reason
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  createdAt
  settledAt
  receivedOn
  actor {
    __typename
    kind
    name
    isViewer
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
  invoice {
    __typename
    id
    number
    description
  }
  partner {
    __typename
    id
    number
    paidBy
    amount {
      __typename
      amount
      currencyCode
    }
  }
  refunds {
    __typename
    id
    ...RefundItem_refund
  }
  disputes {
    __typename
    id
    ...DisputeItem_dispute
  }
  fundedBy {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
  }
  ...CreditsUsed_payment
}
    fragment RefundItem_refund on Refund {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  failure {
    __typename
    code
    message
  }
  createdAt
  settledAt
}
fragment DisputeItem_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  withdrawn {
    __typename
    amount
    currencyCode
  }
  openedAt
  closedAt
}
fragment CreditsUsed_payment on Payment {
  __typename
  id
  fundedBy {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
    source {
      __typename
      id
      kind
      createdAt
      prepayment {
        __typename
        id
        number
        memo
      }
    }
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`PaymentDetails_payment`}),new n(`
    fragment PrepaymentDialog_prepayment on Prepayment {
  __typename
  id
  client {
    __typename
    id
  }
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
    fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{fragmentName:`PrepaymentDialog_prepayment`}),new n(`
    fragment PrepaymentDialog_offer on PrepaymentOffer {
  __typename
  ...PrepaymentFields_offer
}
    fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}`,{fragmentName:`PrepaymentDialog_offer`}),new n(`
    fragment PrepaymentOffer_client on Client {
  __typename
  id
  prepaymentOffer {
    __typename
    available
    reason
    ...PrepaymentDialog_offer
  }
}
    fragment PrepaymentDialog_offer on PrepaymentOffer {
  __typename
  ...PrepaymentFields_offer
}
fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}`,{fragmentName:`PrepaymentOffer_client`}),new n(`
    fragment NoticePreferences_preferences on NoticePreferencesPayload {
  __typename
  email
  available
}
    `,{fragmentName:`NoticePreferences_preferences`}),new n(`
    fragment Sessions_session on Session {
  __typename
  id
  device
  createdAt
  lastSeenAt
  isCurrent
}
    `,{fragmentName:`Sessions_session`}),new n(`
    fragment Shell_query on Query {
  __typename
  viewer {
    __typename
    ... on FirmMember {
      __typename
      id
      name
      email
      locale
      role
      rights
      firm {
        __typename
        id
        name
        currencyCode
        timeZone
        locale
        changesCursor
      }
      memberships {
        __typename
        id
        firmName
        clientName
        role
        isCurrent
      }
    }
    ... on ClientUser {
      __typename
      id
      name
      email
      locale
      client {
        __typename
        id
        name
        changesCursor
        firm {
          __typename
          id
          name
          currencyCode
          timeZone
          locale
        }
      }
      memberships {
        __typename
        id
        firmName
        clientName
        role
        isCurrent
      }
    }
  }
  unread: notices(filter: {unread: true}, first: 1) {
    __typename
    totalCount
  }
}
    `,{fragmentName:`Shell_query`});var r=new n(`
    subscription DashboardChanges($after: String) {
  firmChanges(after: $after) {
    __typename
    cursor
    reload
    clients {
      __typename
      id
      name
      email
      reference
      archivedAt
      amountDue {
        __typename
        amount
        currencyCode
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
      prepaymentOffer {
        __typename
        available
        methods
        minimum {
          __typename
          amount
          currencyCode
        }
        maximum {
          __typename
          amount
          currencyCode
        }
        suggestedAmount {
          __typename
          amount
          currencyCode
        }
      }
      users {
        __typename
        id
        name
        email
      }
      invitations {
        __typename
        id
        name
        email
        role
        status
        expiresAt
      }
      assignedMembers {
        __typename
        id
        name
        email
      }
      actions
    }
    invoices {
      __typename
      id
      number
      status
      isOverdue
      description
      dueOn
      issuedOn
      total {
        __typename
        amount
        currencyCode
      }
      amountPaid {
        __typename
        amount
        currencyCode
      }
      amountPending {
        __typename
        amount
        currencyCode
      }
      amountDue {
        __typename
        amount
        currencyCode
      }
      amountPayable {
        __typename
        amount
        currencyCode
      }
      depositRequested {
        __typename
        amount
        currencyCode
      }
      depositDue {
        __typename
        amount
        currencyCode
      }
      lines {
        __typename
        description
        quantity
        unitPrice {
          __typename
          amount
          currencyCode
        }
        amount {
          __typename
          amount
          currencyCode
        }
      }
      lastPaidAt
      voidedAt
      voidReason
      actions
      payments {
        __typename
        id
      }
    }
    payments {
      __typename
      id
      number
      status
      amount {
        __typename
        amount
        currencyCode
      }
      paidBy
      offlineMethod
      createdAt
      card {
        __typename
        brand
        last4
      }
      failure {
        __typename
        code
        message
        providerCode
      }
      refundable {
        __typename
        amount
        currencyCode
      }
      refunded {
        __typename
        amount
        currencyCode
      }
      refunds {
        __typename
        id
      }
      dispute
      disputes {
        __typename
        id
      }
      settledAt
      receivedOn
      providerReference
      actions
    }
    prepayments {
      __typename
      id
      number
      status
      card {
        __typename
        brand
        last4
      }
      failure {
        __typename
        code
        message
        providerCode
      }
      remaining {
        __typename
        amount
        currencyCode
      }
      uses {
        __typename
        payment {
          __typename
          id
        }
        amount {
          __typename
          amount
          currencyCode
        }
      }
      refundable {
        __typename
        amount
        currencyCode
      }
      refunded {
        __typename
        amount
        currencyCode
      }
      refunds {
        __typename
        id
      }
      dispute
      disputes {
        __typename
        id
      }
      settledAt
      receivedOn
      providerReference
      actions
    }
    refunds {
      __typename
      id
      status
      amount {
        __typename
        amount
        currencyCode
      }
      reason
      failure {
        __typename
        code
        message
      }
      actor {
        __typename
        kind
        name
        isViewer
      }
      createdAt
      settledAt
    }
    disputes {
      __typename
      id
      status
      amount {
        __typename
        amount
        currencyCode
      }
      withdrawn {
        __typename
        amount
        currencyCode
      }
      reason
      evidenceDueAt
      openedAt
      closedAt
    }
    notices {
      __typename
      id
      kind
      text
      createdAt
      readAt
    }
    removedIds
  }
}
    `,{hash:`sha256:fc3ebfe611b80776e57d8a82fa05e72b725d977c0086a54d61a09876765a8f5b`}),i=new n(`
    query DashboardFoundClients($search: String) {
  __typename
  firm {
    __typename
    id
    clients(search: $search, orderBy: {field: NAME, direction: ASC}, first: 20) {
      __typename
      edges {
        __typename
        node {
          __typename
          id
          name
          reference
        }
      }
    }
  }
}
    `,{hash:`sha256:44e413ca12766f76eec85e07f06b7f1d6a67aab3c00de50952668bf357d06628`}),a=new n(`
    query DashboardChosenClient($id: ID!) {
  __typename
  client(id: $id) {
    __typename
    id
    name
    reference
  }
}
    `,{hash:`sha256:f19b1fb673c0d3928c2e4fc7b5a23a7d3b1c0ca88daadf62079ccabceae4e0e0`}),o=new n(`
    mutation DashboardResendInvitation($invitationId: ID!) {
  __typename
  resendInvitation(input: {invitationId: $invitationId}) {
    __typename
    ... on InvitationPayload {
      __typename
      invitation {
        __typename
        id
        status
        expiresAt
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:967dd346c07be2bbb3f6cf2a25334588a44bf360299891dd8b1edac664e90397`}),s=new n(`
    mutation DashboardRevokeInvitation($invitationId: ID!) {
  __typename
  revokeInvitation(input: {invitationId: $invitationId}) {
    __typename
    ... on InvitationPayload {
      __typename
      invitation {
        __typename
        id
        status
        expiresAt
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:03e7a14040128dab33eb7c057db17a4f71aa3a0be05d7d245a2f5eee4b575b13`}),c=new n(`
    query DashboardSentOperation($idempotencyKey: String!) {
  __typename
  operation(idempotencyKey: $idempotencyKey) {
    __typename
    idempotencyKey
    status
  }
}
    `,{hash:`sha256:b050f9ee007d714748fc16ef02fae4b7bc27ea6a0f1f78994c95c418ebe771bb`}),l=new n(`
    query DashboardActivity($filter: ActivityFilter!, $after: String) {
  __typename
  firm {
    __typename
    id
    activity(filter: $filter, first: 30, after: $after) {
      __typename
      edges {
        __typename
        node {
          __typename
          id
          ...ActivityItem_activity
        }
      }
      pageInfo {
        __typename
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment ActivityItem_activity on Activity {
  __typename
  id
  at
  client {
    __typename
    id
    name
  }
  subject {
    __typename
    ... on Client {
      __typename
      id
    }
  }
  reason
  ...ActivitySentence_activity
  ...Changes_activity
}
fragment ActivitySentence_activity on Activity {
  __typename
  id
  event
  kind
  at
  actor {
    __typename
    name
  }
  subject {
    __typename
    ... on Invoice {
      __typename
      id
      number
    }
    ... on Payment {
      __typename
      id
      number
      amount {
        __typename
        amount
        currencyCode
      }
      settledAt
    }
    ... on Prepayment {
      __typename
      id
      number
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on Refund {
      __typename
      id
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on Dispute {
      __typename
      id
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on CreditEntry {
      __typename
      id
      amount {
        __typename
        amount
        currencyCode
      }
    }
    ... on Client {
      __typename
      id
      name
    }
    ... on FirmMember {
      __typename
      id
      name
    }
    ... on Invitation {
      __typename
      id
      name
      email
    }
    ... on PaymentSettings {
      __typename
      id
    }
    ... on PaymentProvider {
      __typename
      id
      name
    }
    ... on WebhookEndpoint {
      __typename
      id
      url
    }
  }
}
fragment Changes_activity on Activity {
  __typename
  id
  changes {
    __typename
    field
    before
    after
  }
}`,{hash:`sha256:8a4ed9e47513b0a46d27f7542767fab26e02fe06a6c065a0800d85a1dad516e9`}),u=new n(`
    query DashboardActivityMembers {
  __typename
  firm {
    __typename
    id
    members {
      __typename
      id
      name
    }
  }
}
    `,{hash:`sha256:66d28c2af4d37afa3b905e40b1f8401a6f7edab545880429695efeeb680dd512`}),d=new n(`
    query DashboardActivityClient($id: ID!) {
  __typename
  client(id: $id) {
    __typename
    id
    name
  }
}
    `,{hash:`sha256:de7559f2b875bc759341738e0aae89818a52c0c847ef531d9c1fc807c7fa6f8d`}),f=new n(`
    mutation DashboardArchiveClient($clientId: ID!) {
  __typename
  archiveClient(input: {clientId: $clientId}) {
    __typename
    ... on ClientPayload {
      __typename
      client {
        __typename
        id
        archivedAt
        actions
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:d9b98b4d9a1d7ce5435e30bfc49c6b6407c99f3ed5d5bed56d380a90bc720d98`}),p=new n(`
    mutation DashboardUnarchiveClient($clientId: ID!) {
  __typename
  unarchiveClient(input: {clientId: $clientId}) {
    __typename
    ... on ClientPayload {
      __typename
      client {
        __typename
        id
        archivedAt
        actions
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:36778d2a3d7c1a2f5fd1e4ae26a4720cfc844a7e85a10e87e7d8a6cf3e6c8342`}),m=new n(`
    query DashboardClient($id: ID!) {
  __typename
  client(id: $id) {
    __typename
    id
    ...ClientPage_client
  }
}
    fragment InvitationItem_invitation on Invitation {
  __typename
  id
  name
  email
  role
  status
  expiresAt
}
fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment ArchiveClient_client on Client {
  __typename
  id
  actions
  amountDue {
    __typename
    amount
    currencyCode
  }
  creditAccount {
    __typename
    id
    balance {
      __typename
      amount
      currencyCode
    }
  }
  prepaymentsInProgress: prepayments(
    filter: {status: [REQUIRES_ACTION, PROCESSING]}
    first: 10
  ) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
      }
    }
  }
}
fragment AssignedMembers_client on Client {
  __typename
  id
  assignedMembers {
    __typename
    id
    name
    email
  }
}
fragment ClientCredits_client on Client {
  __typename
  id
  name
  actions
  amountDue {
    __typename
    amount
    currencyCode
  }
  creditAccount {
    __typename
    id
    available {
      __typename
      amount
      currencyCode
    }
    reserved {
      __typename
      amount
      currencyCode
    }
  }
  prepaymentOffer {
    __typename
    ...MakePrepaymentDialog_offer
  }
}
fragment ClientInvoices_client on Client {
  __typename
  id
  actions
  latestInvoices: invoices(first: 5) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        number
        description
        status
        dueOn
        total {
          __typename
          amount
          currencyCode
        }
        amountDue {
          __typename
          amount
          currencyCode
        }
        ...InvoiceStatusBadge_invoice
      }
    }
  }
}
fragment ClientMoney_client on Client {
  __typename
  id
  ...ClientInvoices_client
  ...ClientPayments_client
}
fragment ClientPage_client on Client {
  __typename
  id
  name
  email
  reference
  archivedAt
  actions
  ...ArchiveClient_client
  ...AssignedMembers_client
  ...ClientCredits_client
  ...ClientMoney_client
  ...ClientUsers_client
}
fragment ClientPayments_client on Client {
  __typename
  id
  latestPayments: payments(first: 5) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        number
        paidBy
        offlineMethod
        card {
          __typename
          brand
          last4
        }
        createdAt
        amount {
          __typename
          amount
          currencyCode
        }
        invoice {
          __typename
          id
          number
        }
        ...PaymentState_payment
      }
    }
  }
}
fragment ClientUsers_client on Client {
  __typename
  id
  name
  actions
  users {
    __typename
    id
    name
    email
  }
  invitations {
    __typename
    id
    status
    ...InvitationItem_invitation
  }
}
fragment MakePrepaymentDialog_offer on PrepaymentOffer {
  __typename
  available
  ...PrepaymentFields_offer
}
fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}`,{hash:`sha256:ab881b0dcc87458d521470447df7a44b017a74b255a8fed6d9426c5f97213096`}),h=new n(`
    query DashboardClientPrepayments($clientId: ID!, $after: String) {
  __typename
  client(id: $clientId) {
    __typename
    id
    prepayments(first: 10, after: $after) {
      __typename
      edges {
        __typename
        node {
          __typename
          id
          ...ClientPrepayment_prepayment
        }
      }
      pageInfo {
        __typename
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment PaymentState_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment ClientPrepayment_prepayment on Prepayment {
  __typename
  id
  number
  status
  method
  memo
  card {
    __typename
    brand
    last4
  }
  amount {
    __typename
    amount
    currencyCode
  }
  remaining {
    __typename
    amount
    currencyCode
  }
  failure {
    __typename
    code
    message
  }
  createdAt
  actions
  ...PaymentState_prepayment
  ...PaymentActions_prepayment
}
fragment PaymentActions_prepayment on Prepayment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:1eb8d14469068109afeb2dda6449e7b662994102919d3afafb0d3a5d08a75b1e`}),g=new n(`
    query DashboardClientStatement($clientId: ID!, $from: DateTime, $to: DateTime, $after: String) {
  __typename
  client(id: $clientId) {
    __typename
    id
    changesCursor
    creditAccount {
      __typename
      id
      entries(from: $from, to: $to, first: 25, after: $after) {
        __typename
        edges {
          __typename
          node {
            __typename
            id
            ...ClientStatement_entry
          }
        }
        pageInfo {
          __typename
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    fragment ClientStatement_entry on CreditEntry {
  __typename
  id
  kind
  amount {
    __typename
    amount
    currencyCode
  }
  balanceAfter {
    __typename
    amount
    currencyCode
  }
  createdAt
  actor {
    __typename
    name
  }
  reason
  prepayment {
    __typename
    id
    number
    memo
  }
  payment {
    __typename
    id
    number
    invoice {
      __typename
      id
      number
    }
  }
  reverses {
    __typename
    id
    kind
    createdAt
  }
  remaining {
    __typename
    amount
    currencyCode
  }
}`,{hash:`sha256:539a0b6dd4a08afff3dade4282d1497485ae334d3fb001ff6f05953668e51f46`}),ee=new n(`
    subscription DashboardStatementChanges($clientId: ID!, $after: String) {
  clientChanges(clientId: $clientId, after: $after) {
    __typename
    cursor
    reload
    entries {
      __typename
      id
      ...ClientStatement_entry
    }
  }
}
    fragment ClientStatement_entry on CreditEntry {
  __typename
  id
  kind
  amount {
    __typename
    amount
    currencyCode
  }
  balanceAfter {
    __typename
    amount
    currencyCode
  }
  createdAt
  actor {
    __typename
    name
  }
  reason
  prepayment {
    __typename
    id
    number
    memo
  }
  payment {
    __typename
    id
    number
    invoice {
      __typename
      id
      number
    }
  }
  reverses {
    __typename
    id
    kind
    createdAt
  }
  remaining {
    __typename
    amount
    currencyCode
  }
}`,{hash:`sha256:2a5cb80a7fba1b39839448da5e02dbf1b1419d453c8baba493096a18f1c44688`}),te=new n(`
    mutation DashboardRemoveClientUser($clientUserId: ID!) {
  __typename
  removeClientUser(input: {clientUserId: $clientUserId}) {
    __typename
    ... on ClientPayload {
      __typename
      client {
        __typename
        id
        users {
          __typename
          id
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:cf216a9bb2d2e003b4f15bc2d84bf0a5673c49dde10346e159bfd7fbd6b46fa3`}),ne=new n(`
    query DashboardClients($search: String, $filter: ClientFilter, $orderBy: ClientOrder, $after: String) {
  __typename
  firm {
    __typename
    id
    clients(
      search: $search
      filter: $filter
      orderBy: $orderBy
      first: 25
      after: $after
    ) {
      __typename
      totalCount
      edges {
        __typename
        node {
          __typename
          id
          archivedAt
          amountDue {
            __typename
            amount
            currencyCode
          }
          creditAccount {
            __typename
            id
            balance {
              __typename
              amount
              currencyCode
            }
          }
          ...ClientTable_client
        }
      }
      pageInfo {
        __typename
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment ClientTable_client on Client {
  __typename
  id
  name
  reference
  email
  archivedAt
  amountDue {
    __typename
    amount
    currencyCode
  }
  creditAccount {
    __typename
    id
    available {
      __typename
      amount
      currencyCode
    }
  }
}`,{hash:`sha256:bd3cb4324b0ff2b880d69add368699b217dc1a2688169d56c1c110a7e08ea347`}),re=new n(`
    mutation DashboardUpdateClient($input: UpdateClientInput!) {
  __typename
  updateClient(input: $input) {
    __typename
    ... on ClientPayload {
      __typename
      client {
        __typename
        id
        name
        email
        reference
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    `,{hash:`sha256:e5aeaf81f8f486fd7799b3c55feb30a567209ecfd75bcb2d9fb1fcf25616bc69`}),ie=new n(`
    mutation DashboardInviteClientUser($input: InviteClientUserInput!) {
  __typename
  inviteClientUser(input: $input) {
    __typename
    ... on InvitePayload {
      __typename
      invitation {
        __typename
        id
        ...InvitationItem_invitation
        client {
          __typename
          id
          invitations {
            __typename
            id
          }
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    fragment InvitationItem_invitation on Invitation {
  __typename
  id
  name
  email
  role
  status
  expiresAt
}`,{hash:`sha256:ada1dde2a7eeaa830437ccc6e4ea664419a1a324699b703384f6c08a3c661635`}),ae=new n(`
    mutation DashboardMakePrepayment($input: MakePrepaymentInput!) {
  __typename
  makePrepayment(input: $input) {
    __typename
    ... on MakePrepaymentPayload {
      __typename
      prepayment {
        __typename
        id
        ...ClientPrepayment_prepayment
        amount {
          __typename
          amount
          currencyCode
        }
        checkout {
          __typename
          ...PaymentWindow_checkout
        }
      }
      creditAccount {
        __typename
        ...ClientCreditsChange_account
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
    ... on AmountOutOfRange {
      __typename
      minimum {
        __typename
        amount
        currencyCode
      }
      maximum {
        __typename
        amount
        currencyCode
      }
    }
  }
}
    fragment PaymentState_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment ClientPrepayment_prepayment on Prepayment {
  __typename
  id
  number
  status
  method
  memo
  card {
    __typename
    brand
    last4
  }
  amount {
    __typename
    amount
    currencyCode
  }
  remaining {
    __typename
    amount
    currencyCode
  }
  failure {
    __typename
    code
    message
  }
  createdAt
  actions
  ...PaymentState_prepayment
  ...PaymentActions_prepayment
}
fragment MakePrepaymentDialog_offer on PrepaymentOffer {
  __typename
  available
  ...PrepaymentFields_offer
}
fragment ClientCreditsChange_account on CreditAccount {
  __typename
  id
  balance {
    __typename
    amount
    currencyCode
  }
  available {
    __typename
    amount
    currencyCode
  }
  reserved {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    actions
    prepaymentOffer {
      __typename
      ...MakePrepaymentDialog_offer
    }
  }
}
fragment PaymentActions_prepayment on Prepayment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}
fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}`,{hash:`sha256:460fa9375c17015b8cd566587998a3a3c011dfb400737663eb7093ed751ac4c3`}),oe=new n(`
    mutation DashboardCreateClient($input: CreateClientInput!) {
  __typename
  createClient(input: $input) {
    __typename
    ... on ClientPayload {
      __typename
      client {
        __typename
        id
        name
        email
        reference
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    `,{hash:`sha256:4a75e340b3f946921a26508ab588a59e352bebd80460472d81ee24a3970ec7bd`}),se=new n(`
    mutation DashboardRecordOfflineCredits($input: RecordOfflinePaymentInput!) {
  __typename
  recordOfflinePayment(input: $input) {
    __typename
    ... on RecordOfflinePaymentPayload {
      __typename
      creditAccount {
        __typename
        ...ClientCreditsChange_account
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
  }
}
    fragment MakePrepaymentDialog_offer on PrepaymentOffer {
  __typename
  available
  ...PrepaymentFields_offer
}
fragment ClientCreditsChange_account on CreditAccount {
  __typename
  id
  balance {
    __typename
    amount
    currencyCode
  }
  available {
    __typename
    amount
    currencyCode
  }
  reserved {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    actions
    prepaymentOffer {
      __typename
      ...MakePrepaymentDialog_offer
    }
  }
}
fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}`,{hash:`sha256:d65c291214782551fb5cb5801ba6dac8d6db31e4314e9db3f52865a646b4744a`}),ce=new n(`
    mutation DashboardReverseCredit($input: ReverseCreditInput!) {
  __typename
  reverseCredit(input: $input) {
    __typename
    ... on CreditPayload {
      __typename
      creditAccount {
        __typename
        ...ClientCreditsChange_account
      }
      entry {
        __typename
        id
        ...ClientStatement_entry
        reverses {
          __typename
          id
          remaining {
            __typename
            amount
            currencyCode
          }
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
  }
}
    fragment ClientStatement_entry on CreditEntry {
  __typename
  id
  kind
  amount {
    __typename
    amount
    currencyCode
  }
  balanceAfter {
    __typename
    amount
    currencyCode
  }
  createdAt
  actor {
    __typename
    name
  }
  reason
  prepayment {
    __typename
    id
    number
    memo
  }
  payment {
    __typename
    id
    number
    invoice {
      __typename
      id
      number
    }
  }
  reverses {
    __typename
    id
    kind
    createdAt
  }
  remaining {
    __typename
    amount
    currencyCode
  }
}
fragment MakePrepaymentDialog_offer on PrepaymentOffer {
  __typename
  available
  ...PrepaymentFields_offer
}
fragment ClientCreditsChange_account on CreditAccount {
  __typename
  id
  balance {
    __typename
    amount
    currencyCode
  }
  available {
    __typename
    amount
    currencyCode
  }
  reserved {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    actions
    prepaymentOffer {
      __typename
      ...MakePrepaymentDialog_offer
    }
  }
}
fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}`,{hash:`sha256:412d4afc102ce37473a993e5ba2f518f270a13dde5e4554b28afbed5464cd657`}),le=new n(`
    query DashboardDispute($id: ID!) {
  __typename
  node(id: $id) {
    __typename
    id
    ... on Dispute {
      __typename
      ...DisputePage_dispute
    }
  }
}
    fragment DisputePage_dispute on Dispute {
  __typename
  id
  status
  client {
    __typename
    id
    name
  }
  amount {
    __typename
    amount
    currencyCode
  }
  withdrawn {
    __typename
    amount
    currencyCode
  }
  reason
  evidenceDueAt
  openedAt
  closedAt
  payment {
    __typename
    id
    number
    providerReference
    invoice {
      __typename
      id
      number
    }
  }
  prepayment {
    __typename
    id
    number
    providerReference
  }
}`,{hash:`sha256:85ad7a9f9130ba16bb6232dfb5bb1696d74994292061752f990f374ddf98cbeb`}),ue=new n(`
    query DashboardDisputes($filter: DisputeFilter, $after: String) {
  __typename
  firm {
    __typename
    id
    disputes(filter: $filter, first: 25, after: $after) {
      __typename
      totalCount
      edges {
        __typename
        node {
          __typename
          id
          status
          client {
            __typename
            id
            name
          }
          amount {
            __typename
            amount
            currencyCode
          }
          withdrawn {
            __typename
            amount
            currencyCode
          }
          reason
          evidenceDueAt
          openedAt
          payment {
            __typename
            id
            number
            providerReference
          }
          prepayment {
            __typename
            id
            number
            providerReference
          }
        }
      }
      pageInfo {
        __typename
        hasNextPage
        endCursor
      }
    }
  }
}
    `,{hash:`sha256:fd56bcfa999930d4b29d5fd8435e4f9cff5b8591adb50b41e8a4cf03f6454e6b`}),de=new n(`
    query DashboardHome($since: Date!) {
  __typename
  ...Shell_query
  viewer {
    __typename
    ... on FirmMember {
      __typename
      id
      rights
    }
  }
  firm {
    __typename
    id
    ...OverdueInvoices_firm
    ...FailedPayments_firm
    ...OpenDisputes_firm
    ...ClientsWhoOwe_firm
  }
}
    fragment ClientsWhoOwe_firm on Firm {
  __typename
  id
  clientsWhoOwe: clients(
    filter: {owes: true}
    orderBy: {field: AMOUNT_DUE, direction: DESC}
    first: 6
  ) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        name
        amountDue {
          __typename
          amount
          currencyCode
        }
        creditAccount {
          __typename
          id
          available {
            __typename
            amount
            currencyCode
          }
        }
      }
    }
  }
}
fragment FailedPayments_firm on Firm {
  __typename
  id
  failedPayments: payments(
    filter: {status: [FAILED], createdFrom: $since}
    first: 10
  ) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        createdAt
        amount {
          __typename
          amount
          currencyCode
        }
        client {
          __typename
          id
          name
        }
        invoice {
          __typename
          id
          number
        }
        failure {
          __typename
          code
          message
          providerCode
        }
      }
    }
  }
  failedPrepayments: prepayments(
    filter: {status: [FAILED], createdFrom: $since}
    first: 10
  ) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        createdAt
        amount {
          __typename
          amount
          currencyCode
        }
        client {
          __typename
          id
          name
        }
        failure {
          __typename
          code
          message
          providerCode
        }
      }
    }
  }
  failedRefunds: refunds(filter: {status: [FAILED]}, first: 10) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        createdAt
        amount {
          __typename
          amount
          currencyCode
        }
        failure {
          __typename
          code
          message
        }
        payment {
          __typename
          id
          client {
            __typename
            id
            name
          }
        }
        prepayment {
          __typename
          id
          client {
            __typename
            id
            name
          }
        }
      }
    }
  }
}
fragment OpenDisputes_firm on Firm {
  __typename
  id
  openDisputes: disputes(filter: {status: [OPEN]}, first: 5) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        status
        client {
          __typename
          id
          name
        }
        amount {
          __typename
          amount
          currencyCode
        }
        evidenceDueAt
      }
    }
  }
}
fragment OverdueInvoices_firm on Firm {
  __typename
  id
  overdue: invoices(
    filter: {overdue: true}
    orderBy: {field: DUE, direction: ASC}
    first: 10
  ) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        isOverdue
        ...OverdueInvoice_invoice
      }
    }
  }
}
fragment OverdueInvoice_invoice on Invoice {
  __typename
  id
  number
  dueOn
  client {
    __typename
    id
    name
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
}
fragment Shell_query on Query {
  __typename
  viewer {
    __typename
    ... on FirmMember {
      __typename
      id
      name
      email
      locale
      role
      rights
      firm {
        __typename
        id
        name
        currencyCode
        timeZone
        locale
        changesCursor
      }
      memberships {
        __typename
        id
        firmName
        clientName
        role
        isCurrent
      }
    }
    ... on ClientUser {
      __typename
      id
      name
      email
      locale
      client {
        __typename
        id
        name
        changesCursor
        firm {
          __typename
          id
          name
          currencyCode
          timeZone
          locale
        }
      }
      memberships {
        __typename
        id
        firmName
        clientName
        role
        isCurrent
      }
    }
  }
  unread: notices(filter: {unread: true}, first: 1) {
    __typename
    totalCount
  }
}`,{hash:`sha256:82484d59ba793724985dcfe68c5d3273e73bf3039e1b9ba336d57c136c21932d`}),fe=new n(`
    mutation DashboardCorrectInvoice($input: UpdateInvoiceInput!) {
  __typename
  updateInvoice(input: $input) {
    __typename
    ... on InvoicePayload {
      __typename
      invoice {
        __typename
        id
        ...InvoicePage_invoice
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
fragment InvoiceActions_invoice on Invoice {
  __typename
  id
  number
  status
  actions
  client {
    __typename
    id
    name
    actions
  }
  ...CorrectDialog_invoice
  ...IssueDialog_invoice
  ...OfflinePaymentDialog_invoice
  ...PayDialog_invoice
}
fragment InvoiceLineTable_invoice on Invoice {
  __typename
  id
  description
  total {
    __typename
    amount
    currencyCode
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
}
fragment InvoicePage_invoice on Invoice {
  __typename
  id
  number
  status
  client {
    __typename
    id
    name
  }
  ...InvoiceStatusBadge_invoice
  ...InvoiceActions_invoice
  ...InvoiceSums_invoice
  ...InvoiceLineTable_invoice
  ...InvoicePaymentList_invoice
}
fragment InvoicePaymentList_invoice on Invoice {
  __typename
  id
  status
  payments {
    __typename
    id
    ...InvoicePaymentItem_payment
  }
}
fragment InvoicePaymentItem_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  createdAt
  receivedOn
  failure {
    __typename
    code
    message
    providerCode
  }
  ...PaymentState_payment
}
fragment InvoiceSums_invoice on Invoice {
  __typename
  id
  status
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment IssueDialog_invoice on Invoice {
  __typename
  id
  number
  total {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment OfflinePaymentDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
}
fragment PayDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}`,{hash:`sha256:480ec0dda7a61584accb8412815544dd352518ae9084a0d8aabf36030808d3c7`}),pe=new n(`
    mutation DashboardAddCreditNote($input: AddCreditNoteInput!) {
  __typename
  addCreditNote(input: $input) {
    __typename
    ... on CreditPayload {
      __typename
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
      entry {
        __typename
        id
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
  }
}
    `,{hash:`sha256:9f5d5aa0332b79caf63e9b452382495e361754b5d19ddc8ca65bab94040189bd`}),me=new n(`
    query DashboardSentCreditNote($idempotencyKey: String!) {
  __typename
  operation(idempotencyKey: $idempotencyKey) {
    __typename
    status
    entry {
      __typename
      id
    }
  }
}
    `,{hash:`sha256:485f5d0c682a657a02118fb06013b66bbe20c113dc4cb7d9894fd58e2f560aaf`}),he=new n(`
    query DashboardDraft($id: ID!) {
  __typename
  invoice(id: $id) {
    __typename
    id
    ...EditInvoice_invoice
  }
}
    fragment EditInvoice_invoice on Invoice {
  __typename
  id
  number
  status
  description
  client {
    __typename
    id
    name
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  dueOn
  actions
}`,{hash:`sha256:9675764d68413bba49e1265c71c962181ea392cbd6a5fbb3a30cff4f35854d28`}),ge=new n(`
    mutation DashboardUpdateDraft($input: UpdateInvoiceInput!) {
  __typename
  updateInvoice(input: $input) {
    __typename
    ... on InvoicePayload {
      __typename
      invoice {
        __typename
        id
        ...EditInvoice_invoice
        ...InvoicePage_invoice
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
  }
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
fragment EditInvoice_invoice on Invoice {
  __typename
  id
  number
  status
  description
  client {
    __typename
    id
    name
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  dueOn
  actions
}
fragment InvoiceActions_invoice on Invoice {
  __typename
  id
  number
  status
  actions
  client {
    __typename
    id
    name
    actions
  }
  ...CorrectDialog_invoice
  ...IssueDialog_invoice
  ...OfflinePaymentDialog_invoice
  ...PayDialog_invoice
}
fragment InvoiceLineTable_invoice on Invoice {
  __typename
  id
  description
  total {
    __typename
    amount
    currencyCode
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
}
fragment InvoicePage_invoice on Invoice {
  __typename
  id
  number
  status
  client {
    __typename
    id
    name
  }
  ...InvoiceStatusBadge_invoice
  ...InvoiceActions_invoice
  ...InvoiceSums_invoice
  ...InvoiceLineTable_invoice
  ...InvoicePaymentList_invoice
}
fragment InvoicePaymentList_invoice on Invoice {
  __typename
  id
  status
  payments {
    __typename
    id
    ...InvoicePaymentItem_payment
  }
}
fragment InvoicePaymentItem_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  createdAt
  receivedOn
  failure {
    __typename
    code
    message
    providerCode
  }
  ...PaymentState_payment
}
fragment InvoiceSums_invoice on Invoice {
  __typename
  id
  status
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment IssueDialog_invoice on Invoice {
  __typename
  id
  number
  total {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment OfflinePaymentDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
}
fragment PayDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}`,{hash:`sha256:f0c3a29b386f1adcb3342420dc5f1ab30371b20f672396fca4e6c6eefc42aa8b`}),_e=new n(`
    query DashboardBilledClient($id: ID!) {
  __typename
  client(id: $id) {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
    `,{hash:`sha256:d0d2ac8bc9def206ce22f862ca928312c1213455de1fe4ed2468c89167b09914`}),ve=new n(`
    query DashboardInvoice($id: ID!) {
  __typename
  invoice(id: $id) {
    __typename
    id
    ...InvoicePage_invoice
  }
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
fragment InvoiceActions_invoice on Invoice {
  __typename
  id
  number
  status
  actions
  client {
    __typename
    id
    name
    actions
  }
  ...CorrectDialog_invoice
  ...IssueDialog_invoice
  ...OfflinePaymentDialog_invoice
  ...PayDialog_invoice
}
fragment InvoiceLineTable_invoice on Invoice {
  __typename
  id
  description
  total {
    __typename
    amount
    currencyCode
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
}
fragment InvoicePage_invoice on Invoice {
  __typename
  id
  number
  status
  client {
    __typename
    id
    name
  }
  ...InvoiceStatusBadge_invoice
  ...InvoiceActions_invoice
  ...InvoiceSums_invoice
  ...InvoiceLineTable_invoice
  ...InvoicePaymentList_invoice
}
fragment InvoicePaymentList_invoice on Invoice {
  __typename
  id
  status
  payments {
    __typename
    id
    ...InvoicePaymentItem_payment
  }
}
fragment InvoicePaymentItem_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  createdAt
  receivedOn
  failure {
    __typename
    code
    message
    providerCode
  }
  ...PaymentState_payment
}
fragment InvoiceSums_invoice on Invoice {
  __typename
  id
  status
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment IssueDialog_invoice on Invoice {
  __typename
  id
  number
  total {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment OfflinePaymentDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
}
fragment PayDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}`,{hash:`sha256:4ebaf7c71ea7fa3767312011d6a5e12d00ba373cab76710027a47b42849ff5cf`}),ye=new n(`
    query DashboardInvoices($filter: InvoiceFilter, $orderBy: InvoiceOrder, $after: String) {
  __typename
  firm {
    __typename
    id
    invoices(filter: $filter, orderBy: $orderBy, first: 25, after: $after) {
      __typename
      totalCount
      edges {
        __typename
        node {
          __typename
          id
          number
          description
          client {
            __typename
            id
            name
          }
          status
          isOverdue
          issuedOn
          dueOn
          total {
            __typename
            amount
            currencyCode
          }
          amountDue {
            __typename
            amount
            currencyCode
          }
          ...InvoiceStatusBadge_invoice
        }
      }
      pageInfo {
        __typename
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}`,{hash:`sha256:34e1c44d8b34e57eadbf77bed4ddd0e207ce7c6b07f02bc8bc61324b7d9ad127`}),be=new n(`
    mutation DashboardIssueInvoice($input: IssueInvoiceInput!) {
  __typename
  issueInvoice(input: $input) {
    __typename
    ... on InvoicePayload {
      __typename
      invoice {
        __typename
        id
        client {
          __typename
          id
          amountDue {
            __typename
            amount
            currencyCode
          }
        }
        ...InvoicePage_invoice
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidAmount {
      __typename
      field
    }
  }
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
fragment InvoiceActions_invoice on Invoice {
  __typename
  id
  number
  status
  actions
  client {
    __typename
    id
    name
    actions
  }
  ...CorrectDialog_invoice
  ...IssueDialog_invoice
  ...OfflinePaymentDialog_invoice
  ...PayDialog_invoice
}
fragment InvoiceLineTable_invoice on Invoice {
  __typename
  id
  description
  total {
    __typename
    amount
    currencyCode
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
}
fragment InvoicePage_invoice on Invoice {
  __typename
  id
  number
  status
  client {
    __typename
    id
    name
  }
  ...InvoiceStatusBadge_invoice
  ...InvoiceActions_invoice
  ...InvoiceSums_invoice
  ...InvoiceLineTable_invoice
  ...InvoicePaymentList_invoice
}
fragment InvoicePaymentList_invoice on Invoice {
  __typename
  id
  status
  payments {
    __typename
    id
    ...InvoicePaymentItem_payment
  }
}
fragment InvoicePaymentItem_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  createdAt
  receivedOn
  failure {
    __typename
    code
    message
    providerCode
  }
  ...PaymentState_payment
}
fragment InvoiceSums_invoice on Invoice {
  __typename
  id
  status
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment IssueDialog_invoice on Invoice {
  __typename
  id
  number
  total {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment OfflinePaymentDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
}
fragment PayDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}`,{hash:`sha256:317de1c49744bd5c77cda9ba2ac2e79eef766b5d07e6b529804083870f1aa6cd`}),xe=new n(`
    mutation DashboardCreateInvoice($input: CreateInvoiceInput!) {
  __typename
  createInvoice(input: $input) {
    __typename
    ... on CreateInvoicePayload {
      __typename
      invoice {
        __typename
        id
        number
        client {
          __typename
          id
          name
          amountDue {
            __typename
            amount
            currencyCode
          }
        }
        ...InvoicePage_invoice
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
  }
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
fragment InvoiceActions_invoice on Invoice {
  __typename
  id
  number
  status
  actions
  client {
    __typename
    id
    name
    actions
  }
  ...CorrectDialog_invoice
  ...IssueDialog_invoice
  ...OfflinePaymentDialog_invoice
  ...PayDialog_invoice
}
fragment InvoiceLineTable_invoice on Invoice {
  __typename
  id
  description
  total {
    __typename
    amount
    currencyCode
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
}
fragment InvoicePage_invoice on Invoice {
  __typename
  id
  number
  status
  client {
    __typename
    id
    name
  }
  ...InvoiceStatusBadge_invoice
  ...InvoiceActions_invoice
  ...InvoiceSums_invoice
  ...InvoiceLineTable_invoice
  ...InvoicePaymentList_invoice
}
fragment InvoicePaymentList_invoice on Invoice {
  __typename
  id
  status
  payments {
    __typename
    id
    ...InvoicePaymentItem_payment
  }
}
fragment InvoicePaymentItem_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  createdAt
  receivedOn
  failure {
    __typename
    code
    message
    providerCode
  }
  ...PaymentState_payment
}
fragment InvoiceSums_invoice on Invoice {
  __typename
  id
  status
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment IssueDialog_invoice on Invoice {
  __typename
  id
  number
  total {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment OfflinePaymentDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
}
fragment PayDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}`,{hash:`sha256:9bb2a7a165c6d22634e0b0d56f4565805e3e5de3ca5775a3ea0d5329ba2f2c49`}),Se=new n(`
    query DashboardSentInvoice($idempotencyKey: String!) {
  __typename
  operation(idempotencyKey: $idempotencyKey) {
    __typename
    status
    invoice {
      __typename
      id
      number
    }
  }
}
    `,{hash:`sha256:197356bbd172f55c896a1481b81595a7e8a6814014bbb89f6b0fffc251f6cf23`}),Ce=new n(`
    mutation DashboardRecordOfflinePayment($input: RecordOfflinePaymentInput!) {
  __typename
  recordOfflinePayment(input: $input) {
    __typename
    ... on RecordOfflinePaymentPayload {
      __typename
      payment {
        __typename
        id
        ...InvoicePaymentItem_payment
      }
      invoice {
        __typename
        id
        client {
          __typename
          id
          amountDue {
            __typename
            amount
            currencyCode
          }
        }
        ...InvoicePage_invoice
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
  }
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
fragment InvoiceActions_invoice on Invoice {
  __typename
  id
  number
  status
  actions
  client {
    __typename
    id
    name
    actions
  }
  ...CorrectDialog_invoice
  ...IssueDialog_invoice
  ...OfflinePaymentDialog_invoice
  ...PayDialog_invoice
}
fragment InvoiceLineTable_invoice on Invoice {
  __typename
  id
  description
  total {
    __typename
    amount
    currencyCode
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
}
fragment InvoicePage_invoice on Invoice {
  __typename
  id
  number
  status
  client {
    __typename
    id
    name
  }
  ...InvoiceStatusBadge_invoice
  ...InvoiceActions_invoice
  ...InvoiceSums_invoice
  ...InvoiceLineTable_invoice
  ...InvoicePaymentList_invoice
}
fragment InvoicePaymentList_invoice on Invoice {
  __typename
  id
  status
  payments {
    __typename
    id
    ...InvoicePaymentItem_payment
  }
}
fragment InvoicePaymentItem_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  createdAt
  receivedOn
  failure {
    __typename
    code
    message
    providerCode
  }
  ...PaymentState_payment
}
fragment InvoiceSums_invoice on Invoice {
  __typename
  id
  status
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment IssueDialog_invoice on Invoice {
  __typename
  id
  number
  total {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment OfflinePaymentDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
}
fragment PayDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}`,{hash:`sha256:363ed5159d9cfdcfd10fdd6cb88e4ee74b7c2df7c5a93c8ebaf0c083fdfd5de9`}),we=new n(`
    query DashboardSentOfflinePayment($idempotencyKey: String!) {
  __typename
  operation(idempotencyKey: $idempotencyKey) {
    __typename
    status
    payments {
      __typename
      id
      number
    }
  }
}
    `,{hash:`sha256:2a45e68548ce29c75af0b15c915c14c7925420df7ba2a7d36c73279c12ab7137`}),Te=new n(`
    mutation DashboardPayInvoice($input: PayInvoiceInput!) {
  __typename
  payInvoice(input: $input) {
    __typename
    ... on PayInvoicePayload {
      __typename
      payments {
        __typename
        id
        ...PayDialog_payment
        ...InvoicePaymentItem_payment
      }
      invoice {
        __typename
        id
        client {
          __typename
          id
          amountDue {
            __typename
            amount
            currencyCode
          }
        }
        ...InvoicePage_invoice
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
    ... on AmountOutOfRange {
      __typename
      minimum {
        __typename
        amount
        currencyCode
      }
      maximum {
        __typename
        amount
        currencyCode
      }
    }
  }
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
fragment InvoiceActions_invoice on Invoice {
  __typename
  id
  number
  status
  actions
  client {
    __typename
    id
    name
    actions
  }
  ...CorrectDialog_invoice
  ...IssueDialog_invoice
  ...OfflinePaymentDialog_invoice
  ...PayDialog_invoice
}
fragment InvoiceLineTable_invoice on Invoice {
  __typename
  id
  description
  total {
    __typename
    amount
    currencyCode
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
}
fragment InvoicePage_invoice on Invoice {
  __typename
  id
  number
  status
  client {
    __typename
    id
    name
  }
  ...InvoiceStatusBadge_invoice
  ...InvoiceActions_invoice
  ...InvoiceSums_invoice
  ...InvoiceLineTable_invoice
  ...InvoicePaymentList_invoice
}
fragment InvoicePaymentList_invoice on Invoice {
  __typename
  id
  status
  payments {
    __typename
    id
    ...InvoicePaymentItem_payment
  }
}
fragment InvoicePaymentItem_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  createdAt
  receivedOn
  failure {
    __typename
    code
    message
    providerCode
  }
  ...PaymentState_payment
}
fragment InvoiceSums_invoice on Invoice {
  __typename
  id
  status
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment IssueDialog_invoice on Invoice {
  __typename
  id
  number
  total {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment OfflinePaymentDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
}
fragment PayDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment PayDialog_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:f15dab18744242bd4b9478d5810e15b656188e942aee0f3ee63aaf349f4d3747`}),Ee=new n(`
    query DashboardSentPayment($idempotencyKey: String!) {
  __typename
  operation(idempotencyKey: $idempotencyKey) {
    __typename
    status
    payments {
      __typename
      id
      ...PayDialog_payment
    }
  }
}
    fragment PayDialog_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:01477e32684946e02b07cca324f2ae8198d78a2de5ef356741d58d84b5464d97`}),De=new n(`
    mutation DashboardVoidInvoice($input: VoidInvoiceInput!) {
  __typename
  voidInvoice(input: $input) {
    __typename
    ... on InvoicePayload {
      __typename
      invoice {
        __typename
        id
        client {
          __typename
          id
          amountDue {
            __typename
            amount
            currencyCode
          }
        }
        ...InvoicePage_invoice
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
fragment InvoiceActions_invoice on Invoice {
  __typename
  id
  number
  status
  actions
  client {
    __typename
    id
    name
    actions
  }
  ...CorrectDialog_invoice
  ...IssueDialog_invoice
  ...OfflinePaymentDialog_invoice
  ...PayDialog_invoice
}
fragment InvoiceLineTable_invoice on Invoice {
  __typename
  id
  description
  total {
    __typename
    amount
    currencyCode
  }
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
}
fragment InvoicePage_invoice on Invoice {
  __typename
  id
  number
  status
  client {
    __typename
    id
    name
  }
  ...InvoiceStatusBadge_invoice
  ...InvoiceActions_invoice
  ...InvoiceSums_invoice
  ...InvoiceLineTable_invoice
  ...InvoicePaymentList_invoice
}
fragment InvoicePaymentList_invoice on Invoice {
  __typename
  id
  status
  payments {
    __typename
    id
    ...InvoicePaymentItem_payment
  }
}
fragment InvoicePaymentItem_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  createdAt
  receivedOn
  failure {
    __typename
    code
    message
    providerCode
  }
  ...PaymentState_payment
}
fragment InvoiceSums_invoice on Invoice {
  __typename
  id
  status
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment IssueDialog_invoice on Invoice {
  __typename
  id
  number
  total {
    __typename
    amount
    currencyCode
  }
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment OfflinePaymentDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
}
fragment PayDialog_invoice on Invoice {
  __typename
  id
  number
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    name
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}`,{hash:`sha256:0b1e060af384bb62b824d23928800382ad6da2ecefe45cfc5a8d62779ae3fe7f`}),Oe=new n(`
    mutation DashboardCancelPayment($id: ID!) {
  __typename
  cancelPayment(input: {id: $id}) {
    __typename
    ... on MoneyPayload {
      __typename
      payments {
        __typename
        id
        ...PaymentDetail_payment
      }
      prepayment {
        __typename
        id
        ...PaymentDetail_prepayment
      }
      invoice {
        __typename
        ...InvoiceChange_invoice
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment PaymentState_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment PaymentActions_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  paidBy
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentActions_prepayment on Prepayment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentDetail_payment on Payment {
  __typename
  id
  number
  client {
    __typename
    id
    name
  }
  invoice {
    __typename
    id
    number
  }
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  reason
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
    providerCode
  }
  providerReference
  partner {
    __typename
    id
    number
    amount {
      __typename
      amount
      currencyCode
    }
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  refunds {
    __typename
    id
    ...PaymentRefund_refund
  }
  disputes {
    __typename
    id
    ...PaymentDispute_dispute
  }
  fundedBy {
    __typename
    source {
      __typename
      id
      kind
      createdAt
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
  receivedOn
  ...PaymentState_payment
  ...PaymentActions_payment
}
fragment PaymentDetail_prepayment on Prepayment {
  __typename
  id
  number
  client {
    __typename
    id
    name
  }
  amount {
    __typename
    amount
    currencyCode
  }
  method
  memo
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
    providerCode
  }
  providerReference
  remaining {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  refunds {
    __typename
    id
    ...PaymentRefund_refund
  }
  disputes {
    __typename
    id
    ...PaymentDispute_dispute
  }
  uses {
    __typename
    payment {
      __typename
      id
      number
      invoice {
        __typename
        id
        number
      }
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
  receivedOn
  ...PaymentState_prepayment
  ...PaymentActions_prepayment
}
fragment PaymentDispute_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  evidenceDueAt
  openedAt
}
fragment PaymentRefund_refund on Refund {
  __typename
  id
  amount {
    __typename
    amount
    currencyCode
  }
  status
  failure {
    __typename
    code
    message
  }
  reason
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
}
fragment InvoiceChange_invoice on Invoice {
  __typename
  id
  status
  isOverdue
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  lastPaidAt
  actions
  client {
    __typename
    id
    amountDue {
      __typename
      amount
      currencyCode
    }
  }
  payments {
    __typename
    id
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:62d3e297d8a328d85bd7bb042b075660aa8bcdb330be76c8e88df875e822299d`}),ke=new n(`
    query DashboardPayments($filter: PaymentFilter, $after: String) {
  __typename
  firm {
    __typename
    id
    payments(filter: $filter, first: 25, after: $after) {
      __typename
      totalCount
      edges {
        __typename
        node {
          __typename
          id
          number
          status
          client {
            __typename
            id
            name
          }
          invoice {
            __typename
            id
            number
          }
          paidBy
          offlineMethod
          card {
            __typename
            brand
            last4
          }
          amount {
            __typename
            amount
            currencyCode
          }
          createdAt
          receivedOn
          ...PaymentState_payment
        }
      }
      pageInfo {
        __typename
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}`,{hash:`sha256:1427b833402fcc4594143e6674e5711b4e2bd947c02912d32368771ce52c2cbd`}),Ae=new n(`
    query DashboardPrepayments($filter: PaymentFilter, $after: String) {
  __typename
  firm {
    __typename
    id
    prepayments(filter: $filter, first: 25, after: $after) {
      __typename
      totalCount
      edges {
        __typename
        node {
          __typename
          id
          number
          status
          client {
            __typename
            id
            name
          }
          method
          card {
            __typename
            brand
            last4
          }
          memo
          amount {
            __typename
            amount
            currencyCode
          }
          remaining {
            __typename
            amount
            currencyCode
          }
          createdAt
          receivedOn
          ...PaymentState_prepayment
        }
      }
      pageInfo {
        __typename
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment PaymentState_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}`,{hash:`sha256:78a450593ed64ae07fb3ca8cbc99c65e57149d6277119f4f77c011aa9d940768`}),je=new n(`
    query DashboardPayment($id: ID!) {
  __typename
  node(id: $id) {
    __typename
    id
    ... on Payment {
      __typename
      ...PaymentDetail_payment
    }
    ... on Prepayment {
      __typename
      ...PaymentDetail_prepayment
    }
    ... on Refund {
      __typename
      payment {
        __typename
        id
      }
      prepayment {
        __typename
        id
      }
    }
  }
}
    fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment PaymentState_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment PaymentActions_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  paidBy
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentActions_prepayment on Prepayment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentDetail_payment on Payment {
  __typename
  id
  number
  client {
    __typename
    id
    name
  }
  invoice {
    __typename
    id
    number
  }
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  reason
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
    providerCode
  }
  providerReference
  partner {
    __typename
    id
    number
    amount {
      __typename
      amount
      currencyCode
    }
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  refunds {
    __typename
    id
    ...PaymentRefund_refund
  }
  disputes {
    __typename
    id
    ...PaymentDispute_dispute
  }
  fundedBy {
    __typename
    source {
      __typename
      id
      kind
      createdAt
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
  receivedOn
  ...PaymentState_payment
  ...PaymentActions_payment
}
fragment PaymentDetail_prepayment on Prepayment {
  __typename
  id
  number
  client {
    __typename
    id
    name
  }
  amount {
    __typename
    amount
    currencyCode
  }
  method
  memo
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
    providerCode
  }
  providerReference
  remaining {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  refunds {
    __typename
    id
    ...PaymentRefund_refund
  }
  disputes {
    __typename
    id
    ...PaymentDispute_dispute
  }
  uses {
    __typename
    payment {
      __typename
      id
      number
      invoice {
        __typename
        id
        number
      }
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
  receivedOn
  ...PaymentState_prepayment
  ...PaymentActions_prepayment
}
fragment PaymentDispute_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  evidenceDueAt
  openedAt
}
fragment PaymentRefund_refund on Refund {
  __typename
  id
  amount {
    __typename
    amount
    currencyCode
  }
  status
  failure {
    __typename
    code
    message
  }
  reason
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:1f9f3536ef0c0b38d5eef1ae3b0db91574167a8fb90ffa5857307af13e3fc181`}),Me=new n(`
    mutation DashboardRefundPayment($input: RefundPaymentInput!) {
  __typename
  refundPayment(input: $input) {
    __typename
    ... on RefundPaymentPayload {
      __typename
      refund {
        __typename
        id
        payment {
          __typename
          id
        }
        prepayment {
          __typename
          id
        }
        ...PaymentRefund_refund
      }
      payment {
        __typename
        id
        ...PaymentDetail_payment
      }
      invoice {
        __typename
        ...InvoiceChange_invoice
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
  }
}
    fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment PaymentActions_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  paidBy
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentDetail_payment on Payment {
  __typename
  id
  number
  client {
    __typename
    id
    name
  }
  invoice {
    __typename
    id
    number
  }
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  reason
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
    providerCode
  }
  providerReference
  partner {
    __typename
    id
    number
    amount {
      __typename
      amount
      currencyCode
    }
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  refunds {
    __typename
    id
    ...PaymentRefund_refund
  }
  disputes {
    __typename
    id
    ...PaymentDispute_dispute
  }
  fundedBy {
    __typename
    source {
      __typename
      id
      kind
      createdAt
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
  receivedOn
  ...PaymentState_payment
  ...PaymentActions_payment
}
fragment PaymentDispute_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  evidenceDueAt
  openedAt
}
fragment PaymentRefund_refund on Refund {
  __typename
  id
  amount {
    __typename
    amount
    currencyCode
  }
  status
  failure {
    __typename
    code
    message
  }
  reason
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
}
fragment InvoiceChange_invoice on Invoice {
  __typename
  id
  status
  isOverdue
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  lastPaidAt
  actions
  client {
    __typename
    id
    amountDue {
      __typename
      amount
      currencyCode
    }
  }
  payments {
    __typename
    id
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:8c0fc6beb48cb51b0464ae31ca4f3ccec5c740a9753b9fb1c1c9e4f305895973`}),Ne=new n(`
    mutation DashboardRefundPrepayment($input: RefundPrepaymentInput!) {
  __typename
  refundPrepayment(input: $input) {
    __typename
    ... on RefundPrepaymentPayload {
      __typename
      refund {
        __typename
        id
        payment {
          __typename
          id
        }
        prepayment {
          __typename
          id
        }
        ...PaymentRefund_refund
      }
      prepayment {
        __typename
        id
        ...PaymentDetail_prepayment
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
  }
}
    fragment PaymentState_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment PaymentActions_prepayment on Prepayment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentDetail_prepayment on Prepayment {
  __typename
  id
  number
  client {
    __typename
    id
    name
  }
  amount {
    __typename
    amount
    currencyCode
  }
  method
  memo
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
    providerCode
  }
  providerReference
  remaining {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  refunds {
    __typename
    id
    ...PaymentRefund_refund
  }
  disputes {
    __typename
    id
    ...PaymentDispute_dispute
  }
  uses {
    __typename
    payment {
      __typename
      id
      number
      invoice {
        __typename
        id
        number
      }
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
  receivedOn
  ...PaymentState_prepayment
  ...PaymentActions_prepayment
}
fragment PaymentDispute_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  evidenceDueAt
  openedAt
}
fragment PaymentRefund_refund on Refund {
  __typename
  id
  amount {
    __typename
    amount
    currencyCode
  }
  status
  failure {
    __typename
    code
    message
  }
  reason
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:0d366096e7c4681c00bce56e0ca75b8263e7a74fe6e0915acb767c76510df0cb`}),Pe=new n(`
    query DashboardSentRefund($idempotencyKey: String!) {
  __typename
  operation(idempotencyKey: $idempotencyKey) {
    __typename
    status
    refund {
      __typename
      id
      amount {
        __typename
        amount
        currencyCode
      }
    }
  }
}
    `,{hash:`sha256:ed8b8fed6907ea76e8dab2e2c379e69ba95a64b1567e4cd04c07d04e2dcd7860`}),Fe=new n(`
    mutation DashboardReleasePayment($input: ReleasePaymentInput!) {
  __typename
  releasePayment(input: $input) {
    __typename
    ... on MoneyPayload {
      __typename
      payments {
        __typename
        id
        ...PaymentDetail_payment
      }
      invoice {
        __typename
        ...InvoiceChange_invoice
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    fragment PaymentState_payment on Payment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment PaymentActions_payment on Payment {
  __typename
  id
  number
  amount {
    __typename
    amount
    currencyCode
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  paidBy
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentDetail_payment on Payment {
  __typename
  id
  number
  client {
    __typename
    id
    name
  }
  invoice {
    __typename
    id
    number
  }
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  reason
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
    providerCode
  }
  providerReference
  partner {
    __typename
    id
    number
    amount {
      __typename
      amount
      currencyCode
    }
  }
  refundable {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  refunds {
    __typename
    id
    ...PaymentRefund_refund
  }
  disputes {
    __typename
    id
    ...PaymentDispute_dispute
  }
  fundedBy {
    __typename
    source {
      __typename
      id
      kind
      createdAt
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
  receivedOn
  ...PaymentState_payment
  ...PaymentActions_payment
}
fragment PaymentDispute_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  evidenceDueAt
  openedAt
}
fragment PaymentRefund_refund on Refund {
  __typename
  id
  amount {
    __typename
    amount
    currencyCode
  }
  status
  failure {
    __typename
    code
    message
  }
  reason
  actor {
    __typename
    kind
    name
    isViewer
  }
  createdAt
  settledAt
}
fragment InvoiceChange_invoice on Invoice {
  __typename
  id
  status
  isOverdue
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  lastPaidAt
  actions
  client {
    __typename
    id
    amountDue {
      __typename
      amount
      currencyCode
    }
  }
  payments {
    __typename
    id
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:4da5c9fe47d39395475d64006808b9ec760e6196e45f1062980588a432202fcf`}),Ie=new n(`
    query DashboardMoneyReport($from: Date!, $to: Date!, $from1: Date!, $to1: Date!, $from2: Date!, $to2: Date!, $from3: Date!, $to3: Date!, $from4: Date!, $to4: Date!, $from5: Date!, $to5: Date!, $from6: Date!, $to6: Date!, $from7: Date!, $to7: Date!, $from8: Date!, $to8: Date!, $from9: Date!, $to9: Date!, $from10: Date!, $to10: Date!, $from11: Date!, $to11: Date!, $from12: Date!, $to12: Date!) {
  __typename
  firm {
    __typename
    id
    total: moneyReport(from: $from, to: $to) {
      __typename
      ...MoneyReport_report
    }
    month1: moneyReport(from: $from1, to: $to1) {
      __typename
      ...MoneyReport_report
    }
    month2: moneyReport(from: $from2, to: $to2) {
      __typename
      ...MoneyReport_report
    }
    month3: moneyReport(from: $from3, to: $to3) {
      __typename
      ...MoneyReport_report
    }
    month4: moneyReport(from: $from4, to: $to4) {
      __typename
      ...MoneyReport_report
    }
    month5: moneyReport(from: $from5, to: $to5) {
      __typename
      ...MoneyReport_report
    }
    month6: moneyReport(from: $from6, to: $to6) {
      __typename
      ...MoneyReport_report
    }
    month7: moneyReport(from: $from7, to: $to7) {
      __typename
      ...MoneyReport_report
    }
    month8: moneyReport(from: $from8, to: $to8) {
      __typename
      ...MoneyReport_report
    }
    month9: moneyReport(from: $from9, to: $to9) {
      __typename
      ...MoneyReport_report
    }
    month10: moneyReport(from: $from10, to: $to10) {
      __typename
      ...MoneyReport_report
    }
    month11: moneyReport(from: $from11, to: $to11) {
      __typename
      ...MoneyReport_report
    }
    month12: moneyReport(from: $from12, to: $to12) {
      __typename
      ...MoneyReport_report
    }
  }
}
    fragment MoneyReport_report on MoneyReport {
  __typename
  cashIn {
    __typename
    amount
    currencyCode
  }
  refunds {
    __typename
    amount
    currencyCode
  }
  disputed {
    __typename
    amount
    currencyCode
  }
  losses {
    __typename
    amount
    currencyCode
  }
  revenue {
    __typename
    amount
    currencyCode
  }
  creditsHeldAtEnd {
    __typename
    amount
    currencyCode
  }
}`,{hash:`sha256:cf07e3d543c55a761ac3e5616195fddd9dcb95bca508d1f7b4ef4a44303bd679`}),Le=new n(`
    query DashboardFirm {
  __typename
  firm {
    __typename
    id
    ...FirmForm_firm
  }
}
    fragment FirmForm_firm on Firm {
  __typename
  id
  name
  currencyCode
  timeZone
  locale
  replyTo
}`,{hash:`sha256:034a41be70d8a9ff783e2aa8a4663a229f55274022be155a2f0293817968d79d`}),Re=new n(`
    mutation DashboardUpdateFirm($input: UpdateFirmInput!) {
  __typename
  updateFirm(input: $input) {
    __typename
    ... on FirmPayload {
      __typename
      firm {
        __typename
        ...FirmForm_firm
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    fragment FirmForm_firm on Firm {
  __typename
  id
  name
  currencyCode
  timeZone
  locale
  replyTo
}`,{hash:`sha256:83c8435c3015fcf7df72c7effe4ef190078635f4d51ccfbf018c3082b2969d89`}),ze=new n(`
    query DashboardPaymentSettingsPreview($change: PaymentSettingsChange!) {
  __typename
  firm {
    __typename
    id
    paymentSettings {
      __typename
      id
      prepayment {
        __typename
        availableToClients
        method
      }
      preview(change: $change) {
        __typename
        prepaymentStaysAvailable
        prepaymentMethod
        removedPrepaymentMethods
        unmetRequirements {
          __typename
          code
          message
        }
        unpayableInvoices
        pendingPayments
      }
    }
  }
}
    `,{hash:`sha256:528bd8f1abd55108225a07d54743814596755cbe41fd9d718f1561d1d38de5ee`}),Be=new n(`
    query DashboardPaymentSettings {
  __typename
  firm {
    __typename
    id
    paymentSettings {
      __typename
      ...PaymentSettings_settings
    }
  }
}
    fragment PaymentMethods_settings on PaymentSettings {
  __typename
  id
  hideInvoicesFromClients
  paymentMethod
  creditApplication
  defaultProvider {
    __typename
    id
    methods
  }
}
fragment Prepayment_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    enabled
    availableToClients
    requirements {
      __typename
      code
      met
    }
  }
  ...Requirements_settings
  ...PrepaymentForm_settings
}
fragment PrepaymentForm_settings on PaymentSettings {
  __typename
  id
  prepayment {
    __typename
    enabled
    method
    methodOptions
    minimum {
      __typename
      amount
      currencyCode
    }
    maximum {
      __typename
      amount
      currencyCode
    }
  }
}
fragment ProviderAccount_provider on PaymentProvider {
  __typename
  id
  name
  status
  methods
}
fragment ProviderAccounts_settings on PaymentSettings {
  __typename
  id
  defaultProvider {
    __typename
    id
  }
  providers {
    __typename
    id
    status
    ...ProviderAccount_provider
  }
}
fragment Requirements_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  providers {
    __typename
    id
    name
    status
  }
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    requirements {
      __typename
      code
      met
      message
    }
  }
}
fragment PaymentSettings_settings on PaymentSettings {
  __typename
  id
  ...ProviderAccounts_settings
  ...PaymentMethods_settings
  ...Prepayment_settings
}`,{hash:`sha256:971dc15e33ea23cd7490ea181f29bea3e27fb6e7d7104e35e3d584f834e29ea6`}),Ve=new n(`
    mutation DashboardDisablePrepayment {
  __typename
  disablePrepayment {
    __typename
    paymentSettings {
      __typename
      ...PaymentSettings_settings
    }
  }
}
    fragment PaymentMethods_settings on PaymentSettings {
  __typename
  id
  hideInvoicesFromClients
  paymentMethod
  creditApplication
  defaultProvider {
    __typename
    id
    methods
  }
}
fragment Prepayment_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    enabled
    availableToClients
    requirements {
      __typename
      code
      met
    }
  }
  ...Requirements_settings
  ...PrepaymentForm_settings
}
fragment PrepaymentForm_settings on PaymentSettings {
  __typename
  id
  prepayment {
    __typename
    enabled
    method
    methodOptions
    minimum {
      __typename
      amount
      currencyCode
    }
    maximum {
      __typename
      amount
      currencyCode
    }
  }
}
fragment ProviderAccount_provider on PaymentProvider {
  __typename
  id
  name
  status
  methods
}
fragment ProviderAccounts_settings on PaymentSettings {
  __typename
  id
  defaultProvider {
    __typename
    id
  }
  providers {
    __typename
    id
    status
    ...ProviderAccount_provider
  }
}
fragment Requirements_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  providers {
    __typename
    id
    name
    status
  }
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    requirements {
      __typename
      code
      met
      message
    }
  }
}
fragment PaymentSettings_settings on PaymentSettings {
  __typename
  id
  ...ProviderAccounts_settings
  ...PaymentMethods_settings
  ...Prepayment_settings
}`,{hash:`sha256:23f84e55b9937d866e32fd696bb23e1ec8324ee5cbf1fa6c347bb4bb524232d1`}),He=new n(`
    mutation DashboardEnablePrepayment($input: EnablePrepaymentInput!) {
  __typename
  enablePrepayment(input: $input) {
    __typename
    ... on PaymentSettingsPayload {
      __typename
      paymentSettings {
        __typename
        ...PaymentSettings_settings
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
  }
}
    fragment PaymentMethods_settings on PaymentSettings {
  __typename
  id
  hideInvoicesFromClients
  paymentMethod
  creditApplication
  defaultProvider {
    __typename
    id
    methods
  }
}
fragment Prepayment_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    enabled
    availableToClients
    requirements {
      __typename
      code
      met
    }
  }
  ...Requirements_settings
  ...PrepaymentForm_settings
}
fragment PrepaymentForm_settings on PaymentSettings {
  __typename
  id
  prepayment {
    __typename
    enabled
    method
    methodOptions
    minimum {
      __typename
      amount
      currencyCode
    }
    maximum {
      __typename
      amount
      currencyCode
    }
  }
}
fragment ProviderAccount_provider on PaymentProvider {
  __typename
  id
  name
  status
  methods
}
fragment ProviderAccounts_settings on PaymentSettings {
  __typename
  id
  defaultProvider {
    __typename
    id
  }
  providers {
    __typename
    id
    status
    ...ProviderAccount_provider
  }
}
fragment Requirements_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  providers {
    __typename
    id
    name
    status
  }
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    requirements {
      __typename
      code
      met
      message
    }
  }
}
fragment PaymentSettings_settings on PaymentSettings {
  __typename
  id
  ...ProviderAccounts_settings
  ...PaymentMethods_settings
  ...Prepayment_settings
}`,{hash:`sha256:62909c257cca58449a3272838f6559dce7194e405d629f9fbb1c11cb8d5cd61c`}),Ue=new n(`
    mutation DashboardDisconnectProvider($providerId: ID!) {
  __typename
  disconnectPaymentProvider(input: {providerId: $providerId}) {
    __typename
    ... on PaymentSettingsPayload {
      __typename
      paymentSettings {
        __typename
        ...PaymentSettings_settings
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    fragment PaymentMethods_settings on PaymentSettings {
  __typename
  id
  hideInvoicesFromClients
  paymentMethod
  creditApplication
  defaultProvider {
    __typename
    id
    methods
  }
}
fragment Prepayment_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    enabled
    availableToClients
    requirements {
      __typename
      code
      met
    }
  }
  ...Requirements_settings
  ...PrepaymentForm_settings
}
fragment PrepaymentForm_settings on PaymentSettings {
  __typename
  id
  prepayment {
    __typename
    enabled
    method
    methodOptions
    minimum {
      __typename
      amount
      currencyCode
    }
    maximum {
      __typename
      amount
      currencyCode
    }
  }
}
fragment ProviderAccount_provider on PaymentProvider {
  __typename
  id
  name
  status
  methods
}
fragment ProviderAccounts_settings on PaymentSettings {
  __typename
  id
  defaultProvider {
    __typename
    id
  }
  providers {
    __typename
    id
    status
    ...ProviderAccount_provider
  }
}
fragment Requirements_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  providers {
    __typename
    id
    name
    status
  }
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    requirements {
      __typename
      code
      met
      message
    }
  }
}
fragment PaymentSettings_settings on PaymentSettings {
  __typename
  id
  ...ProviderAccounts_settings
  ...PaymentMethods_settings
  ...Prepayment_settings
}`,{hash:`sha256:7e6c41f98abf7d287aaf03900bdbba64546d40c09d58903546cc8a8141728f98`}),We=new n(`
    mutation DashboardUpdatePaymentSettings($input: UpdatePaymentSettingsInput!) {
  __typename
  updatePaymentSettings(input: $input) {
    __typename
    ... on PaymentSettingsPayload {
      __typename
      paymentSettings {
        __typename
        ...PaymentSettings_settings
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    fragment PaymentMethods_settings on PaymentSettings {
  __typename
  id
  hideInvoicesFromClients
  paymentMethod
  creditApplication
  defaultProvider {
    __typename
    id
    methods
  }
}
fragment Prepayment_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    enabled
    availableToClients
    requirements {
      __typename
      code
      met
    }
  }
  ...Requirements_settings
  ...PrepaymentForm_settings
}
fragment PrepaymentForm_settings on PaymentSettings {
  __typename
  id
  prepayment {
    __typename
    enabled
    method
    methodOptions
    minimum {
      __typename
      amount
      currencyCode
    }
    maximum {
      __typename
      amount
      currencyCode
    }
  }
}
fragment ProviderAccount_provider on PaymentProvider {
  __typename
  id
  name
  status
  methods
}
fragment ProviderAccounts_settings on PaymentSettings {
  __typename
  id
  defaultProvider {
    __typename
    id
  }
  providers {
    __typename
    id
    status
    ...ProviderAccount_provider
  }
}
fragment Requirements_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  providers {
    __typename
    id
    name
    status
  }
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    requirements {
      __typename
      code
      met
      message
    }
  }
}
fragment PaymentSettings_settings on PaymentSettings {
  __typename
  id
  ...ProviderAccounts_settings
  ...PaymentMethods_settings
  ...Prepayment_settings
}`,{hash:`sha256:8a7a0aa5511c0f7f2ded4a6fc8f6e5b66d27ffee8533fa06fd80a37a09b42282`}),Ge=new n(`
    mutation DashboardSetDefaultProvider($providerId: ID!) {
  __typename
  setDefaultPaymentProvider(input: {providerId: $providerId}) {
    __typename
    ... on PaymentSettingsPayload {
      __typename
      paymentSettings {
        __typename
        ...PaymentSettings_settings
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    fragment PaymentMethods_settings on PaymentSettings {
  __typename
  id
  hideInvoicesFromClients
  paymentMethod
  creditApplication
  defaultProvider {
    __typename
    id
    methods
  }
}
fragment Prepayment_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    enabled
    availableToClients
    requirements {
      __typename
      code
      met
    }
  }
  ...Requirements_settings
  ...PrepaymentForm_settings
}
fragment PrepaymentForm_settings on PaymentSettings {
  __typename
  id
  prepayment {
    __typename
    enabled
    method
    methodOptions
    minimum {
      __typename
      amount
      currencyCode
    }
    maximum {
      __typename
      amount
      currencyCode
    }
  }
}
fragment ProviderAccount_provider on PaymentProvider {
  __typename
  id
  name
  status
  methods
}
fragment ProviderAccounts_settings on PaymentSettings {
  __typename
  id
  defaultProvider {
    __typename
    id
  }
  providers {
    __typename
    id
    status
    ...ProviderAccount_provider
  }
}
fragment Requirements_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  providers {
    __typename
    id
    name
    status
  }
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    requirements {
      __typename
      code
      met
      message
    }
  }
}
fragment PaymentSettings_settings on PaymentSettings {
  __typename
  id
  ...ProviderAccounts_settings
  ...PaymentMethods_settings
  ...Prepayment_settings
}`,{hash:`sha256:bc42b8dec7eced27bfda0c56f65841026070bba2b2aba8802db4e12798dff8ea`}),Ke=new n(`
    mutation DashboardConnectProvider($name: String, $returnUrl: String!) {
  __typename
  connectPaymentProvider(
    input: {kind: STRIPE, name: $name, returnUrl: $returnUrl}
  ) {
    __typename
    ... on ConnectPaymentProviderPayload {
      __typename
      provider {
        __typename
        id
        onboardingUrl
      }
      paymentSettings {
        __typename
        ...PaymentSettings_settings
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    fragment PaymentMethods_settings on PaymentSettings {
  __typename
  id
  hideInvoicesFromClients
  paymentMethod
  creditApplication
  defaultProvider {
    __typename
    id
    methods
  }
}
fragment Prepayment_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    enabled
    availableToClients
    requirements {
      __typename
      code
      met
    }
  }
  ...Requirements_settings
  ...PrepaymentForm_settings
}
fragment PrepaymentForm_settings on PaymentSettings {
  __typename
  id
  prepayment {
    __typename
    enabled
    method
    methodOptions
    minimum {
      __typename
      amount
      currencyCode
    }
    maximum {
      __typename
      amount
      currencyCode
    }
  }
}
fragment ProviderAccount_provider on PaymentProvider {
  __typename
  id
  name
  status
  methods
}
fragment ProviderAccounts_settings on PaymentSettings {
  __typename
  id
  defaultProvider {
    __typename
    id
  }
  providers {
    __typename
    id
    status
    ...ProviderAccount_provider
  }
}
fragment Requirements_settings on PaymentSettings {
  __typename
  id
  paymentMethod
  providers {
    __typename
    id
    name
    status
  }
  defaultProvider {
    __typename
    id
    methods
  }
  prepayment {
    __typename
    requirements {
      __typename
      code
      met
      message
    }
  }
}
fragment PaymentSettings_settings on PaymentSettings {
  __typename
  id
  ...ProviderAccounts_settings
  ...PaymentMethods_settings
  ...Prepayment_settings
}`,{hash:`sha256:93baba4aad1eb2e477de2801dd57fce8ab74b3199fc40822ad38f22927735d88`}),qe=new n(`
    mutation DashboardCreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
  __typename
  createWebhookEndpoint(input: $input) {
    __typename
    ... on CreateWebhookEndpointPayload {
      __typename
      secret
      webhookEndpoint {
        __typename
        id
        ...EndpointItem_endpoint
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    fragment EndpointItem_endpoint on WebhookEndpoint {
  __typename
  id
  url
  kinds
  status
}`,{hash:`sha256:62cb47d880ef8a7d248f389a96177257c2457acbd56b21d0f96ffa7638870206`}),Je=new n(`
    mutation DashboardDeleteWebhookEndpoint($id: ID!) {
  __typename
  deleteWebhookEndpoint(input: {webhookEndpointId: $id}) {
    __typename
    ... on DeleteWebhookEndpointPayload {
      __typename
      firm {
        __typename
        id
        webhookEndpoints {
          __typename
          id
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:8d90f69848da7493851f7618b0987aa61246426d3ace8ac5c98c846726d9fa84`}),Ye=new n(`
    mutation DashboardRedeliverWebhook($deliveryId: ID!) {
  __typename
  redeliverWebhook(input: {deliveryId: $deliveryId}) {
    __typename
    ... on WebhookDeliveryPayload {
      __typename
      delivery {
        __typename
        ...Deliveries_delivery
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    fragment Deliveries_delivery on WebhookDelivery {
  __typename
  id
  notice {
    __typename
    id
    kind
    createdAt
  }
  attempts
  succeededAt
  nextAttemptAt
  lastStatus
  lastError
}`,{hash:`sha256:cc9327f8984fc8639929bc47b4cab89513131142590379bcb085a970e5a3ec10`}),Xe=new n(`
    mutation DashboardRotateWebhookSecret($id: ID!) {
  __typename
  rotateWebhookSecret(input: {webhookEndpointId: $id}) {
    __typename
    ... on CreateWebhookEndpointPayload {
      __typename
      secret
      webhookEndpoint {
        __typename
        id
        ...EndpointDetails_endpoint
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    fragment EndpointDetails_endpoint on WebhookEndpoint {
  __typename
  id
  url
  kinds
  status
  createdAt
}`,{hash:`sha256:9f4d341d2615bf5c43c78bbb1f7c266b78dbfe4ae83a38ea909859197ec0d23a`}),Ze=new n(`
    query DashboardWebhookEndpoint($id: ID!, $after: String) {
  __typename
  node(id: $id) {
    __typename
    ... on WebhookEndpoint {
      __typename
      id
      ...EndpointDetails_endpoint
      deliveries(first: 20, after: $after) {
        __typename
        edges {
          __typename
          node {
            __typename
            id
            ...Deliveries_delivery
          }
        }
        pageInfo {
          __typename
          hasNextPage
          endCursor
        }
      }
    }
  }
  viewer {
    __typename
    ... on FirmMember {
      __typename
      id
      noticePreferences {
        __typename
        available
      }
    }
  }
}
    fragment Deliveries_delivery on WebhookDelivery {
  __typename
  id
  notice {
    __typename
    id
    kind
    createdAt
  }
  attempts
  succeededAt
  nextAttemptAt
  lastStatus
  lastError
}
fragment EndpointDetails_endpoint on WebhookEndpoint {
  __typename
  id
  url
  kinds
  status
  createdAt
}`,{hash:`sha256:98b400363e075276b279e364d6123a35d0c8eafe67510b40d5b84c1ab12c10c9`}),Qe=new n(`
    query DashboardWebhooks {
  __typename
  firm {
    __typename
    id
    webhookEndpoints {
      __typename
      id
      ...EndpointItem_endpoint
    }
  }
  viewer {
    __typename
    ... on FirmMember {
      __typename
      id
      noticePreferences {
        __typename
        available
      }
    }
  }
}
    fragment EndpointItem_endpoint on WebhookEndpoint {
  __typename
  id
  url
  kinds
  status
}`,{hash:`sha256:a716975106939115040fd792fd43fcc0bb8786cea99f845a9bd30219f439f8fe`}),$e=new n(`
    mutation DashboardUpdateWebhookEndpoint($input: UpdateWebhookEndpointInput!) {
  __typename
  updateWebhookEndpoint(input: $input) {
    __typename
    ... on WebhookEndpointPayload {
      __typename
      webhookEndpoint {
        __typename
        id
        ...EndpointDetails_endpoint
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    fragment EndpointDetails_endpoint on WebhookEndpoint {
  __typename
  id
  url
  kinds
  status
  createdAt
}`,{hash:`sha256:3d21b8229aa44d76c2dc30bd7c766edabe4153eb60bd830966114cc1a61aa736`}),et=new n(`
    query DashboardClientsToAssign($search: String) {
  __typename
  firm {
    __typename
    id
    clients(search: $search, orderBy: {field: NAME, direction: ASC}, first: 20) {
      __typename
      edges {
        __typename
        node {
          __typename
          id
          name
        }
      }
    }
  }
}
    `,{hash:`sha256:ef1c40731cadc4e9b2ea74c67d8898a01f3f0296679b647582b47835d5a5b6d4`}),tt=new n(`
    query DashboardAssignedClients($memberId: ID!, $after: String) {
  __typename
  node(id: $memberId) {
    __typename
    ... on FirmMember {
      __typename
      id
      assignedClients(first: 100, after: $after) {
        __typename
        edges {
          __typename
          node {
            __typename
            id
            name
          }
        }
        pageInfo {
          __typename
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    `,{hash:`sha256:ce51f6d11d8871a730a72ef942858de902def9963655f4b3680069566323bacd`}),nt=new n(`
    mutation DashboardUpdateMember($input: UpdateMemberInput!) {
  __typename
  updateMember(input: $input) {
    __typename
    ... on MemberPayload {
      __typename
      member {
        __typename
        ...MemberItem_member
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    fragment MemberItem_member on FirmMember {
  __typename
  id
  name
  email
  role
  rights
  assignedClients(first: 3) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        name
      }
    }
  }
}`,{hash:`sha256:58c1f5a5c6145dbacb44494fc4b45548ec0cd55744ca22fa04615d7ad9130465`}),rt=new n(`
    mutation DashboardInviteMember($input: InviteMemberInput!) {
  __typename
  inviteMember(input: $input) {
    __typename
    ... on InvitePayload {
      __typename
      invitation {
        __typename
        id
        ...InvitationItem_invitation
        client {
          __typename
          id
          name
          archivedAt
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    fragment InvitationItem_invitation on Invitation {
  __typename
  id
  name
  email
  role
  status
  expiresAt
}`,{hash:`sha256:5b077fe0f141ef7b25618a2b1101cb42806dd06dd9193804c5ea47f988d3ab4d`}),it=new n(`
    mutation DashboardRemoveMember($memberId: ID!) {
  __typename
  removeMember(input: {memberId: $memberId}) {
    __typename
    ... on FirmPayload {
      __typename
      firm {
        __typename
        id
        members {
          __typename
          id
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:99e2cfcfafa301148b288152d7fdcb4231d32fc6e258e1865c2852003e034221`}),at=new n(`
    query DashboardTeam($after: String) {
  __typename
  firm {
    __typename
    id
    members {
      __typename
      id
      ...MemberItem_member
    }
    invitations(first: 50, after: $after) {
      __typename
      edges {
        __typename
        node {
          __typename
          id
          role
          status
          client {
            __typename
            id
            name
            archivedAt
          }
          ...InvitationItem_invitation
        }
      }
      pageInfo {
        __typename
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment InvitationItem_invitation on Invitation {
  __typename
  id
  name
  email
  role
  status
  expiresAt
}
fragment MemberItem_member on FirmMember {
  __typename
  id
  name
  email
  role
  rights
  assignedClients(first: 3) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        name
      }
    }
  }
}`,{hash:`sha256:5ac9461d79512235ebfd87534de61906ee7a99b02ec93984202f513cc8e74b79`}),ot=new n(`
    mutation DashboardTransferOwnership($memberId: ID!, $password: String!) {
  __typename
  transferOwnership(input: {memberId: $memberId, password: $password}) {
    __typename
    ... on FirmPayload {
      __typename
      firm {
        __typename
        id
        members {
          __typename
          id
          role
          rights
          assignedClients(first: 3) {
            __typename
            totalCount
            edges {
              __typename
              node {
                __typename
                id
                name
              }
            }
          }
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:692669aaff0c4255f9aaf07a5c3cbbf4864879682943df82fd267618b42a2d5d`});new n(`
    subscription PortalChanges($clientId: ID!, $after: String) {
  clientChanges(clientId: $clientId, after: $after) {
    __typename
    cursor
    reload
    client {
      __typename
      id
      name
      amountDue {
        __typename
        amount
        currencyCode
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
      prepaymentOffer {
        __typename
        available
        reason
        methods
        minimum {
          __typename
          amount
          currencyCode
        }
        maximum {
          __typename
          amount
          currencyCode
        }
        suggestedAmount {
          __typename
          amount
          currencyCode
        }
      }
    }
    invoices {
      __typename
      id
      client {
        __typename
        id
      }
      number
      status
      isOverdue
      description
      dueOn
      amountPaid {
        __typename
        amount
        currencyCode
      }
      amountPending {
        __typename
        amount
        currencyCode
      }
      amountDue {
        __typename
        amount
        currencyCode
      }
      amountPayable {
        __typename
        amount
        currencyCode
      }
      depositDue {
        __typename
        amount
        currencyCode
      }
      lastPaidAt
      voidedAt
      voidReason
      actions
      payments {
        __typename
        id
      }
    }
    payments {
      __typename
      id
      client {
        __typename
        id
      }
      invoice {
        __typename
        id
        number
      }
      number
      amount {
        __typename
        amount
        currencyCode
      }
      status
      checkout {
        __typename
        ...PaymentWindow_checkout
      }
      failure {
        __typename
        code
        message
      }
      refunded {
        __typename
        amount
        currencyCode
      }
      dispute
      settledAt
      receivedOn
      card {
        __typename
        brand
        last4
      }
      actions
      refunds {
        __typename
        id
        ...RefundItem_refund
      }
      disputes {
        __typename
        id
        ...DisputeItem_dispute
      }
      ...CreditsUsed_payment
    }
    prepayments {
      __typename
      id
      client {
        __typename
        id
      }
      number
      amount {
        __typename
        amount
        currencyCode
      }
      method
      memo
      createdAt
      status
      checkout {
        __typename
        ...PaymentWindow_checkout
      }
      failure {
        __typename
        code
        message
      }
      remaining {
        __typename
        amount
        currencyCode
      }
      refunded {
        __typename
        amount
        currencyCode
      }
      dispute
      settledAt
      receivedOn
      card {
        __typename
        brand
        last4
      }
      actions
      ...PrepaymentUses_prepayment
    }
    entries {
      __typename
      id
      kind
      amount {
        __typename
        amount
        currencyCode
      }
      balanceAfter {
        __typename
        amount
        currencyCode
      }
      createdAt
    }
    removedIds
  }
}
    fragment PrepaymentUses_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  remaining {
    __typename
    amount
    currencyCode
  }
  uses {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
    source {
      __typename
      id
    }
    payment {
      __typename
      id
      number
      settledAt
      invoice {
        __typename
        id
        number
        description
      }
    }
  }
  refunds {
    __typename
    id
    status
    reason
    createdAt
    settledAt
    amount {
      __typename
      amount
      currencyCode
    }
    failure {
      __typename
      code
      message
    }
  }
  disputes {
    __typename
    id
    status
    openedAt
    closedAt
    amount {
      __typename
      amount
      currencyCode
    }
    withdrawn {
      __typename
      amount
      currencyCode
    }
  }
}
fragment RefundItem_refund on Refund {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  failure {
    __typename
    code
    message
  }
  createdAt
  settledAt
}
fragment DisputeItem_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  withdrawn {
    __typename
    amount
    currencyCode
  }
  openedAt
  closedAt
}
fragment CreditsUsed_payment on Payment {
  __typename
  id
  fundedBy {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
    source {
      __typename
      id
      kind
      createdAt
      prepayment {
        __typename
        id
        number
        memo
      }
    }
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:71e66a78447f2c2329a2b32eb15a296b62f646e0d60b1c1266d05cc89553a738`}),new n(`
    query PortalCredits($clientId: ID!) {
  __typename
  client(id: $clientId) {
    __typename
    id
    creditAccount {
      __typename
      id
      ...CreditFigures_creditAccount
    }
    ...PrepaymentOffer_client
  }
}
    fragment CreditFigures_creditAccount on CreditAccount {
  __typename
  id
  balance {
    __typename
    amount
    currencyCode
  }
  available {
    __typename
    amount
    currencyCode
  }
  reserved {
    __typename
    amount
    currencyCode
  }
}
fragment PrepaymentDialog_offer on PrepaymentOffer {
  __typename
  ...PrepaymentFields_offer
}
fragment PrepaymentOffer_client on Client {
  __typename
  id
  prepaymentOffer {
    __typename
    available
    reason
    ...PrepaymentDialog_offer
  }
}
fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}`,{hash:`sha256:51b3a8ad15a7844b703c607c25b4cc910f67a98ec53f87c48c9e1a093d9852a4`}),new n(`
    query PortalPrepayment($id: ID!) {
  __typename
  node(id: $id) {
    __typename
    ... on Prepayment {
      __typename
      id
      number
      ...PrepaymentToComplete_prepayment
      ...PrepaymentDetails_prepayment
      ...PrepaymentUses_prepayment
    }
  }
}
    fragment PrepaymentDetails_prepayment on Prepayment {
  __typename
  id
  status
  method
  memo
  createdAt
  receivedOn
  amount {
    __typename
    amount
    currencyCode
  }
  card {
    __typename
    brand
    last4
  }
  actor {
    __typename
    name
  }
  failure {
    __typename
    code
    message
  }
  ...PrepaymentStatus_prepayment
}
fragment PrepaymentStatus_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}
fragment PrepaymentToComplete_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PrepaymentUses_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  remaining {
    __typename
    amount
    currencyCode
  }
  uses {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
    source {
      __typename
      id
    }
    payment {
      __typename
      id
      number
      settledAt
      invoice {
        __typename
        id
        number
        description
      }
    }
  }
  refunds {
    __typename
    id
    status
    reason
    createdAt
    settledAt
    amount {
      __typename
      amount
      currencyCode
    }
    failure {
      __typename
      code
      message
    }
  }
  disputes {
    __typename
    id
    status
    openedAt
    closedAt
    amount {
      __typename
      amount
      currencyCode
    }
    withdrawn {
      __typename
      amount
      currencyCode
    }
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:fd090888d7c970c96b2d7184b0c3f1efd56c9dbd274dd827633c3855a22ac01e`}),new n(`
    mutation PortalCancelPrepayment($id: ID!) {
  __typename
  cancelPayment(input: {id: $id}) {
    __typename
    ... on MoneyPayload {
      __typename
      prepayment {
        __typename
        id
        status
        actions
        checkout {
          __typename
          ...PaymentWindow_checkout
        }
      }
      creditAccount {
        __typename
        id
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:15fa33dbede4f0e934e8cf263c9a3faf627cc529ffbdd36471548acb19a5c41c`}),new n(`
    query PortalPrepayments($after: String) {
  __typename
  viewer {
    __typename
    ... on ClientUser {
      __typename
      id
      client {
        __typename
        id
        prepayments(first: 25, after: $after) {
          __typename
          edges {
            __typename
            node {
              __typename
              id
              number
              memo
              createdAt
              amount {
                __typename
                amount
                currencyCode
              }
              remaining {
                __typename
                amount
                currencyCode
              }
              ...PrepaymentStatus_prepayment
            }
          }
          pageInfo {
            __typename
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
}
    fragment PrepaymentStatus_prepayment on Prepayment {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
}`,{hash:`sha256:fe56f2578b48f8578deb527feec25d871cf2f0267e6d88da62766120c7087955`}),new n(`
    query PortalStatement($clientId: ID!, $from: DateTime, $to: DateTime, $after: String) {
  __typename
  client(id: $clientId) {
    __typename
    id
    creditAccount {
      __typename
      id
      entries(from: $from, to: $to, first: 25, after: $after) {
        __typename
        edges {
          __typename
          node {
            __typename
            id
            createdAt
            amount {
              __typename
              amount
              currencyCode
            }
            balanceAfter {
              __typename
              amount
              currencyCode
            }
            ...EntryText_entry
          }
        }
        pageInfo {
          __typename
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    fragment EntryText_entry on CreditEntry {
  __typename
  id
  kind
  reason
  offlineMethod
  receivedOn
  prepayment {
    __typename
    id
    number
    memo
  }
  payment {
    __typename
    id
    number
    invoice {
      __typename
      id
      number
      description
    }
  }
  reverses {
    __typename
    id
    kind
    createdAt
  }
}`,{hash:`sha256:abb316d13e5e4b3e963c15c57abb466c9760476004ce8e15301fea605fc68671`}),new n(`
    query PortalHome {
  __typename
  ...Shell_query
  viewer {
    __typename
    ... on ClientUser {
      __typename
      id
      name
      client {
        __typename
        id
        ...ToDoList_client
        ...Credits_client
        ...PrepaymentOffer_client
      }
    }
  }
}
    fragment Credits_client on Client {
  __typename
  id
  creditAccount {
    __typename
    id
    available {
      __typename
      amount
      currencyCode
    }
    reserved {
      __typename
      amount
      currencyCode
    }
  }
  prepaymentsInProgress: prepayments(filter: {status: [PROCESSING]}, first: 10) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        amount {
          __typename
          amount
          currencyCode
        }
      }
    }
  }
}
fragment ToDoList_client on Client {
  __typename
  id
  amountDue {
    __typename
    amount
    currencyCode
  }
  toPay: invoices(
    filter: {status: [UNPAID, PARTIALLY_PAID]}
    orderBy: {field: DUE, direction: ASC}
    first: 10
  ) {
    __typename
    totalCount
    edges {
      __typename
      node {
        __typename
        id
        status
        ...InvoiceToPay_invoice
      }
    }
  }
  paymentsToConfirm: payments(filter: {status: [REQUIRES_ACTION]}, first: 10) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        paidBy
        ...PaymentItem_payment
      }
    }
  }
  prepaymentsToConfirm: prepayments(
    filter: {status: [REQUIRES_ACTION]}
    first: 10
  ) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        status
        ...PaymentItem_prepayment
      }
    }
  }
}
fragment InvoiceToPay_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
  isOverdue
  status
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
}
fragment PaymentItem_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
  invoice {
    __typename
    id
    number
  }
}
fragment PaymentItem_prepayment on Prepayment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  method
  memo
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PrepaymentDialog_offer on PrepaymentOffer {
  __typename
  ...PrepaymentFields_offer
}
fragment PrepaymentOffer_client on Client {
  __typename
  id
  prepaymentOffer {
    __typename
    available
    reason
    ...PrepaymentDialog_offer
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}
fragment PrepaymentFields_offer on PrepaymentOffer {
  __typename
  methods
  minimum {
    __typename
    amount
    currencyCode
  }
  maximum {
    __typename
    amount
    currencyCode
  }
  suggestedAmount {
    __typename
    amount
    currencyCode
  }
}
fragment Shell_query on Query {
  __typename
  viewer {
    __typename
    ... on FirmMember {
      __typename
      id
      name
      email
      locale
      role
      rights
      firm {
        __typename
        id
        name
        currencyCode
        timeZone
        locale
        changesCursor
      }
      memberships {
        __typename
        id
        firmName
        clientName
        role
        isCurrent
      }
    }
    ... on ClientUser {
      __typename
      id
      name
      email
      locale
      client {
        __typename
        id
        name
        changesCursor
        firm {
          __typename
          id
          name
          currencyCode
          timeZone
          locale
        }
      }
      memberships {
        __typename
        id
        firmName
        clientName
        role
        isCurrent
      }
    }
  }
  unread: notices(filter: {unread: true}, first: 1) {
    __typename
    totalCount
  }
}`,{hash:`sha256:674b9886ee4400def200a90ce3690b11521c9e93f4f657171214e42dfe1fa19a`}),new n(`
    query PortalInvoices($clientId: ID!, $filter: InvoiceFilter, $orderBy: InvoiceOrder, $after: String) {
  __typename
  client(id: $clientId) {
    __typename
    id
    invoices(filter: $filter, orderBy: $orderBy, first: 20, after: $after) {
      __typename
      totalCount
      edges {
        __typename
        node {
          __typename
          id
          status
          isOverdue
          ...InvoiceItem_invoice
        }
      }
      pageInfo {
        __typename
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment InvoiceItem_invoice on Invoice {
  __typename
  id
  number
  description
  status
  isOverdue
  issuedOn
  dueOn
  total {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  actions
}`,{hash:`sha256:29596e1660aec71ab016c756f42b30feda70cfa68d952fdb05297ce8ecba8fcb`}),new n(`
    query PortalInvoice($id: ID!) {
  __typename
  invoice(id: $id) {
    __typename
    id
    number
    description
    ...InvoiceAmounts_invoice
    ...PayInvoice_invoice
    ...InvoiceLines_invoice
    ...InvoicePayments_invoice
  }
}
    fragment InvoiceAmounts_invoice on Invoice {
  __typename
  id
  status
  isOverdue
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
}
fragment InvoiceLines_invoice on Invoice {
  __typename
  id
  lines {
    __typename
    description
    quantity
    unitPrice {
      __typename
      amount
      currencyCode
    }
    amount {
      __typename
      amount
      currencyCode
    }
  }
  total {
    __typename
    amount
    currencyCode
  }
}
fragment InvoicePayments_invoice on Invoice {
  __typename
  id
  payments {
    __typename
    id
    ...PaymentItem_payment
    ...CreditsUsed_payment
  }
}
fragment PayInvoice_invoice on Invoice {
  __typename
  id
  total {
    __typename
    amount
    currencyCode
  }
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment CreditsUsed_payment on Payment {
  __typename
  id
  fundedBy {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
    source {
      __typename
      id
      kind
      createdAt
      prepayment {
        __typename
        id
        number
        memo
      }
    }
  }
}
fragment PaymentItem_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
  invoice {
    __typename
    id
    number
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:4d2fb14276a094b5c8e9e31dc8f1e3d1f45429fc7ed563ee71ff0dd8d66f6f44`}),new n(`
    mutation PortalPayInvoice($input: PayInvoiceInput!) {
  __typename
  payInvoice(input: $input) {
    __typename
    ... on PayInvoicePayload {
      __typename
      invoice {
        __typename
        id
        ...InvoiceAmounts_invoice
        ...PayInvoice_invoice
        ...InvoicePayments_invoice
        client {
          __typename
          id
          amountDue {
            __typename
            amount
            currencyCode
          }
        }
      }
      payments {
        __typename
        id
        ...PayInvoice_payment
      }
      creditAccount {
        __typename
        id
        balance {
          __typename
          amount
          currencyCode
        }
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
    ... on AmountOutOfRange {
      __typename
      minimum {
        __typename
        amount
        currencyCode
      }
      maximum {
        __typename
        amount
        currencyCode
      }
    }
  }
}
    fragment InvoiceAmounts_invoice on Invoice {
  __typename
  id
  status
  isOverdue
  issuedOn
  dueOn
  lastPaidAt
  voidedAt
  voidReason
  total {
    __typename
    amount
    currencyCode
  }
  amountPaid {
    __typename
    amount
    currencyCode
  }
  amountPending {
    __typename
    amount
    currencyCode
  }
  amountDue {
    __typename
    amount
    currencyCode
  }
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositRequested {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
}
fragment InvoicePayments_invoice on Invoice {
  __typename
  id
  payments {
    __typename
    id
    ...PaymentItem_payment
    ...CreditsUsed_payment
  }
}
fragment PayInvoice_invoice on Invoice {
  __typename
  id
  total {
    __typename
    amount
    currencyCode
  }
  amountPayable {
    __typename
    amount
    currencyCode
  }
  depositDue {
    __typename
    amount
    currencyCode
  }
  actions
  client {
    __typename
    id
    creditAccount {
      __typename
      id
      available {
        __typename
        amount
        currencyCode
      }
    }
  }
}
fragment PayInvoice_payment on Payment {
  __typename
  id
  status
  paidBy
  amount {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment CreditsUsed_payment on Payment {
  __typename
  id
  fundedBy {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
    source {
      __typename
      id
      kind
      createdAt
      prepayment {
        __typename
        id
        number
        memo
      }
    }
  }
}
fragment PaymentItem_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
  invoice {
    __typename
    id
    number
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:787d5459a574f13a7f67abc1184cd96d08f47704831459e28dcffa6e7fd0cfb6`}),new n(`
    query PortalSentPayment($idempotencyKey: String!) {
  __typename
  operation(idempotencyKey: $idempotencyKey) {
    __typename
    idempotencyKey
    status
    payments {
      __typename
      id
      ...PayInvoice_payment
    }
  }
}
    fragment PayInvoice_payment on Payment {
  __typename
  id
  status
  paidBy
  amount {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:12ba759b86bf160b3efe046b7f6216dd2231456bacf9ae5cf9a11bd6208d236b`}),new n(`
    query PortalPaymentHistory($clientId: ID!, $after: String) {
  __typename
  client(id: $clientId) {
    __typename
    id
    payments(
      filter: {status: [SUCCEEDED, FAILED, CANCELED, RELEASED]}
      first: 20
      after: $after
    ) {
      __typename
      totalCount
      edges {
        __typename
        node {
          __typename
          id
          status
          ...PaymentItem_payment
        }
      }
      pageInfo {
        __typename
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment PaymentItem_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
  invoice {
    __typename
    id
    number
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:501eec725b3c2f63105eec0924359d682b4f45a7e3a24573363a2ccd024fb942`}),new n(`
    query PortalPayment($id: ID!) {
  __typename
  node(id: $id) {
    __typename
    ... on Payment {
      __typename
      id
      number
      ...PaymentDetails_payment
    }
  }
}
    fragment PaymentDetails_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  reason
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  createdAt
  settledAt
  receivedOn
  actor {
    __typename
    kind
    name
    isViewer
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
  invoice {
    __typename
    id
    number
    description
  }
  partner {
    __typename
    id
    number
    paidBy
    amount {
      __typename
      amount
      currencyCode
    }
  }
  refunds {
    __typename
    id
    ...RefundItem_refund
  }
  disputes {
    __typename
    id
    ...DisputeItem_dispute
  }
  fundedBy {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
  }
  ...CreditsUsed_payment
}
fragment RefundItem_refund on Refund {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  reason
  failure {
    __typename
    code
    message
  }
  createdAt
  settledAt
}
fragment DisputeItem_dispute on Dispute {
  __typename
  id
  status
  amount {
    __typename
    amount
    currencyCode
  }
  withdrawn {
    __typename
    amount
    currencyCode
  }
  openedAt
  closedAt
}
fragment CreditsUsed_payment on Payment {
  __typename
  id
  fundedBy {
    __typename
    amount {
      __typename
      amount
      currencyCode
    }
    source {
      __typename
      id
      kind
      createdAt
      prepayment {
        __typename
        id
        number
        memo
      }
    }
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:8bfdeb85d40db3a671c6df8ac8d9ed168db4a468b6b08e4d21e2e7c069cbfe6d`}),new n(`
    query PortalPaymentsInProgress($clientId: ID!) {
  __typename
  client(id: $clientId) {
    __typename
    id
    paymentsInProgress: payments(
      filter: {status: [REQUIRES_ACTION, PROCESSING]}
      first: 100
    ) {
      __typename
      edges {
        __typename
        node {
          __typename
          id
          status
          createdAt
          ...PaymentItem_payment
        }
      }
    }
    prepaymentsInProgress: prepayments(
      filter: {status: [REQUIRES_ACTION, PROCESSING]}
      first: 100
    ) {
      __typename
      edges {
        __typename
        node {
          __typename
          id
          status
          createdAt
          ...PaymentItem_prepayment
        }
      }
    }
  }
}
    fragment PaymentItem_payment on Payment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  paidBy
  offlineMethod
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
  invoice {
    __typename
    id
    number
  }
}
fragment PaymentItem_prepayment on Prepayment {
  __typename
  id
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  method
  memo
  card {
    __typename
    brand
    last4
  }
  failure {
    __typename
    code
    message
  }
  refunded {
    __typename
    amount
    currencyCode
  }
  dispute
  createdAt
  settledAt
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:bdaca78b0f02d9ea80b1eacfa764a451f9e9a5947bd0dab767fb0867676033db`}),new n(`
    mutation PortalCancelPayment($id: ID!) {
  __typename
  cancelPayment(input: {id: $id}) {
    __typename
    ... on MoneyPayload {
      __typename
      payments {
        __typename
        id
        status
        actions
      }
      prepayment {
        __typename
        id
        status
        actions
      }
      invoice {
        __typename
        id
        status
        amountPending {
          __typename
          amount
          currencyCode
        }
        amountPayable {
          __typename
          amount
          currencyCode
        }
        depositDue {
          __typename
          amount
          currencyCode
        }
        actions
      }
      creditAccount {
        __typename
        id
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:d8596d258083d4efdce2d0edd1d08b78db143c45f167d8c4eee21affd77fd5d8`}),new n(`
    mutation PortalMakePrepayment($input: MakePrepaymentInput!) {
  __typename
  makePrepayment(input: $input) {
    __typename
    ... on MakePrepaymentPayload {
      __typename
      prepayment {
        __typename
        ...PrepaymentDialog_prepayment
      }
      creditAccount {
        __typename
        id
        available {
          __typename
          amount
          currencyCode
        }
        reserved {
          __typename
          amount
          currencyCode
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
    ... on InvalidAmount {
      __typename
      field
    }
    ... on AmountOutOfRange {
      __typename
      minimum {
        __typename
        amount
        currencyCode
      }
      maximum {
        __typename
        amount
        currencyCode
      }
    }
  }
}
    fragment PrepaymentDialog_prepayment on Prepayment {
  __typename
  id
  client {
    __typename
    id
  }
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:94041dc8801519450d45a9402457312dbe3938b79a355a1f80ba1d2cc20c16ce`}),new n(`
    query PortalSentPrepayment($idempotencyKey: String!) {
  __typename
  operation(idempotencyKey: $idempotencyKey) {
    __typename
    status
    prepayment {
      __typename
      ...PrepaymentDialog_prepayment
    }
  }
}
    fragment PrepaymentDialog_prepayment on Prepayment {
  __typename
  id
  client {
    __typename
    id
  }
  number
  status
  amount {
    __typename
    amount
    currencyCode
  }
  actions
  checkout {
    __typename
    ...PaymentWindow_checkout
  }
}
fragment PaymentWindow_checkout on Checkout {
  __typename
  ... on StripeCheckout {
    __typename
    publishableKey
    clientSecret
    accountId
    apiBase
  }
}`,{hash:`sha256:26e095051e48e946d46371503a47eca878fc2bf9fd6dd2c6321df4412277d6bb`});var st=new n(`
    query UnreadNotices {
  __typename
  unread: notices(filter: {unread: true}, first: 1) {
    __typename
    totalCount
  }
}
    `,{hash:`sha256:b79c07a697ff2299615e47fdb6b233deaa68d87b94653d92586d6e36efbcb997`}),ct=new n(`
    query InvoiceQuote($invoiceId: ID!, $amount: AmountToPay!, $from: PaymentSource!, $rest: PaymentMethod) {
  __typename
  invoice(id: $invoiceId) {
    __typename
    id
    quote(amount: $amount, from: $from, rest: $rest) {
      __typename
      ... on Quote {
        __typename
        amount {
          __typename
          amount
          currencyCode
        }
        fromCredits {
          __typename
          amount
          currencyCode
        }
        charged {
          __typename
          amount
          currencyCode
        }
        amountDueAfter {
          __typename
          amount
          currencyCode
        }
        creditsAfter {
          __typename
          amount
          currencyCode
        }
        token
      }
      ... on UserError {
        __typename
        message
      }
      ... on AmountOutOfRange {
        __typename
        minimum {
          __typename
          amount
          currencyCode
        }
        maximum {
          __typename
          amount
          currencyCode
        }
      }
    }
  }
}
    `,{hash:`sha256:5fdb596e88128c2df74f322bbf449b46efefc0c3f4dd2b5381eee6ea34a96330`}),lt=new n(`
    query Shell {
  __typename
  ...Shell_query
}
    fragment Shell_query on Query {
  __typename
  viewer {
    __typename
    ... on FirmMember {
      __typename
      id
      name
      email
      locale
      role
      rights
      firm {
        __typename
        id
        name
        currencyCode
        timeZone
        locale
        changesCursor
      }
      memberships {
        __typename
        id
        firmName
        clientName
        role
        isCurrent
      }
    }
    ... on ClientUser {
      __typename
      id
      name
      email
      locale
      client {
        __typename
        id
        name
        changesCursor
        firm {
          __typename
          id
          name
          currencyCode
          timeZone
          locale
        }
      }
      memberships {
        __typename
        id
        firmName
        clientName
        role
        isCurrent
      }
    }
  }
  unread: notices(filter: {unread: true}, first: 1) {
    __typename
    totalCount
  }
}`,{hash:`sha256:874f42c6dbcfe3ff7f1930a5cb1dc735273805837db3c5920885703bb41ff53e`}),ut=new n(`
    mutation RequestPasswordReset($email: String!) {
  __typename
  requestPasswordReset(input: {email: $email}) {
    __typename
    message
  }
}
    `,{hash:`sha256:c52ab3c3efd0c5592cba4d70c8398be35c0c3447230474cc37573313277ccfd6`}),dt=new n(`
    query InvitationLink($token: String!) {
  __typename
  invitation(token: $token) {
    __typename
    firmName
    clientName
    role
    email
    name
    needsPassword
  }
}
    `,{hash:`sha256:d70fd352a7cc02196bb41d371bc91120b2304e54b1c8756f6175d411f0d39d83`}),ft=new n(`
    mutation AcceptInvitation($input: AcceptInvitationInput!) {
  __typename
  acceptInvitation(input: $input) {
    __typename
    ... on SignInPayload {
      __typename
      viewer {
        __typename
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    `,{hash:`sha256:a7d48bca344285f06b4be58a035441fc4387ee4834f0ef46d474f1b3e8f9b87e`}),pt=new n(`
    mutation SetLanguage($locale: Locale!) {
  __typename
  updateProfile(input: {locale: $locale}) {
    __typename
    ... on ProfilePayload {
      __typename
      viewer {
        __typename
        ... on FirmMember {
          __typename
          id
          locale
        }
        ... on ClientUser {
          __typename
          id
          locale
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:f7ac62b9d6deda90e548a6e1eeede093acbfe56359f9cfbb1a80c236877b8880`}),mt=new n(`
    query Notices($after: String) {
  __typename
  ...Shell_query
  notices(first: 20, after: $after) {
    __typename
    edges {
      __typename
      node {
        __typename
        id
        kind
        text
        createdAt
        readAt
        client {
          __typename
          id
          name
        }
        subject {
          __typename
          ... on Node {
            __typename
            id
          }
          ... on Refund {
            __typename
            payment {
              __typename
              id
            }
            prepayment {
              __typename
              id
            }
          }
          ... on Dispute {
            __typename
            payment {
              __typename
              id
            }
            prepayment {
              __typename
              id
            }
          }
        }
      }
    }
    pageInfo {
      __typename
      hasNextPage
      endCursor
    }
  }
}
    fragment Shell_query on Query {
  __typename
  viewer {
    __typename
    ... on FirmMember {
      __typename
      id
      name
      email
      locale
      role
      rights
      firm {
        __typename
        id
        name
        currencyCode
        timeZone
        locale
        changesCursor
      }
      memberships {
        __typename
        id
        firmName
        clientName
        role
        isCurrent
      }
    }
    ... on ClientUser {
      __typename
      id
      name
      email
      locale
      client {
        __typename
        id
        name
        changesCursor
        firm {
          __typename
          id
          name
          currencyCode
          timeZone
          locale
        }
      }
      memberships {
        __typename
        id
        firmName
        clientName
        role
        isCurrent
      }
    }
  }
  unread: notices(filter: {unread: true}, first: 1) {
    __typename
    totalCount
  }
}`,{hash:`sha256:5f2178a405e529272fb913d7fba30664c1cecd00d593e5a2ee7164bab73c5f1f`}),ht=new n(`
    mutation MarkNoticesRead($until: DateTime!) {
  __typename
  markNoticesRead(input: {until: $until}) {
    __typename
    unreadCount
    notices {
      __typename
      id
      readAt
    }
  }
}
    `,{hash:`sha256:0e90613c5473928b6e0ed6b3dce867cc3296b195768943bed83fa6eaa6fa0b84`}),gt=new n(`
    query Profile {
  __typename
  viewer {
    __typename
    ... on FirmMember {
      __typename
      id
      noticePreferences {
        __typename
        ...NoticePreferences_preferences
      }
    }
    ... on ClientUser {
      __typename
      id
      noticePreferences {
        __typename
        ...NoticePreferences_preferences
      }
    }
  }
  sessions {
    __typename
    ...Sessions_session
  }
}
    fragment NoticePreferences_preferences on NoticePreferencesPayload {
  __typename
  email
  available
}
fragment Sessions_session on Session {
  __typename
  id
  device
  createdAt
  lastSeenAt
  isCurrent
}`,{hash:`sha256:c44d6dc53efe8007127e279ffa4d442e8c67a5ce37c552485fe1c30168799fae`}),_t=new n(`
    mutation UpdateProfile($name: String!, $locale: Locale) {
  __typename
  updateProfile(input: {name: $name, locale: $locale}) {
    __typename
    ... on ProfilePayload {
      __typename
      viewer {
        __typename
        ... on FirmMember {
          __typename
          id
          name
          locale
        }
        ... on ClientUser {
          __typename
          id
          name
          locale
        }
      }
    }
    ... on UserError {
      __typename
      message
    }
    ... on InvalidInput {
      __typename
      field
    }
  }
}
    `,{hash:`sha256:6c225161b281280724ac78a50146d1d0f0ba0ad2cd6263a3f906579c341f13a3`}),vt=new n(`
    mutation ChangePassword($current: String!, $new: String!) {
  __typename
  changePassword(input: {current: $current, new: $new}) {
    __typename
    ... on PasswordPayload {
      __typename
      message
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:b17b79fdab17b2cb1b1fa30fb1f2e38f8295a70f5451ea4da4edbcb0fdb89e9a`}),yt=new n(`
    mutation UpdateNoticePreferences($email: [NoticeKind!]!) {
  __typename
  updateNoticePreferences(input: {email: $email}) {
    __typename
    ...NoticePreferences_preferences
  }
}
    fragment NoticePreferences_preferences on NoticePreferencesPayload {
  __typename
  email
  available
}`,{hash:`sha256:a789f54a0de33eee6a78f73c40bce20b5ea5130e7a87e8b8c64bf06dc30d61ef`}),bt=new n(`
    mutation RevokeSession($sessionId: ID!) {
  __typename
  revokeSession(input: {sessionId: $sessionId}) {
    __typename
    ... on SessionsPayload {
      __typename
      sessions {
        __typename
        ...Sessions_session
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    fragment Sessions_session on Session {
  __typename
  id
  device
  createdAt
  lastSeenAt
  isCurrent
}`,{hash:`sha256:2d004773095d43560e949cb1a5746df7accb2b758e4aae294c54467dc8b195e4`}),xt=new n(`
    mutation ResetPassword($token: String!, $password: String!) {
  __typename
  resetPassword(input: {token: $token, password: $password}) {
    __typename
    ... on PasswordPayload {
      __typename
      message
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:e2cae8e99ea07c307431377271b6fc0a75873dba57dba9d029006ff786df2d31`}),St=new n(`
    mutation SignOut {
  __typename
  signOut
}
    `,{hash:`sha256:0adf48585d29d5895faec69e9b495ec3952c2841ede1313298401544fa1a6576`}),Ct=new n(`
    mutation SwitchMembership($membershipId: ID!) {
  __typename
  switchMembership(input: {membershipId: $membershipId}) {
    __typename
    ... on SignInPayload {
      __typename
      viewer {
        __typename
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:bd053d03718aa82ce325a73d96753b8e0579a93b8798b829db3de171e7dad0f5`}),wt=new n(`
    mutation SignIn($input: SignInInput!) {
  __typename
  signIn(input: $input) {
    __typename
    ... on SignInPayload {
      __typename
      viewer {
        __typename
      }
    }
    ... on SeatChoice {
      __typename
      seats {
        __typename
        id
        firmName
        clientName
        role
      }
    }
    ... on UserError {
      __typename
      message
    }
  }
}
    `,{hash:`sha256:5fd1e87e06edd902541f403164916aeba10883d5fa3e3a1ed809f6b49be844ed`}),_={NAME:`Name`,DOCUMENT:`Document`,OPERATION_DEFINITION:`OperationDefinition`,VARIABLE_DEFINITION:`VariableDefinition`,SELECTION_SET:`SelectionSet`,FIELD:`Field`,ARGUMENT:`Argument`,FRAGMENT_SPREAD:`FragmentSpread`,INLINE_FRAGMENT:`InlineFragment`,FRAGMENT_DEFINITION:`FragmentDefinition`,VARIABLE:`Variable`,INT:`IntValue`,FLOAT:`FloatValue`,STRING:`StringValue`,BOOLEAN:`BooleanValue`,NULL:`NullValue`,ENUM:`EnumValue`,LIST:`ListValue`,OBJECT:`ObjectValue`,OBJECT_FIELD:`ObjectField`,DIRECTIVE:`Directive`,NAMED_TYPE:`NamedType`,LIST_TYPE:`ListType`,NON_NULL_TYPE:`NonNullType`},Tt=class extends Error{constructor(e,t,n,r,i,a,o){super(e),this.name=`GraphQLError`,this.message=e,i&&(this.path=i),t&&(this.nodes=Array.isArray(t)?t:[t]),n&&(this.source=n),r&&(this.positions=r),a&&(this.originalError=a);var s=o;if(!s&&a){var c=a.extensions;c&&typeof c==`object`&&(s=c)}this.extensions=s||{}}toJSON(){return{...this,message:this.message}}toString(){return this.message}get[Symbol.toStringTag](){return`GraphQLError`}},v,y;function b(e){return new Tt(`Syntax Error: Unexpected token at ${y} in ${e}`)}function Et(e){if(e.lastIndex=y,e.test(v))return v.slice(y,y=e.lastIndex)}var x=/ +(?=[^\s])/y;function Dt(e){for(var t=e.split(`
`),n=``,r=0,i=0,a=t.length-1,o=0;o<t.length;o++)x.lastIndex=0,x.test(t[o])&&(o&&(!r||x.lastIndex<r)&&(r=x.lastIndex),i||=o,a=o);for(var s=i;s<=a;s++)s!==i&&(n+=`
`),n+=t[s].slice(r).replace(/\\"""/g,`"""`);return n}function S(){for(var e=0|v.charCodeAt(y++);e===9||e===10||e===13||e===32||e===35||e===44||e===65279;e=0|v.charCodeAt(y++))if(e===35)for(;(e=0|v.charCodeAt(y++))&&e!==10&&e!==13;);y--}function Ot(){for(var e=y,t=0|v.charCodeAt(y++);t>=48&&t<=57||t>=65&&t<=90||t===95||t>=97&&t<=122;t=0|v.charCodeAt(y++));if(e===y-1)throw b(`Name`);var n=v.slice(e,--y);return S(),n}function C(){return{kind:`Name`,value:Ot()}}var kt=/(?:"""|(?:[\s\S]*?[^\\])""")/y,At=/(?:(?:\.\d+)?[eE][+-]?\d+|\.\d+)/y;function w(e){var t;switch(v.charCodeAt(y)){case 91:y++,S();for(var n=[];v.charCodeAt(y)!==93;)n.push(w(e));return y++,S(),{kind:`ListValue`,values:n};case 123:y++,S();for(var r=[];v.charCodeAt(y)!==125;){var i=C();if(v.charCodeAt(y++)!==58)throw b(`ObjectField`);S(),r.push({kind:`ObjectField`,name:i,value:w(e)})}return y++,S(),{kind:`ObjectValue`,fields:r};case 36:if(e)throw b(`Variable`);return y++,{kind:`Variable`,name:C()};case 34:if(v.charCodeAt(y+1)===34&&v.charCodeAt(y+2)===34){if(y+=3,(t=Et(kt))==null)throw b(`StringValue`);return S(),{kind:`StringValue`,value:Dt(t.slice(0,-3)),block:!0}}var a=y,o;y++;var s=!1;for(o=0|v.charCodeAt(y++);o===92&&(y++,s=!0)||o!==10&&o!==13&&o!==34&&o;o=0|v.charCodeAt(y++));if(o!==34)throw b(`StringValue`);return t=v.slice(a,y),S(),{kind:`StringValue`,value:s?JSON.parse(t):t.slice(1,-1),block:!1};case 45:case 48:case 49:case 50:case 51:case 52:case 53:case 54:case 55:case 56:case 57:for(var c=y++,l;(l=0|v.charCodeAt(y++))>=48&&l<=57;);var u=v.slice(c,--y);if((l=v.charCodeAt(y))===46||l===69||l===101){if((t=Et(At))==null)throw b(`FloatValue`);return S(),{kind:`FloatValue`,value:u+t}}return S(),{kind:`IntValue`,value:u};case 110:if(v.charCodeAt(y+1)===117&&v.charCodeAt(y+2)===108&&v.charCodeAt(y+3)===108)return y+=4,S(),{kind:`NullValue`};break;case 116:if(v.charCodeAt(y+1)===114&&v.charCodeAt(y+2)===117&&v.charCodeAt(y+3)===101)return y+=4,S(),{kind:`BooleanValue`,value:!0};break;case 102:if(v.charCodeAt(y+1)===97&&v.charCodeAt(y+2)===108&&v.charCodeAt(y+3)===115&&v.charCodeAt(y+4)===101)return y+=5,S(),{kind:`BooleanValue`,value:!1}}return{kind:`EnumValue`,value:Ot()}}function jt(e){if(v.charCodeAt(y)===40){var t=[];y++,S();do{var n=C();if(v.charCodeAt(y++)!==58)throw b(`Argument`);S(),t.push({kind:`Argument`,name:n,value:w(e)})}while(v.charCodeAt(y)!==41);return y++,S(),t}}function T(e){if(v.charCodeAt(y)===64){var t=[];do y++,t.push({kind:`Directive`,name:C(),arguments:jt(e)});while(v.charCodeAt(y)===64);return t}}function Mt(){for(var e=0;v.charCodeAt(y)===91;)e++,y++,S();var t={kind:`NamedType`,name:C()};do if(v.charCodeAt(y)===33&&(y++,S(),t={kind:`NonNullType`,type:t}),e){if(v.charCodeAt(y++)!==93)throw b(`NamedType`);S(),t={kind:`ListType`,type:t}}while(e--);return t}function E(){if(v.charCodeAt(y++)!==123)throw b(`SelectionSet`);return S(),D()}function D(){var e=[];do if(v.charCodeAt(y)===46){if(v.charCodeAt(++y)!==46||v.charCodeAt(++y)!==46)throw b(`SelectionSet`);switch(y++,S(),v.charCodeAt(y)){case 64:e.push({kind:`InlineFragment`,typeCondition:void 0,directives:T(!1),selectionSet:E()});break;case 111:v.charCodeAt(y+1)===110?(y+=2,S(),e.push({kind:`InlineFragment`,typeCondition:{kind:`NamedType`,name:C()},directives:T(!1),selectionSet:E()})):e.push({kind:`FragmentSpread`,name:C(),directives:T(!1)});break;case 123:y++,S(),e.push({kind:`InlineFragment`,typeCondition:void 0,directives:void 0,selectionSet:D()});break;default:e.push({kind:`FragmentSpread`,name:C(),directives:T(!1)})}}else{var t=C(),n=void 0;v.charCodeAt(y)===58&&(y++,S(),n=t,t=C());var r=jt(!1),i=T(!1),a=void 0;v.charCodeAt(y)===123&&(y++,S(),a=D()),e.push({kind:`Field`,alias:n,name:t,arguments:r,directives:i,selectionSet:a})}while(v.charCodeAt(y)!==125);return y++,S(),{kind:`SelectionSet`,selections:e}}function Nt(){if(S(),v.charCodeAt(y)===40){var e=[];y++,S();do{var t=void 0;if(v.charCodeAt(y)===34&&(t=w(!0)),v.charCodeAt(y++)!==36)throw b(`Variable`);var n=C();if(v.charCodeAt(y++)!==58)throw b(`VariableDefinition`);S();var r=Mt(),i=void 0;v.charCodeAt(y)===61&&(y++,S(),i=w(!0)),S();var a={kind:`VariableDefinition`,variable:{kind:`Variable`,name:n},type:r,defaultValue:i,directives:T(!0)};t&&(a.description=t),e.push(a)}while(v.charCodeAt(y)!==41);return y++,S(),e}}function Pt(e){var t=C();if(v.charCodeAt(y++)!==111||v.charCodeAt(y++)!==110)throw b(`FragmentDefinition`);S();var n={kind:`FragmentDefinition`,name:t,typeCondition:{kind:`NamedType`,name:C()},directives:T(!1),selectionSet:E()};return e&&(n.description=e),n}function Ft(){var e=[];do{var t=void 0;if(v.charCodeAt(y)===34&&(t=w(!0)),v.charCodeAt(y)===123){if(t)throw b(`Document`);y++,S(),e.push({kind:`OperationDefinition`,operation:`query`,name:void 0,variableDefinitions:void 0,directives:void 0,selectionSet:D()})}else{var n=Ot();switch(n){case`fragment`:e.push(Pt(t));break;case`query`:case`mutation`:case`subscription`:var r,i=void 0;(r=v.charCodeAt(y))!==40&&r!==64&&r!==123&&(i=C());var a={kind:`OperationDefinition`,operation:n,name:i,variableDefinitions:Nt(),directives:T(!1),selectionSet:E()};t&&(a.description=t),e.push(a);break;default:throw b(`Document`)}}}while(y<v.length);return e}function It(e,t){return v=e.body?e.body:e,y=0,S(),t&&t.noLocation?{kind:`Document`,definitions:Ft()}:{kind:`Document`,definitions:Ft(),loc:{start:0,end:v.length,startToken:void 0,endToken:void 0,source:{body:v,name:`graphql.web`,locationOffset:{line:1,column:1}}}}}function O(e,t,n){for(var r=``,i=0;i<e.length;i++)i&&(r+=t),r+=n(e[i]);return r}function Lt(e){return JSON.stringify(e)}function Rt(e){return`"""
`+e.replace(/"""/g,`\\"""`)+`
"""`}var k=`
`,A={OperationDefinition(e){var t=``;e.description&&(t+=A.StringValue(e.description)+`
`),t+=e.operation,e.name&&(t+=` `+e.name.value),e.variableDefinitions&&e.variableDefinitions.length&&(e.name||(t+=` `),t+=`(`+O(e.variableDefinitions,`, `,A.VariableDefinition)+`)`),e.directives&&e.directives.length&&(t+=` `+O(e.directives,` `,A.Directive));var n=A.SelectionSet(e.selectionSet);return t===`query`?n:t+` `+n},VariableDefinition(e){var t=``;return e.description&&(t+=A.StringValue(e.description)+` `),t+=A.Variable(e.variable)+`: `+j(e.type),e.defaultValue&&(t+=` = `+j(e.defaultValue)),e.directives&&e.directives.length&&(t+=` `+O(e.directives,` `,A.Directive)),t},Field(e){var t=e.alias?e.alias.value+`: `+e.name.value:e.name.value;if(e.arguments&&e.arguments.length){var n=O(e.arguments,`, `,A.Argument);t.length+n.length+2>80?t+=`(`+(k+=`  `)+O(e.arguments,k,A.Argument)+(k=k.slice(0,-2))+`)`:t+=`(`+n+`)`}return e.directives&&e.directives.length&&(t+=` `+O(e.directives,` `,A.Directive)),e.selectionSet&&e.selectionSet.selections.length&&(t+=` `+A.SelectionSet(e.selectionSet)),t},StringValue(e){return e.block?Rt(e.value).replace(/\n/g,k):Lt(e.value)},BooleanValue:e=>``+e.value,NullValue:e=>`null`,IntValue:e=>e.value,FloatValue:e=>e.value,EnumValue:e=>e.value,Name:e=>e.value,Variable:e=>`$`+e.name.value,ListValue:e=>`[`+O(e.values,`, `,j)+`]`,ObjectValue:e=>`{`+O(e.fields,`, `,A.ObjectField)+`}`,ObjectField:e=>e.name.value+`: `+j(e.value),Document(e){return!e.definitions||!e.definitions.length?``:O(e.definitions,`

`,j)},SelectionSet:e=>`{`+(k+=`  `)+O(e.selections,k,j)+(k=k.slice(0,-2))+`}`,Argument:e=>e.name.value+`: `+j(e.value),FragmentSpread(e){var t=`...`+e.name.value;return e.directives&&e.directives.length&&(t+=` `+O(e.directives,` `,A.Directive)),t},InlineFragment(e){var t=`...`;return e.typeCondition&&(t+=` on `+e.typeCondition.name.value),e.directives&&e.directives.length&&(t+=` `+O(e.directives,` `,A.Directive)),t+=` `+A.SelectionSet(e.selectionSet)},FragmentDefinition(e){var t=``;return e.description&&(t+=A.StringValue(e.description)+`
`),t+=`fragment `+e.name.value,t+=` on `+e.typeCondition.name.value,e.directives&&e.directives.length&&(t+=` `+O(e.directives,` `,A.Directive)),t+` `+A.SelectionSet(e.selectionSet)},Directive(e){var t=`@`+e.name.value;return e.arguments&&e.arguments.length&&(t+=`(`+O(e.arguments,`, `,A.Argument)+`)`),t},NamedType:e=>e.name.value,ListType:e=>`[`+j(e.type)+`]`,NonNullType:e=>j(e.type)+`!`},j=e=>A[e.kind](e);function zt(e){return k=`
`,A[e.kind]?A[e.kind](e):``}function Bt(e,t){switch(e.kind){case`NullValue`:return null;case`IntValue`:return parseInt(e.value,10);case`FloatValue`:return parseFloat(e.value);case`StringValue`:case`EnumValue`:case`BooleanValue`:return e.value;case`ListValue`:for(var n=[],r=0,i=e.values.length;r<i;r++)n.push(Bt(e.values[r],t));return n;case`ObjectValue`:for(var a=Object.create(null),o=0,s=e.fields.length;o<s;o++){var c=e.fields[o];a[c.name.value]=Bt(c.value,t)}return a;case`Variable`:return t&&t[e.name.value]}}var Vt=()=>{},M=Vt;function N(e){return{tag:0,0:e}}function P(e){return{tag:1,0:e}}var Ht=()=>typeof Symbol==`function`&&Symbol.asyncIterator||`@@asyncIterator`,Ut=e=>e;function F(e){return t=>n=>{var r=M;t((t=>{t===0?n(0):t.tag===0?(r=t[0],n(t)):e(t[0])?n(t):r(0)}))}}function Wt(e){return t=>n=>t((t=>{t===0||t.tag===0?n(t):n(P(e(t[0])))}))}function I(e){return t=>n=>{var r=[],i=M,a=!1,o=!1;t((t=>{o||(t===0?(o=!0,r.length||n(0)):t.tag===0?i=t[0]:(a=!1,(function(e){var t=M;e((e=>{if(e===0){if(r.length){var s=r.indexOf(t);s>-1&&(r=r.slice()).splice(s,1),r.length||(o?n(0):a||(a=!0,i(0)))}}else e.tag===0?(r.push(t=e[0]),t(0)):r.length&&(n(e),t(0))}))})(e(t[0])),a||(a=!0,i(0))))})),n(N((e=>{if(e===1){o||(o=!0,i(1));for(var t=0,n=r,s=r.length;t<s;t++)n[t](1);r.length=0}else{!o&&!a?(a=!0,i(0)):a=!1;for(var c=0,l=r,u=r.length;c<u;c++)l[c](0)}})))}}function Gt(e){return I(Ut)(e)}function L(e){return Gt(en(e))}function R(e){return t=>n=>{var r=!1;t((t=>{if(!r){if(t===0)r=!0,n(0),e();else if(t.tag===0){var i=t[0];n(N((t=>{t===1?(r=!0,i(1),e()):i(t)})))}else n(t)}}))}}function z(e){return t=>n=>{var r=!1;t((t=>{if(!r){if(t===0)r=!0,n(0);else if(t.tag===0){var i=t[0];n(N((e=>{e===1&&(r=!0),i(e)})))}else e(t[0]),n(t)}}))}}function Kt(e){return t=>n=>t((t=>{t===0?n(0):t.tag===0?(n(t),e()):n(t)}))}function B(e){var t=[],n=M,r=!1;return i=>{t.push(i),t.length===1&&e((e=>{if(e===0){for(var i=0,a=t,o=t.length;i<o;i++)a[i](0);t.length=0}else if(e.tag===0)n=e[0];else{r=!1;for(var s=0,c=t,l=t.length;s<l;s++)c[s](e)}})),i(N((e=>{if(e===1){var a=t.indexOf(i);a>-1&&(t=t.slice()).splice(a,1),t.length||n(1)}else r||(r=!0,n(0))})))}}function qt(e){return t=>n=>{var r=M,i=M,a=!1,o=!1,s=!1,c=!1;t((t=>{c||(t===0?(c=!0,s||n(0)):t.tag===0?r=t[0]:(s&&(i(1),i=M),a?a=!1:(a=!0,r(0)),(function(e){s=!0,e((e=>{s&&(e===0?(s=!1,c?n(0):a||(a=!0,r(0))):e.tag===0?(o=!1,(i=e[0])(0)):(n(e),o?o=!1:i(0)))}))})(e(t[0]))))})),n(N((e=>{e===1?(c||(c=!0,r(1)),s&&(s=!1,i(1))):(!c&&!a&&(a=!0,r(0)),s&&!o&&(o=!0,i(0)))})))}}function Jt(e){return t=>n=>{var r=M,i=!1,a=0;t((t=>{i||(t===0?(i=!0,n(0)):t.tag===0?e<=0?(i=!0,n(0),t[0](1)):r=t[0]:a++<e?(n(t),!i&&a>=e&&(i=!0,n(0),r(1))):n(t))})),n(N((t=>{t===1&&!i?(i=!0,r(1)):t===0&&!i&&a<e&&r(0)})))}}function V(e){return t=>n=>{var r=M,i=M,a=!1;t((t=>{a||(t===0?(a=!0,i(1),n(0)):t.tag===0?(r=t[0],e((e=>{e===0||(e.tag===0?(i=e[0])(0):(a=!0,i(1),r(1),n(0)))}))):n(t))})),n(N((e=>{e===1&&!a?(a=!0,r(1),i(1)):a||r(0)})))}}function Yt(e,t){return n=>r=>{var i=M,a=!1;n((n=>{a||(n===0?(a=!0,r(0)):n.tag===0?(i=n[0],r(n)):e(n[0])?r(n):(a=!0,t&&r(n),r(0),i(1)))}))}}function Xt(e){return t=>n=>{var r,i=!1,a=!1;t((t=>{if(!a){if(t===0)a=!0,r?i=!0:n(0);else if(t.tag===0){var o=t[0];n(N((e=>{e===1&&!a?(a=!0,i=!1,r&&clearTimeout(r),o(1)):a||o(0)})))}else r&&clearTimeout(r),r=setTimeout((()=>{r=void 0,n(t),i&&n(0)}),e(t[0]))}}))}}function Zt(e){return t=>e()(t)}function Qt(e){return t=>{var n=e[Ht()]&&e[Ht()]()||e,r=!1,i=!1,a=!1,o;t(N((async e=>{if(e===1)r=!0,n.return&&n.return();else if(i)a=!0;else{for(a=i=!0;a&&!r;)if((o=await n.next()).done)r=!0,n.return&&await n.return(),t(0);else try{a=!1,t(P(o.value))}catch(e){if(n.throw)(r=!!(await n.throw(e)).done)&&t(0);else throw e}i=!1}})))}}function $t(e){return e[Ht()]?Qt(e):t=>{var n=e[Symbol.iterator](),r=!1,i=!1,a=!1,o;t(N((e=>{if(e===1)r=!0,n.return&&n.return();else if(i)a=!0;else{for(a=i=!0;a&&!r;)if((o=n.next()).done)r=!0,n.return&&n.return(),t(0);else try{a=!1,t(P(o.value))}catch(e){if(n.throw)(r=!!n.throw(e).done)&&t(0);else throw e}i=!1}})))}}var en=$t;function H(e){return t=>{var n=!1;t(N((r=>{r===1?n=!0:n||(n=!0,t(P(e)),t(0))})))}}function tn(e){return t=>{var n=!1,r=e({next(e){n||t(P(e))},complete(){n||(n=!0,t(0))}});t(N((e=>{e===1&&!n&&(n=!0,r())})))}}function nn(){var e,t;return{source:B(tn((n=>(e=n.next,t=n.complete,Vt)))),next(t){e&&e(t)},complete(){t&&t()}}}var rn=e=>{var t=!1;e(N((n=>{n===1?t=!0:t||(t=!0,e(0))})))};function an(e){return tn((t=>(e.then((e=>{Promise.resolve(e).then((()=>{t.next(e),t.complete()}))})),Vt)))}function U(e){return t=>{var n=M,r=!1;return t((t=>{t===0?r=!0:t.tag===0?(n=t[0])(0):r||(e(t[0]),n(0))})),{unsubscribe(){r||(r=!0,n(1))}}}}function on(e){U((e=>{}))(e)}function sn(e){return new Promise((t=>{var n=M,r;e((e=>{e===0?Promise.resolve(r).then(t):e.tag===0?(n=e[0])(0):(r=e[0],n(0))}))}))}var cn=(...e)=>{for(var t=e[0],n=1,r=e.length;n<r;n++)t=e[n](t);return t},ln=e=>e&&typeof e.message==`string`&&(e.extensions||e.name===`GraphQLError`)?e:typeof e==`object`&&typeof e.message==`string`?new Tt(e.message,e.nodes,e.source,e.positions,e.path,e,e.extensions||{}):new Tt(e),un=class extends Error{constructor(e){var t=(e.graphQLErrors||[]).map(ln),n=((e,t)=>{var n=``;if(e)return`[Network] ${e.message}`;if(t)for(var r=0,i=t.length;r<i;r++)n&&(n+=`
`),n+=`[GraphQL] ${t[r].message}`;return n})(e.networkError,t);super(n),this.name=`CombinedError`,this.message=n,this.graphQLErrors=t,this.networkError=e.networkError,this.response=e.response}toString(){return this.message}},W=(e,t)=>{for(var n=0|(t||5381),r=0,i=0|e.length;r<i;r++)n=(n<<5)+n+e.charCodeAt(r);return n},G=new Set,dn=new WeakMap,K=(e,t)=>{if(e===null||G.has(e))return`null`;if(typeof e!=`object`)return JSON.stringify(e)||``;if(e.toJSON)return K(e.toJSON(),t);if(Array.isArray(e)){for(var n=`[`,r=0,i=e.length;r<i;r++)n.length>1&&(n+=`,`),n+=K(e[r],t)||`null`;return n+=`]`}if(!t&&(Y!==J&&e instanceof Y||X!==J&&e instanceof X))return`null`;var a=Object.keys(e).sort();if(!a.length&&e.constructor&&Object.getPrototypeOf(e).constructor!==Object.prototype.constructor){var o=dn.get(e)||Math.random().toString(36).slice(2);return dn.set(e,o),K({__key:o},t)}G.add(e);for(var s=`{`,c=0,l=a.length;c<l;c++){var u=K(e[a[c]],t);u&&(s.length>1&&(s+=`,`),s+=K(a[c],t)+`:`+u)}return G.delete(e),s+=`}`},fn=(e,t,n)=>{if(!(typeof n!=`object`||!n||n.toJSON||G.has(n))){if(Array.isArray(n))for(var r=0,i=n.length;r<i;r++)fn(e,`${t}.${r}`,n[r]);else if(n instanceof Y||n instanceof X)e.set(t,n);else for(var a in G.add(n),n)fn(e,`${t}.${a}`,n[a])}},q=(e,t)=>(G.clear(),K(e,t||!1)),J=class{},Y=typeof File<`u`?File:J,X=typeof Blob<`u`?Blob:J,pn=/("{3}[\s\S]*"{3}|"(?:\\.|[^"])*")/g,mn=/(?:#[^\n\r]+)?(?:[\r\n]+|$)/g,hn=(e,t)=>t%2==0?e.replace(mn,`
`):e,gn=e=>e.split(pn).map(hn).join(``).trim(),_n=new Map,Z=new Map,vn=e=>{var t;return typeof e==`string`?t=gn(e):e.loc&&Z.get(e.__key)===e?t=e.loc.source.body:(t=_n.get(e)||gn(zt(e)),_n.set(e,t)),typeof e!=`string`&&!e.loc&&(e.loc={start:0,end:t.length,source:{body:t,name:`gql`,locationOffset:{line:1,column:1}}}),t},yn=e=>{var t;if(e.documentId)t=W(e.documentId);else if(t=W(vn(e)),e.definitions){var n=xn(e);n&&(t=W(`\n# ${n}`,t))}return t},bn=e=>{var t,n;return typeof e==`string`?(t=yn(e),n=Z.get(t)||It(e,{noLocation:!0})):(t=e.__key||yn(e),n=Z.get(t)||e),n.loc||vn(n),n.__key=t,Z.set(t,n),n},Q=(e,t,n)=>{var r=t||{},i=bn(e),a=q(r,!0),o=i.__key;return a!==`{}`&&(o=W(a,o)),{key:o,query:i,variables:r,extensions:n}},xn=e=>{for(var t=0,n=e.definitions.length;t<n;t++){var r=e.definitions[t];if(r.kind===_.OPERATION_DEFINITION)return r.name?r.name.value:void 0}},Sn=(e,t,n)=>{var r=t.payload||t;if(!(`data`in r||`errors`in r&&Array.isArray(r.errors)))throw Error(`No Content`);var i=e.kind===`subscription`;return{operation:e,data:r.data,error:Array.isArray(r.errors)?new un({graphQLErrors:r.errors,response:n}):void 0,extensions:r.extensions?{...r.extensions}:void 0,hasNext:t.hasNext==null?i:t.hasNext,stale:!1}},Cn=(e,t)=>{if(typeof e==`object`&&e){if(Array.isArray(e)){e=[...e];for(var n=0,r=t.length;n<r;n++)e[n]=Cn(e[n],t[n]);return e}if(!e.constructor||e.constructor===Object){for(var i in e={...e},t)e[i]=Cn(e[i],t[i]);return e}}return t},wn=(e,t,n,r)=>{var i=e.error?e.error.graphQLErrors:[],a=!!e.extensions||!!(t.payload||t).extensions,o={...e.extensions,...(t.payload||t).extensions},s=t.incremental;`path`in t&&(s=[t]);var c={data:e.data};if(s)for(var l=function(){var e=s[u];Array.isArray(e.errors)&&i.push(...e.errors),e.extensions&&(Object.assign(o,e.extensions),a=!0);var t=`data`,n=c,l=[];if(e.path)l=e.path;else if(r){var d=r.find((t=>t.id===e.id));l=e.subPath?[...d.path,...e.subPath]:d.path}for(var f=0,p=l.length;f<p;t=l[f++])n=n[t]=Array.isArray(n[t])?[...n[t]]:{...n[t]};if(e.items)for(var m=+t>=0?t:0,h=0,g=e.items.length;h<g;h++)n[m+h]=Cn(n[m+h],e.items[h]);else e.data!==void 0&&(n[t]=Cn(n[t],e.data))},u=0,d=s.length;u<d;u++)l();else c.data=(t.payload||t).data||e.data,i=t.errors||t.payload&&t.payload.errors||i;return{operation:e.operation,data:c.data,error:i.length?new un({graphQLErrors:i,response:n}):void 0,extensions:a?o:void 0,hasNext:t.hasNext==null?e.hasNext:t.hasNext,stale:!1}},Tn=(e,t,n)=>({operation:e,data:void 0,error:new un({networkError:t,response:n}),extensions:void 0,hasNext:!1,stale:!1});function En(e){var t={query:void 0,documentId:void 0,operationName:xn(e.query),variables:e.variables||void 0,extensions:e.extensions};return`documentId`in e.query&&e.query.documentId&&(!e.query.definitions||!e.query.definitions.length)?t.documentId=e.query.documentId:e.extensions&&e.extensions.persistedQuery&&!e.extensions.persistedQuery.miss||(t.query=vn(e.query)),t}var Dn=(e,t)=>{var n=e.kind===`query`&&e.context.preferGetMethod;if(!n||!t)return e.context.url;var r=On(e.context.url);for(var i in t){var a=t[i];a&&r[1].set(i,typeof a==`object`?q(a):a)}var o=r.join(`?`);return o.length>2047&&n!==`force`?(e.context.preferGetMethod=!1,e.context.url):o},On=e=>{var t=e.indexOf(`?`);return t>-1?[e.slice(0,t),new URLSearchParams(e.slice(t+1))]:[e,new URLSearchParams]},kn=(e,t)=>{if(t&&!(e.kind===`query`&&e.context.preferGetMethod)){var n=q(t),r=(e=>{var t=new Map;return(Y!==J||X!==J)&&(G.clear(),fn(t,`variables`,e)),t})(t.variables);if(r.size){var i=new FormData;i.append(`operations`,n),i.append(`map`,q({...[...r.keys()].map((e=>[e]))}));var a=0;for(var o of r.values())i.append(``+a++,o);return i}return n}},An=(e,t)=>{var n={accept:e.kind===`subscription`?`text/event-stream, multipart/mixed`:`application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed`},r=(typeof e.context.fetchOptions==`function`?e.context.fetchOptions():e.context.fetchOptions)||{};if(r.headers){if((e=>`has`in e&&!Object.keys(e).length)(r.headers))r.headers.forEach(((e,t)=>{n[t]=e}));else if(Array.isArray(r.headers))r.headers.forEach(((e,t)=>{Array.isArray(e)?n[e[0]]?n[e[0]]=`${n[e[0]]},${e[1]}`:n[e[0]]=e[1]:n[t]=e}));else for(var i in r.headers)n[i.toLowerCase()]=r.headers[i]}var a=kn(e,t);return typeof a==`string`&&!n[`content-type`]&&(n[`content-type`]=`application/json`),{...r,method:a?`POST`:`GET`,body:a,headers:n}},jn=/boundary="?([^=";]+)"?/i,Mn=/data: ?([^\n]+)/;async function*Nn(e){if(e.body[Symbol.asyncIterator])for await(var t of e.body)yield t;else{var n=e.body.getReader(),r;try{for(;!(r=await n.read()).done;)yield r.value}finally{n.cancel()}}}async function*Pn(e,t){var n=typeof TextDecoder<`u`?new TextDecoder:null,r=``,i;for await(var a of e)for(r+=a.constructor.name===`Buffer`?a.toString():n.decode(a,{stream:!0});(i=r.indexOf(t))>-1;)yield r.slice(0,i),r=r.slice(i+t.length)}async function*Fn(e,t,n){var r=!0,i=null,a;try{yield await Promise.resolve();var o=(a=await(e.context.fetch||fetch)(t,n)).headers.get(`Content-Type`)||``,s=/multipart\/mixed/i.test(o)?async function*(e,t){var n=e.match(jn),r=`--`+(n?n[1]:`-`),i=!0,a;for await(var o of Pn(Nn(t),`\r
`+r)){if(i){i=!1;var s=o.indexOf(r);if(s>-1)o=o.slice(s+r.length);else continue}try{yield a=JSON.parse(o.slice(o.indexOf(`\r
\r
`)+4))}catch(e){if(!a)throw e}if(a&&!1===a.hasNext)break}a&&!1!==a.hasNext&&(yield{hasNext:!1})}(o,a):/text\/event-stream/i.test(o)?async function*(e){var t;for await(var n of Pn(Nn(e),`

`)){var r=n.match(Mn);if(r){var i=r[1];try{yield t=JSON.parse(i)}catch(e){if(!t)throw e}if(t&&!1===t.hasNext)break}}t&&!1!==t.hasNext&&(yield{hasNext:!1})}(a):/text\//i.test(o)?async function*(e){var t=await e.text();try{yield JSON.parse(t)}catch{throw Error(t)}}(a):async function*(e){yield JSON.parse(await e.text())}(a),c;for await(var l of s)l.pending&&!i?c=l.pending:l.pending&&(c=[...c,...l.pending]),i=i?wn(i,l,a,c):Sn(e,l,a),r=!1,yield i,r=!0;i||(yield i=Sn(e,{},a))}catch(t){if(!r)throw t;yield Tn(e,a&&(a.status<200||a.status>=300)&&a.statusText?Error(a.statusText):t,a)}}function In(e,t,n){var r;return typeof AbortController<`u`&&(n.signal=(r=new AbortController).signal),R((()=>{r&&r.abort()}))(F((e=>!!e))(Qt(Fn(e,t,n))))}var Ln=e=>{if(`definitions`in e){for(var t=[],n=0,r=e.definitions.length;n<r;n++){var i=Ln(e.definitions[n]);t.push(i)}return{...e,definitions:t}}if(`directives`in e&&e.directives&&e.directives.length){for(var a=[],o={},s=0,c=e.directives.length;s<c;s++){var l=e.directives[s],u=l.name.value;u[0]===`_`?u=u.slice(1):a.push(l),o[u]=l}e={...e,directives:a,_directives:o}}if(`selectionSet`in e){var d=[],f=e.kind===_.OPERATION_DEFINITION;if(e.selectionSet){for(var p=0,m=e.selectionSet.selections.length;p<m;p++){var h=e.selectionSet.selections[p];f||=h.kind===_.FIELD&&h.name.value===`__typename`&&!h.alias;var g=Ln(h);d.push(g)}return f||d.push({kind:_.FIELD,name:{kind:_.NAME,value:`__typename`},_generated:!0}),{...e,selectionSet:{...e.selectionSet,selections:d}}}}return e},Rn=new Map,zn=e=>{var t=bn(e),n=Rn.get(t.__key);return n||(Rn.set(t.__key,n=Ln(t)),Object.defineProperty(n,"__key",{value:t.__key,enumerable:!1})),n};function Bn(e){var t=t=>e(t);return t.toPromise=()=>sn(Jt(1)(F((e=>!e.stale&&!e.hasNext))(t))),t.then=(e,n)=>t.toPromise().then(e,n),t.subscribe=e=>U(e)(t),t}function Vn(e,t,n){return{...t,kind:e,context:t.context?{...t.context,...n}:n||t.context}}var Hn=()=>{};function Un(e){for(var t=new Map,n=[],r=[],i=Array.isArray(e)?e[0]:e||``,a=1;a<arguments.length;a++){var o=arguments[a];o&&o.definitions?r.push(o):i+=o,i+=arguments[0][a]}r.unshift(bn(i));for(var s=0;s<r.length;s++)for(var c=0;c<r[s].definitions.length;c++){var l=r[s].definitions[c];if(l.kind===_.FRAGMENT_DEFINITION){var u=l.name.value,d=vn(l);t.has(u)||(t.set(u,d),n.push(l))}else n.push(l)}return bn({kind:_.DOCUMENT,definitions:n})}var Wn=({forwardSubscription:e,enableAllOperations:t,isSubscriptionOperation:n})=>({client:r,forward:i})=>{var a=n||(e=>e.kind===`subscription`||!!t&&(e.kind===`query`||e.kind===`mutation`));return t=>L([I((n=>{var{key:i}=n;return V(F((e=>e.kind===`teardown`&&e.key===i))(t))((t=>{var n=e(En(t),t);return tn((e=>{var i=!1,a,o;function s(n){e.next(o=o?wn(o,n):Sn(t,n))}return Promise.resolve().then((()=>{i||(a=n.subscribe({next:s,error(n){Array.isArray(n)?s({errors:n}):e.next(Tn(t,n)),e.complete()},complete(){i||(i=!0,o&&o.hasNext?s({hasNext:!1}):t.kind===`subscription`&&r.reexecuteOperation(Vn(`teardown`,t,t.context)),e.complete())}}))})),()=>{i=!0,a&&a.unsubscribe()}}))})(n))}))(F((e=>e.kind!==`teardown`&&a(e)))(t)),i(F((e=>e.kind===`teardown`||!a(e)))(t))])},Gn=({forward:e,dispatchDebug:t})=>t=>L([I((e=>{var n=En(e),r=Dn(e,n),i=An(e,n);return V(F((t=>t.kind===`teardown`&&t.key===e.key))(t))(In(e,r,i))}))(F((e=>e.kind!==`teardown`&&(e.kind!==`subscription`||!!e.context.fetchSubscriptions)))(t)),e(F((e=>e.kind===`teardown`||e.kind===`subscription`&&!e.context.fetchSubscriptions))(t))]),Kn=e=>({client:t,forward:n,dispatchDebug:r})=>e.reduceRight(((e,n)=>n({client:t,forward(t){return B(e(B(t)))},dispatchDebug(e){}})),n),qn=({onOperation:e,onResult:t,onError:n})=>({forward:r})=>i=>I((e=>{n&&e.error&&n(e.error,e.operation);var r=t&&t(e)||e;return`then`in r?an(r):H(r)}))(r(I((t=>{if(t.kind===`teardown`)return H(t);var n=e&&e(t)||t;return`then`in n?V(F((e=>e.kind===`teardown`&&e.key===t.key))(i))(an(n)):H(n)}))(i))),Jn=({dispatchDebug:e})=>e=>F((e=>!1))(e),Yn=function e(t){var n=0,r=new Map,i=new Map,a=new Set,o=[],s={url:t.url,fetchSubscriptions:t.fetchSubscriptions,fetchOptions:t.fetchOptions,fetch:t.fetch,preferGetMethod:t.preferGetMethod==null?`within-url-limit`:t.preferGetMethod,requestPolicy:t.requestPolicy||`cache-first`},c=nn();function l(e){e.kind!==`mutation`&&e.kind!==`teardown`&&a.has(e.key)||(e.kind===`teardown`?a.delete(e.key):e.kind!==`mutation`&&a.add(e.key),c.next(e))}var u=!1;function d(e){if(e&&l(e),!u){for(u=!0;u&&(e=o.shift());)l(e);u=!1}}var f=e=>{var t=V(F((t=>t.kind===`teardown`&&t.key===e.key))(c.source))(F((t=>t.operation.kind===e.kind&&t.operation.key===e.key&&(!t.operation.context._instance||t.operation.context._instance===e.context._instance)))(g));return t=e.kind===`query`?qt((t=>{var n=H(t);return t.stale||t.hasNext?n:L([n,Wt((()=>(t.stale=!0,t)))(Jt(1)(F((t=>t.key===e.key))(c.source)))])}))(t):Yt((e=>!!e.hasNext),!0)(t),t=e.kind===`mutation`?Kt((()=>{l(e)}))(t):R((()=>{a.delete(e.key),r.delete(e.key),i.delete(e.key),u=!1;for(var t=o.length-1;t>=0;t--)o[t].key===e.key&&o.splice(t,1);l(Vn(`teardown`,e,e.context))}))(z((t=>{if(t.stale){if(!t.hasNext)a.delete(e.key);else for(var n=0;n<o.length;n++){var i=o[n];if(i.key===t.operation.key){a.delete(i.key);break}}}else t.hasNext||a.delete(e.key);r.set(e.key,t)}))(t)),B(t)},p=this instanceof e?this:Object.create(e.prototype),m=Object.assign(p,{suspense:!!t.suspense,operations$:c.source,reexecuteOperation(e){if(e.kind===`teardown`)d(e);else if(e.kind===`mutation`)o.push(e),Promise.resolve().then(d);else if(i.has(e.key)){for(var t=!1,n=0;n<o.length;n++)o[n].key===e.key&&(o[n]=e,t=!0);t||a.has(e.key)&&e.context.requestPolicy!==`network-only`?(a.delete(e.key),Promise.resolve().then(d)):(o.push(e),Promise.resolve().then(d))}},createRequestOperation(e,t,r){return r||={},Vn(e,t,{_instance:e===`mutation`?n=n+1|0:void 0,...s,...r,requestPolicy:r.requestPolicy||s.requestPolicy,suspense:r.suspense||!1!==r.suspense&&m.suspense})},executeRequestOperation(e){return e.kind===`mutation`?Bn(f(e)):Bn(Zt((()=>{var t=i.get(e.key);t||i.set(e.key,t=f(e)),t=Kt((()=>{d(e)}))(t);var n=r.get(e.key);return e.kind===`query`&&n&&(n.stale||n.hasNext)?qt(H)(L([t,F((t=>t===r.get(e.key)))(H(n))])):t})))},executeQuery(e,t){var n=m.createRequestOperation(`query`,e,t);return m.executeRequestOperation(n)},executeSubscription(e,t){var n=m.createRequestOperation(`subscription`,e,t);return m.executeRequestOperation(n)},executeMutation(e,t){var n=m.createRequestOperation(`mutation`,e,t);return m.executeRequestOperation(n)},readQuery(e,t,n){var r=null;return U((e=>{r=e}))(m.query(e,t,n)).unsubscribe(),r},query:(e,t,n)=>m.executeQuery(Q(e,t),n),subscription:(e,t,n)=>m.executeSubscription(Q(e,t),n),mutation:(e,t,n)=>m.executeMutation(Q(e,t),n)}),h=Hn,g=B(Kn(t.exchanges)({client:m,dispatchDebug:h,forward:Jn({dispatchDebug:h})})(c.source));return on(g),m},Xn=new Map,Zn=new Map;function Qn(e){let t=e.toString(),n=Xn.get(t)??Un(t);Xn.set(t,n);let r=er(n);return r!==void 0&&e.__meta__?.hash!==void 0&&Zn.set(r,e.__meta__.hash),n}function $n(e){return Zn.get(er(e)??``)}function er(e){return e.definitions.find(e=>e.kind===`OperationDefinition`)?.name?.value}var $=e(t()),tr=$.createContext({}),nr=tr.Provider;tr.Consumer,tr.displayName=`UrqlContext`;var rr=()=>$.useContext(tr),ir={fetching:!1,stale:!1,hasNext:!1,error:void 0,data:void 0,extensions:void 0,operation:void 0},ar=(e,t)=>e===t||!(!e||!t||e.key!==t.key),or=(e,t)=>{var n={...e,...t,data:t.data!==void 0||t.error?t.data:e.data,fetching:!!t.fetching,stale:!!t.stale,error:t.fetching?e.error:t.error};return((e,t)=>{for(var n in e)if(!(n in t))return!0;for(var r in t)if(r===`operation`?!ar(e[r],t[r]):e[r]!==t[r])return!0;return!1})(e,n)?n:e},sr=(e,t)=>{for(var n=0,r=t.length;n<r;n++)if(e[n]!==t[n])return!0;return!1},cr=!1;function lr(e,t){if(!cr||t===void 0)try{return cr=!0,e(t)}finally{cr=!1}else Promise.resolve(t).then(e)}function ur(e,t){var n=$.useRef(void 0);return $.useMemo((()=>{var r=Q(e,t);return n.current!==void 0&&n.current.key===r.key?n.current:(n.current=r,r)}),[e,t])}var dr=e=>{if(!e._react){var t=new Set,n=new Map;e.operations$&&U((e=>{e.kind===`teardown`&&t.has(e.key)&&(t.delete(e.key),n.delete(e.key))}))(e.operations$),e._react={get:e=>n.get(e),set(e,r){t.delete(e),n.set(e,r)},clear(e){t.delete(e),n.delete(e)},dispose(e){t.add(e)}}}return e._react},fr=(e,t)=>t&&t.suspense!==void 0?!!t.suspense:e.suspense;function pr(e){var t=rr(),n=dr(t),r=fr(t,e.context),i=ur(e.query,e.variables),a=$.useMemo((()=>{if(e.pause)return null;var a=t.executeQuery(i,{requestPolicy:e.requestPolicy,...e.context});return r?z((e=>{n.set(i.key,e)}))(a):a}),[n,t,i,r,e.pause,e.requestPolicy,e.context]),o=$.useCallback(((e,t)=>{if(!e)return{fetching:!1};var r=n.get(i.key);if(!r){var a,o,s=U((e=>{r=e,a&&a(r)}))(R((()=>{o&&!r&&(n.get(i.key)===o&&n.clear(i.key),a&&a(void 0))}))(Yt((()=>t&&!a||!r||`hasNext`in r&&r.hasNext))(e)));if(r==null&&t)throw o=new Promise((e=>{a=e})),n.set(i.key,o),o;s.unsubscribe()}else if(t&&r!=null&&`then`in r){var c=r,l=()=>{n.get(i.key)===c&&n.clear(i.key)};throw c.then(l,l),r}if(t&&r!=null&&!(`then`in r)&&r.error){var u=r;queueMicrotask((()=>{n.get(i.key)===u&&n.clear(i.key)}))}return r||{fetching:!0}}),[n,i]),s=[t,i,e.requestPolicy,e.context,e.pause],[c,l]=$.useState((()=>[a,or(ir,lr((()=>o(a,r)))),s])),u=c[1];a!==c[0]&&sr(c[2],s)&&l([a,u=or(c[1],lr((()=>o(a,r)))),s]),$.useEffect((()=>{var e=c[0],t=c[2][1],r=!1,i=e=>{r=!0,lr(l,(t=>{var n=or(t[1],e);return t[1]===n?t:[t[0],n,t[2]]}))};if(e){var a=U(i)(R((()=>{i({fetching:!1})}))(e));return r||i({fetching:!0}),()=>{n.dispose(t.key),a.unsubscribe()}}i({fetching:!1})}),[n,c[0],c[2][1]]);var d=$.useCallback((a=>{var o={requestPolicy:e.requestPolicy,...e.context,...a};lr(l,(e=>[r?z((e=>{n.set(i.key,e)}))(t.executeQuery(i,o)):t.executeQuery(i,o),e[1],s]))}),[t,n,i,r,e.requestPolicy,e.context,e.pause]);return[u,d]}export{qe as $,Ze as $t,_ as A,it as At,_e as B,Pe as Bt,R as C,se as Ct,B as D,Ne as Dt,en as E,Me as Et,l as F,me as Ft,h as G,p as Gt,r as H,ee as Ht,u as I,Se as It,et as J,Re as Jt,g as K,re as Kt,pe as L,we as Lt,ft as M,ce as Mt,vt as N,s as Nt,U as O,Fe as Ot,d as P,Xe as Pt,xe as Q,De as Qt,f as R,c as Rt,I as S,Ae as St,cn as T,Ye as Tt,a as U,at as Ut,Oe as V,Ge as Vt,m as W,ot as Wt,fe as X,We as Xt,Ke as Y,nt as Yt,oe as Z,$e as Zt,F as _,Te as _t,Qn as a,gt as an,he as at,Wt as b,ze as bt,zn as c,bt as cn,i as ct,qn as d,wt as dn,rt as dt,Qe as en,Je as et,Wn as f,St as fn,ve as ft,rn as g,_t as gn,Ie as gt,Xt as h,yt as hn,ae as ht,$n as i,mt as in,ue as it,Bt as j,o as jt,V as k,te as kt,Un as l,pt as ln,de as lt,q as m,st as mn,be as mt,rr as n,ct as nn,Ue as nt,Yn as o,ut as on,He as ot,Q as p,Ct as pn,ye as pt,ne as q,ge as qt,pr as r,ht as rn,le as rt,Gn as s,xt as sn,Le as st,nr as t,dt as tn,Ve as tt,Vn as u,lt as un,ie as ut,H as v,je as vt,z as w,Ce as wt,L as x,ke as xt,nn as y,Be as yt,tt as z,Ee as zt};