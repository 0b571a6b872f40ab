const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/SignInPage-BoGx84TB.js","assets/jsx-runtime-DyZJNswf.js","assets/Button-CmIltPmO.js","assets/Form-DmM8bCxQ.js","assets/TextField-AJxj4r39.js","assets/Field-qmx4IhX5.js","assets/Entry-DScejTWD.js","assets/RoleName-Da343WHu.js","assets/InvitationPage-IEKhb4Sd.js","assets/QueryView-BemVrXoz.js","assets/ForgottenPasswordPage-DumY9Wok.js","assets/ResetPasswordPage-B3t7Pqne.js","assets/NoticesPage-Dozt1-2q.js","assets/Badge-C690o_6t.js","assets/Money-BoLdC5Z8.js","assets/usePages-aivAi9ho.js","assets/PageHeader-DnBO7jQ5.js","assets/ProfilePage-zhWesy_f.js","assets/NotFoundPage-DalN3H5Z.js","assets/MenuPopup-BNAZ5dkI.js","assets/useScrollLock-Cws21ip_.js","assets/composite-DGElx4a1.js","assets/DirectionContext-gfEPkqUi.js","assets/PaymentWindow-q7z0R6A-.js","assets/Dialog-BfNa7Wvh.js","assets/HomePage-DHqF_GQn.js","assets/PrepaymentOffer--Ki-Yr1p.js","assets/operationStore-fvClUpO7.js","assets/DefinitionList-ymvd21_3.js","assets/PaymentItem-DVInB3Gv.js","assets/PaidByName-C6gwbpOd.js","assets/PaymentStatusBadge-Ba0pXhlm.js","assets/paymentPath--3ZcNc_T.js","assets/paymentPath-CGBqKAiy.css","assets/InvoicesPage-Dne-tY6M.js","assets/InvoiceStatusBadge-CbtnrTaJ.js","assets/InvoicesPage-DVm2Y0n3.css","assets/InvoicePage-YuIk0ZBh.js","assets/Breadcrumb-zke5EBmt.js","assets/Table-DzE7GCgN.js","assets/CreditsUsed-DkBt2Y2Y.js","assets/useIdempotentForm-DvrFqrim.js","assets/RadioCards-Bk9mvqfp.js","assets/InvoicePage-CfGlEy-e.css","assets/PaymentsPage-CLZuB4lC.js","assets/PaymentPage-CLZ_Et75.js","assets/CreditsPage-CBE7FgJJ.js","assets/Credits.module-DbhNdYmE.js","assets/Credits-Q-67mm05.css","assets/PrepaymentsPage-fUgLI3mh.js","assets/PrepaymentStatus-BZRqPeid.js","assets/PrepaymentPage-BNIizBYS.js","assets/PrepaymentPage-DcCM8S5w.css"])))=>i.map(i=>d[i]);
import{i as e,n as t,r as n,t as r}from"./jsx-runtime-DyZJNswf.js";import{r as i,t as a}from"./Button-CmIltPmO.js";import{n as o,t as s}from"./connection-BXqqVpK-.js";var c=(e,t,n)=>{let r=t.lastIndexOf(`?`),i=e[r===-1||r<t.lastIndexOf(`/`)?t:t.slice(0,r)];return i?typeof i==`function`?i():Promise.resolve(i):new Promise((e,r)=>{(typeof queueMicrotask==`function`?queueMicrotask:setTimeout)(r.bind(null,Error(`Unknown variable dynamic import: `+t+(t.split(`/`).length===n?``:`. Note that variables only represent file names one level deep.`))))})},l=1500;async function u(e){let t=0;for(;;)try{let t=await e();return s(!1),t}catch(e){let n=await fetch(location.href,{method:`HEAD`}).then(({ok:e})=>e,()=>!1);if(t=n?t+1:0,t===3&&location.reload(),t>3)throw e;s(!n),await new Promise(e=>setTimeout(e,l))}}var d=(function(){let e=typeof document<`u`&&document.createElement(`link`).relList;return e&&e.supports&&e.supports(`modulepreload`)?`modulepreload`:`preload`})(),f=function(e){return`/portal/`+e},p={},m=function(e){return e.pathname.endsWith(`.css`)},h=function(e,t,n){if(t in e)return e[t];let r=n();if(!r){e[t]=void 0;return}let i=r.then(()=>{e[t]=void 0},n=>{throw e[t]=void 0,n});return e[t]=i,i},g=function(e,t,n){let r=Promise.resolve();if(t&&t.length>0){let e,i=document.querySelector(`meta[property=csp-nonce]`),a=i?.nonce||i?.getAttribute(`nonce`);function o(e){return Promise.all(e.map(e=>Promise.resolve(e).then(e=>({status:`fulfilled`,value:e}),e=>({status:`rejected`,reason:e}))))}function s(e){return import.meta.resolve?new URL(import.meta.resolve(e)):new URL(e,import.meta.url)}r=o(t.map(t=>{t=f(t,n);let r=s(t),i=m(r);return h(p,r.href,()=>{if(e===void 0){e={all:new Set,styles:new Set};let t=document.getElementsByTagName(`link`);for(let n=t.length-1;n>=0;n--){let r=t[n];e.all.add(r.href),r.rel===`stylesheet`&&e.styles.add(r.href)}}if((i?e.styles:e.all).has(r.href))return;let t=document.createElement(`link`);if(t.rel=i?`stylesheet`:d,i||(t.as=`script`),t.crossOrigin=``,t.href=r.href,a&&t.setAttribute(`nonce`,a),document.head.appendChild(t),i)return new Promise((e,n)=>{let i=a=>{t.removeEventListener(`load`,i),t.removeEventListener(`error`,i),a.type===`error`?n(Error(`Unable to preload CSS for ${r}`)):e(a)};t.addEventListener(`load`,i),t.addEventListener(`error`,i)})})}).filter(e=>e!==void 0))}function i(e){let t=new Event(`vite:preloadError`,{cancelable:!0});if(t.payload=e,window.dispatchEvent(t),!t.defaultPrevented)throw e}return r.then(t=>{for(let e of t||[])e.status===`rejected`&&i(e.reason);return e().catch(i)})},_=e(t(),1),v=(0,_.lazy)(()=>u(()=>g(()=>import(`./SignInPage-BoGx84TB.js`),__vite__mapDeps([0,1,2,3,4,5,6,7])))),y=(0,_.lazy)(()=>u(()=>g(()=>import(`./InvitationPage-IEKhb4Sd.js`),__vite__mapDeps([8,1,2,3,9,4,5,6,7])))),b=(0,_.lazy)(()=>u(()=>g(()=>import(`./ForgottenPasswordPage-DumY9Wok.js`),__vite__mapDeps([10,1,2,3,4,5,6])))),ee=(0,_.lazy)(()=>u(()=>g(()=>import(`./ResetPasswordPage-B3t7Pqne.js`),__vite__mapDeps([11,1,2,3,4,5,6])))),x=(0,_.lazy)(()=>u(()=>g(()=>import(`./NoticesPage-Dozt1-2q.js`),__vite__mapDeps([12,2,1,13,14,15,16,9])))),te=(0,_.lazy)(()=>u(()=>g(()=>import(`./ProfilePage-zhWesy_f.js`),__vite__mapDeps([17,1,13,2,14,3,16,9,5,4])))),ne=(0,_.lazy)(()=>u(()=>g(()=>import(`./NotFoundPage-DalN3H5Z.js`),__vite__mapDeps([18,16,1])))),S=class extends String{__apiType;value;__meta__;constructor(e,t){super(e),this.value=e,this.__meta__=t}toString(){return this.value}};new S(`
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
    `,{fragmentName:`ActivitySentence_activity`}),new S(`
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
    `,{fragmentName:`Changes_activity`}),new S(`
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
}`,{fragmentName:`ActivityItem_activity`}),new S(`
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
    `,{fragmentName:`ArchiveClient_client`}),new S(`
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
    `,{fragmentName:`AssignedMembers_client`}),new S(`
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
    `,{fragmentName:`PrepaymentFields_offer`}),new S(`
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
}`,{fragmentName:`MakePrepaymentDialog_offer`}),new S(`
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
}`,{fragmentName:`ClientCredits_client`}),new S(`
    fragment InvoiceStatusBadge_invoice on Invoice {
  __typename
  id
  status
  isOverdue
}
    `,{fragmentName:`InvoiceStatusBadge_invoice`}),new S(`
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
}`,{fragmentName:`ClientInvoices_client`}),new S(`
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
    `,{fragmentName:`PaymentState_payment`}),new S(`
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
}`,{fragmentName:`ClientPayments_client`}),new S(`
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
}`,{fragmentName:`ClientMoney_client`}),new S(`
    fragment InvitationItem_invitation on Invitation {
  __typename
  id
  name
  email
  role
  status
  expiresAt
}
    `,{fragmentName:`InvitationItem_invitation`}),new S(`
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
}`,{fragmentName:`ClientUsers_client`}),new S(`
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
}`,{fragmentName:`ClientPage_client`}),new S(`
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
    `,{fragmentName:`PaymentState_prepayment`}),new S(`
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
    `,{fragmentName:`PaymentWindow_checkout`}),new S(`
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
}`,{fragmentName:`PaymentActions_prepayment`}),new S(`
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
}`,{fragmentName:`ClientPrepayment_prepayment`}),new S(`
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
    `,{fragmentName:`ClientStatement_entry`}),new S(`
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
    `,{fragmentName:`ClientTable_client`}),new S(`
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
}`,{fragmentName:`ClientCreditsChange_account`}),new S(`
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
    `,{fragmentName:`DisputePage_dispute`}),new S(`
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
    `,{fragmentName:`ClientsWhoOwe_firm`}),new S(`
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
    `,{fragmentName:`FailedPayments_firm`}),new S(`
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
    `,{fragmentName:`OpenDisputes_firm`}),new S(`
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
    `,{fragmentName:`OverdueInvoice_invoice`}),new S(`
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
}`,{fragmentName:`OverdueInvoices_firm`}),new S(`
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
    `,{fragmentName:`EditInvoice_invoice`}),new S(`
    fragment CorrectDialog_invoice on Invoice {
  __typename
  id
  number
  description
  dueOn
}
    `,{fragmentName:`CorrectDialog_invoice`}),new S(`
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
    `,{fragmentName:`IssueDialog_invoice`}),new S(`
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
    `,{fragmentName:`OfflinePaymentDialog_invoice`}),new S(`
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
    `,{fragmentName:`PayDialog_invoice`}),new S(`
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
}`,{fragmentName:`InvoiceActions_invoice`}),new S(`
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
    `,{fragmentName:`InvoiceSums_invoice`}),new S(`
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
    `,{fragmentName:`InvoiceLineTable_invoice`}),new S(`
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
}`,{fragmentName:`InvoicePaymentItem_payment`}),new S(`
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
}`,{fragmentName:`InvoicePaymentList_invoice`}),new S(`
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
}`,{fragmentName:`InvoicePage_invoice`}),new S(`
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
}`,{fragmentName:`PayDialog_payment`}),new S(`
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
    `,{fragmentName:`PaymentRefund_refund`}),new S(`
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
    `,{fragmentName:`PaymentDispute_dispute`}),new S(`
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
}`,{fragmentName:`PaymentActions_payment`}),new S(`
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
}`,{fragmentName:`PaymentDetail_payment`}),new S(`
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
}`,{fragmentName:`PaymentDetail_prepayment`}),new S(`
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
    `,{fragmentName:`InvoiceChange_invoice`}),new S(`
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
    `,{fragmentName:`MoneyReport_report`}),new S(`
    fragment FirmForm_firm on Firm {
  __typename
  id
  name
  currencyCode
  timeZone
  locale
  replyTo
}
    `,{fragmentName:`FirmForm_firm`}),new S(`
    fragment ProviderAccount_provider on PaymentProvider {
  __typename
  id
  name
  status
  methods
}
    `,{fragmentName:`ProviderAccount_provider`}),new S(`
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
}`,{fragmentName:`ProviderAccounts_settings`}),new S(`
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
    `,{fragmentName:`PaymentMethods_settings`}),new S(`
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
    `,{fragmentName:`Requirements_settings`}),new S(`
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
    `,{fragmentName:`PrepaymentForm_settings`}),new S(`
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
}`,{fragmentName:`Prepayment_settings`}),new S(`
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
}`,{fragmentName:`PaymentSettings_settings`}),new S(`
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
    `,{fragmentName:`Deliveries_delivery`}),new S(`
    fragment EndpointDetails_endpoint on WebhookEndpoint {
  __typename
  id
  url
  kinds
  status
  createdAt
}
    `,{fragmentName:`EndpointDetails_endpoint`}),new S(`
    fragment EndpointItem_endpoint on WebhookEndpoint {
  __typename
  id
  url
  kinds
  status
}
    `,{fragmentName:`EndpointItem_endpoint`}),new S(`
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
    `,{fragmentName:`MemberItem_member`}),new S(`
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
    `,{fragmentName:`CreditFigures_creditAccount`}),new S(`
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
    `,{fragmentName:`EntryText_entry`}),new S(`
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
    `,{fragmentName:`PrepaymentStatus_prepayment`}),new S(`
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
}`,{fragmentName:`PrepaymentDetails_prepayment`}),new S(`
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
}`,{fragmentName:`PrepaymentToComplete_prepayment`}),new S(`
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
    `,{fragmentName:`PrepaymentUses_prepayment`}),new S(`
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
    `,{fragmentName:`Credits_client`}),new S(`
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
    `,{fragmentName:`InvoiceToPay_invoice`}),new S(`
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
}`,{fragmentName:`PaymentItem_payment`}),new S(`
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
}`,{fragmentName:`PaymentItem_prepayment`}),new S(`
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
}`,{fragmentName:`ToDoList_client`}),new S(`
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
    `,{fragmentName:`InvoiceAmounts_invoice`}),new S(`
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
    `,{fragmentName:`InvoiceItem_invoice`}),new S(`
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
    `,{fragmentName:`InvoiceLines_invoice`}),new S(`
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
    `,{fragmentName:`CreditsUsed_payment`}),new S(`
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
}`,{fragmentName:`InvoicePayments_invoice`}),new S(`
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
    `,{fragmentName:`PayInvoice_invoice`}),new S(`
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
}`,{fragmentName:`PayInvoice_payment`}),new S(`
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
    `,{fragmentName:`RefundItem_refund`}),new S(`
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
    `,{fragmentName:`DisputeItem_dispute`}),new S(`
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
}`,{fragmentName:`PaymentDetails_payment`}),new S(`
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
}`,{fragmentName:`PrepaymentDialog_prepayment`}),new S(`
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
}`,{fragmentName:`PrepaymentDialog_offer`}),new S(`
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
}`,{fragmentName:`PrepaymentOffer_client`}),new S(`
    fragment NoticePreferences_preferences on NoticePreferencesPayload {
  __typename
  email
  available
}
    `,{fragmentName:`NoticePreferences_preferences`}),new S(`
    fragment Sessions_session on Session {
  __typename
  id
  device
  createdAt
  lastSeenAt
  isCurrent
}
    `,{fragmentName:`Sessions_session`}),new S(`
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
    `,{fragmentName:`Shell_query`}),new S(`
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
    `,{hash:`sha256:fc3ebfe611b80776e57d8a82fa05e72b725d977c0086a54d61a09876765a8f5b`}),new S(`
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
    `,{hash:`sha256:44e413ca12766f76eec85e07f06b7f1d6a67aab3c00de50952668bf357d06628`}),new S(`
    query DashboardChosenClient($id: ID!) {
  __typename
  client(id: $id) {
    __typename
    id
    name
    reference
  }
}
    `,{hash:`sha256:f19b1fb673c0d3928c2e4fc7b5a23a7d3b1c0ca88daadf62079ccabceae4e0e0`}),new S(`
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
    `,{hash:`sha256:967dd346c07be2bbb3f6cf2a25334588a44bf360299891dd8b1edac664e90397`}),new S(`
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
    `,{hash:`sha256:03e7a14040128dab33eb7c057db17a4f71aa3a0be05d7d245a2f5eee4b575b13`}),new S(`
    query DashboardSentOperation($idempotencyKey: String!) {
  __typename
  operation(idempotencyKey: $idempotencyKey) {
    __typename
    idempotencyKey
    status
  }
}
    `,{hash:`sha256:b050f9ee007d714748fc16ef02fae4b7bc27ea6a0f1f78994c95c418ebe771bb`}),new S(`
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
}`,{hash:`sha256:8a4ed9e47513b0a46d27f7542767fab26e02fe06a6c065a0800d85a1dad516e9`}),new S(`
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
    `,{hash:`sha256:66d28c2af4d37afa3b905e40b1f8401a6f7edab545880429695efeeb680dd512`}),new S(`
    query DashboardActivityClient($id: ID!) {
  __typename
  client(id: $id) {
    __typename
    id
    name
  }
}
    `,{hash:`sha256:de7559f2b875bc759341738e0aae89818a52c0c847ef531d9c1fc807c7fa6f8d`}),new S(`
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
    `,{hash:`sha256:d9b98b4d9a1d7ce5435e30bfc49c6b6407c99f3ed5d5bed56d380a90bc720d98`}),new S(`
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
    `,{hash:`sha256:36778d2a3d7c1a2f5fd1e4ae26a4720cfc844a7e85a10e87e7d8a6cf3e6c8342`}),new S(`
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
}`,{hash:`sha256:ab881b0dcc87458d521470447df7a44b017a74b255a8fed6d9426c5f97213096`}),new S(`
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
}`,{hash:`sha256:1eb8d14469068109afeb2dda6449e7b662994102919d3afafb0d3a5d08a75b1e`}),new S(`
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
}`,{hash:`sha256:539a0b6dd4a08afff3dade4282d1497485ae334d3fb001ff6f05953668e51f46`}),new S(`
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
}`,{hash:`sha256:2a5cb80a7fba1b39839448da5e02dbf1b1419d453c8baba493096a18f1c44688`}),new S(`
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
    `,{hash:`sha256:cf216a9bb2d2e003b4f15bc2d84bf0a5673c49dde10346e159bfd7fbd6b46fa3`}),new S(`
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
}`,{hash:`sha256:bd3cb4324b0ff2b880d69add368699b217dc1a2688169d56c1c110a7e08ea347`}),new S(`
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
    `,{hash:`sha256:e5aeaf81f8f486fd7799b3c55feb30a567209ecfd75bcb2d9fb1fcf25616bc69`}),new S(`
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
}`,{hash:`sha256:ada1dde2a7eeaa830437ccc6e4ea664419a1a324699b703384f6c08a3c661635`}),new S(`
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
}`,{hash:`sha256:460fa9375c17015b8cd566587998a3a3c011dfb400737663eb7093ed751ac4c3`}),new S(`
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
    `,{hash:`sha256:4a75e340b3f946921a26508ab588a59e352bebd80460472d81ee24a3970ec7bd`}),new S(`
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
}`,{hash:`sha256:d65c291214782551fb5cb5801ba6dac8d6db31e4314e9db3f52865a646b4744a`}),new S(`
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
}`,{hash:`sha256:412d4afc102ce37473a993e5ba2f518f270a13dde5e4554b28afbed5464cd657`}),new S(`
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
}`,{hash:`sha256:85ad7a9f9130ba16bb6232dfb5bb1696d74994292061752f990f374ddf98cbeb`}),new S(`
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
    `,{hash:`sha256:fd56bcfa999930d4b29d5fd8435e4f9cff5b8591adb50b41e8a4cf03f6454e6b`}),new S(`
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
}`,{hash:`sha256:82484d59ba793724985dcfe68c5d3273e73bf3039e1b9ba336d57c136c21932d`}),new S(`
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
}`,{hash:`sha256:480ec0dda7a61584accb8412815544dd352518ae9084a0d8aabf36030808d3c7`}),new S(`
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
    `,{hash:`sha256:9f5d5aa0332b79caf63e9b452382495e361754b5d19ddc8ca65bab94040189bd`}),new S(`
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
    `,{hash:`sha256:485f5d0c682a657a02118fb06013b66bbe20c113dc4cb7d9894fd58e2f560aaf`}),new S(`
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
}`,{hash:`sha256:9675764d68413bba49e1265c71c962181ea392cbd6a5fbb3a30cff4f35854d28`}),new S(`
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
}`,{hash:`sha256:f0c3a29b386f1adcb3342420dc5f1ab30371b20f672396fca4e6c6eefc42aa8b`}),new S(`
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
    `,{hash:`sha256:d0d2ac8bc9def206ce22f862ca928312c1213455de1fe4ed2468c89167b09914`}),new S(`
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
}`,{hash:`sha256:4ebaf7c71ea7fa3767312011d6a5e12d00ba373cab76710027a47b42849ff5cf`}),new S(`
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
}`,{hash:`sha256:34e1c44d8b34e57eadbf77bed4ddd0e207ce7c6b07f02bc8bc61324b7d9ad127`}),new S(`
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
}`,{hash:`sha256:317de1c49744bd5c77cda9ba2ac2e79eef766b5d07e6b529804083870f1aa6cd`}),new S(`
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
}`,{hash:`sha256:9bb2a7a165c6d22634e0b0d56f4565805e3e5de3ca5775a3ea0d5329ba2f2c49`}),new S(`
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
    `,{hash:`sha256:197356bbd172f55c896a1481b81595a7e8a6814014bbb89f6b0fffc251f6cf23`}),new S(`
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
}`,{hash:`sha256:363ed5159d9cfdcfd10fdd6cb88e4ee74b7c2df7c5a93c8ebaf0c083fdfd5de9`}),new S(`
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
    `,{hash:`sha256:2a45e68548ce29c75af0b15c915c14c7925420df7ba2a7d36c73279c12ab7137`}),new S(`
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
}`,{hash:`sha256:f15dab18744242bd4b9478d5810e15b656188e942aee0f3ee63aaf349f4d3747`}),new S(`
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
}`,{hash:`sha256:01477e32684946e02b07cca324f2ae8198d78a2de5ef356741d58d84b5464d97`}),new S(`
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
}`,{hash:`sha256:0b1e060af384bb62b824d23928800382ad6da2ecefe45cfc5a8d62779ae3fe7f`}),new S(`
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
}`,{hash:`sha256:62d3e297d8a328d85bd7bb042b075660aa8bcdb330be76c8e88df875e822299d`}),new S(`
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
}`,{hash:`sha256:1427b833402fcc4594143e6674e5711b4e2bd947c02912d32368771ce52c2cbd`}),new S(`
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
}`,{hash:`sha256:78a450593ed64ae07fb3ca8cbc99c65e57149d6277119f4f77c011aa9d940768`}),new S(`
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
}`,{hash:`sha256:1f9f3536ef0c0b38d5eef1ae3b0db91574167a8fb90ffa5857307af13e3fc181`}),new S(`
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
}`,{hash:`sha256:8c0fc6beb48cb51b0464ae31ca4f3ccec5c740a9753b9fb1c1c9e4f305895973`}),new S(`
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
}`,{hash:`sha256:0d366096e7c4681c00bce56e0ca75b8263e7a74fe6e0915acb767c76510df0cb`}),new S(`
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
    `,{hash:`sha256:ed8b8fed6907ea76e8dab2e2c379e69ba95a64b1567e4cd04c07d04e2dcd7860`}),new S(`
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
}`,{hash:`sha256:4da5c9fe47d39395475d64006808b9ec760e6196e45f1062980588a432202fcf`}),new S(`
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
}`,{hash:`sha256:cf07e3d543c55a761ac3e5616195fddd9dcb95bca508d1f7b4ef4a44303bd679`}),new S(`
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
}`,{hash:`sha256:034a41be70d8a9ff783e2aa8a4663a229f55274022be155a2f0293817968d79d`}),new S(`
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
}`,{hash:`sha256:83c8435c3015fcf7df72c7effe4ef190078635f4d51ccfbf018c3082b2969d89`}),new S(`
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
    `,{hash:`sha256:528bd8f1abd55108225a07d54743814596755cbe41fd9d718f1561d1d38de5ee`}),new S(`
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
}`,{hash:`sha256:971dc15e33ea23cd7490ea181f29bea3e27fb6e7d7104e35e3d584f834e29ea6`}),new S(`
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
}`,{hash:`sha256:23f84e55b9937d866e32fd696bb23e1ec8324ee5cbf1fa6c347bb4bb524232d1`}),new S(`
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
}`,{hash:`sha256:62909c257cca58449a3272838f6559dce7194e405d629f9fbb1c11cb8d5cd61c`}),new S(`
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
}`,{hash:`sha256:7e6c41f98abf7d287aaf03900bdbba64546d40c09d58903546cc8a8141728f98`}),new S(`
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
}`,{hash:`sha256:8a7a0aa5511c0f7f2ded4a6fc8f6e5b66d27ffee8533fa06fd80a37a09b42282`}),new S(`
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
}`,{hash:`sha256:bc42b8dec7eced27bfda0c56f65841026070bba2b2aba8802db4e12798dff8ea`}),new S(`
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
}`,{hash:`sha256:93baba4aad1eb2e477de2801dd57fce8ab74b3199fc40822ad38f22927735d88`}),new S(`
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
}`,{hash:`sha256:62cb47d880ef8a7d248f389a96177257c2457acbd56b21d0f96ffa7638870206`}),new S(`
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
    `,{hash:`sha256:8d90f69848da7493851f7618b0987aa61246426d3ace8ac5c98c846726d9fa84`}),new S(`
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
}`,{hash:`sha256:cc9327f8984fc8639929bc47b4cab89513131142590379bcb085a970e5a3ec10`}),new S(`
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
}`,{hash:`sha256:9f4d341d2615bf5c43c78bbb1f7c266b78dbfe4ae83a38ea909859197ec0d23a`}),new S(`
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
}`,{hash:`sha256:98b400363e075276b279e364d6123a35d0c8eafe67510b40d5b84c1ab12c10c9`}),new S(`
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
}`,{hash:`sha256:a716975106939115040fd792fd43fcc0bb8786cea99f845a9bd30219f439f8fe`}),new S(`
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
}`,{hash:`sha256:3d21b8229aa44d76c2dc30bd7c766edabe4153eb60bd830966114cc1a61aa736`}),new S(`
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
    `,{hash:`sha256:ef1c40731cadc4e9b2ea74c67d8898a01f3f0296679b647582b47835d5a5b6d4`}),new S(`
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
    `,{hash:`sha256:ce51f6d11d8871a730a72ef942858de902def9963655f4b3680069566323bacd`}),new S(`
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
}`,{hash:`sha256:58c1f5a5c6145dbacb44494fc4b45548ec0cd55744ca22fa04615d7ad9130465`}),new S(`
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
}`,{hash:`sha256:5b077fe0f141ef7b25618a2b1101cb42806dd06dd9193804c5ea47f988d3ab4d`}),new S(`
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
    `,{hash:`sha256:99e2cfcfafa301148b288152d7fdcb4231d32fc6e258e1865c2852003e034221`}),new S(`
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
}`,{hash:`sha256:5ac9461d79512235ebfd87534de61906ee7a99b02ec93984202f513cc8e74b79`}),new S(`
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
    `,{hash:`sha256:692669aaff0c4255f9aaf07a5c3cbbf4864879682943df82fd267618b42a2d5d`});var re=new S(`
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
}`,{hash:`sha256:71e66a78447f2c2329a2b32eb15a296b62f646e0d60b1c1266d05cc89553a738`}),ie=new S(`
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
}`,{hash:`sha256:51b3a8ad15a7844b703c607c25b4cc910f67a98ec53f87c48c9e1a093d9852a4`}),ae=new S(`
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
}`,{hash:`sha256:fd090888d7c970c96b2d7184b0c3f1efd56c9dbd274dd827633c3855a22ac01e`}),oe=new S(`
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
}`,{hash:`sha256:15fa33dbede4f0e934e8cf263c9a3faf627cc529ffbdd36471548acb19a5c41c`}),se=new S(`
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
}`,{hash:`sha256:fe56f2578b48f8578deb527feec25d871cf2f0267e6d88da62766120c7087955`}),ce=new S(`
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
}`,{hash:`sha256:abb316d13e5e4b3e963c15c57abb466c9760476004ce8e15301fea605fc68671`}),le=new S(`
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
}`,{hash:`sha256:674b9886ee4400def200a90ce3690b11521c9e93f4f657171214e42dfe1fa19a`}),ue=new S(`
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
}`,{hash:`sha256:29596e1660aec71ab016c756f42b30feda70cfa68d952fdb05297ce8ecba8fcb`}),de=new S(`
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
}`,{hash:`sha256:4d2fb14276a094b5c8e9e31dc8f1e3d1f45429fc7ed563ee71ff0dd8d66f6f44`}),fe=new S(`
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
}`,{hash:`sha256:787d5459a574f13a7f67abc1184cd96d08f47704831459e28dcffa6e7fd0cfb6`}),pe=new S(`
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
}`,{hash:`sha256:12ba759b86bf160b3efe046b7f6216dd2231456bacf9ae5cf9a11bd6208d236b`}),me=new S(`
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
}`,{hash:`sha256:501eec725b3c2f63105eec0924359d682b4f45a7e3a24573363a2ccd024fb942`}),he=new S(`
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
}`,{hash:`sha256:8bfdeb85d40db3a671c6df8ac8d9ed168db4a468b6b08e4d21e2e7c069cbfe6d`}),ge=new S(`
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
}`,{hash:`sha256:bdaca78b0f02d9ea80b1eacfa764a451f9e9a5947bd0dab767fb0867676033db`}),_e=new S(`
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
    `,{hash:`sha256:d8596d258083d4efdce2d0edd1d08b78db143c45f167d8c4eee21affd77fd5d8`}),ve=new S(`
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
}`,{hash:`sha256:94041dc8801519450d45a9402457312dbe3938b79a355a1f80ba1d2cc20c16ce`}),ye=new S(`
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
}`,{hash:`sha256:26e095051e48e946d46371503a47eca878fc2bf9fd6dd2c6321df4412277d6bb`}),be=new S(`
    query UnreadNotices {
  __typename
  unread: notices(filter: {unread: true}, first: 1) {
    __typename
    totalCount
  }
}
    `,{hash:`sha256:b79c07a697ff2299615e47fdb6b233deaa68d87b94653d92586d6e36efbcb997`}),xe=new S(`
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
    `,{hash:`sha256:5fdb596e88128c2df74f322bbf449b46efefc0c3f4dd2b5381eee6ea34a96330`}),Se=new S(`
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
}`,{hash:`sha256:874f42c6dbcfe3ff7f1930a5cb1dc735273805837db3c5920885703bb41ff53e`}),Ce=new S(`
    mutation RequestPasswordReset($email: String!) {
  __typename
  requestPasswordReset(input: {email: $email}) {
    __typename
    message
  }
}
    `,{hash:`sha256:c52ab3c3efd0c5592cba4d70c8398be35c0c3447230474cc37573313277ccfd6`}),we=new S(`
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
    `,{hash:`sha256:d70fd352a7cc02196bb41d371bc91120b2304e54b1c8756f6175d411f0d39d83`}),Te=new S(`
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
    `,{hash:`sha256:a7d48bca344285f06b4be58a035441fc4387ee4834f0ef46d474f1b3e8f9b87e`}),C=new S(`
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
    `,{hash:`sha256:f7ac62b9d6deda90e548a6e1eeede093acbfe56359f9cfbb1a80c236877b8880`}),w=new S(`
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
}`,{hash:`sha256:5f2178a405e529272fb913d7fba30664c1cecd00d593e5a2ee7164bab73c5f1f`}),Ee=new S(`
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
    `,{hash:`sha256:0e90613c5473928b6e0ed6b3dce867cc3296b195768943bed83fa6eaa6fa0b84`}),De=new S(`
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
}`,{hash:`sha256:c44d6dc53efe8007127e279ffa4d442e8c67a5ce37c552485fe1c30168799fae`}),Oe=new S(`
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
    `,{hash:`sha256:6c225161b281280724ac78a50146d1d0f0ba0ad2cd6263a3f906579c341f13a3`}),ke=new S(`
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
    `,{hash:`sha256:b17b79fdab17b2cb1b1fa30fb1f2e38f8295a70f5451ea4da4edbcb0fdb89e9a`}),Ae=new S(`
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
}`,{hash:`sha256:a789f54a0de33eee6a78f73c40bce20b5ea5130e7a87e8b8c64bf06dc30d61ef`}),T=new S(`
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
}`,{hash:`sha256:2d004773095d43560e949cb1a5746df7accb2b758e4aae294c54467dc8b195e4`}),je=new S(`
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
    `,{hash:`sha256:e2cae8e99ea07c307431377271b6fc0a75873dba57dba9d029006ff786df2d31`}),Me=new S(`
    mutation SignOut {
  __typename
  signOut
}
    `,{hash:`sha256:0adf48585d29d5895faec69e9b495ec3952c2841ede1313298401544fa1a6576`}),Ne=new S(`
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
    `,{hash:`sha256:bd053d03718aa82ce325a73d96753b8e0579a93b8798b829db3de171e7dad0f5`}),Pe=new S(`
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
    `,{hash:`sha256:5fd1e87e06edd902541f403164916aeba10883d5fa3e3a1ed809f6b49be844ed`}),Fe={name:`bell`,size:24,node:[[`path`,{d:`M10.268 21a2 2 0 0 0 3.464 0`,key:`vwvbt9`}],[`path`,{d:`M3.262 15.326A1 1 0 0 0 4 17h16a1 1 0 0 0 .74-1.673C19.41 13.956 18 12.499 18 8A6 6 0 0 0 6 8c0 4.499-1.411 5.956-2.738 7.326`,key:`11g9vi`}]]};Fe.node;var Ie=i(Fe),Le={name:`building-complex`,size:24,node:[[`path`,{d:`M10 12h4`,key:`a56b0p`}],[`path`,{d:`M10 8h4`,key:`1sr2af`}],[`path`,{d:`M14 21v-3a2 2 0 0 0-4 0v3`,key:`1rgiei`}],[`path`,{d:`M6 10H4a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-2`,key:`secmi2`}],[`path`,{d:`M6 21V5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v16`,key:`16ra0t`}]],aliases:[`building-2`]};Le.node;var Re=i(Le),ze={name:`chevrons-up-down`,size:24,node:[[`path`,{d:`m7 15 5 5 5-5`,key:`1hf1tw`}],[`path`,{d:`m7 9 5-5 5 5`,key:`sgt6xg`}]]};ze.node;var Be=i(ze),Ve={name:`circle-check`,size:24,node:[[`circle`,{cx:`12`,cy:`12`,r:`10`,key:`1mglay`}],[`path`,{d:`m16 9-5.5 5.5L8 12`,key:`xofnsj`}]],aliases:[`check-circle-2`]};Ve.node;var He=i(Ve),Ue={name:`circle-exclamation-point`,size:24,node:[[`circle`,{cx:`12`,cy:`12`,r:`10`,key:`1mglay`}],[`line`,{x1:`12`,x2:`12`,y1:`8`,y2:`12`,key:`1pkeuh`}],[`line`,{x1:`12`,x2:`12.01`,y1:`16`,y2:`16`,key:`4dfq90`}]],aliases:[`alert-circle`,`circle-alert`]};Ue.node;var We=i(Ue),Ge={name:`credit-card`,size:24,node:[[`rect`,{width:`20`,height:`14`,x:`2`,y:`5`,rx:`2`,key:`ynyp8z`}],[`line`,{x1:`2`,x2:`22`,y1:`10`,y2:`10`,key:`1b3vmo`}],[`path`,{d:`M6 14h2`,key:`mk7k0u`}]]};Ge.node;var Ke=i(Ge),qe={name:`ellipsis`,size:24,node:[[`circle`,{cx:`12`,cy:`12`,r:`1`,key:`41hilf`}],[`circle`,{cx:`19`,cy:`12`,r:`1`,key:`1wjl8i`}],[`circle`,{cx:`5`,cy:`12`,r:`1`,key:`1pcz8c`}]],aliases:[`more-horizontal`]};qe.node;var Je=i(qe),Ye={name:`house`,size:24,node:[[`path`,{d:`M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8`,key:`5wwlr5`}],[`path`,{d:`M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z`,key:`r6nss1`}]],aliases:[`home`]};Ye.node;var Xe=i(Ye),Ze={name:`info`,size:24,node:[[`circle`,{cx:`12`,cy:`12`,r:`10`,key:`1mglay`}],[`path`,{d:`M12 16v-4`,key:`1dtifu`}],[`path`,{d:`M12 8h.01`,key:`e9boi3`}]]};Ze.node;var Qe=i(Ze),$e={name:`languages`,size:24,node:[[`path`,{d:`m5 8 6 6`,key:`1wu5hv`}],[`path`,{d:`m4 14 6-6 2-3`,key:`1k1g8d`}],[`path`,{d:`M2 5h12`,key:`or177f`}],[`path`,{d:`M7 2h1`,key:`1t2jsx`}],[`path`,{d:`m22 22-5-10-5 10`,key:`don7ne`}],[`path`,{d:`M14 18h6`,key:`1m8k6r`}]]};$e.node;var et=i($e),tt={name:`log-out`,size:24,node:[[`path`,{d:`m16 17 5-5-5-5`,key:`1bji2h`}],[`path`,{d:`M21 12H9`,key:`dn1m92`}],[`path`,{d:`M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4`,key:`1uf3rs`}]]};tt.node;var nt=i(tt),rt={name:`monitor`,size:24,node:[[`rect`,{width:`20`,height:`14`,x:`2`,y:`3`,rx:`2`,key:`48i651`}],[`line`,{x1:`8`,x2:`16`,y1:`21`,y2:`21`,key:`1svkeh`}],[`line`,{x1:`12`,x2:`12`,y1:`17`,y2:`21`,key:`vw1qmm`}]]};rt.node;var it=i(rt),at={name:`moon`,size:24,node:[[`path`,{d:`M20.985 12.486a9 9 0 1 1-9.473-9.472c.405-.022.617.46.402.803a6 6 0 0 0 8.268 8.268c.344-.215.825-.004.803.401`,key:`kfwtm`}]]};at.node;var ot=i(at),st={name:`receipt-text`,size:24,node:[[`path`,{d:`M13 16H8`,key:`wsln4y`}],[`path`,{d:`M14 8H8`,key:`1l3xfs`}],[`path`,{d:`M16 12H8`,key:`1fr5h0`}],[`path`,{d:`M4 3a1 1 0 0 1 1-1 1.3 1.3 0 0 1 .7.2l.933.6a1.3 1.3 0 0 0 1.4 0l.934-.6a1.3 1.3 0 0 1 1.4 0l.933.6a1.3 1.3 0 0 0 1.4 0l.933-.6a1.3 1.3 0 0 1 1.4 0l.934.6a1.3 1.3 0 0 0 1.4 0l.933-.6A1.3 1.3 0 0 1 19 2a1 1 0 0 1 1 1v18a1 1 0 0 1-1 1 1.3 1.3 0 0 1-.7-.2l-.933-.6a1.3 1.3 0 0 0-1.4 0l-.934.6a1.3 1.3 0 0 1-1.4 0l-.933-.6a1.3 1.3 0 0 0-1.4 0l-.933.6a1.3 1.3 0 0 1-1.4 0l-.934-.6a1.3 1.3 0 0 0-1.4 0l-.933.6a1.3 1.3 0 0 1-.7.2 1 1 0 0 1-1-1z`,key:`ycz6yz`}]]};st.node;var ct=i(st),lt={name:`sun`,size:24,node:[[`circle`,{cx:`12`,cy:`12`,r:`4`,key:`4exip2`}],[`path`,{d:`M12 2v2`,key:`tus03m`}],[`path`,{d:`M12 20v2`,key:`1lh1kg`}],[`path`,{d:`m4.93 4.93 1.41 1.41`,key:`149t6j`}],[`path`,{d:`m17.66 17.66 1.41 1.41`,key:`ptbguv`}],[`path`,{d:`M2 12h2`,key:`1t8f8n`}],[`path`,{d:`M20 12h2`,key:`1q8mjw`}],[`path`,{d:`m6.34 17.66-1.41 1.41`,key:`1m8zz5`}],[`path`,{d:`m19.07 4.93-1.41 1.41`,key:`1shlcs`}]]};lt.node;var ut=i(lt),dt={name:`triangle-exclamation-point`,size:24,node:[[`path`,{d:`m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3`,key:`wmoenq`}],[`path`,{d:`M12 9v4`,key:`juzpu7`}],[`path`,{d:`M12 17h.01`,key:`p32p05`}]],aliases:[`alert-triangle`,`triangle-alert`]};dt.node;var ft=i(dt),pt={name:`user-round`,size:24,node:[[`circle`,{cx:`12`,cy:`8`,r:`5`,key:`1hypcn`}],[`path`,{d:`M20 21a8 8 0 0 0-16 0`,key:`rfgkzh`}]],aliases:[`user-2`]};pt.node;var mt=i(pt),ht={name:`wallet-minimal`,size:24,node:[[`path`,{d:`M17 14h.01`,key:`7oqj8z`}],[`path`,{d:`M7 7h12a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h14`,key:`u1rqew`}]],aliases:[`wallet-2`]};ht.node;var gt=i(ht),_t={name:`x`,size:24,node:[[`path`,{d:`M18 6 6 18`,key:`1bl5f8`}],[`path`,{d:`m6 6 12 12`,key:`d8bk6v`}]]};_t.node;var vt=i(_t),E=r(),yt=/<([a-zA-Z0-9]+)>([\s\S]*?)<\/\1>|<([a-zA-Z0-9]+)\/>/,bt={area:!0,base:!0,br:!0,col:!0,embed:!0,hr:!0,img:!0,input:!0,keygen:!0,link:!0,meta:!0,param:!0,source:!0,track:!0,wbr:!0,menuitem:!0};function xt(e,t={}){let n=e.split(yt);if(n.length===1)return e;let r=Ct(0,`$lingui$`),i=[],a=n.shift();a&&i.push(a);for(let[e,a,o]of St(n)){let n=e===void 0?void 0:t[e];(!n||bt[n.type]&&a)&&(console.error(n?`${n.type} is a void element tag therefore it must have no children`:`Can't use element at index '${e}' as it is not declared in the original translation`),n=(0,E.jsx)(E.Fragment,{})),Array.isArray(n)&&(n=(0,E.jsx)(E.Fragment,{children:n})),i.push((0,_.cloneElement)(n,{key:r()},a?xt(a,t):n.props.children)),o&&i.push(o)}return i.length===1?i[0]:i}function St(e){if(!e.length)return[];let[t,n,r,i]=e.slice(0,4);return[[t||r,n||``,i]].concat(St(e.slice(4,e.length)))}var Ct=(e=0,t=``)=>()=>`${t}_${e++}`;function wt(e){let{render:t,component:n,id:r,message:i,formats:a,lingui:{i18n:o,defaultComponent:s}}=e,{values:c,components:l}=Et(e),u=o&&typeof o._==`function`?o._(r,c,{message:i,formats:a}):r,d=u?xt(u,l):null;if(t===null||n===null)return d;let f=s||Tt,p={id:r,message:i,translation:d,children:d};if(t&&n)console.error("You can't use both `component` and `render` prop at the same time. `component` is ignored.");else if(t&&typeof t!=`function`)console.error(`Invalid value supplied to prop \`render\`. It must be a function, provided ${t}`);else if(n&&typeof n!=`function`)return console.error(`Invalid value supplied to prop \`component\`. It must be a React component, provided ${n}`),(0,E.jsx)(f,{...p,children:d});return typeof t==`function`?t(p):(0,E.jsx)(n||f,{...p,children:d})}var Tt=({children:e})=>e,Et=e=>{if(!e.values)return{values:void 0,components:e.components};let t={...e.values},n={...e.components};return Object.entries(e.values).forEach(([e,r])=>{if(typeof r==`string`||typeof r==`number`)return;let i=Object.keys(n).length;n[i]=(0,E.jsx)(E.Fragment,{children:r}),t[e]=`<${i}/>`}),{values:t,components:n}},Dt=(0,_.createContext)(null),Ot=e=>(0,_.useContext)(Dt);function kt(){return Ot()}var At=({i18n:e,defaultComponent:t,children:n})=>{let r=(0,_.useRef)(e.locale),i=(0,_.useCallback)(()=>({i18n:e,defaultComponent:t,_:e.t.bind(e)}),[e,t]),[a,o]=(0,_.useState)(i());return(0,_.useEffect)(()=>{let t=()=>{r.current=e.locale,o(i())},n=e.on(`change`,t);return r.current!==e.locale&&t(),n},[e,i]),r.current?(0,E.jsx)(Dt.Provider,{value:a,children:n}):null};function jt(e){let t=Ot(void 0);return(0,E.jsx)(wt,{...e,lingui:t})}function Mt(e,t){if(e instanceof RegExp)return{keys:!1,pattern:e};var n,r,i,a,o=[],s=``,c=e.split(`/`);for(c[0]||c.shift();i=c.shift();)n=i[0],n===`*`?(o.push(n),s+=i[1]===`?`?`(?:/(.*))?`:`/(.*)`):n===`:`?(r=i.indexOf(`?`,1),a=i.indexOf(`.`,1),o.push(i.substring(1,~r?r:~a?a:i.length)),s+=~r&&!~a?`(?:/([^/]+?))?`:`/([^/]+?)`,~a&&(s+=(~r?`?`:``)+`\\`+i.substring(a))):s+=`/`+i;return{keys:o,pattern:RegExp(`^`+s+(t?`(?=$|/)`:`/?$`),`i`)}}var Nt=n((e=>{var n=t();function r(e,t){return e===t&&(e!==0||1/e==1/t)||e!==e&&t!==t}var i=typeof Object.is==`function`?Object.is:r,a=n.useState,o=n.useEffect,s=n.useLayoutEffect,c=n.useDebugValue;function l(e,t){var n=t(),r=a({inst:{value:n,getSnapshot:t}}),i=r[0].inst,l=r[1];return s(function(){i.value=n,i.getSnapshot=t,u(i)&&l({inst:i})},[e,n,t]),o(function(){return u(i)&&l({inst:i}),e(function(){u(i)&&l({inst:i})})},[e]),c(n),n}function u(e){var t=e.getSnapshot;e=e.value;try{var n=t();return!i(e,n)}catch{return!0}}function d(e,t){return t()}var f=typeof window>`u`||window.document===void 0||window.document.createElement===void 0?d:l;e.useSyncExternalStore=n.useSyncExternalStore===void 0?f:n.useSyncExternalStore})),Pt=n(((e,t)=>{t.exports=Nt()})),Ft=Pt(),It=_.useInsertionEffect,Lt=typeof window<`u`&&window.document!==void 0&&window.document.createElement!==void 0?_.useLayoutEffect:_.useEffect,Rt=It||Lt,zt=e=>{let t=_.useRef([e,(...e)=>t[0](...e)]).current;return Rt(()=>{t[0]=e}),t[1]},Bt=[`popstate`,`pushState`,`replaceState`,`hashchange`],Vt=[],Ht=()=>Vt.forEach(e=>e()),Ut=e=>(Vt.push(e)===1&&Bt.forEach(e=>addEventListener(e,Ht)),()=>{Vt=Vt.filter(t=>t!==e),Vt.length||Bt.forEach(e=>removeEventListener(e,Ht))}),Wt=(e,t)=>(0,Ft.useSyncExternalStore)(Ut,e,t),Gt=()=>location.search,Kt=({ssrSearch:e}={})=>Wt(Gt,e==null?Gt:()=>e),qt=()=>location.pathname,Jt=({ssrPath:e}={})=>Wt(qt,e==null?qt:()=>e),Yt=(e,{replace:t=!1,state:n=null}={})=>history[t?`replaceState`:`pushState`](n,``,e),Xt=e=>[Jt(e),Yt],Zt=Symbol.for(`wouter_v3`);if(typeof history<`u`&&window[Zt]===void 0){for(let e of[`pushState`,`replaceState`]){let t=history[e];history[e]=function(){let n=t.apply(this,arguments),r=new Event(e);return r.arguments=arguments,dispatchEvent(r),n}}Object.defineProperty(window,Zt,{value:!0})}var Qt=(e=``)=>e===`/`?``:e,$t=(e,t)=>e[0]===`~`?e.slice(1):Qt(t)+e,en=(e,t)=>(e=tn(Qt(e)),t=tn(t),!e||(t.toLowerCase()+`/`).startsWith(e.toLowerCase()+`/`)?t.slice(e.length)||`/`:`~`+t),tn=e=>{try{return e.includes(`%`)?decodeURI(e):e}catch{return e}},D=e=>tn(e[0]===`?`?e.slice(1):e),nn={hook:Xt,searchHook:Kt,parser:Mt,base:``,ssrPath:void 0,ssrSearch:void 0,ssrContext:void 0,hrefs:e=>e,aroundNav:(e,t,n)=>e(t,n)},rn=(0,_.createContext)(nn),an=()=>(0,_.useContext)(rn),on={},sn=(0,_.createContext)(on),cn=()=>(0,_.useContext)(sn),ln=(e,t=e.base)=>en(t,e.hook(e)[0]),un=e=>{let[t,n]=e.hook(e);return[en(e.base,t),zt((t,r)=>e.aroundNav(n,$t(t,e.base),r))]},dn=()=>un(an()),fn=()=>{let e=an();return D(e.searchHook(e))},pn=(e,t,n,r)=>{let{pattern:i,keys:a}=t instanceof RegExp?{pattern:t}:e(t||`*`,r),o=i.exec(n);if(!o)return[!1,null];let s={};for(let e=1;e<o.length;e++)s[e-1]=o[e];if(a)for(let e=0;e<a.length;e++)s[a[e]]=o[e+1];else Object.assign(s,o.groups);return r?[!0,s,o[0]]:[!0,s]},mn=e=>{let t=an(),n=/^~\//.test(e);return pn(t.parser,n?e.slice(1):e,ln(t,n?``:t.base))},hn=({children:e,...t})=>{let n=an(),r=t.hook?nn:n,i=r;if(t.ssrPath){let[e,n=t.ssrSearch??``]=t.ssrPath.split(`?`);e&&(t.ssrSearch=n,t.ssrPath=e)}t.hrefs=t.hrefs??t.hook?.hrefs,t.searchHook=t.searchHook??t.hook?.searchHook;let a=(0,_.useRef)(r),o=a.current,s=o;for(let e in r){let n=e===`base`?r[e]+(t[e]??``):t[e]??r[e];n!==s[e]&&(o===s&&(a.current=s={...s}),s[e]=n),(n!==r[e]||n!==i[e])&&(i=s)}return(0,_.createElement)(rn.Provider,{value:i},e)},gn=({children:e,component:t},n)=>t?(0,_.createElement)(t,{params:n}):typeof e==`function`?e(n):e,_n=e=>{let t=(0,_.useRef)(on),n=t.current,r=Object.keys(e);return t.current=r.length!==Object.keys(n).length||r.some(t=>e[t]!==n[t])?e:n};function vn(){let[e,t]=dn(),n=fn(),r=(0,_.useMemo)(()=>new URLSearchParams(n),[n]),i=r;return[r,zt((n,r)=>{i=new URLSearchParams(typeof n==`function`?n(i):n);let a=i.toString();t(e+(a?`?`+a:``),r)})]}var yn=({path:e,nest:t,match:n,...r})=>{let i=an(),a=ln(i),[o,s,c]=n??pn(i.parser,e,a,t),l=_n({...cn(),...s});if(!o)return null;let u=gn(r,l);return(0,_.createElement)(sn.Provider,{value:l},c?(0,_.createElement)(hn,{base:c},u):u)},bn=(0,_.forwardRef)((e,t)=>{let n=an(),[r,i]=un(n),{to:a=``,href:o=a,onClick:s,asChild:c,children:l,className:u,replace:d,state:f,transition:p,...m}=e;return m.onClick=zt(t=>{t.ctrlKey||t.metaKey||t.altKey||t.shiftKey||t.button!==0||(s?.(t),t.defaultPrevented||(t.preventDefault(),i(o,e)))}),m.href=n.hrefs(o[0]===`~`?o.slice(1):n.base+o,n),u!==void 0&&(m.className=u?.call?u(r===o):u),t&&(m.ref=t),c&&(0,_.isValidElement)(l)?(0,_.cloneElement)(l,m):(0,_.createElement)(`a`,m,l)}),xn=(e,t=[])=>{if(Array.isArray(e))for(let n of e)xn(n&&n.type===_.Fragment?n.props.children:n,t);else t.push(e);return t},Sn=({children:e,location:t})=>{let n=an(),r=ln(n);for(let i of xn(e)){let e=0;if((0,_.isValidElement)(i)&&(e=pn(n.parser,i.props.path,t||r,i.props.nest))[0])return(0,_.cloneElement)(i,{match:e})}return null},Cn=e=>{let{to:t,href:n=t}=e,r=an(),[,i]=un(r),a=zt(()=>i(t||n,e)),{ssrContext:o}=r;return Lt(()=>{a()},[]),o&&(o.redirectTo=t),null},wn={info:Qe,good:He,warning:ft,bad:We};function Tn({tone:e=`info`,children:t}){let n=wn[e];return(0,E.jsxs)(`div`,{className:`callout callout-${e}`,children:[(0,E.jsx)(n,{className:`icon`,"aria-hidden":`true`}),(0,E.jsx)(`div`,{className:`callout-text`,children:t})]})}function En({children:e}){return(0,E.jsx)(`div`,{role:`alert`,children:(0,E.jsx)(Tn,{tone:`bad`,children:e})})}var Dn=()=>g(()=>import(`./MenuPopup-BNAZ5dkI.js`),__vite__mapDeps([19,1,20,21,22])),On=()=>void(navigator.onLine&&Dn().catch(()=>void 0)),kn=(0,_.lazy)(async()=>({default:(await u(Dn)).MenuPopup})),An=(0,_.lazy)(async()=>({default:(await u(Dn)).MenuPopupItem}));function jn({trigger:e,children:t}){let[n,r]=(0,_.useState)(!1),i=(0,_.cloneElement)(e,{"aria-haspopup":`menu`,onPointerEnter:On,onFocus:On,onClick:()=>r(!0)});return n?(0,E.jsx)(_.Suspense,{fallback:i,children:(0,E.jsx)(kn,{trigger:e,children:t})}):i}function Mn(e){return(0,E.jsx)(An,{...e})}function Nn(){return(0,E.jsx)(`hr`,{className:`menu-separator`})}var Pn=e=>typeof e==`string`,Fn=e=>typeof e==`function`,In=new Map,Ln=`en`;function Rn(e){return[...Array.isArray(e)?e:[e],Ln]}function zn(e,t,n){let r=Rn(e);n||=`default`;let i;if(typeof n==`string`)switch(i={day:`numeric`,month:`short`,year:`numeric`},n){case`full`:i.weekday=`long`;case`long`:i.month=`long`;break;case`short`:i.month=`numeric`}else i=n;return Un(()=>Wn(`date`,r,n),()=>new Intl.DateTimeFormat(r,i)).format(Pn(t)?new Date(t):t)}function Bn(e,t,n){let r;if(n||=`default`,typeof n==`string`)switch(r={second:`numeric`,minute:`numeric`,hour:`numeric`},n){case`full`:case`long`:r.timeZoneName=`short`;break;case`short`:delete r.second}else r=n;return zn(e,t,r)}function Vn(e,t,n){let r=Rn(e);return Un(()=>Wn(`number`,r,n),()=>new Intl.NumberFormat(r,n)).format(t)}function Hn(e,t,n,{offset:r=0,...i}){let a=Rn(e),o=t?Un(()=>Wn(`plural-ordinal`,a),()=>new Intl.PluralRules(a,{type:`ordinal`})):Un(()=>Wn(`plural-cardinal`,a),()=>new Intl.PluralRules(a,{type:`cardinal`}));return i[n]??i[o.select(n-r)]??i.other}function Un(e,t){let n=e(),r=In.get(n);return r||(r=t(),In.set(n,r)),r}function Wn(e,t,n){return`${e}-${t.join(`-`)}-${JSON.stringify(n)}`}var Gn=/\\u[a-fA-F0-9]{4}|\\x[a-fA-F0-9]{2}/,Kn=e=>e.replace(/\\u([a-fA-F0-9]{4})|\\x([a-fA-F0-9]{2})/g,(e,t,n)=>{if(t){let e=parseInt(t,16);return String.fromCharCode(e)}{let e=parseInt(n,16);return String.fromCharCode(e)}}),qn=`%__lingui_octothorpe__%`,Jn=(e,t,n={})=>{let r=t||e,i=e=>typeof e==`object`?e:n[e],a=(e,t)=>{let a=Object.keys(n).length?i(`number`):void 0,o=Vn(r,e,a);return t.replace(new RegExp(qn,`g`),o)};return{plural:(e,t)=>{let{offset:n=0}=t,i=Hn(r,!1,e,t);return a(e-n,i)},selectordinal:(e,t)=>{let{offset:n=0}=t,i=Hn(r,!0,e,t);return a(e-n,i)},select:Yn,number:(e,t)=>Vn(r,e,i(t)||{style:t}),date:(e,t)=>zn(r,e,i(t)||t),time:(e,t)=>Bn(r,e,i(t)||t)}},Yn=(e,t)=>t[e]??t.other;function Xn(e,t,n){return(r={},i)=>{let a=Jn(t,n,i),o=(e,t=!1)=>Array.isArray(e)?e.reduce((e,n)=>{if(n===`#`&&t)return e+qn;if(Pn(n))return e+n;let[i,s,c]=n,l={};s===`plural`||s===`selectordinal`||s===`select`?Object.entries(c).forEach(([e,t])=>{l[e]=o(t,s===`plural`||s===`selectordinal`)}):l=c;let u;if(s){let e=a[s];u=e(r[i],l)}else u=r[i];return u==null?e:e+u},``):e,s=o(e);return Pn(s)&&Gn.test(s)?Kn(s):Pn(s)?s:s?String(s):``}}var Zn=Object.defineProperty,Qn=(e,t,n)=>t in e?Zn(e,t,{enumerable:!0,configurable:!0,writable:!0,value:n}):e[t]=n,$n=(e,t,n)=>(Qn(e,typeof t==`symbol`?t:t+``,n),n),er=class{constructor(){$n(this,`_events`,{})}on(e,t){var n;return(n=this._events)[e]??(n[e]=[]),this._events[e].push(t),()=>this.removeListener(e,t)}removeListener(e,t){let n=this._getListeners(e);if(!n)return;let r=n.indexOf(t);~r&&n.splice(r,1)}emit(e,...t){let n=this._getListeners(e);n&&n.map(e=>e.apply(this,t))}_getListeners(e){let t=this._events[e];return Array.isArray(t)?t:!1}},tr=Object.defineProperty,nr=(e,t,n)=>t in e?tr(e,t,{enumerable:!0,configurable:!0,writable:!0,value:n}):e[t]=n,rr=(e,t,n)=>(nr(e,typeof t==`symbol`?t:t+``,n),n),ir=class extends er{constructor(e){super(),rr(this,`_locale`,``),rr(this,`_locales`),rr(this,`_localeData`,{}),rr(this,`_messages`,{}),rr(this,`_missing`),rr(this,`_messageCompiler`),rr(this,`t`,this._.bind(this)),e.missing!=null&&(this._missing=e.missing),e.messages!=null&&this.load(e.messages),e.localeData!=null&&this.loadLocaleData(e.localeData),(typeof e.locale==`string`||e.locales)&&this.activate(e.locale??Ln,e.locales)}get locale(){return this._locale}get locales(){return this._locales}get messages(){return this._messages[this._locale]??{}}get localeData(){return this._localeData[this._locale]??{}}_loadLocaleData(e,t){let n=this._localeData[e];n?Object.assign(n,t):this._localeData[e]=t}setMessagesCompiler(e){return this._messageCompiler=e,this}loadLocaleData(e,t){typeof e==`string`?this._loadLocaleData(e,t):Object.keys(e).forEach(t=>this._loadLocaleData(t,e[t])),this.emit(`change`)}_load(e,t){let n=this._messages[e];n?Object.assign(n,t):this._messages[e]=t}load(e,t){typeof e==`string`&&typeof t==`object`?this._load(e,t):Object.entries(e).forEach(([e,t])=>this._load(e,t)),this.emit(`change`)}loadAndActivate({locale:e,locales:t,messages:n}){this._locale=e,this._locales=t||void 0,this._messages[this._locale]=n,this.emit(`change`)}activate(e,t){this._locale=e,this._locales=t,this.emit(`change`)}_(e,t,n){if(!this.locale)throw Error(`Lingui: Attempted to call a translation function without setting a locale.
Make sure to call \`i18n.activate(locale)\` before using Lingui functions.
This issue may also occur due to a race condition in your initialization logic.`);let r=n?.message;e||=``,Pn(e)||(t=e.values||t,r=e.message,e=e.id);let i=this.messages[e],a=i===void 0,o=this._missing;if(o&&a)return Fn(o)?o(this._locale,e):o;a&&this.emit(`missing`,{id:e,locale:this._locale});let s=i||r||e;return Pn(s)&&(this._messageCompiler?s=this._messageCompiler(s):console.warn(`Uncompiled message detected! Message:

> ${s}

That means you use raw catalog or your catalog doesn't have a translation for the message and fallback was used.
ICU features such as interpolation and plurals will not work properly for that message. 

Please compile your catalog first. 
`)),Pn(s)&&Gn.test(s)?Kn(s):Pn(s)?s:Xn(s,this._locale,this._locales)(t,n?.formats)}date(e,t){return zn(this._locales||this._locale,e,t)}number(e,t){return Vn(this._locales||this._locale,e,t)}};function ar(e={}){return new ir(e)}var or=ar(),sr=new Set;async function cr(e){sr.add(e);let t=or.locale,{messages:n}=await e(t);or.load(t,n)}async function lr(e){let t=await Promise.all([...sr].map(t=>t(e)));for(let{messages:n}of t)or.load(e,n);or.activate(e),document.documentElement.lang=e}var ur=[`en`,`fr`],dr=`acompte.locale`,fr=e=>ur.includes(e);function pr(){let e=localStorage.getItem(dr);return fr(e)?e:navigator.languages.map(e=>e.split(`-`)[0]).find(fr)??`en`}function mr(e){localStorage.setItem(dr,e)}var hr=(0,_.createContext)(null),gr=e=>g(e===`fr`?()=>import(`./fr-BLuwtahM.js`):()=>import(`./en-DKHA_QDS.js`),[]);function _r({catalogue:e,children:t}){let[n,r]=(0,_.useState)(null);(0,_.useEffect)(()=>{let t=pr();or.load(t,{}),or.activate(t),Promise.all([cr(gr),cr(e)]).then(()=>lr(t)).then(()=>r(t))},[e]);let i=(0,_.useMemo)(()=>n&&{locale:n,async setLocale(e){mr(e),await lr(e),r(e)}},[n]);return i===null?null:(0,E.jsx)(hr,{value:i,children:(0,E.jsx)(At,{i18n:or,children:t})})}function vr(){let e=(0,_.useContext)(hr);if(e===null)throw Error(`There is no Language around this component.`);return e}function yr(e,t){return(0,_.lazy)(async()=>{let[n]=await Promise.all([u(e),u(()=>cr(t))]);return n})}var br=864e5;function xr(e,t){let n=Date.parse(`${e}T00:00:00Z`),r=n-Cr(n,t);return new Date(n-Cr(r,t)).toISOString()}var Sr=e=>new Date(Date.parse(`${e}T00:00:00Z`)+br).toISOString().slice(0,10);function Cr(e,t){let n=new Intl.DateTimeFormat(`en-US`,{timeZone:t,hourCycle:`h23`,year:`numeric`,month:`numeric`,day:`numeric`,hour:`numeric`,minute:`numeric`,second:`numeric`}),{year:r=0,month:i=1,day:a,hour:o,minute:s,second:c}=Object.fromEntries(n.formatToParts(e).map(({type:e,value:t})=>[e,Number(t)]));return Date.UTC(r,i-1,a,o,s,c)-e}var wr=(0,_.createContext)(null);function Tr({firm:e,children:t}){return(0,E.jsx)(wr,{value:e,children:t})}function Er(){let{locale:e}=vr(),t=(0,_.useContext)(wr);return(0,_.useMemo)(()=>{let n=t?.timeZone,r=navigator.languages.find(t=>t.split(`-`)[0]===e)??e,i=e=>new Intl.DateTimeFormat(r,e),a=i({dateStyle:`medium`,timeZone:`UTC`}),o=i({dateStyle:`medium`,timeZone:n}),s=i({dateStyle:`medium`,timeStyle:`short`,timeZone:n});return{currencyCode:t?.currencyCode??null,money:({amount:e,currencyCode:n=t?.currencyCode})=>new Intl.NumberFormat(r,{style:n===void 0?`decimal`:`currency`,currency:n,currencyDisplay:`narrowSymbol`}).format(e),date:e=>(e.includes(`T`)?o:a).format(new Date(e)),dateTime:e=>s.format(new Date(e)),startOfDay:e=>xr(e,n??`UTC`)}},[e,t?.timeZone,t?.currencyCode])}function Dr({lines:e=3}){return(0,E.jsxs)(`div`,{className:`stack`,"aria-busy":`true`,children:[(0,E.jsx)(`span`,{className:`visually-hidden`,children:(0,E.jsx)(jt,{id:`yQE2r9`})}),Array.from({length:e},(t,n)=>(0,E.jsx)(`span`,{className:n===e-1?`skeleton skeleton-short`:`skeleton`},n))]})}var Or=n((e=>{var n=t();function r(e){var t=`https://react.dev/errors/`+e;if(1<arguments.length){t+=`?args[]=`+encodeURIComponent(arguments[1]);for(var n=2;n<arguments.length;n++)t+=`&args[]=`+encodeURIComponent(arguments[n])}return`Minified React error #`+e+`; visit `+t+` for the full message or use the non-minified dev environment for full errors and additional helpful warnings.`}function i(){}var a={d:{f:i,r:function(){throw Error(r(522))},D:i,C:i,L:i,m:i,X:i,S:i,M:i},p:0,findDOMNode:null},o=Symbol.for(`react.portal`),s=Symbol.for(`react.recoverable`),c=Symbol.for(`react.optimistic_key`);function l(e,t,n){var r=3<arguments.length&&arguments[3]!==void 0?arguments[3]:null;return{$$typeof:o,key:r==null?null:r===c?c:``+r,children:e,containerInfo:t,implementation:n}}var u=n.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE;function d(e,t){if(e===`font`)return``;if(typeof t==`string`)return t===`use-credentials`?t:``}e.__DOM_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE=a,e.browser=function(e){return{$$typeof:s,_reason:e}},e.createPortal=function(e,t){var n=2<arguments.length&&arguments[2]!==void 0?arguments[2]:null;if(!t||t.nodeType!==1&&t.nodeType!==9&&t.nodeType!==11)throw Error(r(299));return l(e,t,null,n)},e.flushSync=function(e){var t=u.T,n=a.p;try{if(u.T=null,a.p=2,e)return e()}finally{u.T=t,a.p=n,a.d.f()}},e.preconnect=function(e,t){typeof e==`string`&&(t?(t=t.crossOrigin,t=typeof t==`string`?t===`use-credentials`?t:``:void 0):t=null,a.d.C(e,t))},e.prefetchDNS=function(e){typeof e==`string`&&a.d.D(e)},e.preinit=function(e,t){if(typeof e==`string`&&t&&typeof t.as==`string`){var n=t.as,r=d(n,t.crossOrigin),i=typeof t.integrity==`string`?t.integrity:void 0,o=typeof t.fetchPriority==`string`?t.fetchPriority:void 0;n===`style`?a.d.S(e,typeof t.precedence==`string`?t.precedence:void 0,{crossOrigin:r,integrity:i,fetchPriority:o}):n===`script`&&a.d.X(e,{crossOrigin:r,integrity:i,fetchPriority:o,nonce:typeof t.nonce==`string`?t.nonce:void 0})}},e.preinitModule=function(e,t){if(typeof e==`string`){if(typeof t==`object`&&t){if(t.as==null||t.as===`script`){var n=d(t.as,t.crossOrigin);a.d.M(e,{crossOrigin:n,integrity:typeof t.integrity==`string`?t.integrity:void 0,nonce:typeof t.nonce==`string`?t.nonce:void 0,fetchPriority:typeof t.fetchPriority==`string`?t.fetchPriority:void 0})}}else t??a.d.M(e)}},e.preload=function(e,t){if(typeof e==`string`&&typeof t==`object`&&t&&typeof t.as==`string`){var n=t.as,r=d(n,t.crossOrigin);a.d.L(e,n,{crossOrigin:r,integrity:typeof t.integrity==`string`?t.integrity:void 0,nonce:typeof t.nonce==`string`?t.nonce:void 0,type:typeof t.type==`string`?t.type:void 0,fetchPriority:typeof t.fetchPriority==`string`?t.fetchPriority:void 0,referrerPolicy:typeof t.referrerPolicy==`string`?t.referrerPolicy:void 0,imageSrcSet:typeof t.imageSrcSet==`string`?t.imageSrcSet:void 0,imageSizes:typeof t.imageSizes==`string`?t.imageSizes:void 0,media:typeof t.media==`string`?t.media:void 0})}},e.preloadModule=function(e,t){if(typeof e==`string`){if(t){var n=d(t.as,t.crossOrigin);a.d.m(e,{as:typeof t.as==`string`&&t.as!==`script`?t.as:void 0,crossOrigin:n,integrity:typeof t.integrity==`string`?t.integrity:void 0,nonce:typeof t.nonce==`string`?t.nonce:void 0,fetchPriority:typeof t.fetchPriority==`string`?t.fetchPriority:void 0})}else a.d.m(e)}},e.requestFormReset=function(e){a.d.r(e)},e.unstable_batchedUpdates=function(e,t){return e(t)},e.useFormState=function(e,t,n){return u.H.useFormState(e,t,n)},e.useFormStatus=function(){return u.H.useHostTransitionStatus()},e.version=`19.3.1`})),kr=n(((e,t)=>{function n(){if(typeof __REACT_DEVTOOLS_GLOBAL_HOOK__<`u`&&typeof __REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE==`function`)try{__REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE(n)}catch(e){console.error(e)}}n(),t.exports=Or()})),Ar=6e3,jr=(0,_.createContext)(()=>{});function Mr({children:e}){let{_:t}=kt(),[n,r]=(0,_.useState)([]),i=(0,_.useRef)(0),o=(0,_.useCallback)(e=>r(t=>t.filter(t=>t.key!==e)),[]),s=(0,_.useCallback)(e=>{i.current+=1;let t=i.current;r(n=>[...n,{key:t,text:e}]),setTimeout(()=>o(t),Ar)},[o]);return(0,E.jsxs)(jr,{value:s,children:[e,(0,E.jsx)(`div`,{className:`toasts`,role:`status`,children:n.map(({key:e,text:n})=>(0,E.jsxs)(`div`,{className:`toast`,children:[(0,E.jsx)(He,{className:`icon`,"aria-hidden":`true`}),(0,E.jsx)(`div`,{className:`toast-text`,children:n}),(0,E.jsx)(a,{look:`quiet`,isIcon:!0,"aria-label":t({id:`yz7wBu`}),onClick:()=>o(e),children:(0,E.jsx)(vt,{"aria-hidden":`true`})})]},e))})]})}var Nr=()=>(0,_.useContext)(jr),Pr={NAME:`Name`,DOCUMENT:`Document`,OPERATION_DEFINITION:`OperationDefinition`,VARIABLE_DEFINITION:`VariableDefinition`,SELECTION_SET:`SelectionSet`,FIELD:`Field`,ARGUMENT:`Argument`,FRAGMENT_SPREAD:`FragmentSpread`,INLINE_FRAGMENT:`InlineFragment`,FRAGMENT_DEFINITION:`FragmentDefinition`,VARIABLE:`Variable`,INT:`IntValue`,FLOAT:`FloatValue`,STRING:`StringValue`,BOOLEAN:`BooleanValue`,NULL:`NullValue`,ENUM:`EnumValue`,LIST:`ListValue`,OBJECT:`ObjectValue`,OBJECT_FIELD:`ObjectField`,DIRECTIVE:`Directive`,NAMED_TYPE:`NamedType`,LIST_TYPE:`ListType`,NON_NULL_TYPE:`NonNullType`},Fr=class extends Error{constructor(e,t,n,r,i,a,o){super(e),this.name=`GraphQLError`,this.message=e,i&&(this.path=i),t&&(this.nodes=Array.isArray(t)?t:[t]),n&&(this.source=n),r&&(this.positions=r),a&&(this.originalError=a);var s=o;if(!s&&a){var c=a.extensions;c&&typeof c==`object`&&(s=c)}this.extensions=s||{}}toJSON(){return{...this,message:this.message}}toString(){return this.message}get[Symbol.toStringTag](){return`GraphQLError`}},O,k;function Ir(e){return new Fr(`Syntax Error: Unexpected token at ${k} in ${e}`)}function Lr(e){if(e.lastIndex=k,e.test(O))return O.slice(k,k=e.lastIndex)}var Rr=/ +(?=[^\s])/y;function zr(e){for(var t=e.split(`
`),n=``,r=0,i=0,a=t.length-1,o=0;o<t.length;o++)Rr.lastIndex=0,Rr.test(t[o])&&(o&&(!r||Rr.lastIndex<r)&&(r=Rr.lastIndex),i||=o,a=o);for(var s=i;s<=a;s++)s!==i&&(n+=`
`),n+=t[s].slice(r).replace(/\\"""/g,`"""`);return n}function A(){for(var e=0|O.charCodeAt(k++);e===9||e===10||e===13||e===32||e===35||e===44||e===65279;e=0|O.charCodeAt(k++))if(e===35)for(;(e=0|O.charCodeAt(k++))&&e!==10&&e!==13;);k--}function Br(){for(var e=k,t=0|O.charCodeAt(k++);t>=48&&t<=57||t>=65&&t<=90||t===95||t>=97&&t<=122;t=0|O.charCodeAt(k++));if(e===k-1)throw Ir(`Name`);var n=O.slice(e,--k);return A(),n}function Vr(){return{kind:`Name`,value:Br()}}var Hr=/(?:"""|(?:[\s\S]*?[^\\])""")/y,Ur=/(?:(?:\.\d+)?[eE][+-]?\d+|\.\d+)/y;function Wr(e){var t;switch(O.charCodeAt(k)){case 91:k++,A();for(var n=[];O.charCodeAt(k)!==93;)n.push(Wr(e));return k++,A(),{kind:`ListValue`,values:n};case 123:k++,A();for(var r=[];O.charCodeAt(k)!==125;){var i=Vr();if(O.charCodeAt(k++)!==58)throw Ir(`ObjectField`);A(),r.push({kind:`ObjectField`,name:i,value:Wr(e)})}return k++,A(),{kind:`ObjectValue`,fields:r};case 36:if(e)throw Ir(`Variable`);return k++,{kind:`Variable`,name:Vr()};case 34:if(O.charCodeAt(k+1)===34&&O.charCodeAt(k+2)===34){if(k+=3,(t=Lr(Hr))==null)throw Ir(`StringValue`);return A(),{kind:`StringValue`,value:zr(t.slice(0,-3)),block:!0}}var a=k,o;k++;var s=!1;for(o=0|O.charCodeAt(k++);o===92&&(k++,s=!0)||o!==10&&o!==13&&o!==34&&o;o=0|O.charCodeAt(k++));if(o!==34)throw Ir(`StringValue`);return t=O.slice(a,k),A(),{kind:`StringValue`,value:s?JSON.parse(t):t.slice(1,-1),block:!1};case 45:case 48:case 49:case 50:case 51:case 52:case 53:case 54:case 55:case 56:case 57:for(var c=k++,l;(l=0|O.charCodeAt(k++))>=48&&l<=57;);var u=O.slice(c,--k);if((l=O.charCodeAt(k))===46||l===69||l===101){if((t=Lr(Ur))==null)throw Ir(`FloatValue`);return A(),{kind:`FloatValue`,value:u+t}}return A(),{kind:`IntValue`,value:u};case 110:if(O.charCodeAt(k+1)===117&&O.charCodeAt(k+2)===108&&O.charCodeAt(k+3)===108)return k+=4,A(),{kind:`NullValue`};break;case 116:if(O.charCodeAt(k+1)===114&&O.charCodeAt(k+2)===117&&O.charCodeAt(k+3)===101)return k+=4,A(),{kind:`BooleanValue`,value:!0};break;case 102:if(O.charCodeAt(k+1)===97&&O.charCodeAt(k+2)===108&&O.charCodeAt(k+3)===115&&O.charCodeAt(k+4)===101)return k+=5,A(),{kind:`BooleanValue`,value:!1}}return{kind:`EnumValue`,value:Br()}}function Gr(e){if(O.charCodeAt(k)===40){var t=[];k++,A();do{var n=Vr();if(O.charCodeAt(k++)!==58)throw Ir(`Argument`);A(),t.push({kind:`Argument`,name:n,value:Wr(e)})}while(O.charCodeAt(k)!==41);return k++,A(),t}}function Kr(e){if(O.charCodeAt(k)===64){var t=[];do k++,t.push({kind:`Directive`,name:Vr(),arguments:Gr(e)});while(O.charCodeAt(k)===64);return t}}function qr(){for(var e=0;O.charCodeAt(k)===91;)e++,k++,A();var t={kind:`NamedType`,name:Vr()};do if(O.charCodeAt(k)===33&&(k++,A(),t={kind:`NonNullType`,type:t}),e){if(O.charCodeAt(k++)!==93)throw Ir(`NamedType`);A(),t={kind:`ListType`,type:t}}while(e--);return t}function Jr(){if(O.charCodeAt(k++)!==123)throw Ir(`SelectionSet`);return A(),Yr()}function Yr(){var e=[];do if(O.charCodeAt(k)===46){if(O.charCodeAt(++k)!==46||O.charCodeAt(++k)!==46)throw Ir(`SelectionSet`);switch(k++,A(),O.charCodeAt(k)){case 64:e.push({kind:`InlineFragment`,typeCondition:void 0,directives:Kr(!1),selectionSet:Jr()});break;case 111:O.charCodeAt(k+1)===110?(k+=2,A(),e.push({kind:`InlineFragment`,typeCondition:{kind:`NamedType`,name:Vr()},directives:Kr(!1),selectionSet:Jr()})):e.push({kind:`FragmentSpread`,name:Vr(),directives:Kr(!1)});break;case 123:k++,A(),e.push({kind:`InlineFragment`,typeCondition:void 0,directives:void 0,selectionSet:Yr()});break;default:e.push({kind:`FragmentSpread`,name:Vr(),directives:Kr(!1)})}}else{var t=Vr(),n=void 0;O.charCodeAt(k)===58&&(k++,A(),n=t,t=Vr());var r=Gr(!1),i=Kr(!1),a=void 0;O.charCodeAt(k)===123&&(k++,A(),a=Yr()),e.push({kind:`Field`,alias:n,name:t,arguments:r,directives:i,selectionSet:a})}while(O.charCodeAt(k)!==125);return k++,A(),{kind:`SelectionSet`,selections:e}}function Xr(){if(A(),O.charCodeAt(k)===40){var e=[];k++,A();do{var t=void 0;if(O.charCodeAt(k)===34&&(t=Wr(!0)),O.charCodeAt(k++)!==36)throw Ir(`Variable`);var n=Vr();if(O.charCodeAt(k++)!==58)throw Ir(`VariableDefinition`);A();var r=qr(),i=void 0;O.charCodeAt(k)===61&&(k++,A(),i=Wr(!0)),A();var a={kind:`VariableDefinition`,variable:{kind:`Variable`,name:n},type:r,defaultValue:i,directives:Kr(!0)};t&&(a.description=t),e.push(a)}while(O.charCodeAt(k)!==41);return k++,A(),e}}function Zr(e){var t=Vr();if(O.charCodeAt(k++)!==111||O.charCodeAt(k++)!==110)throw Ir(`FragmentDefinition`);A();var n={kind:`FragmentDefinition`,name:t,typeCondition:{kind:`NamedType`,name:Vr()},directives:Kr(!1),selectionSet:Jr()};return e&&(n.description=e),n}function Qr(){var e=[];do{var t=void 0;if(O.charCodeAt(k)===34&&(t=Wr(!0)),O.charCodeAt(k)===123){if(t)throw Ir(`Document`);k++,A(),e.push({kind:`OperationDefinition`,operation:`query`,name:void 0,variableDefinitions:void 0,directives:void 0,selectionSet:Yr()})}else{var n=Br();switch(n){case`fragment`:e.push(Zr(t));break;case`query`:case`mutation`:case`subscription`:var r,i=void 0;(r=O.charCodeAt(k))!==40&&r!==64&&r!==123&&(i=Vr());var a={kind:`OperationDefinition`,operation:n,name:i,variableDefinitions:Xr(),directives:Kr(!1),selectionSet:Jr()};t&&(a.description=t),e.push(a);break;default:throw Ir(`Document`)}}}while(k<O.length);return e}function $r(e,t){return O=e.body?e.body:e,k=0,A(),t&&t.noLocation?{kind:`Document`,definitions:Qr()}:{kind:`Document`,definitions:Qr(),loc:{start:0,end:O.length,startToken:void 0,endToken:void 0,source:{body:O,name:`graphql.web`,locationOffset:{line:1,column:1}}}}}function ei(e,t,n){for(var r=``,i=0;i<e.length;i++)i&&(r+=t),r+=n(e[i]);return r}function ti(e){return JSON.stringify(e)}function ni(e){return`"""
`+e.replace(/"""/g,`\\"""`)+`
"""`}var ri=`
`,j={OperationDefinition(e){var t=``;e.description&&(t+=j.StringValue(e.description)+`
`),t+=e.operation,e.name&&(t+=` `+e.name.value),e.variableDefinitions&&e.variableDefinitions.length&&(e.name||(t+=` `),t+=`(`+ei(e.variableDefinitions,`, `,j.VariableDefinition)+`)`),e.directives&&e.directives.length&&(t+=` `+ei(e.directives,` `,j.Directive));var n=j.SelectionSet(e.selectionSet);return t===`query`?n:t+` `+n},VariableDefinition(e){var t=``;return e.description&&(t+=j.StringValue(e.description)+` `),t+=j.Variable(e.variable)+`: `+ii(e.type),e.defaultValue&&(t+=` = `+ii(e.defaultValue)),e.directives&&e.directives.length&&(t+=` `+ei(e.directives,` `,j.Directive)),t},Field(e){var t=e.alias?e.alias.value+`: `+e.name.value:e.name.value;if(e.arguments&&e.arguments.length){var n=ei(e.arguments,`, `,j.Argument);t.length+n.length+2>80?t+=`(`+(ri+=`  `)+ei(e.arguments,ri,j.Argument)+(ri=ri.slice(0,-2))+`)`:t+=`(`+n+`)`}return e.directives&&e.directives.length&&(t+=` `+ei(e.directives,` `,j.Directive)),e.selectionSet&&e.selectionSet.selections.length&&(t+=` `+j.SelectionSet(e.selectionSet)),t},StringValue(e){return e.block?ni(e.value).replace(/\n/g,ri):ti(e.value)},BooleanValue:e=>``+e.value,NullValue:e=>`null`,IntValue:e=>e.value,FloatValue:e=>e.value,EnumValue:e=>e.value,Name:e=>e.value,Variable:e=>`$`+e.name.value,ListValue:e=>`[`+ei(e.values,`, `,ii)+`]`,ObjectValue:e=>`{`+ei(e.fields,`, `,j.ObjectField)+`}`,ObjectField:e=>e.name.value+`: `+ii(e.value),Document(e){return!e.definitions||!e.definitions.length?``:ei(e.definitions,`

`,ii)},SelectionSet:e=>`{`+(ri+=`  `)+ei(e.selections,ri,ii)+(ri=ri.slice(0,-2))+`}`,Argument:e=>e.name.value+`: `+ii(e.value),FragmentSpread(e){var t=`...`+e.name.value;return e.directives&&e.directives.length&&(t+=` `+ei(e.directives,` `,j.Directive)),t},InlineFragment(e){var t=`...`;return e.typeCondition&&(t+=` on `+e.typeCondition.name.value),e.directives&&e.directives.length&&(t+=` `+ei(e.directives,` `,j.Directive)),t+=` `+j.SelectionSet(e.selectionSet)},FragmentDefinition(e){var t=``;return e.description&&(t+=j.StringValue(e.description)+`
`),t+=`fragment `+e.name.value,t+=` on `+e.typeCondition.name.value,e.directives&&e.directives.length&&(t+=` `+ei(e.directives,` `,j.Directive)),t+` `+j.SelectionSet(e.selectionSet)},Directive(e){var t=`@`+e.name.value;return e.arguments&&e.arguments.length&&(t+=`(`+ei(e.arguments,`, `,j.Argument)+`)`),t},NamedType:e=>e.name.value,ListType:e=>`[`+ii(e.type)+`]`,NonNullType:e=>ii(e.type)+`!`},ii=e=>j[e.kind](e);function ai(e){return ri=`
`,j[e.kind]?j[e.kind](e):``}function oi(e,t){switch(e.kind){case`NullValue`:return null;case`IntValue`:return parseInt(e.value,10);case`FloatValue`:return parseFloat(e.value);case`StringValue`:case`EnumValue`:case`BooleanValue`:return e.value;case`ListValue`:for(var n=[],r=0,i=e.values.length;r<i;r++)n.push(oi(e.values[r],t));return n;case`ObjectValue`:for(var a=Object.create(null),o=0,s=e.fields.length;o<s;o++){var c=e.fields[o];a[c.name.value]=oi(c.value,t)}return a;case`Variable`:return t&&t[e.name.value]}}var si=()=>{},ci=si;function li(e){return{tag:0,0:e}}function ui(e){return{tag:1,0:e}}var di=()=>typeof Symbol==`function`&&Symbol.asyncIterator||`@@asyncIterator`,fi=e=>e;function M(e){return t=>n=>{var r=ci;t((t=>{t===0?n(0):t.tag===0?(r=t[0],n(t)):e(t[0])?n(t):r(0)}))}}function pi(e){return t=>n=>t((t=>{t===0||t.tag===0?n(t):n(ui(e(t[0])))}))}function mi(e){return t=>n=>{var r=[],i=ci,a=!1,o=!1;t((t=>{o||(t===0?(o=!0,r.length||n(0)):t.tag===0?i=t[0]:(a=!1,(function(e){var t=ci;e((e=>{if(e===0){if(r.length){var s=r.indexOf(t);s>-1&&(r=r.slice()).splice(s,1),r.length||(o?n(0):a||(a=!0,i(0)))}}else e.tag===0?(r.push(t=e[0]),t(0)):r.length&&(n(e),t(0))}))})(e(t[0])),a||(a=!0,i(0))))})),n(li((e=>{if(e===1){o||(o=!0,i(1));for(var t=0,n=r,s=r.length;t<s;t++)n[t](1);r.length=0}else{!o&&!a?(a=!0,i(0)):a=!1;for(var c=0,l=r,u=r.length;c<u;c++)l[c](0)}})))}}function hi(e){return mi(fi)(e)}function gi(e){return hi(ki(e))}function _i(e){return t=>n=>{var r=!1;t((t=>{if(!r){if(t===0)r=!0,n(0),e();else if(t.tag===0){var i=t[0];n(li((t=>{t===1?(r=!0,i(1),e()):i(t)})))}else n(t)}}))}}function vi(e){return t=>n=>{var r=!1;t((t=>{if(!r){if(t===0)r=!0,n(0);else if(t.tag===0){var i=t[0];n(li((e=>{e===1&&(r=!0),i(e)})))}else e(t[0]),n(t)}}))}}function yi(e){return t=>n=>t((t=>{t===0?n(0):t.tag===0?(n(t),e()):n(t)}))}function bi(e){var t=[],n=ci,r=!1;return i=>{t.push(i),t.length===1&&e((e=>{if(e===0){for(var i=0,a=t,o=t.length;i<o;i++)a[i](0);t.length=0}else if(e.tag===0)n=e[0];else{r=!1;for(var s=0,c=t,l=t.length;s<l;s++)c[s](e)}})),i(li((e=>{if(e===1){var a=t.indexOf(i);a>-1&&(t=t.slice()).splice(a,1),t.length||n(1)}else r||(r=!0,n(0))})))}}function xi(e){return t=>n=>{var r=ci,i=ci,a=!1,o=!1,s=!1,c=!1;t((t=>{c||(t===0?(c=!0,s||n(0)):t.tag===0?r=t[0]:(s&&(i(1),i=ci),a?a=!1:(a=!0,r(0)),(function(e){s=!0,e((e=>{s&&(e===0?(s=!1,c?n(0):a||(a=!0,r(0))):e.tag===0?(o=!1,(i=e[0])(0)):(n(e),o?o=!1:i(0)))}))})(e(t[0]))))})),n(li((e=>{e===1?(c||(c=!0,r(1)),s&&(s=!1,i(1))):(!c&&!a&&(a=!0,r(0)),s&&!o&&(o=!0,i(0)))})))}}function Si(e){return t=>n=>{var r=ci,i=!1,a=0;t((t=>{i||(t===0?(i=!0,n(0)):t.tag===0?e<=0?(i=!0,n(0),t[0](1)):r=t[0]:a++<e?(n(t),!i&&a>=e&&(i=!0,n(0),r(1))):n(t))})),n(li((t=>{t===1&&!i?(i=!0,r(1)):t===0&&!i&&a<e&&r(0)})))}}function Ci(e){return t=>n=>{var r=ci,i=ci,a=!1;t((t=>{a||(t===0?(a=!0,i(1),n(0)):t.tag===0?(r=t[0],e((e=>{e===0||(e.tag===0?(i=e[0])(0):(a=!0,i(1),r(1),n(0)))}))):n(t))})),n(li((e=>{e===1&&!a?(a=!0,r(1),i(1)):a||r(0)})))}}function wi(e,t){return n=>r=>{var i=ci,a=!1;n((n=>{a||(n===0?(a=!0,r(0)):n.tag===0?(i=n[0],r(n)):e(n[0])?r(n):(a=!0,t&&r(n),r(0),i(1)))}))}}function Ti(e){return t=>n=>{var r,i=!1,a=!1;t((t=>{if(!a){if(t===0)a=!0,r?i=!0:n(0);else if(t.tag===0){var o=t[0];n(li((e=>{e===1&&!a?(a=!0,i=!1,r&&clearTimeout(r),o(1)):a||o(0)})))}else r&&clearTimeout(r),r=setTimeout((()=>{r=void 0,n(t),i&&n(0)}),e(t[0]))}}))}}function Ei(e){return t=>e()(t)}function Di(e){return t=>{var n=e[di()]&&e[di()]()||e,r=!1,i=!1,a=!1,o;t(li((async e=>{if(e===1)r=!0,n.return&&n.return();else if(i)a=!0;else{for(a=i=!0;a&&!r;)if((o=await n.next()).done)r=!0,n.return&&await n.return(),t(0);else try{a=!1,t(ui(o.value))}catch(e){if(n.throw)(r=!!(await n.throw(e)).done)&&t(0);else throw e}i=!1}})))}}function Oi(e){return e[di()]?Di(e):t=>{var n=e[Symbol.iterator](),r=!1,i=!1,a=!1,o;t(li((e=>{if(e===1)r=!0,n.return&&n.return();else if(i)a=!0;else{for(a=i=!0;a&&!r;)if((o=n.next()).done)r=!0,n.return&&n.return(),t(0);else try{a=!1,t(ui(o.value))}catch(e){if(n.throw)(r=!!n.throw(e).done)&&t(0);else throw e}i=!1}})))}}var ki=Oi;function Ai(e){return t=>{var n=!1;t(li((r=>{r===1?n=!0:n||(n=!0,t(ui(e)),t(0))})))}}function ji(e){return t=>{var n=!1,r=e({next(e){n||t(ui(e))},complete(){n||(n=!0,t(0))}});t(li((e=>{e===1&&!n&&(n=!0,r())})))}}function Mi(){var e,t;return{source:bi(ji((n=>(e=n.next,t=n.complete,si)))),next(t){e&&e(t)},complete(){t&&t()}}}var Ni=e=>{var t=!1;e(li((n=>{n===1?t=!0:t||(t=!0,e(0))})))};function Pi(e){return ji((t=>(e.then((e=>{Promise.resolve(e).then((()=>{t.next(e),t.complete()}))})),si)))}function Fi(e){return t=>{var n=ci,r=!1;return t((t=>{t===0?r=!0:t.tag===0?(n=t[0])(0):r||(e(t[0]),n(0))})),{unsubscribe(){r||(r=!0,n(1))}}}}function Ii(e){Fi((e=>{}))(e)}function Li(e){return new Promise((t=>{var n=ci,r;e((e=>{e===0?Promise.resolve(r).then(t):e.tag===0?(n=e[0])(0):(r=e[0],n(0))}))}))}var Ri=(...e)=>{for(var t=e[0],n=1,r=e.length;n<r;n++)t=e[n](t);return t},zi=e=>e&&typeof e.message==`string`&&(e.extensions||e.name===`GraphQLError`)?e:typeof e==`object`&&typeof e.message==`string`?new Fr(e.message,e.nodes,e.source,e.positions,e.path,e,e.extensions||{}):new Fr(e),Bi=class extends Error{constructor(e){var t=(e.graphQLErrors||[]).map(zi),n=((e,t)=>{var n=``;if(e)return`[Network] ${e.message}`;if(t)for(var r=0,i=t.length;r<i;r++)n&&(n+=`
`),n+=`[GraphQL] ${t[r].message}`;return n})(e.networkError,t);super(n),this.name=`CombinedError`,this.message=n,this.graphQLErrors=t,this.networkError=e.networkError,this.response=e.response}toString(){return this.message}},Vi=(e,t)=>{for(var n=0|(t||5381),r=0,i=0|e.length;r<i;r++)n=(n<<5)+n+e.charCodeAt(r);return n},Hi=new Set,Ui=new WeakMap,Wi=(e,t)=>{if(e===null||Hi.has(e))return`null`;if(typeof e!=`object`)return JSON.stringify(e)||``;if(e.toJSON)return Wi(e.toJSON(),t);if(Array.isArray(e)){for(var n=`[`,r=0,i=e.length;r<i;r++)n.length>1&&(n+=`,`),n+=Wi(e[r],t)||`null`;return n+=`]`}if(!t&&(Ji!==qi&&e instanceof Ji||Yi!==qi&&e instanceof Yi))return`null`;var a=Object.keys(e).sort();if(!a.length&&e.constructor&&Object.getPrototypeOf(e).constructor!==Object.prototype.constructor){var o=Ui.get(e)||Math.random().toString(36).slice(2);return Ui.set(e,o),Wi({__key:o},t)}Hi.add(e);for(var s=`{`,c=0,l=a.length;c<l;c++){var u=Wi(e[a[c]],t);u&&(s.length>1&&(s+=`,`),s+=Wi(a[c],t)+`:`+u)}return Hi.delete(e),s+=`}`},Gi=(e,t,n)=>{if(!(typeof n!=`object`||!n||n.toJSON||Hi.has(n))){if(Array.isArray(n))for(var r=0,i=n.length;r<i;r++)Gi(e,`${t}.${r}`,n[r]);else if(n instanceof Ji||n instanceof Yi)e.set(t,n);else for(var a in Hi.add(n),n)Gi(e,`${t}.${a}`,n[a])}},Ki=(e,t)=>(Hi.clear(),Wi(e,t||!1)),qi=class{},Ji=typeof File<`u`?File:qi,Yi=typeof Blob<`u`?Blob:qi,Xi=/("{3}[\s\S]*"{3}|"(?:\\.|[^"])*")/g,Zi=/(?:#[^\n\r]+)?(?:[\r\n]+|$)/g,Qi=(e,t)=>t%2==0?e.replace(Zi,`
`):e,$i=e=>e.split(Xi).map(Qi).join(``).trim(),ea=new Map,ta=new Map,na=e=>{var t;return typeof e==`string`?t=$i(e):e.loc&&ta.get(e.__key)===e?t=e.loc.source.body:(t=ea.get(e)||$i(ai(e)),ea.set(e,t)),typeof e!=`string`&&!e.loc&&(e.loc={start:0,end:t.length,source:{body:t,name:`gql`,locationOffset:{line:1,column:1}}}),t},ra=e=>{var t;if(e.documentId)t=Vi(e.documentId);else if(t=Vi(na(e)),e.definitions){var n=oa(e);n&&(t=Vi(`\n# ${n}`,t))}return t},ia=e=>{var t,n;return typeof e==`string`?(t=ra(e),n=ta.get(t)||$r(e,{noLocation:!0})):(t=e.__key||ra(e),n=ta.get(t)||e),n.loc||na(n),n.__key=t,ta.set(t,n),n},aa=(e,t,n)=>{var r=t||{},i=ia(e),a=Ki(r,!0),o=i.__key;return a!==`{}`&&(o=Vi(a,o)),{key:o,query:i,variables:r,extensions:n}},oa=e=>{for(var t=0,n=e.definitions.length;t<n;t++){var r=e.definitions[t];if(r.kind===Pr.OPERATION_DEFINITION)return r.name?r.name.value:void 0}},sa=(e,t,n)=>{var r=t.payload||t;if(!(`data`in r||`errors`in r&&Array.isArray(r.errors)))throw Error(`No Content`);var i=e.kind===`subscription`;return{operation:e,data:r.data,error:Array.isArray(r.errors)?new Bi({graphQLErrors:r.errors,response:n}):void 0,extensions:r.extensions?{...r.extensions}:void 0,hasNext:t.hasNext==null?i:t.hasNext,stale:!1}},ca=(e,t)=>{if(typeof e==`object`&&e){if(Array.isArray(e)){e=[...e];for(var n=0,r=t.length;n<r;n++)e[n]=ca(e[n],t[n]);return e}if(!e.constructor||e.constructor===Object){for(var i in e={...e},t)e[i]=ca(e[i],t[i]);return e}}return t},la=(e,t,n,r)=>{var i=e.error?e.error.graphQLErrors:[],a=!!e.extensions||!!(t.payload||t).extensions,o={...e.extensions,...(t.payload||t).extensions},s=t.incremental;`path`in t&&(s=[t]);var c={data:e.data};if(s)for(var l=function(){var e=s[u];Array.isArray(e.errors)&&i.push(...e.errors),e.extensions&&(Object.assign(o,e.extensions),a=!0);var t=`data`,n=c,l=[];if(e.path)l=e.path;else if(r){var d=r.find((t=>t.id===e.id));l=e.subPath?[...d.path,...e.subPath]:d.path}for(var f=0,p=l.length;f<p;t=l[f++])n=n[t]=Array.isArray(n[t])?[...n[t]]:{...n[t]};if(e.items)for(var m=+t>=0?t:0,h=0,g=e.items.length;h<g;h++)n[m+h]=ca(n[m+h],e.items[h]);else e.data!==void 0&&(n[t]=ca(n[t],e.data))},u=0,d=s.length;u<d;u++)l();else c.data=(t.payload||t).data||e.data,i=t.errors||t.payload&&t.payload.errors||i;return{operation:e.operation,data:c.data,error:i.length?new Bi({graphQLErrors:i,response:n}):void 0,extensions:a?o:void 0,hasNext:t.hasNext==null?e.hasNext:t.hasNext,stale:!1}},N=(e,t,n)=>({operation:e,data:void 0,error:new Bi({networkError:t,response:n}),extensions:void 0,hasNext:!1,stale:!1});function P(e){var t={query:void 0,documentId:void 0,operationName:oa(e.query),variables:e.variables||void 0,extensions:e.extensions};return`documentId`in e.query&&e.query.documentId&&(!e.query.definitions||!e.query.definitions.length)?t.documentId=e.query.documentId:e.extensions&&e.extensions.persistedQuery&&!e.extensions.persistedQuery.miss||(t.query=na(e.query)),t}var ua=(e,t)=>{var n=e.kind===`query`&&e.context.preferGetMethod;if(!n||!t)return e.context.url;var r=da(e.context.url);for(var i in t){var a=t[i];a&&r[1].set(i,typeof a==`object`?Ki(a):a)}var o=r.join(`?`);return o.length>2047&&n!==`force`?(e.context.preferGetMethod=!1,e.context.url):o},da=e=>{var t=e.indexOf(`?`);return t>-1?[e.slice(0,t),new URLSearchParams(e.slice(t+1))]:[e,new URLSearchParams]},fa=(e,t)=>{if(t&&!(e.kind===`query`&&e.context.preferGetMethod)){var n=Ki(t),r=(e=>{var t=new Map;return(Ji!==qi||Yi!==qi)&&(Hi.clear(),Gi(t,`variables`,e)),t})(t.variables);if(r.size){var i=new FormData;i.append(`operations`,n),i.append(`map`,Ki({...[...r.keys()].map((e=>[e]))}));var a=0;for(var o of r.values())i.append(``+a++,o);return i}return n}},pa=(e,t)=>{var n={accept:e.kind===`subscription`?`text/event-stream, multipart/mixed`:`application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed`},r=(typeof e.context.fetchOptions==`function`?e.context.fetchOptions():e.context.fetchOptions)||{};if(r.headers){if((e=>`has`in e&&!Object.keys(e).length)(r.headers))r.headers.forEach(((e,t)=>{n[t]=e}));else if(Array.isArray(r.headers))r.headers.forEach(((e,t)=>{Array.isArray(e)?n[e[0]]?n[e[0]]=`${n[e[0]]},${e[1]}`:n[e[0]]=e[1]:n[t]=e}));else for(var i in r.headers)n[i.toLowerCase()]=r.headers[i]}var a=fa(e,t);return typeof a==`string`&&!n[`content-type`]&&(n[`content-type`]=`application/json`),{...r,method:a?`POST`:`GET`,body:a,headers:n}},ma=/boundary="?([^=";]+)"?/i,ha=/data: ?([^\n]+)/;async function*ga(e){if(e.body[Symbol.asyncIterator])for await(var t of e.body)yield t;else{var n=e.body.getReader(),r;try{for(;!(r=await n.read()).done;)yield r.value}finally{n.cancel()}}}async function*_a(e,t){var n=typeof TextDecoder<`u`?new TextDecoder:null,r=``,i;for await(var a of e)for(r+=a.constructor.name===`Buffer`?a.toString():n.decode(a,{stream:!0});(i=r.indexOf(t))>-1;)yield r.slice(0,i),r=r.slice(i+t.length)}async function*va(e,t,n){var r=!0,i=null,a;try{yield await Promise.resolve();var o=(a=await(e.context.fetch||fetch)(t,n)).headers.get(`Content-Type`)||``,s=/multipart\/mixed/i.test(o)?async function*(e,t){var n=e.match(ma),r=`--`+(n?n[1]:`-`),i=!0,a;for await(var o of _a(ga(t),`\r
`+r)){if(i){i=!1;var s=o.indexOf(r);if(s>-1)o=o.slice(s+r.length);else continue}try{yield a=JSON.parse(o.slice(o.indexOf(`\r
\r
`)+4))}catch(e){if(!a)throw e}if(a&&!1===a.hasNext)break}a&&!1!==a.hasNext&&(yield{hasNext:!1})}(o,a):/text\/event-stream/i.test(o)?async function*(e){var t;for await(var n of _a(ga(e),`

`)){var r=n.match(ha);if(r){var i=r[1];try{yield t=JSON.parse(i)}catch(e){if(!t)throw e}if(t&&!1===t.hasNext)break}}t&&!1!==t.hasNext&&(yield{hasNext:!1})}(a):/text\//i.test(o)?async function*(e){var t=await e.text();try{yield JSON.parse(t)}catch{throw Error(t)}}(a):async function*(e){yield JSON.parse(await e.text())}(a),c;for await(var l of s)l.pending&&!i?c=l.pending:l.pending&&(c=[...c,...l.pending]),i=i?la(i,l,a,c):sa(e,l,a),r=!1,yield i,r=!0;i||(yield i=sa(e,{},a))}catch(t){if(!r)throw t;yield N(e,a&&(a.status<200||a.status>=300)&&a.statusText?Error(a.statusText):t,a)}}function ya(e,t,n){var r;return typeof AbortController<`u`&&(n.signal=(r=new AbortController).signal),_i((()=>{r&&r.abort()}))(M((e=>!!e))(Di(va(e,t,n))))}var ba=e=>{if(`definitions`in e){for(var t=[],n=0,r=e.definitions.length;n<r;n++){var i=ba(e.definitions[n]);t.push(i)}return{...e,definitions:t}}if(`directives`in e&&e.directives&&e.directives.length){for(var a=[],o={},s=0,c=e.directives.length;s<c;s++){var l=e.directives[s],u=l.name.value;u[0]===`_`?u=u.slice(1):a.push(l),o[u]=l}e={...e,directives:a,_directives:o}}if(`selectionSet`in e){var d=[],f=e.kind===Pr.OPERATION_DEFINITION;if(e.selectionSet){for(var p=0,m=e.selectionSet.selections.length;p<m;p++){var h=e.selectionSet.selections[p];f||=h.kind===Pr.FIELD&&h.name.value===`__typename`&&!h.alias;var g=ba(h);d.push(g)}return f||d.push({kind:Pr.FIELD,name:{kind:Pr.NAME,value:`__typename`},_generated:!0}),{...e,selectionSet:{...e.selectionSet,selections:d}}}}return e},xa=new Map,Sa=e=>{var t=ia(e),n=xa.get(t.__key);return n||(xa.set(t.__key,n=ba(t)),Object.defineProperty(n,"__key",{value:t.__key,enumerable:!1})),n};function Ca(e){var t=t=>e(t);return t.toPromise=()=>Li(Si(1)(M((e=>!e.stale&&!e.hasNext))(t))),t.then=(e,n)=>t.toPromise().then(e,n),t.subscribe=e=>Fi(e)(t),t}function wa(e,t,n){return{...t,kind:e,context:t.context?{...t.context,...n}:n||t.context}}var Ta=()=>{};function Ea(e){for(var t=new Map,n=[],r=[],i=Array.isArray(e)?e[0]:e||``,a=1;a<arguments.length;a++){var o=arguments[a];o&&o.definitions?r.push(o):i+=o,i+=arguments[0][a]}r.unshift(ia(i));for(var s=0;s<r.length;s++)for(var c=0;c<r[s].definitions.length;c++){var l=r[s].definitions[c];if(l.kind===Pr.FRAGMENT_DEFINITION){var u=l.name.value,d=na(l);t.has(u)||(t.set(u,d),n.push(l))}else n.push(l)}return ia({kind:Pr.DOCUMENT,definitions:n})}var Da=({forwardSubscription:e,enableAllOperations:t,isSubscriptionOperation:n})=>({client:r,forward:i})=>{var a=n||(e=>e.kind===`subscription`||!!t&&(e.kind===`query`||e.kind===`mutation`));return t=>gi([mi((n=>{var{key:i}=n;return Ci(M((e=>e.kind===`teardown`&&e.key===i))(t))((t=>{var n=e(P(t),t);return ji((e=>{var i=!1,a,o;function s(n){e.next(o=o?la(o,n):sa(t,n))}return Promise.resolve().then((()=>{i||(a=n.subscribe({next:s,error(n){Array.isArray(n)?s({errors:n}):e.next(N(t,n)),e.complete()},complete(){i||(i=!0,o&&o.hasNext?s({hasNext:!1}):t.kind===`subscription`&&r.reexecuteOperation(wa(`teardown`,t,t.context)),e.complete())}}))})),()=>{i=!0,a&&a.unsubscribe()}}))})(n))}))(M((e=>e.kind!==`teardown`&&a(e)))(t)),i(M((e=>e.kind===`teardown`||!a(e)))(t))])},Oa=({forward:e,dispatchDebug:t})=>t=>gi([mi((e=>{var n=P(e),r=ua(e,n),i=pa(e,n);return Ci(M((t=>t.kind===`teardown`&&t.key===e.key))(t))(ya(e,r,i))}))(M((e=>e.kind!==`teardown`&&(e.kind!==`subscription`||!!e.context.fetchSubscriptions)))(t)),e(M((e=>e.kind===`teardown`||e.kind===`subscription`&&!e.context.fetchSubscriptions))(t))]),ka=e=>({client:t,forward:n,dispatchDebug:r})=>e.reduceRight(((e,n)=>n({client:t,forward(t){return bi(e(bi(t)))},dispatchDebug(e){}})),n),Aa=({onOperation:e,onResult:t,onError:n})=>({forward:r})=>i=>mi((e=>{n&&e.error&&n(e.error,e.operation);var r=t&&t(e)||e;return`then`in r?Pi(r):Ai(r)}))(r(mi((t=>{if(t.kind===`teardown`)return Ai(t);var n=e&&e(t)||t;return`then`in n?Ci(M((e=>e.kind===`teardown`&&e.key===t.key))(i))(Pi(n)):Ai(n)}))(i))),ja=({dispatchDebug:e})=>e=>M((e=>!1))(e),Ma=function e(t){var n=0,r=new Map,i=new Map,a=new Set,o=[],s={url:t.url,fetchSubscriptions:t.fetchSubscriptions,fetchOptions:t.fetchOptions,fetch:t.fetch,preferGetMethod:t.preferGetMethod==null?`within-url-limit`:t.preferGetMethod,requestPolicy:t.requestPolicy||`cache-first`},c=Mi();function l(e){e.kind!==`mutation`&&e.kind!==`teardown`&&a.has(e.key)||(e.kind===`teardown`?a.delete(e.key):e.kind!==`mutation`&&a.add(e.key),c.next(e))}var u=!1;function d(e){if(e&&l(e),!u){for(u=!0;u&&(e=o.shift());)l(e);u=!1}}var f=e=>{var t=Ci(M((t=>t.kind===`teardown`&&t.key===e.key))(c.source))(M((t=>t.operation.kind===e.kind&&t.operation.key===e.key&&(!t.operation.context._instance||t.operation.context._instance===e.context._instance)))(g));return t=e.kind===`query`?xi((t=>{var n=Ai(t);return t.stale||t.hasNext?n:gi([n,pi((()=>(t.stale=!0,t)))(Si(1)(M((t=>t.key===e.key))(c.source)))])}))(t):wi((e=>!!e.hasNext),!0)(t),t=e.kind===`mutation`?yi((()=>{l(e)}))(t):_i((()=>{a.delete(e.key),r.delete(e.key),i.delete(e.key),u=!1;for(var t=o.length-1;t>=0;t--)o[t].key===e.key&&o.splice(t,1);l(wa(`teardown`,e,e.context))}))(vi((t=>{if(t.stale){if(!t.hasNext)a.delete(e.key);else for(var n=0;n<o.length;n++){var i=o[n];if(i.key===t.operation.key){a.delete(i.key);break}}}else t.hasNext||a.delete(e.key);r.set(e.key,t)}))(t)),bi(t)},p=this instanceof e?this:Object.create(e.prototype),m=Object.assign(p,{suspense:!!t.suspense,operations$:c.source,reexecuteOperation(e){if(e.kind===`teardown`)d(e);else if(e.kind===`mutation`)o.push(e),Promise.resolve().then(d);else if(i.has(e.key)){for(var t=!1,n=0;n<o.length;n++)o[n].key===e.key&&(o[n]=e,t=!0);t||a.has(e.key)&&e.context.requestPolicy!==`network-only`?(a.delete(e.key),Promise.resolve().then(d)):(o.push(e),Promise.resolve().then(d))}},createRequestOperation(e,t,r){return r||={},wa(e,t,{_instance:e===`mutation`?n=n+1|0:void 0,...s,...r,requestPolicy:r.requestPolicy||s.requestPolicy,suspense:r.suspense||!1!==r.suspense&&m.suspense})},executeRequestOperation(e){return e.kind===`mutation`?Ca(f(e)):Ca(Ei((()=>{var t=i.get(e.key);t||i.set(e.key,t=f(e)),t=yi((()=>{d(e)}))(t);var n=r.get(e.key);return e.kind===`query`&&n&&(n.stale||n.hasNext)?xi(Ai)(gi([t,M((t=>t===r.get(e.key)))(Ai(n))])):t})))},executeQuery(e,t){var n=m.createRequestOperation(`query`,e,t);return m.executeRequestOperation(n)},executeSubscription(e,t){var n=m.createRequestOperation(`subscription`,e,t);return m.executeRequestOperation(n)},executeMutation(e,t){var n=m.createRequestOperation(`mutation`,e,t);return m.executeRequestOperation(n)},readQuery(e,t,n){var r=null;return Fi((e=>{r=e}))(m.query(e,t,n)).unsubscribe(),r},query:(e,t,n)=>m.executeQuery(aa(e,t),n),subscription:(e,t,n)=>m.executeSubscription(aa(e,t),n),mutation:(e,t,n)=>m.executeMutation(aa(e,t),n)}),h=Ta,g=bi(ka(t.exchanges)({client:m,dispatchDebug:h,forward:ja({dispatchDebug:h})})(c.source));return Ii(g),m},Na=(e={})=>{var{retryIf:t,retryWith:n}=e,r=e.initialDelayMs||1e3,i=e.maxDelayMs||15e3,a=e.maxNumberAttempts||2,o=e.randomDelay==null||!!e.randomDelay;return({forward:e,dispatchDebug:s})=>s=>{var{source:c,next:l}=Mi(),u=mi((e=>{var t=e.context.retry||{count:0,delay:null},n=++t.count,a=t.delay||r,c=Math.random()+1.5;return o?a*c<i?a*=c:a=i:a=Math.min(n*r,i),t.delay=a,Ci(M((t=>(t.kind===`query`||t.kind===`teardown`)&&t.key===e.key))(s))(Ti((()=>a))(Ai(wa(e.kind,e,{...e.context,retry:t}))))}))(c);return M((e=>{var r=e.operation.context.retry;if(!(e.error&&(t?t(e.error,e.operation):n||e.error.networkError)))return r&&(r.count=0,r.delay=null),!0;if(!((r&&r.count||0)>=a-1)){var i=n?n(e.error,e.operation):e.operation;return!i||(l(i),!1)}return!0}))(e(gi([s,u])))}};function Pa(e){return e===null?`null`:Array.isArray(e)?`array`:typeof e}function Fa(e){return Pa(e)===`object`}function F(e){return Array.isArray(e)&&e.length>0&&e.every(e=>`message`in e)}function Ia(e,t){return e.length<124?e:t}var La=(e=>(e[e.InternalServerError=4500]=`InternalServerError`,e[e.InternalClientError=4005]=`InternalClientError`,e[e.BadRequest=4400]=`BadRequest`,e[e.BadResponse=4004]=`BadResponse`,e[e.Unauthorized=4401]=`Unauthorized`,e[e.Forbidden=4403]=`Forbidden`,e[e.SubprotocolNotAcceptable=4406]=`SubprotocolNotAcceptable`,e[e.ConnectionInitialisationTimeout=4408]=`ConnectionInitialisationTimeout`,e[e.ConnectionAcknowledgementTimeout=4504]=`ConnectionAcknowledgementTimeout`,e[e.SubscriberAlreadyExists=4409]=`SubscriberAlreadyExists`,e[e.TooManyInitialisationRequests=4429]=`TooManyInitialisationRequests`,e))(La||{}),Ra=(e=>(e.ConnectionInit=`connection_init`,e.ConnectionAck=`connection_ack`,e.Ping=`ping`,e.Pong=`pong`,e.Subscribe=`subscribe`,e.Next=`next`,e.Error=`error`,e.Complete=`complete`,e))(Ra||{});function za(e){if(!Fa(e))throw Error(`Message is expected to be an object, but got ${Pa(e)}`);if(!e.type)throw Error(`Message is missing the 'type' property`);if(typeof e.type!=`string`)throw Error(`Message is expects the 'type' property to be a string, but got ${Pa(e.type)}`);switch(e.type){case`connection_init`:case`connection_ack`:case`ping`:case`pong`:if(e.payload!=null&&!Fa(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object or nullish or missing, but got "${e.payload}"`);break;case`subscribe`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Pa(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!Fa(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object, but got ${Pa(e.payload)}`);if(typeof e.payload.query!=`string`)throw Error(`"${e.type}" message payload expects the 'query' property to be a string, but got ${Pa(e.payload.query)}`);if(e.payload.variables!=null&&!Fa(e.payload.variables))throw Error(`"${e.type}" message payload expects the 'variables' property to be a an object or nullish or missing, but got ${Pa(e.payload.variables)}`);if(e.payload.operationName!=null&&Pa(e.payload.operationName)!==`string`)throw Error(`"${e.type}" message payload expects the 'operationName' property to be a string or nullish or missing, but got ${Pa(e.payload.operationName)}`);if(e.payload.extensions!=null&&!Fa(e.payload.extensions))throw Error(`"${e.type}" message payload expects the 'extensions' property to be a an object or nullish or missing, but got ${Pa(e.payload.extensions)}`);break;case`next`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Pa(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!Fa(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object, but got ${Pa(e.payload)}`);break;case`error`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Pa(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!F(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an array of GraphQL errors, but got ${JSON.stringify(e.payload)}`);break;case`complete`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Pa(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);break;default:throw Error(`Invalid message 'type' property "${e.type}"`)}return e}function Ba(e,t){return za(typeof e==`string`?JSON.parse(e,t):e)}function Va(e,t){return za(e),JSON.stringify(e,t)}function Ha(e){let{url:t,connectionParams:n,lazy:r=!0,onNonLazyError:i=console.error,lazyCloseTimeout:a=0,keepAlive:o=0,disablePong:s,connectionAckWaitTimeout:c=0,retryAttempts:l=5,retryWait:u=async function(e){let t=2**e;await new Promise(e=>setTimeout(e,t*1e3+Math.floor(Math.random()*2700+300)))},shouldRetry:d=Wa,on:f,webSocketImpl:p,generateID:m=function(){return`xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.replace(/[xy]/g,e=>{let t=Math.random()*16|0;return(e==`x`?t:t&3|8).toString(16)})},jsonMessageReplacer:h,jsonMessageReviver:g}=e,_;if(p){if(!Ka(p))throw Error(`Invalid WebSocket implementation provided`);_=p}else typeof WebSocket<`u`?_=WebSocket:typeof global<`u`?_=global.WebSocket||global.MozWebSocket:typeof window<`u`&&(_=window.WebSocket||window.MozWebSocket);if(!_)throw Error("WebSocket implementation missing; on Node you can `import WebSocket from 'ws';` and pass `webSocketImpl: WebSocket` to `createClient`");let v=_,y=(()=>{let e=(()=>{let e={};return{on(t,n){return e[t]=n,()=>{delete e[t]}},emit(t){`id`in t&&e[t.id]?.(t)}}})(),t={connecting:f?.connecting?[f.connecting]:[],opened:f?.opened?[f.opened]:[],connected:f?.connected?[f.connected]:[],ping:f?.ping?[f.ping]:[],pong:f?.pong?[f.pong]:[],message:f?.message?[e.emit,f.message]:[e.emit],closed:f?.closed?[f.closed]:[],error:f?.error?[f.error]:[]};return{onMessage:e.on,on(e,n){let r=t[e];return r.push(n),()=>{let e=r.indexOf(n);e>-1&&r.splice(e,1)}},emit(e,...n){for(let r of[...t[e]])r(...n)}}})();function b(e){let t=[y.on(`error`,n=>{t.forEach(e=>e()),e(n)}),y.on(`closed`,n=>{t.forEach(e=>e()),e(n)})];return()=>t.forEach(e=>e())}let ee,x=0,te,ne=!1,S=0,re=!1;async function ie(){clearTimeout(te);let[e,r]=await(ee??=new Promise((e,r)=>(async()=>{if(ne){if(await u(S),!x)return ee=void 0,r({code:1e3,reason:`All Subscriptions Gone`});S++}y.emit(`connecting`,ne);let i=new v(typeof t==`function`?await t():t,`graphql-transport-ws`),a,l;function d(){isFinite(o)&&o>0&&(clearTimeout(l),l=setTimeout(()=>{i.readyState===v.OPEN&&(i.send(Va({type:Ra.Ping})),y.emit(`ping`,!1,void 0))},o))}b(e=>{ee=void 0,clearTimeout(a),clearTimeout(l),r(e),e instanceof Ua&&(i.close(4499,`Terminated`),i.onerror=null,i.onclose=null)}),i.onerror=e=>y.emit(`error`,e),i.onclose=e=>y.emit(`closed`,e),i.onopen=async()=>{try{y.emit(`opened`,i);let e=typeof n==`function`?await n():n;if(i.readyState!==v.OPEN)return;i.send(Va(e?{type:Ra.ConnectionInit,payload:e}:{type:Ra.ConnectionInit},h)),isFinite(c)&&c>0&&(a=setTimeout(()=>{i.close(La.ConnectionAcknowledgementTimeout,`Connection acknowledgement timeout`)},c)),d()}catch(e){y.emit(`error`,e),i.close(La.InternalClientError,Ia(e instanceof Error?e.message:String(e),`Internal client error`))}};let f=!1;i.onmessage=({data:t})=>{try{let n=Ba(t,g);if(y.emit(`message`,n),n.type===`ping`||n.type===`pong`){y.emit(n.type,!0,n.payload),n.type===`pong`?d():s||(i.send(Va(n.payload?{type:Ra.Pong,payload:n.payload}:{type:Ra.Pong},h)),y.emit(`pong`,!1,n.payload));return}if(f)return;if(n.type!==Ra.ConnectionAck)throw Error(`First message cannot be of type ${n.type}`);clearTimeout(a),f=!0,y.emit(`connected`,i,n.payload,ne),ne=!1,S=0;let r=new Promise((e,t)=>b(t));r.catch(()=>{}),e([i,r])}catch(e){i.onmessage=null,y.emit(`error`,e),i.close(La.BadResponse,Ia(e instanceof Error?e.message:String(e),`Bad response`))}}})()));e.readyState===v.CLOSING&&await r;let i=()=>{},l=new Promise(e=>i=e);return[e,i,new Promise((t,n)=>{let i=b(n);e.readyState!==v.OPEN&&r.catch(n),l.then(()=>{if(i(),!x){let t=()=>e.close(1e3,`Normal Closure`);isFinite(a)&&a>0?(clearTimeout(te),te=setTimeout(()=>{!x&&e.readyState===v.OPEN&&t()},a)):t()}t()})})]}function ae(e){if(Wa(e)&&(Ga(e.code)||[La.InternalServerError,La.InternalClientError,La.BadRequest,La.BadResponse,La.Unauthorized,La.SubprotocolNotAcceptable,La.SubscriberAlreadyExists,La.TooManyInitialisationRequests].includes(e.code)))throw e;if(re)return!1;if(Wa(e)&&e.code===1e3)return x>0;if(!l||S>=l||!d(e))throw e;return ne=!0}r||(async()=>{for(x++;;)try{let[,,e]=await ie();await e}catch(e){try{if(!ae(e))return}catch(e){return i?.(e)}}})();function oe(e,t){let n=m(e),r=!1,i=!1,a=()=>{x--,r=!0};return(async()=>{for(x++;;)try{let[o,s,c]=await ie();if(r)return c.catch(()=>{}),s();let l=y.onMessage(n,e=>{switch(e.type){case Ra.Next:t.next(e.payload);return;case Ra.Error:i=!0,r=!0,t.error(e.payload),a();return;case Ra.Complete:r=!0,a();return}});o.send(Va({id:n,type:Ra.Subscribe,payload:e},h)),a=()=>{!r&&o.readyState===v.OPEN&&o.send(Va({id:n,type:Ra.Complete},h)),x--,r=!0,s()},await c.finally(l);return}catch(e){if(!ae(e))return}})().then(()=>{i||t.complete()}).catch(e=>{t.error(e)}),()=>{r||a()}}return{on:y.on,subscribe:oe,iterate(e){let t=[],n={done:!1,error:null,resolve:()=>{}},r=oe(e,{next(e){t.push(e),n.resolve()},error(e){n.done=!0,n.error=e,n.resolve()},complete(){n.done=!0,n.resolve()}}),i=async function*(){for(;;){for(t.length||await new Promise(e=>n.resolve=e);t.length;)yield t.shift();if(n.error)throw n.error;if(n.done)return}}();return i.throw=async e=>(n.done||(n.done=!0,n.error=e,n.resolve()),{done:!0,value:void 0}),i.return=async()=>(r(),{done:!0,value:void 0}),i},async dispose(){if(re=!0,ee){let[e]=await ee;e.close(1e3,`Normal Closure`)}},terminate(){ee&&y.emit(`closed`,new Ua)}}}var Ua=class extends Error{name=`TerminatedCloseEvent`;message=`4499: Terminated`;code=4499;reason=`Terminated`;wasClean=!1};function Wa(e){return Fa(e)&&`code`in e&&`reason`in e}function Ga(e){return![1e3,1001,1006,1005,1012,1013,1014].includes(e)&&e>=1e3&&e<=1999}function Ka(e){return typeof e==`function`&&`constructor`in e&&`CLOSED`in e&&`CLOSING`in e&&`CONNECTING`in e&&`OPEN`in e}var qa=`
https://bit.ly/2XbVrpR#`;function Ja(e,t,n){if(!e){var r=t||`Minfied Error #`+n+`
`,i=Error(r+qa+n);throw i.name=`Graphcache Error`,i}}var Ya={},Xa=e=>e._directives||Ya,Za=e=>e.name.value,Qa=e=>e.typeCondition.name.value,$a=e=>e.alias?e.alias.value:e.name.value,eo=[],to=e=>e.selectionSet?e.selectionSet.selections:eo,no=e=>e.typeCondition?e.typeCondition.name.value:null,ro=(e,t)=>{var n=null;if(e.arguments)for(var r=0,i=e.arguments.length;r<i;r++){var a=e.arguments[r],o=oi(a.value,t);o!=null&&(n||={},n[Za(a)]=o)}return n},io=(e,t)=>{if(t&&e.variableDefinitions){for(var n={},r=0,i=e.variableDefinitions.length;r<i;r++){var a=Za(e.variableDefinitions[r].variable);n[a]=t[a]}return n}},ao=(e,t)=>{var n={};if(!t)return n;if(e.variableDefinitions)for(var r=0,i=e.variableDefinitions.length;r<i;r++){var a=e.variableDefinitions[r],o=Za(a.variable);n[o]=t[o]===void 0&&a.defaultValue?oi(a.defaultValue,t):t[o]}for(var s in t)s in n||(n[s]=t[s]);return n};function oo(e){for(var t=0;t<e.definitions.length;t++)if(e.definitions[t].kind===Pr.OPERATION_DEFINITION)return e.definitions[t];Ja(!1,``,1)}var so=e=>{for(var t={},n=0;n<e.definitions.length;n++){var r=e.definitions[n];r.kind===Pr.FRAGMENT_DEFINITION&&(t[Za(r)]=r)}return t},co=(e,t)=>{var n=Xa(e);if(n.include||n.skip)for(var r in n){var i=n[r];if(i&&(r===`include`||r===`skip`)&&i.arguments&&i.arguments[0]&&Za(i.arguments[0])===`if`){var a=oi(i.arguments[0].value,t);return r===`include`?!!a:!a}}return!0},lo=(e,t)=>{var{defer:n}=Xa(e);if(n){for(var r of n.arguments||[])if(Za(r)===`if`)return!!oi(r.value,t);return!0}return!1},uo=e=>{var{optional:t,required:n}=Xa(e);if(n)return!1;if(t)return!0},fo=`__`,po=(e,t,n,r)=>{var i=go(e,t,n,r);return!!i&&i.type.kind!==`NON_NULL`},mo=(e,t,n,r)=>{var i=go(e,t,n,r);if(!i)return!1;var a=i.type.kind===`NON_NULL`?i.type.ofType:i.type;return a.kind===`LIST`&&a.ofType.kind!==`NON_NULL`},ho=(e,t,n)=>{if(!n)return!1;var r=no(t);return!r||n===r?!0:e.types.has(r)&&e.types.get(r).kind===`OBJECT`?r===n:((function(e,t){Ja(e.types.has(t)&&(e.types.get(t).kind===`INTERFACE`||e.types.get(t).kind===`UNION`),``,5)})(e,r),_o(e,n),e.isSubType(r,n))},go=(e,t,n,r)=>{if(n.indexOf(fo)!==0&&t.indexOf(fo)!==0)return _o(e,t),e.types.get(t).fields()[n]};function _o(e,t){Ja(e.types.has(t)&&e.types.get(t).kind===`OBJECT`,``,3)}var vo=(e,t)=>t?`${e}(${Ki(t)})`:e,yo=(e,t)=>`${e}.${t}`,bo=e=>{var t=e.indexOf(`(`);return t>-1?{fieldKey:e,fieldName:e.slice(0,t),arguments:JSON.parse(e.slice(t+1,-1))}:{fieldKey:e,fieldName:e,arguments:null}},xo=e=>{var t=e.indexOf(`.`);return{entityKey:e.slice(0,t).replace(/%2e/g,`.`),fieldKey:e.slice(t+1)}},So=null,Co=null,I=null,wo=null,To=null,Eo=null,Do=!1,Oo=!1;function ko(e,t){var n;if(e){if(So.has(e))return e;n=Co.get(e)}return n??=t?[]:{},e&&Co.set(e,n),So.add(n),n}var Ao=e=>!!e&&So.has(e),jo=(e,t,n,r,i)=>{So=new WeakSet,Co=new WeakMap,To=e,I=t,Eo=new Set,Oo=!!r,Do=!!i,n?To===`read`?wo=n:r||t.hydrating||t.optimisticOrder.length>1?(!r&&!t.commutativeKeys.has(n)?Jo(t,n):r&&(t.optimisticOrder.indexOf(n)!==-1&&!t.commutativeKeys.has(n)&&t.optimisticOrder.splice(t.optimisticOrder.indexOf(n),1),t.commutativeKeys.delete(n)),wo=n,Yo(t,n)):(wo=null,Zo(t,n)):wo=null},Mo=()=>{var e=I,t=wo;if(Oo=!1,wo=null,!e.hydrating&&t&&e.optimisticOrder.indexOf(t)>-1)for(var n=e.optimisticOrder.length;--n>=0&&e.dirtyKeys.has(e.optimisticOrder[n])&&e.commutativeKeys.has(e.optimisticOrder[n]);)Qo(e.optimisticOrder[n]);So=null,Co=null,To=null,I=null,Eo=null,e.defer||!e.storage&&e.optimisticOrder.length||(e.defer=!0,setTimeout((()=>{jo(`read`,e,null),Vo(),z(),Mo(),e.defer=!1})))},No=(e,t,n)=>{t&&!n&&e.deferredKeys.delete(t),jo(`write`,e,t,n),Mo()},Po=new Set,Fo=(e,t,n,r)=>{var i=wo?e.optimistic.get(wo):e.base,a=i.get(t);a===void 0&&i.set(t,a=Object.create(null)),r===void 0&&!wo?delete a[n]:a[n]=r},Io=(e,t,n)=>{for(var r,i=!Oo&&To===`read`&&wo&&I.commutativeKeys.has(wo),a=0,o=I.optimisticOrder.length;a<o;a++){var s=I.optimisticOrder[a],c=e.optimistic.get(s);if(i&&=s!==wo,c&&(!i||!I.commutativeKeys.has(s))&&(!Oo||To===`write`||I.commutativeKeys.has(s))&&(r=c.get(t))!==void 0&&n in r)return r[n]}return(r=e.base.get(t))===void 0?void 0:r[n]};function Lo(e){return I.refCount.get(e)||0}var Ro=(e,t)=>{if(Array.isArray(e))for(var n=0,r=e.length;n<r;n++)Ro(e[n],t);else typeof e==`string`&&((e,t)=>{var n=Lo(e),r=n+t>0?n+t:0;I.refCount.set(e,r),r?!n&&r&&I.gc.delete(e):I.gc.add(e)})(e,t)},zo=(e,t,n)=>{if(n!==void 0)for(var r in n)t.has(r)||(e.push(bo(r)),t.add(r))},Bo=(e,t,n,r)=>{zo(e,t,r.base.get(n));for(var i=0,a=I.optimisticOrder.length;i<a;i++){var o=r.optimistic.get(I.optimisticOrder[i]);o!==void 0&&zo(e,t,o.get(n))}},Vo=()=>{if(!I.optimisticOrder.length){for(var e of I.gc.keys())if(I.gc.delete(e),!(Lo(e)>0)){var t=I.records.base.get(e);I.refCount.delete(e),I.records.base.delete(e);var n=t&&t.__typename;if(n){var r=I.types.get(n);r&&r.delete(e)}var i=I.links.base.get(e);if(i)for(var a in I.links.base.delete(e),i)Ro(i[a],-1)}}},Ho=(e,t)=>{e===I.queryRootKey?t!==void 0&&t!==`__typename`&&Eo.add(yo(e,t)):Eo.add(e)},Uo=(e,t)=>{!Oo&&I.storage&&I.persist.add(((e,t)=>`${e.replace(/\./g,`%2e`)}.${t}`)(e,t))},Wo=(e,t)=>(To===`read`&&Ho(e,t),Io(I.records,e,t)),Go=(e,t)=>(To===`read`&&Ho(e,t),Io(I.links,e,t)),L=(e,t)=>{var n=I.abstractToConcreteMap.get(e);if(n)n.add(t);else{var r=new Set;r.add(t),I.abstractToConcreteMap.set(e,r)}},R=(e,t,n)=>{es(Io(I.records,e,t),n)||(Ho(e,t),Uo(e,t)),Fo(I.records,e,t,n)},Ko=(e,t)=>Wo(e,t)!==void 0||Go(e,t)!==void 0,qo=(e,t,n)=>{var r=wo?I.links.optimistic.get(wo):I.links.base;if(!wo){var i=r&&r.get(e);Ro(i&&i[t],-1),Ro(n,1)}es(Io(I.links,e,t),n)||(Ho(e,t),Uo(e,t)),Fo(I.links,e,t,n)},Jo=(e,t,n)=>{var r=e.optimisticOrder.indexOf(t);if(r>-1&&e.optimisticOrder.splice(r,1),n)for(e.deferredKeys.add(t),r=r>-1?r:0;r<e.optimisticOrder.length&&!e.deferredKeys.has(e.optimisticOrder[r])&&(!e.dirtyKeys.has(e.optimisticOrder[r])||!e.commutativeKeys.has(e.optimisticOrder[r]));r++);else e.deferredKeys.delete(t),r>-1&&!e.commutativeKeys.has(t)&&Xo(e,t),r=0;e.optimisticOrder.splice(r,0,t),e.commutativeKeys.add(t)},Yo=(e,t)=>{e.optimisticOrder.indexOf(t)===-1&&e.optimisticOrder.unshift(t),e.dirtyKeys.has(t)||(e.dirtyKeys.add(t),e.links.optimistic.set(t,new Map),e.records.optimistic.set(t,new Map))},Xo=(e,t)=>{e.dirtyKeys.has(t)&&(e.dirtyKeys.delete(t),e.records.optimistic.delete(t),e.links.optimistic.delete(t),e.deferredKeys.delete(t))},Zo=(e,t)=>{var n=e.optimisticOrder.indexOf(t);n>-1&&(e.optimisticOrder.splice(n,1),e.commutativeKeys.delete(t)),Xo(e,t)},Qo=e=>{var t=Eo;Eo=new Set,To=`write`;var n=I.links.optimistic.get(e);if(n)for(var r of n.entries()){var i=r[0],a=r[1];for(var o in a)qo(i,o,a[o])}var s=I.records.optimistic.get(e);if(s)for(var c of s.entries()){var l=c[0],u=c[1];for(var d in u)R(l,d,u[d])}Eo=t,Zo(I,e)},$o=e=>{var{links:t,records:n}=I,r=[],i=new Set;return Ho(e),Bo(r,i,e,t),Bo(r,i,e,n),r},z=()=>{if(I.storage){Oo=!0,To=`read`;var e={};for(var t of I.persist.keys()){var{entityKey:n,fieldKey:r}=xo(t),i=void 0;e[t]=(i=Go(n,r))===void 0?(i=Wo(n,r))===void 0?void 0:Ki(i):`:${Ki(i)}`}Oo=!1,I.storage.writeData(e),I.persist.clear()}};function es(e,t){return typeof e!=typeof t||e!==t?!1:Array.isArray(e)&&Array.isArray(t)?e.length===t.length&&!e.some(((e,n)=>e!==t[n])):!0}var ts=null,ns=!1,rs=void 0,is=e=>e.__internal.path.length>0&&e.__internal.errorMap?e.__internal.errorMap[e.__internal.path.join(`.`)]:void 0,as=(e,t,n,r,i,a)=>{var o={store:e,variables:t,fragments:n,parent:{__typename:r},parentTypeName:r,parentKey:i,parentFieldKey:``,fieldName:``,error:void 0,partial:!1,hasNext:!1,optimistic:Oo,__internal:{path:[],errorMap:void 0}};if(a&&a.graphQLErrors)for(var s=0;s<a.graphQLErrors.length;s++){var c=a.graphQLErrors[s];c.path&&c.path.length&&(o.__internal.errorMap||(o.__internal.errorMap=Object.create(null)),o.__internal.errorMap[c.path.join(`.`)]=c)}return o},os=(e,t,n,r,i,a)=>{ts=e,e.parent=t,e.parentTypeName=n,e.parentKey=r,e.parentFieldKey=i,e.fieldName=a,e.error=is(e)},ss=(e,t,n,r,i)=>{if(!t)return!1;var a=no(e);return!a||t===a||!to(e).some((e=>e.kind===Pr.FIELD&&!Ko(n,vo(Za(e),ro(e,r)))))},cs=class{constructor(e,t,n,r,i,a){this.typename=e,this.entityKey=t,this.ctx=a,this.stack=[{selectionSet:i,index:0,defer:n,optional:r}]}next(){for(;this.stack.length>0;){for(var e=this.stack[this.stack.length-1];e.index<e.selectionSet.length;){var t=e.selectionSet[e.index++];if(co(t,this.ctx.variables)){if(t.kind!==Pr.FIELD){var n=t.kind===Pr.INLINE_FRAGMENT?t:this.ctx.fragments[Za(t)];if(n){var r=!n.typeCondition||(this.ctx.store.schema?ho(this.ctx.store.schema,n,this.typename):this.ctx.store.possibleTypeMap?B(this.ctx.store.possibleTypeMap,n.typeCondition.name.value,this.typename):To===`read`&&ls(n.typeCondition.name.value,this.typename)||ss(n,this.typename,this.entityKey,this.ctx.variables,this.ctx.store.logger));if(r||To===`write`&&!this.ctx.store.schema){var i=uo(t);r&&n.typeCondition&&this.typename!==n.typeCondition.name.value&&L(n.typeCondition.name.value,this.typename),this.stack.push(e={selectionSet:to(n),index:0,defer:e.defer||lo(t,this.ctx.variables),optional:i===void 0?e.optional:i})}}}else if(To===`write`||!t._generated)return ns=e.defer,rs=e.optional,t}}this.stack.pop()}}},B=(e,t,n)=>{if(!n)return!1;if(t===n)return!0;var r=e.get(t);return r&&r.has(n)},ls=(e,t)=>{if(!t)return!1;if(e===t)return!0;if((e=>I.types.has(e))(e))return!1;var n=(e=>I.abstractToConcreteMap.get(e)||Po)(e);return n.size&&n.has(t)},us=e=>e??null,ds=(e,t)=>{if(!t)return t||null;if(Array.isArray(t)){for(var n=Array(t.length),r=0,i=n.length;r<i;r++)n[r]=ds(e,t[r]);return n}return e.keyOfEntity(t)},fs=(e,t,n,r)=>{var i=Sa(t.query),a=oo(i),o=e.rootFields[a.operation],s=to(a),c=as(e,ao(a,t.variables),so(i),o,o,r),l=o===c.store.rootFields.query?gs(c,o,s,n||ko()):ps(c,o,s,n||ko());return{dependencies:Eo,partial:c.partial||!l,hasNext:c.hasNext,data:l||null}},ps=(e,t,n,r)=>{if(typeof(e.store.rootNames[t]?t:r.__typename)!=`string`)return r;for(var i=new cs(t,t,!1,void 0,n,e),a,o=Do,s=ko(r);a=i.next();){var c=$a(a),l=r[c];e.__internal.path.push(c);var u=void 0;u=a.selectionSet&&l!==null?ms(e,to(a),us(l)):l,o||=u!==l,u!==void 0&&(s[c]=u),e.__internal.path.pop()}return o?s:r},ms=(e,t,n)=>{if(Array.isArray(n)){for(var r=Array(n.length),i=Do,a=0,o=n.length;a<o;a++)e.__internal.path.push(a),r[a]=ms(e,t,n[a]),i||=r[a]!==n[a],e.__internal.path.pop();return i?r:n}if(n===null)return null;var s=e.store.keyOfEntity(n);return s===null?ps(e,n.__typename,t,n):gs(e,s,t,n)||null};function hs(e,t,n,r){var i=r.store.resolvers[t],a=i&&i[n],o;for(var s in e){var c=e[s];if(c&&s!==`include`&&s!==`skip`&&r.store.directives[s])return o=r.store.directives[s](ro(c,r.variables)),o}return o||a}var gs=(e,t,n,r,i)=>{var{store:a}=e,o=t===a.rootFields.query,s=i&&a.keyOfEntity(i)||t,c=o?t:Wo(s,`__typename`)||i&&i.__typename;if(typeof c==`string`&&!(i&&c!==i.__typename)){for(var l=new cs(c,s,!1,void 0,n,e),u=!1,d=!1,f=Do,p,m=e.partial,h=ko(r);(p=l.next())!==void 0;){var g=Za(p),_=ro(p,e.variables),v=$a(p),y=Xa(p),b=hs(y,c,g,e),ee=vo(g,_),x=yo(s,ee),te=Wo(s,ee),ne=i?i[g]:void 0;e.__internal.path.push(v);var S=void 0;if(g===`__typename`)S=c;else if(ne!==void 0&&p.selectionSet===void 0)S=ne;else if(To===`read`&&b){var re=h;if(p.selectionSet===void 0&&te!==void 0&&(re={...h,[v]:te,[g]:te}),os(e,re,c,s,ee,g),S=b(re,_||{},a,e),p.selectionSet&&(S=_s(e,c,g,x,to(p),h[v]===void 0?r[v]:h[v],S,Ao(r))),a.schema&&S===null&&!po(a.schema,c,g,e.store.logger))return}else if(!p.selectionSet)S=te;else if(ne!==void 0)S=_s(e,c,g,x,to(p),h[v]===void 0?r[v]:h[v],ne,Ao(r));else{var ie=Go(s,ee);ie===void 0?typeof te==`object`&&te&&(S=te):S=vs(e,ie,c,g,to(p),h[v]===void 0?r[v]:h[v],Ao(r))}if(!ns&&S===void 0&&(y.optional||rs&&!y.required||is(e)||!y.required&&a.schema&&po(a.schema,c,g,e.store.logger))?(e.partial=!0,S=null):S===null&&(y.required||!1===rs)?(e.store.logger,S=void 0):u||=g!==`__typename`,e.__internal.path.pop(),f||=S!==r[v],S!==void 0)h[v]=S;else if(ns)d=!0;else{e.store.logger,e.partial=m;return}}return e.partial=e.partial||m,e.hasNext=e.hasNext||d,o&&e.partial&&!u?void 0:f?h:r}},_s=(e,t,n,r,i,a,o,s)=>{if(Array.isArray(o)){for(var{store:c}=e,l=c.schema?mo(c.schema,t,n,e.store.logger):!1,u=e.partial,d=ko(a,!0),f=Do||!Array.isArray(a)||o.length!==a.length,p=0,m=o.length;p<m;p++){e.__internal.path.push(p);var h=_s(e,t,n,yo(r,`${p}`),i,a?.[p],o[p],s);if(e.__internal.path.pop(),h===void 0&&!l){e.partial=u;return}e.partial=e.partial||h===void 0&&l,d[p]=h??null,f||=d[p]!==a[p]}return f?d:a}if(o==null)return o;if(s&&a===null)return null;if(ys(o)){var g=a||ko(a);return typeof o==`string`?gs(e,o,i,g):gs(e,r,i,g,o)}},vs=(e,t,n,r,i,a,o)=>{if(Array.isArray(t)){for(var{store:s}=e,c=s.schema?mo(s.schema,n,r,e.store.logger):!1,l=ko(a,!0),u=e.partial,d=Do||!Array.isArray(a)||t.length!==a.length,f=0,p=t.length;f<p;f++){e.__internal.path.push(f);var m=vs(e,t[f],n,r,i,a?.[f],o);if(e.__internal.path.pop(),m===void 0&&!c){e.partial=u;return}e.partial=e.partial||m===void 0&&c,l[f]=m||null,d||=l[f]!==a[f]}return d?l:a}return t===null||a===null&&o?null:gs(e,t,i,a||ko(a))},ys=e=>typeof e==`string`||typeof e==`object`&&typeof e.__typename==`string`,bs=(e,t,n)=>{for(var r=t?[{fieldKey:vo(t,n)}]:$o(e),i=0,a=r.length;i<a;i++){var{fieldKey:o}=r[i];Go(e,o)===void 0?R(e,o,void 0):qo(e,o,void 0)}},xs=(e,t)=>{for(var n of(e=>I.types.get(e)||Po)(e))t.includes(n)||bs(n)},Ss=(e,t,n,r)=>{var i=Sa(t.query),a=oo(i),o={data:n||ko(),dependencies:Eo},s=e.rootFields[a.operation];return Cs(as(e,ao(a,t.variables),so(i),s,s,r),s,to(a),o.data),o},Cs=(e,t,n,r)=>{var i=e.store.rootNames[t]||`query`,a=!!e.store.rootNames[t],o=a?t:r.__typename;if(!o&&t&&e.optimistic&&(o=Wo(t,`__typename`)),o)!a&&t&&(R(t,`__typename`,o),((e,t)=>{var n=I.types.get(e);if(n)n.add(t);else{var r=new Set;r.add(t),I.types.set(e,r)}})(o,t));else return;for(var s=e.store.updates[o],c=new cs(o,t||o,!1,void 0,n,e),l;l=c.next();){var u=Za(l),d=ro(l,e.variables),f=vo(u,d),p=$a(l),m=r[e.optimistic?u:p];if(!(u===`__typename`||m===void 0&&(ns||e.optimistic&&i===`query`))){e.__internal.path.push(p);var h=void 0;if(e.optimistic&&i===`mutation`){if(!(h=e.store.optimisticMutations[u]))continue}else e.optimistic&&typeof m==`function`&&(h=m);if(h&&(os(e,r,o,t||o,f,u),m=us(h(d||{},e.store,e))),m!==void 0){if(l.selectionSet){if(t&&i===`query`){var g=yo(t,f),_=ws(e,to(l),us(m),g,e.optimistic?Go(t||o,f):void 0);qo(t||o,f,_)}else ws(e,to(l),us(m))}else t&&i===`query`&&R(t||o,f,m!==null||!is(e)?m:void 0);var v=s&&s[u];if(v)os(e,r,o,t||o,f,u),r[u]=m,v(r,d||{},e.store,e);else if(o===e.store.rootFields.mutation&&!e.optimistic){if(m&&Array.isArray(m))for(var y=m.map((t=>e.store.keyOfEntity(t)||``)),b=0,ee=m.length;b<ee;b++){var x=y[b];if(x&&m[b].__typename){var te=Wo(x,`__typename`),ne=Lo(x);te&&!ne&&xs(m[b].__typename,y)}}else if(m&&typeof m==`object`){var S=e.store.keyOfEntity(m);if(S){var re=Wo(S,`__typename`),ie=Lo(S);re&&ie||!m.__typename||xs(m.__typename,[S])}}}e.__internal.path.pop()}}}},ws=(e,t,n,r,i)=>{if(Array.isArray(n)){for(var a=Array(n.length),o=0,s=n.length;o<s;o++){e.__internal.path.push(o);var c=r?yo(r,`${o}`):void 0,l=ws(e,t,n[o],c,i?.[o]);a[o]=l,e.__internal.path.pop()}return a}if(n===null)return is(e)?void 0:null;var u=e.store.keyOfEntity(n)||(typeof i==`string`?i:null);n.__typename;var d=u||r;return Cs(e,d,t,n),d||null},Ts=class{constructor(e){e||={},this.logger=e.logger,this.resolvers=e.resolvers||{},this.directives=e.directives||{},this.optimisticMutations=e.optimistic||{},this.keys=e.keys||{},this.globalIDs=Array.isArray(e.globalIDs)?new Set(e.globalIDs):!!e.globalIDs;var t=`Query`,n=`Mutation`,r=`Subscription`;if(e.schema){var i=(({__schema:e})=>{var t=new Map,n=e=>{var t;return()=>{if(!t){t={};for(var n=0;n<e.length;n++)t[e[n].name]=e[n]}return t}},r=e=>{switch(e.kind){case`OBJECT`:case`INTERFACE`:return{name:e.name,kind:e.kind,interfaces:n(e.interfaces||[]),fields:n(e.fields.map((e=>({name:e.name,type:e.type,args:n(e.args)}))))};case`UNION`:return{name:e.name,kind:e.kind,types:n(e.possibleTypes||[])}}},i={query:e.queryType?e.queryType.name:null,mutation:e.mutationType?e.mutationType.name:null,subscription:e.subscriptionType?e.subscriptionType.name:null,types:void 0,isSubType(e,n){var r=t.get(e),i=t.get(n);return!r||!i?!1:r.kind===`UNION`?!!r.types()[n]:r.kind!==`OBJECT`&&i.kind===`OBJECT`?!!i.interfaces()[e]:e===n}};if(e.types){i.types=t;for(var a=0;a<e.types.length;a++){var o=e.types[a];if(o&&o.name){var s=r(o);s&&t.set(o.name,s)}}}return i})(e.schema);t=i.query||t,n=i.mutation||n,r=i.subscription||r,i.types&&(this.schema=i)}if(!this.schema&&e.possibleTypes){this.possibleTypeMap=new Map;for(var a of Object.entries(e.possibleTypes)){var[o,s]=a;this.possibleTypeMap.set(o,new Set(s))}}this.updates=e.updates||{},this.rootFields={query:t,mutation:n,subscription:r},this.rootNames={[t]:`query`,[n]:`mutation`,[r]:`subscription`},this.data=(c=t,{hydrating:!1,defer:!1,gc:new Set,types:new Map,persist:new Set,queryRootKey:c,refCount:new Map,links:{optimistic:new Map,base:new Map},abstractToConcreteMap:new Map,records:{optimistic:new Map,base:new Map},deferredKeys:new Set,commutativeKeys:new Set,dirtyKeys:new Set,optimisticOrder:[],storage:null});var c;this.schema}keyOfField(e,t){return vo(e,t)}keyOfEntity(e){if(ts&&e===ts.parent)return ts.parentKey;if(e==null||typeof e==`string`)return e||null;if(!e.__typename)return null;if(this.rootNames[e.__typename])return e.__typename;var t=null;this.keys[e.__typename]?t=this.keys[e.__typename](e)||null:e.id==null?e._id!=null&&(t=`${e._id}`):t=`${e.id}`;var n=e.__typename;return!0===this.globalIDs||this.globalIDs&&this.globalIDs.has(n)||!t?t:`${n}:${t}`}resolve(e,t,n){var r=this.keyOfEntity(e);if(r){var i=vo(t,n),a=Wo(r,i);if(a!==void 0)return a;var o=Go(r,i);return o!==void 0&&(o=ds(this,o)),o}}invalidate(e,t,n){var r=this.keyOfEntity(e);e&&typeof e==`string`&&!t&&!n&&!this.resolve(e,`__typename`)?xs(e,[]):(Ja(r,``,19),bs(r,t,n))}inspectFields(e){var t=this.keyOfEntity(e);return t?$o(t):[]}updateQuery(e,t){var n=aa(e.query,e.variables),r=t(this.readQuery(n));r!==null&&Ss(this,n,r,void 0)}readQuery(e){var t=aa(e.query,e.variables);return fs(this,t,void 0,void 0).data}readFragment(e,t,n,r){return((e,t,n,r,i)=>{var a=so(t),o;if(i){if(!(o=a[i]))return null}else if(!(o=a[Object.keys(a)[0]]))return null;var s=Qa(o);typeof n!=`string`&&!n.__typename&&(n.__typename=s);var c=e.keyOfEntity(n);return c&&gs(as(e,r||{},a,s,c,void 0),c,to(o),ko())||null})(this,Sa(e),t,n,r)}writeFragment(e,t,n,r){((e,t,n,r,i)=>{var a=so(t),o;if(i){if(!(o=a[i]))return null}else if(!(o=a[Object.keys(a)[0]]))return null;var s=Qa(o),c={__typename:s,...n},l=e.keyOfEntity(c);l&&Cs(as(e,r||{},a,s,l,void 0),l,to(o),c)})(this,Sa(e),t,n,r)}link(e,t,...n){var r=n.length===2?n[0]:null,i=n.length===2?n[1]:n[0],a=this.keyOfEntity(e);a&&qo(a,vo(t,r),ds(this,i))}},Es=(e,t)=>wa(e.kind,e,{...e.context,meta:{...e.context.meta,...t}}),Ds=(e,t)=>wa(e.kind,e,{...e.context,requestPolicy:t}),Os=e=>({forward:t,client:n,dispatchDebug:r})=>{var i=new Ts(e);e&&e.storage&&(i.data.hydrating=!0,e.storage.readData().then((t=>{((e,t,n)=>{for(var r in jo(`write`,e,null),n){var i=n[r];if(i!==void 0){var{entityKey:a,fieldKey:o}=xo(r);i[0]===`:`?Go(a,o)===void 0&&qo(a,o,JSON.parse(i.slice(1))):Wo(a,o)===void 0&&R(a,o,JSON.parse(i))}}e.storage=t,e.hydrating=!1,Mo()})(i.data,e.storage,t),e.storage.onCacheHydrated&&e.storage.onCacheHydrated()})));var a=new Map,o=[],s=new Map,c=new Map,l=new Set,u=new Set,d=new Set,f=new Set,p=new WeakSet,m=new Map,h=new Set,g=new Set,_=e=>{for(var t of e.values())if(l.has(t))return!0;return!1},v=(e,t)=>{if(t)for(var n of t.values()){var r=m.get(n);if(r)for(var i of r.values())e.add(i)}},y=(e,t,r)=>{for(var i of t.values())if(i!==e.key){var a=s.get(i);if(a){e.kind===`query`&&g.add(i);var o=`cache-first`;u.has(i)&&(u.delete(i),o=`cache-and-network`);var c=Ds(a,o);e.kind===`subscription`&&d.has(i)&&p.add(c),n.reexecuteOperation(c)}}if(!r){var l=h;h=g,e.kind===`query`&&h.add(e.key),(g=l).clear()}},b=e=>!p.has(e)||!d.has(e.key)?!1:(f.add(e.key),!0),ee=e=>{var t=!1;if(e.kind===`query`)Jo(i.data,e.key),s.set(e.key,e),d.add(e.key),f.delete(e.key);else if(e.kind===`teardown`)return s.delete(e.key),c.delete(e.key),h.delete(e.key),d.delete(e.key),f.delete(e.key),No(i.data,e.key),e;else if(e.kind===`mutation`&&e.context.requestPolicy!==`network-only`){s.set(e.key,e),jo(`write`,i.data,e.key,!0,!1);var{dependencies:n}=Ss(i,e,void 0,void 0);if(Mo(),n.size){for(var r of n.values())l.add(r);a.set(e.key,n);var o=new Set;v(o,n),y(e,o,!0),t=!0}}return wa(e.kind,{key:e.key,query:Sa(e.query),variables:e.variables?io(oo(e.query),e.variables):e.variables},{...e.context,optimistic:t})},x=(e,t)=>{for(var n of t.values()){var r=m.get(n);r||m.set(n,r=new Set),r.add(e.key)}},te=e=>{jo(`read`,i.data,void 0,!1,!1);var t=fs(i,e,c.get(e.key),void 0);Mo();var n=t.data?!t.partial&&!t.hasNext?`hit`:`partial`:`miss`;return c.set(e.key,t.data),s.set(e.key,e),x(e,t.dependencies),{outcome:n,operation:e,data:t.data,dependencies:t.dependencies,hasNext:t.hasNext}},ne=(e,t)=>{var n=s.get(e.operation.key)||e.operation;n.kind===`mutation`&&(v(t,a.get(n.key)),a.delete(n.key)),(n.kind===`subscription`||e.hasNext)&&Jo(i.data,n.key,!0);var r,o=e.data;if(o){jo(`write`,i.data,n.key,!1,!1);var l=Ss(i,n,o,e.error).dependencies;Mo(),v(t,l);var u=n.kind===`query`?c.get(n.key):null;jo(`read`,i.data,n.key,!1,u!==o);var d=fs(i,n,u||o,e.error);Mo(),o=d.data,n.kind===`query`&&(v(t,r=d.dependencies),c.set(n.key,o))}else No(i.data,n.key);return r&&x(e.operation,r),{operation:n,data:o,error:e.error,extensions:e.extensions,hasNext:e.hasNext,stale:e.stale}};return e=>{var r=bi(pi(te)(M((e=>e.kind===`query`&&e.context.requestPolicy!==`network-only`))(e))),c=M((e=>e.kind!==`query`||e.context.requestPolicy===`network-only`))(e),p=pi((e=>Es(e.operation,{cacheOutcome:`miss`})))(M((e=>e.outcome===`miss`&&e.operation.context.requestPolicy!==`cache-only`&&!_(e.dependencies)&&!h.has(e.operation.key)&&!b(e.operation)))(r)),m=pi((e=>{var{requestPolicy:t}=e.operation.context,r=t!==`cache-only`&&(e.hasNext||t===`cache-and-network`||t===`cache-first`&&e.outcome===`partial`&&!h.has(e.operation.key)),a=t!==`cache-only`&&(r||d.has(e.operation.key)||e.outcome===`partial`&&h.has(e.operation.key)&&((o=i.data).commutativeKeys.has(c=e.operation.key)||o.optimisticOrder.indexOf(c)>-1)),o,c,l={operation:Es(e.operation,{cacheOutcome:e.outcome}),data:e.data,error:e.error,extensions:e.extensions,stale:a&&!e.hasNext,hasNext:r&&e.hasNext};return r&&(_(e.dependencies)?t===`cache-and-network`&&u.add(e.operation.key):b(e.operation)||n.reexecuteOperation(Ds(s.get(e.operation.key)||e.operation,`network-only`))),l}))(M((e=>e.outcome!==`miss`||e.operation.context.requestPolicy===`cache-only`))(r)),g=t(pi(ee)(gi([c,p])));return gi([pi((e=>{var{key:t}=e.operation,r=!1;e.hasNext||(d.delete(t),r=f.delete(t));var i=new Set,a=ne(e,i);return y(e.operation,i,!1),r&&(a.stale=!0,n.reexecuteOperation(Ds(s.get(t)||e.operation,`network-only`))),a}))(M((e=>!a.has(e.operation.key)))(g)),mi((e=>{if(o.push(e)<a.size)return Ni;for(var t=0;t<o.length;t++)Jo(i.data,o[t].operation.key);l.clear();for(var n=[],r=new Set,s;s=o.shift();)n.push(ne(s,r));return y(e.operation,r,!1),ki(n)}))(M((e=>a.has(e.operation.key)))(g)),m])}},ks=new Map,As=new Map;function js(e){let t=e.toString(),n=ks.get(t)??Ea(t);ks.set(t,n);let r=Ns(n);return r!==void 0&&e.__meta__?.hash!==void 0&&As.set(r,e.__meta__.hash),n}function Ms(e){return As.get(Ns(e)??``)}function Ns(e){return e.definitions.find(e=>e.kind===`OperationDefinition`)?.name?.value}var Ps={introspection:JSON.parse(`{"__schema":{"queryType":{"name":"Query","kind":"OBJECT"},"mutationType":{"name":"Mutation","kind":"OBJECT"},"subscriptionType":{"name":"Subscription","kind":"OBJECT"},"types":[{"kind":"UNION","name":"AcceptInvitationResult","possibleTypes":[{"name":"SignInPayload"},{"name":"TokenNotValid"},{"name":"WrongPassword"},{"name":"WeakPassword"},{"name":"InvalidInput"}]},{"kind":"UNION","name":"ActivitySubject","possibleTypes":[{"name":"Invoice"},{"name":"Payment"},{"name":"Prepayment"},{"name":"Refund"},{"name":"Dispute"},{"name":"CreditEntry"},{"name":"Client"},{"name":"FirmMember"},{"name":"Invitation"},{"name":"PaymentSettings"},{"name":"PaymentProvider"},{"name":"WebhookEndpoint"}]},{"kind":"UNION","name":"ArchiveClientResult","possibleTypes":[{"name":"ClientPayload"},{"name":"NotFound"},{"name":"ClientHasMoney"}]},{"kind":"UNION","name":"CancelPaymentResult","possibleTypes":[{"name":"MoneyPayload"},{"name":"NotFound"},{"name":"PaymentNotChangeable"},{"name":"ProviderUnavailable"}]},{"kind":"UNION","name":"ChangePasswordResult","possibleTypes":[{"name":"PasswordPayload"},{"name":"WrongPassword"},{"name":"WeakPassword"}]},{"kind":"UNION","name":"Checkout","possibleTypes":[{"name":"StripeCheckout"}]},{"kind":"UNION","name":"ConnectPaymentProviderResult","possibleTypes":[{"name":"ConnectPaymentProviderPayload"},{"name":"InvalidInput"},{"name":"ProviderUnavailable"},{"name":"ProviderRefused"}]},{"kind":"UNION","name":"CreateClientResult","possibleTypes":[{"name":"ClientPayload"},{"name":"NotFound"},{"name":"InvalidInput"},{"name":"IdempotencyConflict"}]},{"kind":"UNION","name":"CreateInvoiceResult","possibleTypes":[{"name":"CreateInvoicePayload"},{"name":"NotFound"},{"name":"InvalidInput"},{"name":"InvalidAmount"},{"name":"InsufficientCredits"},{"name":"AmountExceedsPayable"},{"name":"IdempotencyConflict"}]},{"kind":"UNION","name":"CreateWebhookEndpointResult","possibleTypes":[{"name":"CreateWebhookEndpointPayload"},{"name":"NotFound"},{"name":"InvalidInput"},{"name":"IdempotencyConflict"}]},{"kind":"UNION","name":"CreditResult","possibleTypes":[{"name":"CreditPayload"},{"name":"NotFound"},{"name":"InvalidAmount"},{"name":"InvalidInput"},{"name":"IdempotencyConflict"}]},{"kind":"UNION","name":"DeleteWebhookEndpointResult","possibleTypes":[{"name":"DeleteWebhookEndpointPayload"},{"name":"NotFound"}]},{"kind":"UNION","name":"EnablePrepaymentResult","possibleTypes":[{"name":"PaymentSettingsPayload"},{"name":"PrepaymentBlocked"},{"name":"MethodNotOffered"},{"name":"InvalidAmount"},{"name":"InvalidInput"}]},{"kind":"UNION","name":"InvitationResult","possibleTypes":[{"name":"InvitationPayload"},{"name":"NotFound"},{"name":"InvitationNotChangeable"}]},{"kind":"UNION","name":"InviteResult","possibleTypes":[{"name":"InvitePayload"},{"name":"NotFound"},{"name":"AlreadyMember"},{"name":"InvalidInput"},{"name":"IdempotencyConflict"}]},{"kind":"UNION","name":"InvoiceResult","possibleTypes":[{"name":"InvoicePayload"},{"name":"NotFound"},{"name":"InvoiceNotChangeable"},{"name":"InvalidAmount"},{"name":"AmountExceedsPayable"},{"name":"InsufficientCredits"}]},{"kind":"UNION","name":"MakePrepaymentResult","possibleTypes":[{"name":"MakePrepaymentPayload"},{"name":"NotFound"},{"name":"InvalidInput"},{"name":"PrepaymentUnavailable"},{"name":"MethodUnavailable"},{"name":"InvalidAmount"},{"name":"AmountOutOfRange"},{"name":"IdempotencyConflict"},{"name":"ProviderUnavailable"},{"name":"ProviderRefused"}]},{"kind":"INTERFACE","name":"Node","fields":[]},{"kind":"UNION","name":"NoticeSubject","possibleTypes":[{"name":"Payment"},{"name":"Prepayment"},{"name":"Refund"},{"name":"Dispute"},{"name":"Invoice"},{"name":"CreditEntry"},{"name":"PaymentProvider"}]},{"kind":"UNION","name":"PayInvoiceResult","possibleTypes":[{"name":"PayInvoicePayload"},{"name":"NotFound"},{"name":"InvalidAmount"},{"name":"InvalidInput"},{"name":"AmountExceedsPayable"},{"name":"AmountOutOfRange"},{"name":"NothingPayable"},{"name":"FullAmountNotPossible"},{"name":"NoDepositDue"},{"name":"InsufficientCredits"},{"name":"InvoiceNotPayable"},{"name":"MethodUnavailable"},{"name":"QuoteStale"},{"name":"IdempotencyConflict"},{"name":"ProviderUnavailable"},{"name":"ProviderRefused"}]},{"kind":"UNION","name":"PaymentProviderResult","possibleTypes":[{"name":"PaymentSettingsPayload"},{"name":"NotFound"},{"name":"InvalidInput"}]},{"kind":"UNION","name":"QuoteResult","possibleTypes":[{"name":"Quote"},{"name":"InvalidAmount"},{"name":"InvalidInput"},{"name":"AmountExceedsPayable"},{"name":"AmountOutOfRange"},{"name":"NothingPayable"},{"name":"InsufficientCredits"},{"name":"InvoiceNotPayable"},{"name":"FullAmountNotPossible"},{"name":"NoDepositDue"},{"name":"MethodUnavailable"}]},{"kind":"UNION","name":"RecordOfflinePaymentResult","possibleTypes":[{"name":"RecordOfflinePaymentPayload"},{"name":"NotFound"},{"name":"InvalidAmount"},{"name":"InvalidInput"},{"name":"AmountExceedsPayable"},{"name":"NothingPayable"},{"name":"FullAmountNotPossible"},{"name":"NoDepositDue"},{"name":"InvoiceNotPayable"},{"name":"IdempotencyConflict"}]},{"kind":"UNION","name":"RedeliverWebhookResult","possibleTypes":[{"name":"WebhookDeliveryPayload"},{"name":"NotFound"}]},{"kind":"UNION","name":"RefundPaymentResult","possibleTypes":[{"name":"RefundPaymentPayload"},{"name":"NotFound"},{"name":"InvalidAmount"},{"name":"InvalidInput"},{"name":"NotRefundable"},{"name":"IdempotencyConflict"},{"name":"ProviderUnavailable"},{"name":"ProviderRefused"}]},{"kind":"UNION","name":"RefundPrepaymentResult","possibleTypes":[{"name":"RefundPrepaymentPayload"},{"name":"NotFound"},{"name":"InvalidAmount"},{"name":"InvalidInput"},{"name":"NotRefundable"},{"name":"IdempotencyConflict"},{"name":"ProviderUnavailable"},{"name":"ProviderRefused"}]},{"kind":"UNION","name":"ReleasePaymentResult","possibleTypes":[{"name":"MoneyPayload"},{"name":"NotFound"},{"name":"PaymentNotChangeable"}]},{"kind":"UNION","name":"RemoveClientUserResult","possibleTypes":[{"name":"ClientPayload"},{"name":"NotFound"}]},{"kind":"UNION","name":"RemoveMemberResult","possibleTypes":[{"name":"FirmPayload"},{"name":"NotFound"},{"name":"MemberNotChangeable"}]},{"kind":"UNION","name":"ResetPasswordResult","possibleTypes":[{"name":"PasswordPayload"},{"name":"TokenNotValid"},{"name":"WeakPassword"}]},{"kind":"UNION","name":"ReverseCreditResult","possibleTypes":[{"name":"CreditPayload"},{"name":"NotFound"},{"name":"NotRefundable"},{"name":"InvalidAmount"},{"name":"InvalidInput"},{"name":"IdempotencyConflict"}]},{"kind":"UNION","name":"RevokeSessionResult","possibleTypes":[{"name":"SessionsPayload"},{"name":"NotFound"}]},{"kind":"UNION","name":"SignInResult","possibleTypes":[{"name":"SignInPayload"},{"name":"SeatChoice"},{"name":"SignInFailed"}]},{"kind":"UNION","name":"SwitchMembershipResult","possibleTypes":[{"name":"SignInPayload"},{"name":"NotFound"}]},{"kind":"UNION","name":"TransferOwnershipResult","possibleTypes":[{"name":"FirmPayload"},{"name":"NotFound"},{"name":"WrongPassword"},{"name":"InvalidInput"}]},{"kind":"UNION","name":"UpdateClientResult","possibleTypes":[{"name":"ClientPayload"},{"name":"NotFound"},{"name":"InvalidInput"}]},{"kind":"UNION","name":"UpdateFirmResult","possibleTypes":[{"name":"FirmPayload"},{"name":"InvalidInput"}]},{"kind":"UNION","name":"UpdateInvoiceResult","possibleTypes":[{"name":"InvoicePayload"},{"name":"NotFound"},{"name":"InvalidInput"},{"name":"InvalidAmount"},{"name":"InvoiceNotChangeable"}]},{"kind":"UNION","name":"UpdateMemberResult","possibleTypes":[{"name":"MemberPayload"},{"name":"NotFound"},{"name":"MemberNotChangeable"},{"name":"InvalidInput"}]},{"kind":"UNION","name":"UpdatePaymentSettingsResult","possibleTypes":[{"name":"PaymentSettingsPayload"},{"name":"InvalidInput"}]},{"kind":"UNION","name":"UpdateProfileResult","possibleTypes":[{"name":"ProfilePayload"},{"name":"InvalidInput"}]},{"kind":"INTERFACE","name":"UserError","fields":[]},{"kind":"UNION","name":"Viewer","possibleTypes":[{"name":"FirmMember"},{"name":"ClientUser"}]},{"kind":"UNION","name":"WebhookEndpointResult","possibleTypes":[{"name":"WebhookEndpointPayload"},{"name":"NotFound"},{"name":"InvalidInput"}]},{"kind":"OBJECT","name":"Activity","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"ActivityChange","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"ActivityConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"ActivityEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Actor","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"AlreadyMember","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"AmountExceedsPayable","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"AmountOutOfRange","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"CardDetails","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Client","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"ClientChange","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"ClientConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"ClientEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"ClientHasMoney","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"ClientPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"ClientUser","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"ConnectPaymentProviderPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"CreateInvoicePayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"CreateWebhookEndpointPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"CreditAccount","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"CreditEntry","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"CreditEntryConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"CreditEntryEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"CreditPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"CreditUse","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"DeleteWebhookEndpointPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Dispute","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"DisputeConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"DisputeEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Firm","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"FirmChange","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"FirmMember","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"FirmPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"FullAmountNotPossible","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"IdempotencyConflict","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"InsufficientCredits","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"InvalidAmount","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"InvalidInput","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"Invitation","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"InvitationConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"InvitationEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"InvitationNotChangeable","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"InvitationPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"InvitationPreview","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"InvitePayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Invoice","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"InvoiceConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"InvoiceEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"InvoiceLine","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"InvoiceNotChangeable","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"InvoiceNotPayable","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"InvoicePayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"MakePrepaymentPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"MarkNoticesReadPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"MemberNotChangeable","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"MemberPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Membership","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"MethodNotOffered","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"MethodUnavailable","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"Money","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"MoneyPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"MoneyReport","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Mutation","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"NoDepositDue","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"NotFound","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"NotRefundable","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"NothingPayable","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"Notice","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"NoticeConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"NoticeEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"NoticePreferencesPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Operation","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PageInfo","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PasswordPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PayInvoicePayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Payment","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"PaymentConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PaymentEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PaymentFailure","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PaymentNotChangeable","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"PaymentProvider","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"PaymentSettings","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"PaymentSettingsPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PaymentSettingsPreview","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Prepayment","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"PrepaymentBlocked","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"PrepaymentConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PrepaymentEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PrepaymentOffer","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PrepaymentRequirement","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PrepaymentSettings","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PrepaymentUnavailable","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"ProfilePayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"ProviderRefused","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"ProviderUnavailable","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"Query","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Quote","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"QuoteStale","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"RecordOfflinePaymentPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Refund","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"RefundConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"RefundEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"RefundPaymentPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"RefundPrepaymentPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"RequestPasswordResetPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Seat","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"SeatChoice","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Session","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"SessionsPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"SignInFailed","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"SignInPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"StripeCheckout","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Subscription","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"TokenNotValid","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"WeakPassword","fields":[],"interfaces":[{"name":"UserError"}]},{"kind":"OBJECT","name":"WebhookDelivery","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"WebhookDeliveryConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"WebhookDeliveryEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"WebhookDeliveryPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"WebhookEndpoint","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"WebhookEndpointPayload","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"WrongPassword","fields":[],"interfaces":[{"name":"UserError"}]}]}}`),nodes:[`Activity`,`Client`,`ClientUser`,`CreditAccount`,`CreditEntry`,`Dispute`,`Firm`,`FirmMember`,`Invitation`,`Invoice`,`Notice`,`Payment`,`PaymentProvider`,`PaymentSettings`,`Prepayment`,`Refund`,`WebhookDelivery`,`WebhookEndpoint`],withoutId:`ActivityChange.ActivityConnection.ActivityEdge.Actor.AlreadyMember.AmountExceedsPayable.AmountOutOfRange.CardDetails.ClientChange.ClientConnection.ClientEdge.ClientHasMoney.ClientPayload.ConnectPaymentProviderPayload.CreateInvoicePayload.CreateWebhookEndpointPayload.CreditEntryConnection.CreditEntryEdge.CreditPayload.CreditUse.DeleteWebhookEndpointPayload.DisputeConnection.DisputeEdge.FirmChange.FirmPayload.FullAmountNotPossible.IdempotencyConflict.InsufficientCredits.InvalidAmount.InvalidInput.InvitationConnection.InvitationEdge.InvitationNotChangeable.InvitationPayload.InvitationPreview.InvitePayload.InvoiceConnection.InvoiceEdge.InvoiceLine.InvoiceNotChangeable.InvoiceNotPayable.InvoicePayload.MakePrepaymentPayload.MarkNoticesReadPayload.MemberNotChangeable.MemberPayload.MethodNotOffered.MethodUnavailable.Money.MoneyPayload.MoneyReport.NoDepositDue.NotFound.NotRefundable.NothingPayable.NoticeConnection.NoticeEdge.NoticePreferencesPayload.Operation.PageInfo.PasswordPayload.PayInvoicePayload.PaymentConnection.PaymentEdge.PaymentFailure.PaymentNotChangeable.PaymentSettingsPayload.PaymentSettingsPreview.PrepaymentBlocked.PrepaymentConnection.PrepaymentEdge.PrepaymentOffer.PrepaymentRequirement.PrepaymentSettings.PrepaymentUnavailable.ProfilePayload.ProviderRefused.ProviderUnavailable.Quote.QuoteStale.RecordOfflinePaymentPayload.RefundConnection.RefundEdge.RefundPaymentPayload.RefundPrepaymentPayload.RequestPasswordResetPayload.SeatChoice.SessionsPayload.SignInFailed.SignInPayload.StripeCheckout.TokenNotValid.WeakPassword.WebhookDeliveryConnection.WebhookDeliveryEdge.WebhookDeliveryPayload.WebhookEndpointPayload.WrongPassword`.split(`.`)},Fs=be,Is=e=>e?.filter?.unread===!0,Ls={Client:{Firm:`clients`},Invoice:{Client:`invoices`,Firm:`invoices`},Payment:{Client:`payments`,Firm:`payments`,Invoice:`payments`},Prepayment:{Client:`prepayments`,Firm:`prepayments`},CreditEntry:{CreditAccount:`entries`,Firm:`creditEntries`},Refund:{Firm:`refunds`},Dispute:{Firm:`disputes`},Invitation:{Client:`invitations`,Firm:`invitations`},WebhookEndpoint:{Firm:`webhookEndpoints`},Notice:{Query:`notices`}},Rs=new Set([`Invoice`,`Payment`,`Prepayment`,`Notice`]),zs={Client:`client`,Invoice:`invoice`,CreditAccount:`creditAccount`},Bs=20,Vs=100,Hs={clientChanges:{Client:`activity`,Query:`notices`},firmChanges:{Client:`activity`,Firm:`activity`}};function Us(){let e=new Map([[`Query`,new Set([`Query`])]]),t=t=>n=>{let r=e.get(t)??new Set;return e.set(t,r.add(n.id)),n.id};function n(t,n){for(let[r,i]of Object.entries(Ls[n.__typename]??{})){let a=zs[r],o=a?t.resolve(n,a):null;for(let s of e.get(r)??[]){if(typeof o==`string`&&o!==s)continue;let e=a===void 0||o===s,r=Ks(t,s,i),c=new Set(r.filter(({fieldKey:e})=>Qs(t,t.resolve(s,e),n.id)).map(({arguments:e})=>qs(e)));for(let{arguments:a}of r)!c.has(qs(a))&&Js(t,n,a)&&(e&&Xs(t,n,a,t.resolve(s,i,a))||t.invalidate(s,i,a??void 0))}}}function r(t,n){for(let[r,i]of Object.entries(Hs[n]??{}))for(let n of e.get(r)??[])for(let{arguments:e}of Ks(t,n,i))t.invalidate(n,i,e??void 0)}let i=(e,t,i,a)=>{let o=e[a.fieldName];if(typeof o!=`object`||!o)return;o.reload===!0&&Ws(i),typeof o.unreadCount==`number`&&Zs(i,o.unreadCount);for(let e of o.removedIds??[])i.invalidate(e);let s=Object.values(o).flat().filter(Gs);if(!(a.fieldName===`markNoticesRead`&&s.length<Vs)&&s.length!==0){for(let e of s)n(i,e);r(i,a.fieldName)}},a=new Proxy({},{get:()=>i});return Os({schema:Ps.introspection,globalIDs:Ps.nodes,keys:{...Object.fromEntries(Ps.withoutId.map(e=>[e,()=>null])),...Object.fromEntries(Object.keys(Ls).map(e=>[`${e}Edge`,Ys])),...Object.fromEntries([`Client`,`Firm`,`CreditAccount`,`Invoice`].map(e=>[e,t(e)]))},updates:{Mutation:a,Subscription:a},logger:()=>void 0})}function Ws(e){for(let t of e.inspectFields(`Query`))e.invalidate(`Query`,t.fieldName,t.arguments??void 0)}var Gs=e=>typeof e==`object`&&!!e&&`id`in e&&`__typename`in e,Ks=(e,t,n)=>e.inspectFields(t).filter(e=>e.fieldName===n&&!Is(e.arguments)),qs=e=>JSON.stringify({...e,after:null});function Js(e,t,n){let r=n?.filter?.status,i=e.resolve(t,`status`);return r==null||typeof i!=`string`||r.includes(i)}var Ys=({node:e})=>Gs(e)?e.id:null;function Xs(e,t,n,r){let{first:i=Bs,filter:a={},...o}=n??{};if(!Object.values({...o,...a,status:null}).every(e=>e===null)||!Rs.has(t.__typename)||typeof r!=`string`||typeof e.resolve(r,`totalCount`)==`number`)return!1;let s=e.resolve(r,`edges`);if(!Array.isArray(s)||s.length>=i)return!1;let c=`${t.__typename}Edge`,{__typename:l,id:u}=t,d=`fragment AddedEdge on ${c} { __typename node { __typename id } }`;return e.writeFragment(Ea(d),{__typename:c,node:{__typename:l,id:u}}),e.link(r,`edges`,[`${c}:${u}`,...s]),!0}function Zs(e,t){e.updateQuery({query:js(Fs)},e=>e?.unread?{...e,unread:{...e.unread,totalCount:t}}:e)}function Qs(e,t,n){if(Array.isArray(t))return t.includes(n);if(typeof t!=`string`)return!1;let r=e.resolve(t,`edges`);return Array.isArray(r)&&r.some(t=>e.resolve(t,`node`)===n)}var $s=({forward:e})=>t=>{let n=new Map;return Ri(e(Ri(t,vi(e=>{e.kind===`teardown`?n.delete(e.key):n.set(e.key,e)}),pi(e=>{let t=e.kind===`teardown`?void 0:Ms(e.query);return t===void 0?e:{...wa(e.kind,e),query:{...e.query,definitions:[],documentId:t}}}))),pi(e=>({...e,operation:n.get(e.operation.key)??e.operation})))},ec=4403;function tc({locale:e,onSignedOut:t,onChangesRefused:n}){let r=Ha({url:()=>`${location.origin.replace(/^http/,`ws`)}/graphql`,retryAttempts:0,jsonMessageReplacer:(e,t)=>e===`query`&&t===``?void 0:t}),i=new Ma({url:`/graphql`,preferGetMethod:!1,fetchOptions:()=>({headers:{"Acompte-Request":`1`,"Accept-Language":e()}}),exchanges:[Us(),Aa({onResult(e){e.operation.kind!==`subscription`&&!e.error?.networkError&&s(!1),rc(e.error)?t():e.operation.kind===`subscription`&&ic(e.error)&&n()}}),Na({initialDelayMs:500,maxDelayMs:8e3,maxNumberAttempts:1/0,retryIf(e,t){return!e.networkError||t.kind===`subscription`?!1:(s(!0),t.kind===`query`)}}),$s,Oa,Da({forwardSubscription:e=>({subscribe:t=>({unsubscribe:r.subscribe({...e,query:e.query??``},t)})})})]});return Object.assign(i,{dispose:()=>void r.dispose()})}var nc=(e,...t)=>e?.graphQLErrors.some(({extensions:e})=>t.includes(e?.code))??!1,rc=e=>nc(e,`UNAUTHENTICATED`)||e?.networkError?.code===ec,ic=e=>nc(e,`FORBIDDEN`,`NOT_FOUND`,`BAD_USER_INPUT`),ac=[`UNAUTHENTICATED`,`FORBIDDEN`,`NOT_FOUND`,`BAD_USER_INPUT`,`GRAPHQL_PARSE_FAILED`,`GRAPHQL_VALIDATION_FAILED`,`RATE_LIMITED`,`BAD_REQUEST`,`CROSS_SITE`,`NOT_TRUSTED`];function oc(e){return e?.networkError?`NoAnswer`:e?.graphQLErrors.every(({extensions:e,path:t})=>ac.includes(String(e?.code))&&(t?.length??0)<2)?`Refused`:`Error`}var sc=({__typename:e})=>[`InvalidAmount`,`AmountExceedsPayable`,`AmountOutOfRange`].includes(e),cc=({__typename:e})=>[`NoAnswer`,`Error`,`ProviderUnavailable`,`IdempotencyConflict`].includes(e),lc=(e,t)=>cc(e)||t&&e.__typename===`Refused`;function uc(e,t){return t}var dc=_.createContext({}),fc=dc.Provider;dc.Consumer,dc.displayName=`UrqlContext`;var pc=()=>_.useContext(dc),mc={fetching:!1,stale:!1,hasNext:!1,error:void 0,data:void 0,extensions:void 0,operation:void 0},hc=(e,t)=>e===t||!(!e||!t||e.key!==t.key),gc=(e,t)=>{var n={...e,...t,data:t.data!==void 0||t.error?t.data:e.data,fetching:!!t.fetching,stale:!!t.stale,error:t.fetching?e.error:t.error};return((e,t)=>{for(var n in e)if(!(n in t))return!0;for(var r in t)if(r===`operation`?!hc(e[r],t[r]):e[r]!==t[r])return!0;return!1})(e,n)?n:e},_c=(e,t)=>{for(var n=0,r=t.length;n<r;n++)if(e[n]!==t[n])return!0;return!1},vc=!1;function yc(e,t){if(!vc||t===void 0)try{return vc=!0,e(t)}finally{vc=!1}else Promise.resolve(t).then(e)}function bc(e,t){var n=_.useRef(void 0);return _.useMemo((()=>{var r=aa(e,t);return n.current!==void 0&&n.current.key===r.key?n.current:(n.current=r,r)}),[e,t])}var xc=e=>{if(!e._react){var t=new Set,n=new Map;e.operations$&&Fi((e=>{e.kind===`teardown`&&t.has(e.key)&&(t.delete(e.key),n.delete(e.key))}))(e.operations$),e._react={get:e=>n.get(e),set(e,r){t.delete(e),n.set(e,r)},clear(e){t.delete(e),n.delete(e)},dispose(e){t.add(e)}}}return e._react},Sc=(e,t)=>t&&t.suspense!==void 0?!!t.suspense:e.suspense;function Cc(e){var t=pc(),n=xc(t),r=Sc(t,e.context),i=bc(e.query,e.variables),a=_.useMemo((()=>{if(e.pause)return null;var a=t.executeQuery(i,{requestPolicy:e.requestPolicy,...e.context});return r?vi((e=>{n.set(i.key,e)}))(a):a}),[n,t,i,r,e.pause,e.requestPolicy,e.context]),o=_.useCallback(((e,t)=>{if(!e)return{fetching:!1};var r=n.get(i.key);if(!r){var a,o,s=Fi((e=>{r=e,a&&a(r)}))(_i((()=>{o&&!r&&(n.get(i.key)===o&&n.clear(i.key),a&&a(void 0))}))(wi((()=>t&&!a||!r||`hasNext`in r&&r.hasNext))(e)));if(r==null&&t)throw o=new Promise((e=>{a=e})),n.set(i.key,o),o;s.unsubscribe()}else if(t&&r!=null&&`then`in r){var c=r,l=()=>{n.get(i.key)===c&&n.clear(i.key)};throw c.then(l,l),r}if(t&&r!=null&&!(`then`in r)&&r.error){var u=r;queueMicrotask((()=>{n.get(i.key)===u&&n.clear(i.key)}))}return r||{fetching:!0}}),[n,i]),s=[t,i,e.requestPolicy,e.context,e.pause],[c,l]=_.useState((()=>[a,gc(mc,yc((()=>o(a,r)))),s])),u=c[1];a!==c[0]&&_c(c[2],s)&&l([a,u=gc(c[1],yc((()=>o(a,r)))),s]),_.useEffect((()=>{var e=c[0],t=c[2][1],r=!1,i=e=>{r=!0,yc(l,(t=>{var n=gc(t[1],e);return t[1]===n?t:[t[0],n,t[2]]}))};if(e){var a=Fi(i)(_i((()=>{i({fetching:!1})}))(e));return r||i({fetching:!0}),()=>{n.dispose(t.key),a.unsubscribe()}}i({fetching:!1})}),[n,c[0],c[2][1]]);var d=_.useCallback((a=>{var o={requestPolicy:e.requestPolicy,...e.context,...a};yc(l,(e=>[r?vi((e=>{n.set(i.key,e)}))(t.executeQuery(i,o)):t.executeQuery(i,o),e[1],s]))}),[t,n,i,r,e.requestPolicy,e.context,e.pause]);return[u,d]}var wc=500,Tc=15e3;function Ec(e,t){let n=e,r=wc,i,a,o=!1,s=()=>{i=void 0,a=t(n,e=>{n=e,r=wc},()=>{o||i!==void 0||(i=setTimeout(s,r),a?.(),r=Math.min(r*2,Tc))})};return s(),()=>{o=!0,clearTimeout(i),a?.()}}function Dc(e,t){let n=pc(),r=(0,_.useRef)(t);r.current=t;let i=t&&JSON.stringify({...t,after:null});(0,_.useEffect)(()=>{let t=r.current;if(i!==null&&t!==null)return Ec(t.after??null,(r,i,a)=>{let{unsubscribe:o}=Ri(n.subscription(js(e),{...t,after:r}),_i(a),Fi(({data:e,error:t})=>{let r=Object.values(e??{}).find(e=>typeof e==`object`);r&&(i(r.cursor),r.notices?.length!==0&&n.query(js(Fs),{},{requestPolicy:`network-only`}).toPromise()),t&&a()}));return o})},[n,e,i])}function Oc(e){let t=pc(),{_:n}=kt(),[r,i]=(0,_.useState)(!1),[a,o]=(0,_.useState)(null),[s,c]=(0,_.useState)(!1),l=(0,_.useCallback)(async r=>{i(!0),o(null);function a(e){return o(e),c(t=>lc(e,t)),null}try{let{data:i,error:o}=await t.mutation(js(e),r).toPromise(),s=Object.entries(i??{}).find(([e])=>e!==`__typename`)?.[1];if(o!==void 0||s==null){let e=o?.networkError?n({id:`oaL0V/`}):o?.graphQLErrors[0]?.message??n({id:`A/Ifco`});return a({__typename:oc(o),message:e})}if(kc(s)){let e=s.field??(sc(s)?`amount`:void 0);return a({...s,field:e})}return c(!1),s}finally{i(!1)}},[t,e,n]),u=(0,_.useCallback)(()=>{o(null),c(!1)},[]);return{run:l,isPending:r,isUnknown:s,mayBeDone:r||s,failure:a,clearFailure:u}}var kc=e=>typeof e==`object`&&!!e&&`message`in e&&`__typename`in e&&!String(e.__typename).endsWith(`Payload`);function Ac(e,...[t,n]){let[{data:r,error:i,fetching:a,stale:o},s]=Cc({query:js(e),variables:t??{},...n}),c=(0,_.useCallback)(()=>s({requestPolicy:`network-only`}),[s]);return{data:r,error:i,isLoading:a||o,reload:c}}var jc={en:`English`,fr:`Français`},Mc=C;function Nc(){let{locale:e,setLocale:t}=vr(),{run:n}=Oc(Mc);return ur.filter(t=>t!==e).map(e=>(0,E.jsx)(Mn,{icon:(0,E.jsx)(et,{className:`icon`,"aria-hidden":`true`}),onSelect:async()=>{await n({locale:e}),await t(e)},children:(0,E.jsx)(`span`,{lang:e,children:jc[e]})},e))}var Pc=n((e=>{function t(e,t){var n=e.length;e.push(t);a:for(;0<n;){var r=n-1>>>1,a=e[r];if(0<i(a,t))e[r]=t,e[n]=a,n=r;else break a}}function n(e){return e.length===0?null:e[0]}function r(e){if(e.length===0)return null;var t=e[0],n=e.pop();if(n!==t){e[0]=n;a:for(var r=0,a=e.length,o=a>>>1;r<o;){var s=2*(r+1)-1,c=e[s],l=s+1,u=e[l];if(0>i(c,n))l<a&&0>i(u,c)?(e[r]=u,e[l]=n,r=l):(e[r]=c,e[s]=n,r=s);else if(l<a&&0>i(u,n))e[r]=u,e[l]=n,r=l;else break a}}return t}function i(e,t){var n=e.sortIndex-t.sortIndex;return n===0?e.id-t.id:n}if(e.unstable_now=void 0,typeof performance==`object`&&typeof performance.now==`function`){var a=performance;e.unstable_now=function(){return a.now()}}else{var o=Date,s=o.now();e.unstable_now=function(){return o.now()-s}}var c=[],l=[],u=1,d=null,f=3,p=!1,m=!1,h=!1,g=!1,_=typeof setTimeout==`function`?setTimeout:null,v=typeof clearTimeout==`function`?clearTimeout:null,y=typeof setImmediate<`u`?setImmediate:null;function b(e){for(var i=n(l);i!==null;){if(i.callback===null)r(l);else if(i.startTime<=e)r(l),i.sortIndex=i.expirationTime,t(c,i);else break;i=n(l)}}function ee(e){if(h=!1,b(e),!m){if(n(c)!==null)m=!0,x||(x=!0,ae());else{var t=n(l);t!==null&&ce(ee,t.startTime-e)}}}var x=!1,te=-1,ne=5,S=-1;function re(){return g?!0:!(e.unstable_now()-S<ne)}function ie(){if(g=!1,x){var t=e.unstable_now();S=t;var i=!0;try{a:{m=!1,h&&(h=!1,v(te),te=-1),p=!0;var a=f;try{b:{for(b(t),d=n(c);d!==null&&!(d.expirationTime>t&&re());){var o=d.callback;if(typeof o==`function`){d.callback=null,f=d.priorityLevel;var s=o(d.expirationTime<=t);if(t=e.unstable_now(),typeof s==`function`){d.callback=s,b(t),i=!0;break b}d===n(c)&&r(c),b(t)}else r(c);d=n(c)}if(d!==null)i=!0;else{var u=n(l);u!==null&&ce(ee,u.startTime-t),i=!1}}break a}finally{d=null,f=a,p=!1}i=void 0}}finally{i?ae():x=!1}}}var ae;if(typeof y==`function`)ae=function(){y(ie)};else if(typeof MessageChannel<`u`){var oe=new MessageChannel,se=oe.port2;oe.port1.onmessage=ie,ae=function(){se.postMessage(null)}}else ae=function(){_(ie,0)};function ce(t,n){te=_(function(){t(e.unstable_now())},n)}e.unstable_IdlePriority=5,e.unstable_ImmediatePriority=1,e.unstable_LowPriority=4,e.unstable_NormalPriority=3,e.unstable_Profiling=null,e.unstable_UserBlockingPriority=2,e.unstable_cancelCallback=function(e){e.callback=null},e.unstable_forceFrameRate=function(e){0>e||125<e?console.error(`forceFrameRate takes a positive int between 0 and 125, forcing frame rates higher than 125 fps is not supported`):ne=0<e?Math.floor(1e3/e):5},e.unstable_getCurrentPriorityLevel=function(){return f},e.unstable_next=function(e){switch(f){case 1:case 2:case 3:var t=3;break;default:t=f}var n=f;f=t;try{return e()}finally{f=n}},e.unstable_requestPaint=function(){g=!0},e.unstable_runWithPriority=function(e,t){switch(e){case 1:case 2:case 3:case 4:case 5:break;default:e=3}var n=f;f=e;try{return t()}finally{f=n}},e.unstable_scheduleCallback=function(r,i,a){var o=e.unstable_now();switch(typeof a==`object`&&a?(a=a.delay,a=typeof a==`number`&&0<a?o+a:o):a=o,r){case 1:var s=-1;break;case 2:s=250;break;case 5:s=1073741823;break;case 4:s=1e4;break;default:s=5e3}return s=a+s,r={id:u++,callback:i,priorityLevel:r,startTime:a,expirationTime:s,sortIndex:-1},a>o?(r.sortIndex=a,t(l,r),n(c)===null&&r===n(l)&&(h?(v(te),te=-1):h=!0,ce(ee,a-o))):(r.sortIndex=s,t(c,r),m||p||(m=!0,x||(x=!0,ae()))),r},e.unstable_shouldYield=re,e.unstable_wrapCallback=function(e){var t=f;return function(){var n=f;f=t;try{return e.apply(this,arguments)}finally{f=n}}}})),Fc=n(((e,t)=>{t.exports=Pc()})),Ic=n((e=>{var n=Fc(),r=t(),i=kr();function a(e){var t=`https://react.dev/errors/`+e;if(1<arguments.length){t+=`?args[]=`+encodeURIComponent(arguments[1]);for(var n=2;n<arguments.length;n++)t+=`&args[]=`+encodeURIComponent(arguments[n])}return`Minified React error #`+e+`; visit `+t+` for the full message or use the non-minified dev environment for full errors and additional helpful warnings.`}function o(e){return!(!e||e.nodeType!==1&&e.nodeType!==9&&e.nodeType!==11)}function s(e){for(var t=e,n=t;n&&!n.alternate;)t=n,t.flags&4098&&(e=t.return),n=t.return;for(;t.return;)t=t.return;return t.tag===3?e:null}function c(e){if(e.tag===13){var t=e.memoizedState;if(t===null&&(e=e.alternate,e!==null&&(t=e.memoizedState)),t!==null)return t.dehydrated}return null}function l(e){if(e.tag===31){var t=e.memoizedState;if(t===null&&(e=e.alternate,e!==null&&(t=e.memoizedState)),t!==null)return t.dehydrated}return null}function u(e){if(s(e)!==e)throw Error(a(188))}function d(e){var t=e.alternate;if(!t){if(t=s(e),t===null)throw Error(a(188));return t===e?e:null}for(var n=e,r=t;;){var i=n.return;if(i===null)break;var o=i.alternate;if(o===null){if(r=i.return,r!==null){n=r;continue}break}if(i.child===o.child){for(o=i.child;o;){if(o===n)return u(i),e;if(o===r)return u(i),t;o=o.sibling}throw Error(a(188))}if(n.return!==r.return)n=i,r=o;else{for(var c=!1,l=i.child;l;){if(l===n){c=!0,n=i,r=o;break}if(l===r){c=!0,r=i,n=o;break}l=l.sibling}if(!c){for(l=o.child;l;){if(l===n){c=!0,n=o,r=i;break}if(l===r){c=!0,r=o,n=i;break}l=l.sibling}if(!c)throw Error(a(189))}}if(n.alternate!==r)throw Error(a(190))}if(n.tag!==3)throw Error(a(188));return n.stateNode.current===n?e:t}function f(e){var t=e.tag;if(t===5||t===26||t===27||t===6)return e;for(e=e.child;e!==null;){if(t=f(e),t!==null)return t;e=e.sibling}return null}function p(e,t,n,r,i,a){for(;e!==null;){if((e.tag===5||e.tag===27||e.tag===6)&&n(e,r,i,a)||(e.tag!==22||e.memoizedState===null)&&(t||e.tag!==5&&e.tag!==27)&&p(e.child,t,n,r,i,a))return!0;e=e.sibling}return!1}function m(e){for(e=e.return;e!==null;){if(e.tag===3||e.tag===5||e.tag===27)return e;e=e.return}return null}function h(e){var t=!1;for(e=e.return;e!==null&&(e.tag===4&&(t=!0),e.tag!==3&&e.tag!==5&&e.tag!==27);)e=e.return;return t}function g(e){var t=[null,null],n=m(e);return n===null||_(t,e,n.child,{foundSelf:!1}),t}function _(e,t,n,r){for(;n!==null;){if(n===t)r.foundSelf=!0;else if(n.tag===5||n.tag===27||n.tag===6){if(r.foundSelf)return e[1]=n,!0;e[0]=n}else if((n.tag!==22||n.memoizedState===null)&&_(e,t,n.child,r))return!0;n=n.sibling}return!1}function v(e){switch(e.tag){case 5:case 27:case 6:return e.stateNode;case 3:return e.stateNode.containerInfo;default:throw Error(a(559))}}var y=null,b=null;function ee(e,t,n){return e===n||e===t&&(y=e,!0)}function x(e,t,n){return e===n?(b=e,!1):e===t&&(b!==null&&(y=e),!0)}function te(e){if(e===null)return null;do e=e===null?null:e.return;while(e&&e.tag!==5&&e.tag!==27&&e.tag!==3);return e||null}function ne(e,t,n){for(var r=0,i=e;i;i=n(i))r++;i=0;for(var a=t;a;a=n(a))i++;for(;0<r-i;)e=n(e),r--;for(;0<i-r;)t=n(t),i--;for(;r--;){if(e===t||t!==null&&e===t.alternate)return e;e=n(e),t=n(t)}return null}var S=Object.assign,re=Symbol.for(`react.element`),ie=Symbol.for(`react.transitional.element`),ae=Symbol.for(`react.portal`),oe=Symbol.for(`react.fragment`),se=Symbol.for(`react.strict_mode`),ce=Symbol.for(`react.profiler`),le=Symbol.for(`react.consumer`),ue=Symbol.for(`react.context`),de=Symbol.for(`react.forward_ref`),fe=Symbol.for(`react.suspense`),pe=Symbol.for(`react.suspense_list`),me=Symbol.for(`react.memo`),he=Symbol.for(`react.lazy`),ge=Symbol.for(`react.activity`),_e=Symbol.for(`react.legacy_hidden`),ve=Symbol.for(`react.memo_cache_sentinel`),ye=Symbol.for(`react.view_transition`),be=Symbol.for(`react.recoverable`),xe=Symbol.iterator;function Se(e){return typeof e!=`object`||!e?null:(e=xe&&e[xe]||e[`@@iterator`],typeof e==`function`?e:null)}var Ce=Symbol.for(`react.client.reference`);function we(e){if(e==null)return null;if(typeof e==`function`)return e.$$typeof===Ce?null:e.displayName||e.name||null;if(typeof e==`string`)return e;switch(e){case oe:return`Fragment`;case ce:return`Profiler`;case se:return`StrictMode`;case fe:return`Suspense`;case pe:return`SuspenseList`;case ge:return`Activity`;case ye:return`ViewTransition`}if(typeof e==`object`)switch(e.$$typeof){case ae:return`Portal`;case ue:return e.displayName||`Context`;case le:return(e._context.displayName||`Context`)+`.Consumer`;case de:var t=e.render;return e=e.displayName,e||=(e=t.displayName||t.name||``,e===``?`ForwardRef`:`ForwardRef(`+e+`)`),e;case me:return t=e.displayName||null,t===null?we(e.type)||`Memo`:t;case he:t=e._payload,e=e._init;try{return we(e(t))}catch{}}return null}var Te=Array.isArray,C=r.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE,w=i.__DOM_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE,Ee={pending:!1,data:null,method:null,action:null},De=[],Oe=-1;function ke(e){return{current:e}}function Ae(e){0>Oe||(e.current=De[Oe],De[Oe]=null,Oe--)}function T(e,t){Oe++,De[Oe]=e.current,e.current=t}var je=ke(null),Me=ke(null),Ne=ke(null),Pe=ke(null);function Fe(e,t){switch(T(Ne,t),T(Me,e),T(je,null),t.nodeType){case 9:case 11:e=(e=t.documentElement)&&(e=e.namespaceURI)?up(e):0;break;default:if(e=t.tagName,t=t.namespaceURI)t=up(t),e=dp(t,e);else switch(e){case`svg`:e=1;break;case`math`:e=2;break;default:e=0}}Ae(je),T(je,e)}function Ie(){Ae(je),Ae(Me),Ae(Ne)}function Le(e){var t=e.memoizedState;t!==null&&(sh._currentValue=t.memoizedState,T(Pe,e)),t=je.current;var n=dp(t,e.type);t!==n&&(T(Me,e),T(je,n))}function Re(e){Me.current===e&&(Ae(je),Ae(Me)),Pe.current===e&&(Ae(Pe),sh._currentValue=Ee)}var ze,Be;function Ve(e){if(ze===void 0)try{throw Error()}catch(e){var t=e.stack.trim().match(/\n( *(at )?)/);ze=t&&t[1]||``,Be=-1<e.stack.indexOf(`
    at`)?` (<anonymous>)`:-1<e.stack.indexOf(`@`)?`@unknown:0:0`:``}return`
`+ze+e+Be}var He=!1;function Ue(e,t){if(!e||He)return``;He=!0;var n=Error.prepareStackTrace;Error.prepareStackTrace=void 0;try{var r={DetermineComponentFrameRoot:function(){try{if(t){var n=function(){throw Error()};if(Object.defineProperty(n.prototype,"props",{set:function(){throw Error()}}),typeof Reflect==`object`&&Reflect.construct){try{Reflect.construct(n,[])}catch(e){var r=e}Reflect.construct(e,[],n)}else{try{n.call()}catch(e){r=e}n=!1;try{var i=Object.getOwnPropertyDescriptor(e.prototype,`props`);Object.defineProperty(e.prototype,"props",{configurable:!0,set:function(){throw Error()}}),n=!0,new e}finally{n&&(i===void 0?delete e.prototype.props:Object.defineProperty(e.prototype,"props",i))}}}else{try{throw Error()}catch(e){r=e}(n=e())&&typeof n.catch==`function`&&n.catch(function(){})}}catch(e){if(e&&r&&typeof e.stack==`string`)return[e.stack,r.stack]}return[null,null]}};r.DetermineComponentFrameRoot.displayName=`DetermineComponentFrameRoot`;var i=Object.getOwnPropertyDescriptor(r.DetermineComponentFrameRoot,`name`);i&&i.configurable&&Object.defineProperty(r.DetermineComponentFrameRoot,"name",{value:`DetermineComponentFrameRoot`});var a=r.DetermineComponentFrameRoot(),o=a[0],s=a[1];if(o&&s){var c=o.split(`
`),l=s.split(`
`);for(i=r=0;r<c.length&&!c[r].includes(`DetermineComponentFrameRoot`);)r++;for(;i<l.length&&!l[i].includes(`DetermineComponentFrameRoot`);)i++;if(r===c.length||i===l.length)for(r=c.length-1,i=l.length-1;1<=r&&0<=i&&c[r]!==l[i];)i--;for(;1<=r&&0<=i;r--,i--)if(c[r]!==l[i]){if(r!==1||i!==1)do if(r--,i--,0>i||c[r]!==l[i]){var u=`
`+c[r].replace(` at new `,` at `);return e.displayName&&u.includes(`<anonymous>`)&&(u=u.replace(`<anonymous>`,e.displayName)),u}while(1<=r&&0<=i);break}}}finally{He=!1,Error.prepareStackTrace=n}return(n=e?e.displayName||e.name:``)?Ve(n):``}function We(e,t){switch(e.tag){case 26:case 27:case 5:return Ve(e.type);case 16:return Ve(`Lazy`);case 13:return e.child!==t&&t!==null?Ve(`Suspense Fallback`):Ve(`Suspense`);case 19:return Ve(`SuspenseList`);case 0:case 15:return Ue(e.type,!1);case 11:return Ue(e.type.render,!1);case 1:return Ue(e.type,!0);case 31:return Ve(`Activity`);case 30:return Ve(`ViewTransition`);default:return``}}function Ge(e){try{var t=``,n=null;do t+=We(e,n),n=e,e=e.return;while(e);return t}catch(e){return`
Error generating stack: `+e.message+`
`+e.stack}}var Ke=Object.prototype.hasOwnProperty,qe=n.unstable_scheduleCallback,Je=n.unstable_cancelCallback,Ye=n.unstable_shouldYield,Xe=n.unstable_requestPaint,Ze=n.unstable_now,Qe=n.unstable_getCurrentPriorityLevel,$e=n.unstable_ImmediatePriority,et=n.unstable_UserBlockingPriority,tt=n.unstable_NormalPriority,nt=n.unstable_LowPriority,rt=n.unstable_IdlePriority,it=n.log,at=n.unstable_setDisableYieldValue,ot=null,st=null;function ct(e){if(typeof it==`function`&&at(e),st&&typeof st.setStrictMode==`function`)try{st.setStrictMode(ot,e)}catch{}}var lt=Math.clz32?Math.clz32:ft,ut=Math.log,dt=Math.LN2;function ft(e){return e>>>=0,e===0?32:31-(ut(e)/dt|0)|0}var pt=256,mt=262144,ht=4194304;function gt(e){var t=e&42;if(t!==0)return t;switch(e&-e){case 1:return 1;case 2:return 2;case 4:return 4;case 8:return 8;case 16:return 16;case 32:return 32;case 64:return 64;case 128:return 128;case 256:case 512:case 1024:case 2048:case 4096:case 8192:case 16384:case 32768:case 65536:case 131072:return e&-e;case 262144:case 524288:case 1048576:case 2097152:return e&3932160;case 4194304:case 8388608:case 16777216:case 33554432:return e&62914560;case 67108864:return 67108864;case 134217728:return 134217728;case 268435456:return 268435456;case 536870912:return 536870912;case 1073741824:return 0;default:return e}}function _t(e,t,n){var r=e.pendingLanes;if(r===0)return 0;var i=0,a=e.suspendedLanes,o=e.pingedLanes;e=e.warmLanes;var s=r&134217727;return s===0?(s=r&~a,s===0?o===0?n||(n=r&~e,n!==0&&(i=gt(n))):i=gt(o):i=gt(s)):(r=s&~a,r===0?(o&=s,o===0?n||(n=s&~e,n!==0&&(i=gt(n))):i=gt(o)):i=gt(r)),i===0?0:t!==0&&t!==i&&(t&a)===0&&(a=i&-i,n=t&-t,a>=n||a===32&&n&4194048)?t:i}function vt(e,t){return(e.pendingLanes&~(e.suspendedLanes&~e.pingedLanes)&t)===0}function E(e,t){t&8&&(t|=t&32);var n=e.entangledLanes;if(n!==0)for(e=e.entanglements,n&=t;0<n;){var r=31-lt(n),i=1<<r;t|=e[r],n&=~i}return t}function yt(e,t){switch(e){case 1:case 2:case 4:case 8:case 64:return t+250;case 16:case 32:case 128:case 256:case 512:case 1024:case 2048:case 4096:case 8192:case 16384:case 32768:case 65536:case 131072:case 262144:case 524288:case 1048576:case 2097152:return t+5e3;case 4194304:case 8388608:case 16777216:case 33554432:return-1;case 67108864:case 134217728:case 268435456:case 536870912:case 1073741824:return-1;default:return-1}}function bt(){var e=ht;return ht<<=1,!(ht&62914560)&&(ht=4194304),e}function xt(e){for(var t=[],n=0;31>n;n++)t.push(e);return t}function St(e,t){e.pendingLanes|=t,t!==268435456&&(e.suspendedLanes=0,e.pingedLanes=0,e.warmLanes=0)}function Ct(e,t,n,r,i,a){var o=e.pendingLanes;e.pendingLanes=n,e.suspendedLanes=0,e.pingedLanes=0,e.warmLanes=0,e.expiredLanes&=n,e.entangledLanes&=n,e.errorRecoveryDisabledLanes&=n,e.shellSuspendCounter=0;var s=e.entanglements,c=e.expirationTimes,l=e.hiddenUpdates;for(n=o&~n;0<n;){var u=31-lt(n),d=1<<u;s[u]=0,c[u]=-1;var f=l[u];if(f!==null)for(l[u]=null,u=0;u<f.length;u++){var p=f[u];p!==null&&(p.lane&=-536870913)}n&=~d}r!==0&&wt(e,r,0),a!==0&&i===0&&e.tag!==0&&(e.suspendedLanes|=a&~(o&~t))}function wt(e,t,n){e.pendingLanes|=t,e.suspendedLanes&=~t;var r=31-lt(t);e.entangledLanes|=t,e.entanglements[r]=e.entanglements[r]|1073741824|n&261930}function Tt(e,t){var n=e.entangledLanes|=t;for(e=e.entanglements;n;){var r=31-lt(n),i=1<<r;i&t|e[r]&t&&(e[r]|=t),n&=~i}}function Et(e,t){var n=t&-t;return n=n&42?1:Dt(n),(n&(e.suspendedLanes|t))===0?n:0}function Dt(e){switch(e){case 2:e=1;break;case 8:e=4;break;case 32:e=16;break;case 256:case 512:case 1024:case 2048:case 4096:case 8192:case 16384:case 32768:case 65536:case 131072:case 262144:case 524288:case 1048576:case 2097152:case 4194304:case 8388608:case 16777216:case 33554432:e=128;break;case 268435456:e=134217728;break;default:e=0}return e}function Ot(e){return e&=-e,2<e?8<e?e&134217727?32:268435456:8:2}function kt(){var e=w.p;return e===0?(e=window.event,e===void 0?32:Ch(e.type)):e}function At(e,t){var n=w.p;try{return w.p=e,t()}finally{w.p=n}}var jt=Math.random().toString(36).slice(2),Mt=`__reactFiber$`+jt,Nt=`__reactProps$`+jt,Pt=`__reactContainer$`+jt,Ft=`__reactEvents$`+jt,It=`__reactListeners$`+jt,Lt=`__reactHandles$`+jt,Rt=`__reactResources$`+jt,zt=`__reactMarker$`+jt,Bt=`__reactLoad$`+jt;function Vt(e){delete e[Mt],delete e[Nt],delete e[It],delete e[Lt]}function Ht(e){var t;if(t=e[Mt])return t;for(var n=e.parentNode;n;){if(t=n[Pt]||n[Mt]){if(n=t.alternate,t.child!==null||n!==null&&n.child!==null)for(e=fm(e);e!==null;){if(n=e[Mt])return n;e=fm(e)}return t}e=n,n=e.parentNode}return null}function Ut(e){if(e=e[Mt]||e[Pt]){var t=e.tag;if(t===5||t===6||t===13||t===31||t===26||t===27||t===3)return e}return null}function Wt(e){var t=e.tag;if(t===5||t===26||t===27||t===6)return e.stateNode;throw Error(a(33))}function Gt(e){var t=e[Rt];return t||=e[Rt]={hoistableStyles:new Map,hoistableScripts:new Map},t}function Kt(e){e[zt]=!0}function qt(e){e[Bt]=void 0}var Jt=new Set,Yt={};function Xt(e,t){Zt(e,t),Zt(e+`Capture`,t)}function Zt(e,t){for(Yt[e]=t,e=0;e<t.length;e++)Jt.add(t[e])}var Qt=RegExp(`^[:A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD][:A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*$`),$t={},en={};function tn(e){return Ke.call(en,e)?!0:Ke.call($t,e)?!1:Qt.test(e)?en[e]=!0:($t[e]=!0,!1)}var D=!1;function nn(){var e=D;return D=!1,e}function rn(e,t,n){if(tn(t)){if(n===null)e.removeAttribute(t);else{switch(typeof n){case`undefined`:case`function`:case`symbol`:e.removeAttribute(t);return;case`boolean`:var r=t.toLowerCase().slice(0,5);if(r!==`data-`&&r!==`aria-`){e.removeAttribute(t);return}}e.setAttribute(t,n)}}}function an(e,t,n){if(n===null)e.removeAttribute(t);else{switch(typeof n){case`undefined`:case`function`:case`symbol`:case`boolean`:e.removeAttribute(t);return}e.setAttribute(t,n)}}function on(e,t,n,r){if(r===null)e.removeAttribute(n);else{switch(typeof r){case`undefined`:case`function`:case`symbol`:case`boolean`:e.removeAttribute(n);return}e.setAttributeNS(t,n,r)}}function sn(e){switch(typeof e){case`bigint`:case`boolean`:case`number`:case`string`:case`undefined`:return e;case`object`:return e;default:return``}}function cn(e){var t=e.type;return(e=e.nodeName)&&e.toLowerCase()===`input`&&(t===`checkbox`||t===`radio`)}function ln(e,t,n){var r=Object.getOwnPropertyDescriptor(e.constructor.prototype,t);if(!e.hasOwnProperty(t)&&r!==void 0&&typeof r.get==`function`&&typeof r.set==`function`){var i=r.get,a=r.set;return Object.defineProperty(e,t,{configurable:!0,get:function(){return i.call(this)},set:function(e){n=``+e,a.call(this,e)}}),Object.defineProperty(e,t,{enumerable:r.enumerable}),{getValue:function(){return n},setValue:function(e){n=``+e},stopTracking:function(){e._valueTracker=null,delete e[t]}}}}function un(e){if(!e._valueTracker){var t=cn(e)?`checked`:`value`;e._valueTracker=ln(e,t,``+e[t])}}function dn(e){if(!e)return!1;var t=e._valueTracker;if(!t)return!0;var n=t.getValue(),r=``;return e&&(r=cn(e)?e.checked?`true`:`false`:e.value),e=r,e!==n&&(t.setValue(e),!0)}var fn=/[\n"\\]/g;function pn(e){return e.replace(fn,function(e){return`\\`+e.charCodeAt(0).toString(16)+` `})}function mn(e,t,n,r,i,a,o,s){e.name=``,o!=null&&typeof o!=`function`&&typeof o!=`symbol`&&typeof o!=`boolean`?e.type=o:e.removeAttribute(`type`),t==null?o!==`submit`&&o!==`reset`||e.removeAttribute(`value`):o===`number`?(t===0&&e.value===``||e.value!=t)&&(e.value=``+sn(t)):e.value!==``+sn(t)&&(e.value=``+sn(t)),t==null?n==null?r!=null&&e.removeAttribute(`value`):gn(e,sn(n)):o===`number`&&e.value==t?gn(e,sn(e.value)):gn(e,sn(t)),i==null&&a!=null&&(e.defaultChecked=!!a),i!=null&&(e.checked=i&&typeof i!=`function`&&typeof i!=`symbol`),s!=null&&typeof s!=`function`&&typeof s!=`symbol`&&typeof s!=`boolean`?e.name=``+sn(s):e.removeAttribute(`name`)}function hn(e,t,n,r,i,a,o,s){if(a!=null&&typeof a!=`function`&&typeof a!=`symbol`&&typeof a!=`boolean`&&(e.type=a),t!=null||n!=null){if(!(a!==`submit`&&a!==`reset`||t!=null)){un(e);return}n=n==null?``:``+sn(n),t=t==null?n:``+sn(t),s||t===e.value||(e.value=t),e.defaultValue=t}r??=i,r=typeof r!=`function`&&typeof r!=`symbol`&&!!r,e.checked=s?e.checked:!!r,e.defaultChecked=!!r,o!=null&&typeof o!=`function`&&typeof o!=`symbol`&&typeof o!=`boolean`&&(e.name=o),un(e)}function gn(e,t){e.defaultValue!==``+t&&(e.defaultValue=``+t)}function _n(e,t,n,r){if(e=e.options,t){t={};for(var i=0;i<n.length;i++)t[`$`+n[i]]=!0;for(n=0;n<e.length;n++)i=t.hasOwnProperty(`$`+e[n].value),e[n].selected!==i&&(e[n].selected=i),i&&r&&(e[n].defaultSelected=!0)}else{for(n=``+sn(n),t=null,i=0;i<e.length;i++){if(e[i].value===n){e[i].selected=!0,r&&(e[i].defaultSelected=!0);return}t!==null||e[i].disabled||(t=e[i])}t!==null&&(t.selected=!0)}}function vn(e,t,n){t!=null&&(t=``+sn(t),t!==e.value&&(e.value=t),n==null)?e.defaultValue!==t&&(e.defaultValue=t):e.defaultValue=n==null?``:``+sn(n)}function yn(e,t,n,r){if(t==null){if(r!=null){if(n!=null)throw Error(a(92));if(Te(r)){if(1<r.length)throw Error(a(93));r=r[0]}n=r}n??=``,t=n}n=sn(t),e.defaultValue=n,r=e.textContent,r===n&&r!==``&&r!==null&&(e.value=r),un(e)}function bn(e,t){if(t){var n=e.firstChild;if(n&&n===e.lastChild&&n.nodeType===3){n.nodeValue=t;return}}e.textContent=t}var xn=new Set(`animationIterationCount aspectRatio borderImageOutset borderImageSlice borderImageWidth boxFlex boxFlexGroup boxOrdinalGroup columnCount columns flex flexGrow flexPositive flexShrink flexNegative flexOrder gridArea gridRow gridRowEnd gridRowSpan gridRowStart gridColumn gridColumnEnd gridColumnSpan gridColumnStart fontWeight lineClamp lineHeight opacity order orphans scale tabSize widows zIndex zoom fillOpacity floodOpacity stopOpacity strokeDasharray strokeDashoffset strokeMiterlimit strokeOpacity strokeWidth MozAnimationIterationCount MozBoxFlex MozBoxFlexGroup MozLineClamp msAnimationIterationCount msFlex msZoom msFlexGrow msFlexNegative msFlexOrder msFlexPositive msFlexShrink msGridColumn msGridColumnSpan msGridRow msGridRowSpan WebkitAnimationIterationCount WebkitBoxFlex WebKitBoxFlexGroup WebkitBoxOrdinalGroup WebkitColumnCount WebkitColumns WebkitFlex WebkitFlexGrow WebkitFlexPositive WebkitFlexShrink WebkitLineClamp`.split(` `));function Sn(e,t,n){var r=t.indexOf(`--`)===0;n==null||typeof n==`boolean`||n===``?r?e.setProperty(t,``):t===`float`?e.cssFloat=``:e[t]=``:r?e.setProperty(t,n):typeof n!=`number`||n===0||xn.has(t)?t===`float`?e.cssFloat=n:e[t]=(``+n).trim():e[t]=n+`px`}function Cn(e,t,n){if(t!=null&&typeof t!=`object`)throw Error(a(62));if(e=e.style,n!=null){for(var r in n)!n.hasOwnProperty(r)||t!=null&&t.hasOwnProperty(r)||(r.indexOf(`--`)===0?e.setProperty(r,``):r===`float`?e.cssFloat=``:e[r]=``,D=!0);for(var i in t)r=t[i],t.hasOwnProperty(i)&&n[i]!==r&&(Sn(e,i,r),D=!0)}else for(var o in t)t.hasOwnProperty(o)&&Sn(e,o,t[o])}function wn(e){if(e.indexOf(`-`)===-1)return!1;switch(e){case`annotation-xml`:case`color-profile`:case`font-face`:case`font-face-src`:case`font-face-uri`:case`font-face-format`:case`font-face-name`:case`missing-glyph`:return!1;default:return!0}}var Tn=new Map([[`acceptCharset`,`accept-charset`],[`htmlFor`,`for`],[`httpEquiv`,`http-equiv`],[`crossOrigin`,`crossorigin`],[`accentHeight`,`accent-height`],[`alignmentBaseline`,`alignment-baseline`],[`arabicForm`,`arabic-form`],[`baselineShift`,`baseline-shift`],[`capHeight`,`cap-height`],[`clipPath`,`clip-path`],[`clipRule`,`clip-rule`],[`colorInterpolation`,`color-interpolation`],[`colorInterpolationFilters`,`color-interpolation-filters`],[`colorProfile`,`color-profile`],[`colorRendering`,`color-rendering`],[`dominantBaseline`,`dominant-baseline`],[`enableBackground`,`enable-background`],[`fillOpacity`,`fill-opacity`],[`fillRule`,`fill-rule`],[`floodColor`,`flood-color`],[`floodOpacity`,`flood-opacity`],[`fontFamily`,`font-family`],[`fontSize`,`font-size`],[`fontSizeAdjust`,`font-size-adjust`],[`fontStretch`,`font-stretch`],[`fontStyle`,`font-style`],[`fontVariant`,`font-variant`],[`fontWeight`,`font-weight`],[`glyphName`,`glyph-name`],[`glyphOrientationHorizontal`,`glyph-orientation-horizontal`],[`glyphOrientationVertical`,`glyph-orientation-vertical`],[`horizAdvX`,`horiz-adv-x`],[`horizOriginX`,`horiz-origin-x`],[`imageRendering`,`image-rendering`],[`letterSpacing`,`letter-spacing`],[`lightingColor`,`lighting-color`],[`markerEnd`,`marker-end`],[`markerMid`,`marker-mid`],[`markerStart`,`marker-start`],[`maskType`,`mask-type`],[`overlinePosition`,`overline-position`],[`overlineThickness`,`overline-thickness`],[`paintOrder`,`paint-order`],[`panose-1`,`panose-1`],[`pointerEvents`,`pointer-events`],[`renderingIntent`,`rendering-intent`],[`shapeRendering`,`shape-rendering`],[`stopColor`,`stop-color`],[`stopOpacity`,`stop-opacity`],[`strikethroughPosition`,`strikethrough-position`],[`strikethroughThickness`,`strikethrough-thickness`],[`strokeDasharray`,`stroke-dasharray`],[`strokeDashoffset`,`stroke-dashoffset`],[`strokeLinecap`,`stroke-linecap`],[`strokeLinejoin`,`stroke-linejoin`],[`strokeMiterlimit`,`stroke-miterlimit`],[`strokeOpacity`,`stroke-opacity`],[`strokeWidth`,`stroke-width`],[`textAnchor`,`text-anchor`],[`textDecoration`,`text-decoration`],[`textRendering`,`text-rendering`],[`transformOrigin`,`transform-origin`],[`underlinePosition`,`underline-position`],[`underlineThickness`,`underline-thickness`],[`unicodeBidi`,`unicode-bidi`],[`unicodeRange`,`unicode-range`],[`unitsPerEm`,`units-per-em`],[`vAlphabetic`,`v-alphabetic`],[`vHanging`,`v-hanging`],[`vIdeographic`,`v-ideographic`],[`vMathematical`,`v-mathematical`],[`vectorEffect`,`vector-effect`],[`vertAdvY`,`vert-adv-y`],[`vertOriginX`,`vert-origin-x`],[`vertOriginY`,`vert-origin-y`],[`wordSpacing`,`word-spacing`],[`writingMode`,`writing-mode`],[`xmlnsXlink`,`xmlns:xlink`],[`xHeight`,`x-height`]]),En=/^[\u0000-\u001F ]*j[\r\n\t]*a[\r\n\t]*v[\r\n\t]*a[\r\n\t]*s[\r\n\t]*c[\r\n\t]*r[\r\n\t]*i[\r\n\t]*p[\r\n\t]*t[\r\n\t]*:/i;function Dn(e){return En.test(``+e)?`javascript:throw new Error('React has blocked a javascript: URL as a security precaution.')`:e}function On(){}var kn=null;function An(e){return e=e.target||e.srcElement||window,e.correspondingUseElement&&(e=e.correspondingUseElement),e.nodeType===3?e.parentNode:e}var jn=null,Mn=null;function Nn(e){var t=Ut(e);if(t&&(e=t.stateNode)){var n=e[Nt]||null;a:switch(e=t.stateNode,t.type){case`input`:if(mn(e,n.value,n.defaultValue,n.defaultValue,n.checked,n.defaultChecked,n.type,n.name),t=n.name,n.type===`radio`&&t!=null){for(n=e;n.parentNode;)n=n.parentNode;for(n=n.querySelectorAll(`input[name="`+pn(``+t)+`"][type="radio"]`),t=0;t<n.length;t++){var r=n[t];if(r!==e&&r.form===e.form){var i=r[Nt]||null;if(!i)throw Error(a(90));mn(r,i.value,i.defaultValue,i.defaultValue,i.checked,i.defaultChecked,i.type,i.name)}}for(t=0;t<n.length;t++)r=n[t],r.form===e.form&&dn(r)}break a;case`textarea`:vn(e,n.value,n.defaultValue);break a;case`select`:t=n.value,t!=null&&_n(e,!!n.multiple,t,!1)}}}var Pn=!1;function Fn(e,t,n){if(Pn)return e(t,n);Pn=!0;try{return e(t)}finally{if(Pn=!1,(jn!==null||Mn!==null)&&(zd(),jn&&(t=jn,e=Mn,Mn=jn=null,Nn(t),e)))for(t=0;t<e.length;t++)Nn(e[t])}}function In(e,t){var n=e.stateNode;if(n===null)return null;var r=n[Nt]||null;if(r===null)return null;n=r[t];a:switch(t){case`onClick`:case`onClickCapture`:case`onDoubleClick`:case`onDoubleClickCapture`:case`onMouseDown`:case`onMouseDownCapture`:case`onMouseMove`:case`onMouseMoveCapture`:case`onMouseUp`:case`onMouseUpCapture`:case`onMouseEnter`:(r=!r.disabled)||(e=e.type,r=e!==`button`&&e!==`input`&&e!==`select`&&e!==`textarea`),e=!r;break a;default:e=!1}if(e)return null;if(n&&typeof n!=`function`)throw Error(a(231,t,typeof n));return n}var Ln=typeof window<`u`&&window.document!==void 0&&window.document.createElement!==void 0,Rn=!1;if(Ln)try{var zn={};Object.defineProperty(zn,"passive",{get:function(){Rn=!0}}),window.addEventListener(`test`,zn,zn),window.removeEventListener(`test`,zn,zn)}catch{Rn=!1}var Bn=null,Vn=null,Hn=null;function Un(){if(Hn)return Hn;var e,t=Vn,n=t.length,r,i=`value`in Bn?Bn.value:Bn.textContent,a=i.length;for(e=0;e<n&&t[e]===i[e];e++);var o=n-e;for(r=1;r<=o&&t[n-r]===i[a-r];r++);return Hn=i.slice(e,1<r?1-r:void 0)}function Wn(e){var t=e.keyCode;return`charCode`in e?(e=e.charCode,e===0&&t===13&&(e=13)):e=t,e===10&&(e=13),32<=e||e===13?e:0}function Gn(){return!0}function Kn(){return!1}function qn(e){function t(t,n,r,i,a){for(var o in this._reactName=t,this._targetInst=r,this.type=n,this.nativeEvent=i,this.target=a,this.currentTarget=null,e)e.hasOwnProperty(o)&&(t=e[o],this[o]=t?t(i):i[o]);return this.isDefaultPrevented=(i.defaultPrevented==null?!1===i.returnValue:i.defaultPrevented)?Gn:Kn,this.isPropagationStopped=Kn,this}return S(t.prototype,{preventDefault:function(){this.defaultPrevented=!0;var e=this.nativeEvent;e&&(e.preventDefault?e.preventDefault():typeof e.returnValue!=`unknown`&&(e.returnValue=!1),this.isDefaultPrevented=Gn)},stopPropagation:function(){var e=this.nativeEvent;e&&(e.stopPropagation?e.stopPropagation():typeof e.cancelBubble!=`unknown`&&(e.cancelBubble=!0),this.isPropagationStopped=Gn)},persist:function(){},isPersistent:Gn}),t}var Jn={eventPhase:0,bubbles:0,cancelable:0,timeStamp:function(e){return e.timeStamp||Date.now()},defaultPrevented:0,isTrusted:0},Yn=qn(Jn),Xn=S({},Jn,{view:0,detail:0}),Zn=qn(Xn),Qn,$n,er,tr=S({},Xn,{screenX:0,screenY:0,clientX:0,clientY:0,pageX:0,pageY:0,ctrlKey:0,shiftKey:0,altKey:0,metaKey:0,getModifierState:fr,button:0,buttons:0,relatedTarget:function(e){return e.relatedTarget===void 0?e.fromElement===e.srcElement?e.toElement:e.fromElement:e.relatedTarget},movementX:function(e){return`movementX`in e?e.movementX:(e!==er&&(er&&e.type===`mousemove`?(Qn=e.screenX-er.screenX,$n=e.screenY-er.screenY):$n=Qn=0,er=e),Qn)},movementY:function(e){return`movementY`in e?e.movementY:$n}}),nr=qn(tr),rr=qn(S({},tr,{dataTransfer:0})),ir=qn(S({},Xn,{relatedTarget:0})),ar=qn(S({},Jn,{animationName:0,elapsedTime:0,pseudoElement:0})),or=qn(S({},Jn,{clipboardData:function(e){return`clipboardData`in e?e.clipboardData:window.clipboardData}})),sr=qn(S({},Jn,{data:0})),cr={Esc:`Escape`,Spacebar:` `,Left:`ArrowLeft`,Up:`ArrowUp`,Right:`ArrowRight`,Down:`ArrowDown`,Del:`Delete`,Win:`OS`,Menu:`ContextMenu`,Apps:`ContextMenu`,Scroll:`ScrollLock`,MozPrintableKey:`Unidentified`},lr={8:`Backspace`,9:`Tab`,12:`Clear`,13:`Enter`,16:`Shift`,17:`Control`,18:`Alt`,19:`Pause`,20:`CapsLock`,27:`Escape`,32:` `,33:`PageUp`,34:`PageDown`,35:`End`,36:`Home`,37:`ArrowLeft`,38:`ArrowUp`,39:`ArrowRight`,40:`ArrowDown`,45:`Insert`,46:`Delete`,112:`F1`,113:`F2`,114:`F3`,115:`F4`,116:`F5`,117:`F6`,118:`F7`,119:`F8`,120:`F9`,121:`F10`,122:`F11`,123:`F12`,144:`NumLock`,145:`ScrollLock`,224:`Meta`},ur={Alt:`altKey`,Control:`ctrlKey`,Meta:`metaKey`,Shift:`shiftKey`};function dr(e){var t=this.nativeEvent;return t.getModifierState?t.getModifierState(e):(e=ur[e])?!!t[e]:!1}function fr(){return dr}var pr=qn(S({},Xn,{key:function(e){if(e.key){var t=cr[e.key]||e.key;if(t!==`Unidentified`)return t}return e.type===`keypress`?(e=Wn(e),e===13?`Enter`:String.fromCharCode(e)):e.type===`keydown`||e.type===`keyup`?lr[e.keyCode]||`Unidentified`:``},code:0,location:0,ctrlKey:0,shiftKey:0,altKey:0,metaKey:0,repeat:0,locale:0,getModifierState:fr,charCode:function(e){return e.type===`keypress`?Wn(e):0},keyCode:function(e){return e.type===`keydown`||e.type===`keyup`?e.keyCode:0},which:function(e){return e.type===`keypress`?Wn(e):e.type===`keydown`||e.type===`keyup`?e.keyCode:0}})),mr=qn(S({},tr,{pointerId:0,width:0,height:0,pressure:0,tangentialPressure:0,tiltX:0,tiltY:0,twist:0,pointerType:0,isPrimary:0})),hr=qn(S({},Jn,{submitter:0})),gr=qn(S({},Xn,{touches:0,targetTouches:0,changedTouches:0,altKey:0,metaKey:0,ctrlKey:0,shiftKey:0,getModifierState:fr})),_r=qn(S({},Jn,{propertyName:0,elapsedTime:0,pseudoElement:0})),vr=qn(S({},tr,{deltaX:function(e){return`deltaX`in e?e.deltaX:`wheelDeltaX`in e?-e.wheelDeltaX:0},deltaY:function(e){return`deltaY`in e?e.deltaY:`wheelDeltaY`in e?-e.wheelDeltaY:`wheelDelta`in e?-e.wheelDelta:0},deltaZ:0,deltaMode:0})),yr=qn(S({},Jn,{newState:0,oldState:0,source:0})),br=[9,13,27,32],xr=Ln&&`CompositionEvent`in window,Sr=null;Ln&&`documentMode`in document&&(Sr=document.documentMode);var Cr=Ln&&`TextEvent`in window&&!Sr,wr=Ln&&(!xr||Sr&&8<Sr&&11>=Sr),Tr=` `,Er=!1;function Dr(e,t){switch(e){case`keyup`:return br.indexOf(t.keyCode)!==-1;case`keydown`:return t.keyCode!==229;case`keypress`:case`mousedown`:case`focusout`:return!0;default:return!1}}function Or(e){return e=e.detail,typeof e==`object`&&`data`in e?e.data:null}var Ar=!1;function jr(e,t){switch(e){case`compositionend`:return Or(t);case`keypress`:return t.which===32?(Er=!0,Tr):null;case`textInput`:return e=t.data,e===Tr&&Er?null:e;default:return null}}function Mr(e,t){if(Ar)return e===`compositionend`||!xr&&Dr(e,t)?(e=Un(),Hn=Vn=Bn=null,Ar=!1,e):null;switch(e){case`paste`:return null;case`keypress`:if(!(t.ctrlKey||t.altKey||t.metaKey)||t.ctrlKey&&t.altKey){if(t.char&&1<t.char.length)return t.char;if(t.which)return String.fromCharCode(t.which)}return null;case`compositionend`:return wr&&t.locale!==`ko`?null:t.data;default:return null}}var Nr={color:!0,date:!0,datetime:!0,"datetime-local":!0,email:!0,month:!0,number:!0,password:!0,range:!0,search:!0,tel:!0,text:!0,time:!0,url:!0,week:!0};function Pr(e){var t=e&&e.nodeName&&e.nodeName.toLowerCase();return t===`input`?!!Nr[e.type]:t===`textarea`}function Fr(e,t,n,r){jn?Mn?Mn.push(r):Mn=[r]:jn=r,t=Jf(t,`onChange`),0<t.length&&(n=new Yn(`onChange`,`change`,null,n,r),e.push({event:n,listeners:t}))}var O=null,k=null;function Ir(e){Vf(e,0)}function Lr(e){if(dn(Wt(e)))return e}function Rr(e,t){if(e===`change`)return t}var zr=!1;if(Ln){var A;if(Ln){var Br=`oninput`in document;if(!Br){var Vr=document.createElement(`div`);Vr.setAttribute(`oninput`,`return;`),Br=typeof Vr.oninput==`function`}A=Br}else A=!1;zr=A&&(!document.documentMode||9<document.documentMode)}function Hr(){O&&(O.detachEvent(`onpropertychange`,Ur),k=O=null)}function Ur(e){if(e.propertyName===`value`&&Lr(k)){var t=[];Fr(t,k,e,An(e)),Fn(Ir,t)}}function Wr(e,t,n){e===`focusin`?(Hr(),O=t,k=n,O.attachEvent(`onpropertychange`,Ur)):e===`focusout`&&Hr()}function Gr(e){if(e===`selectionchange`||e===`keyup`||e===`keydown`)return Lr(k)}function Kr(e,t){if(e===`click`)return Lr(t)}function qr(e,t){if(e===`input`||e===`change`)return Lr(t)}function Jr(e,t){return e===t&&(e!==0||1/e==1/t)||e!==e&&t!==t}var Yr=typeof Object.is==`function`?Object.is:Jr;function Xr(e,t){if(Yr(e,t))return!0;if(typeof e!=`object`||!e||typeof t!=`object`||!t)return!1;var n=Object.keys(e),r=Object.keys(t);if(n.length!==r.length)return!1;for(r=0;r<n.length;r++){var i=n[r];if(!Ke.call(t,i)||!Yr(e[i],t[i]))return!1}return!0}function Zr(e){if(e||=typeof document<`u`?document:void 0,e===void 0)return null;try{return e.activeElement||e.body}catch{return e.body}}function Qr(e){for(;e&&e.firstChild;)e=e.firstChild;return e}function $r(e,t){var n=Qr(e);e=0;for(var r;n;){if(n.nodeType===3){if(r=e+n.textContent.length,e<=t&&r>=t)return{node:n,offset:t-e};e=r}a:{for(;n;){if(n.nextSibling){n=n.nextSibling;break a}n=n.parentNode}n=void 0}n=Qr(n)}}function ei(e,t){return e&&t?e===t?!0:e&&e.nodeType===3?!1:t&&t.nodeType===3?ei(e,t.parentNode):`contains`in e?e.contains(t):e.compareDocumentPosition?!!(e.compareDocumentPosition(t)&16):!1:!1}function ti(e){e=e!=null&&e.ownerDocument!=null&&e.ownerDocument.defaultView!=null?e.ownerDocument.defaultView:window;for(var t=Zr(e.document);t instanceof e.HTMLIFrameElement;){try{var n=typeof t.contentWindow.location.href==`string`}catch{n=!1}if(n)e=t.contentWindow;else break;t=Zr(e.document)}return t}function ni(e){var t=e&&e.nodeName&&e.nodeName.toLowerCase();return t&&(t===`input`&&(e.type===`text`||e.type===`search`||e.type===`tel`||e.type===`url`||e.type===`password`)||t===`textarea`||e.contentEditable===`true`)}var ri=Ln&&`documentMode`in document&&11>=document.documentMode,j=null,ii=null,ai=null,oi=!1;function si(e,t,n){var r=n.window===n?n.document:n.nodeType===9?n:n.ownerDocument;oi||j==null||j!==Zr(r)||(r=j,`selectionStart`in r&&ni(r)?r={start:r.selectionStart,end:r.selectionEnd}:(r=(r.ownerDocument&&r.ownerDocument.defaultView||window).getSelection(),r={anchorNode:r.anchorNode,anchorOffset:r.anchorOffset,focusNode:r.focusNode,focusOffset:r.focusOffset}),ai&&Xr(ai,r)||(ai=r,r=Jf(ii,`onSelect`),0<r.length&&(t=new Yn(`onSelect`,`select`,null,t,n),e.push({event:t,listeners:r}),t.target=j)))}function ci(e,t){var n={};return n[e.toLowerCase()]=t.toLowerCase(),n[`Webkit`+e]=`webkit`+t,n[`Moz`+e]=`moz`+t,n}var li={animationend:ci(`Animation`,`AnimationEnd`),animationiteration:ci(`Animation`,`AnimationIteration`),animationstart:ci(`Animation`,`AnimationStart`),transitionrun:ci(`Transition`,`TransitionRun`),transitionstart:ci(`Transition`,`TransitionStart`),transitioncancel:ci(`Transition`,`TransitionCancel`),transitionend:ci(`Transition`,`TransitionEnd`)},ui={},di={};Ln&&(di=document.createElement(`div`).style,`AnimationEvent`in window||(delete li.animationend.animation,delete li.animationiteration.animation,delete li.animationstart.animation),`TransitionEvent`in window||delete li.transitionend.transition);function fi(e){if(ui[e])return ui[e];if(!li[e])return e;var t=li[e],n;for(n in t)if(t.hasOwnProperty(n)&&n in di)return ui[e]=t[n];return e}var M=fi(`animationend`),pi=fi(`animationiteration`),mi=fi(`animationstart`),hi=fi(`transitionrun`),gi=fi(`transitionstart`),_i=fi(`transitioncancel`),vi=fi(`transitionend`),yi=new Map,bi=`abort auxClick beforeToggle cancel canPlay canPlayThrough click close contextMenu copy cut drag dragEnd dragEnter dragExit dragLeave dragOver dragStart drop durationChange emptied encrypted ended error fullscreenChange fullscreenError gotPointerCapture input invalid keyDown keyPress keyUp load loadedData loadedMetadata loadStart lostPointerCapture mouseDown mouseMove mouseOut mouseOver mouseUp paste pause play playing pointerCancel pointerDown pointerMove pointerOut pointerOver pointerUp progress rateChange reset resize seeked seeking stalled submit suspend timeUpdate touchCancel touchEnd touchStart volumeChange scroll toggle touchMove waiting wheel`.split(` `);bi.push(`scrollEnd`);function xi(e,t){yi.set(e,t),Xt(t,[e])}var Si=0;function Ci(e,t){if(e.name!=null&&e.name!==`auto`)return e.name;if(t.autoName!==null)return t.autoName;e=bd.identifierPrefix;var n=Si++;return e=`_`+e+`t_`+n.toString(32)+`_`,t.autoName=e}function wi(e){if(e==null||typeof e==`string`)return e;var t=null,n=Od;if(n!==null)for(var r=0;r<n.length;r++){var i=e[n[r]];if(i!=null){if(i===`none`)return`none`;t=t==null?i:t+(` `+i)}}return t??e.default}function Ti(e,t){return e=wi(e),t=wi(t),t==null?e===`auto`?null:e:t===`auto`?null:t}var Ei=typeof reportError==`function`?reportError:function(e){if(typeof window==`object`&&typeof window.ErrorEvent==`function`){var t=new window.ErrorEvent(`error`,{bubbles:!0,cancelable:!0,message:typeof e==`object`&&e&&typeof e.message==`string`?String(e.message):String(e),error:e});if(!window.dispatchEvent(t))return}else if(typeof process==`object`&&typeof process.emit==`function`){process.emit(`uncaughtException`,e);return}console.error(e)},Di=[],Oi=0,ki=0;function Ai(){for(var e=Oi,t=ki=Oi=0;t<e;){var n=Di[t];Di[t++]=null;var r=Di[t];Di[t++]=null;var i=Di[t];Di[t++]=null;var a=Di[t];if(Di[t++]=null,r!==null&&i!==null){var o=r.pending;o===null?i.next=i:(i.next=o.next,o.next=i),r.pending=i}a!==0&&Pi(n,i,a)}}function ji(e,t,n,r){Di[Oi++]=e,Di[Oi++]=t,Di[Oi++]=n,Di[Oi++]=r,ki|=r,e.lanes|=r,e=e.alternate,e!==null&&(e.lanes|=r)}function Mi(e,t,n,r){return ji(e,t,n,r),Fi(e)}function Ni(e,t){return ji(e,null,null,t),Fi(e)}function Pi(e,t,n){e.lanes|=n;var r=e.alternate;r!==null&&(r.lanes|=n);for(var i=!1,a=e.return;a!==null;)a.childLanes|=n,r=a.alternate,r!==null&&(r.childLanes|=n),a.tag===22&&(e=a.stateNode,e===null||e._visibility&1||(i=!0)),e=a,a=a.return;return e.tag===3?(a=e.stateNode,i&&t!==null&&(i=31-lt(n),e=a.hiddenUpdates,r=e[i],r===null?e[i]=[t]:r.push(t),t.lane=n|536870912),a):null}function Fi(e){if(50<kd)throw kd=0,Ad=null,Error(a(185));for(var t=e.return;t!==null;)e=t,t=e.return;return e.tag===3?e.stateNode:null}var Ii={};function Li(e,t,n,r){this.tag=e,this.key=n,this.sibling=this.child=this.return=this.stateNode=this.type=this.elementType=null,this.index=0,this.refCleanup=this.ref=null,this.pendingProps=t,this.dependencies=this.memoizedState=this.updateQueue=this.memoizedProps=null,this.mode=r,this.subtreeFlags=this.flags=0,this.deletions=null,this.childLanes=this.lanes=0,this.alternate=null}function Ri(e,t,n,r){return new Li(e,t,n,r)}function zi(e){return e=e.prototype,!(!e||!e.isReactComponent)}function Bi(e,t){var n=e.alternate;return n===null?(n=Ri(e.tag,t,e.key,e.mode),n.elementType=e.elementType,n.type=e.type,n.stateNode=e.stateNode,n.alternate=e,e.alternate=n):(n.pendingProps=t,n.type=e.type,n.flags=0,n.subtreeFlags=0,n.deletions=null),n.flags=e.flags&1206910976,n.childLanes=e.childLanes,n.lanes=e.lanes,n.child=e.child,n.memoizedProps=e.memoizedProps,n.memoizedState=e.memoizedState,n.updateQueue=e.updateQueue,t=e.dependencies,n.dependencies=t===null?null:{lanes:t.lanes,firstContext:t.firstContext},n.sibling=e.sibling,n.index=e.index,n.ref=e.ref,n.refCleanup=e.refCleanup,n}function Vi(e,t){e.flags&=1206910978;var n=e.alternate;return n===null?(e.childLanes=0,e.lanes=t,e.child=null,e.subtreeFlags=0,e.memoizedProps=null,e.memoizedState=null,e.updateQueue=null,e.dependencies=null,e.stateNode=null):(e.childLanes=n.childLanes,e.lanes=n.lanes,e.child=n.child,e.subtreeFlags=0,e.deletions=null,e.memoizedProps=n.memoizedProps,e.memoizedState=n.memoizedState,e.updateQueue=n.updateQueue,e.type=n.type,t=n.dependencies,e.dependencies=t===null?null:{lanes:t.lanes,firstContext:t.firstContext}),e}function Hi(e,t,n,r,i,o){var s=0;if(r=e,typeof r==`function`)zi(r)&&(s=1);else if(typeof r==`string`)s=qm(e,n,je.current)?26:e===`html`||e===`head`||e===`body`?27:5;else a:switch(r){case ge:return e=Ri(31,n,t,i),e.elementType=ge,e.lanes=o,e;case oe:return Ui(n.children,i,o,t);case se:s=8,i|=24;break;case ce:return e=Ri(12,n,t,i|2),e.elementType=ce,e.lanes=o,e;case fe:return e=Ri(13,n,t,i),e.elementType=fe,e.lanes=o,e;case pe:return e=Ri(19,n,t,i),e.elementType=pe,e.lanes=o,e;case _e:case ye:return e=i|32,e=Ri(30,n,t,e),e.elementType=ye,e.lanes=o,e.stateNode={autoName:null,paired:null,clones:null,ref:null},e;default:if(typeof r==`object`&&r)switch(r.$$typeof){case ue:s=10;break a;case le:s=9;break a;case de:s=11;break a;case me:s=14;break a;case he:s=16,r=null;break a}s=29,n=Error(a(130,e===null?`null`:typeof e,``)),r=null}return t=Ri(s,n,t,i),t.elementType=e,t.type=r,t.lanes=o,t}function Ui(e,t,n,r){return e=Ri(7,e,r,t),e.lanes=n,e}function Wi(e,t,n){return e=Ri(6,e,null,t),e.lanes=n,e}function Gi(e){var t=Ri(18,null,null,0);return t.stateNode=e,t}function Ki(e,t,n){return t=Ri(4,e.children===null?[]:e.children,e.key,t),t.lanes=n,t.stateNode={containerInfo:e.containerInfo,pendingChildren:null,implementation:e.implementation},t}var qi=new WeakMap;function Ji(e,t){if(typeof e==`object`&&e){var n=qi.get(e);return n===void 0?(t={value:e,source:t,stack:Ge(t)},qi.set(e,t),t):n}return{value:e,source:t,stack:Ge(t)}}var Yi=[],Xi=0,Zi=null,Qi=0,$i=[],ea=0,ta=null,na=1,ra=``;function ia(e,t){Yi[Xi++]=Qi,Yi[Xi++]=Zi,Zi=e,Qi=t}function aa(e,t,n){$i[ea++]=na,$i[ea++]=ra,$i[ea++]=ta,ta=e;var r=na;e=ra;var i=32-lt(r)-1;r&=~(1<<i),n+=1;var a=32-lt(t)+i;if(30<a){var o=i-i%5;a=(r&(1<<o)-1).toString(32),r>>=o,i-=o,na=1<<32-lt(t)+i|n<<i|r,ra=a+e}else na=1<<a|n<<i|r,ra=e}function oa(e){e.return!==null&&(ia(e,1),aa(e,1,0))}function sa(e){for(;e===Zi;)Zi=Yi[--Xi],Yi[Xi]=null,Qi=Yi[--Xi],Yi[Xi]=null;for(;e===ta;)ta=$i[--ea],$i[ea]=null,ra=$i[--ea],$i[ea]=null,na=$i[--ea],$i[ea]=null}function ca(e,t){$i[ea++]=na,$i[ea++]=ra,$i[ea++]=ta,na=t.id,ra=t.overflow,ta=e}var la=null,N=null,P=!1,ua=null,da=!1,fa=Error(a(519));function pa(e){throw ya(Ji(Error(a(418,1<arguments.length&&arguments[1]!==void 0&&arguments[1]?`text`:`HTML`,``)),e)),fa}function ma(e){var t=e.stateNode,n=e.type,r=e.memoizedProps;switch(t[Mt]=e,t[Nt]=r,n){case`dialog`:Q(`cancel`,t),Q(`close`,t);break;case`iframe`:case`object`:case`embed`:Q(`load`,t);break;case`video`:case`audio`:for(n=0;n<zf.length;n++)Q(zf[n],t);break;case`source`:Q(`error`,t);break;case`img`:case`image`:case`link`:Q(`error`,t),Q(`load`,t);break;case`details`:Q(`toggle`,t);break;case`input`:Q(`invalid`,t),hn(t,r.value,r.defaultValue,r.checked,r.defaultChecked,r.type,r.name,!0);break;case`select`:Q(`invalid`,t);break;case`textarea`:Q(`invalid`,t),yn(t,r.value,r.defaultValue,r.children)}n=r.children,typeof n!=`string`&&typeof n!=`number`&&typeof n!=`bigint`||t.textContent===``+n||!0===r.suppressHydrationWarning||ep(t.textContent,n)?(r.popover!=null&&(Q(`beforetoggle`,t),Q(`toggle`,t)),r.onScroll!=null&&Q(`scroll`,t),r.onScrollEnd!=null&&Q(`scrollend`,t),r.onClick!=null&&(t.onclick=On),t=!0):t=!1,t||pa(e,!0)}function ha(e){for(la=e.return;la;)switch(la.tag){case 5:case 31:case 13:da=!1;return;case 27:case 3:da=!0;return;default:la=la.return}}function ga(e){if(e!==la)return!1;if(!P)return ha(e),P=!0,!1;var t=e.tag,n;if((n=t!==3&&t!==27)&&((n=t===5)&&(n=e.type,n=n===`form`||n===`button`||pp(e.type,e.memoizedProps)),n=!n),n&&N&&pa(e),ha(e),t===13){if(e=e.memoizedState,e=e===null?null:e.dehydrated,!e)throw Error(a(317));N=dm(e)}else if(t===31){if(e=e.memoizedState,e=e===null?null:e.dehydrated,!e)throw Error(a(317));N=dm(e)}else t===27?(t=N,Sp(e.type)?(e=um,um=null,N=e):N=t):N=la?lm(e.stateNode.nextSibling):null;return!0}function _a(){N=la=null,P=!1}function va(){var e=ua;return e!==null&&(pd===null?pd=e:pd.push.apply(pd,e),ua=null),e}function ya(e){ua===null?ua=[e]:ua.push(e)}var ba=ke(null),xa=null,Sa=null;function Ca(e,t,n){T(ba,t._currentValue),t._currentValue=n}function wa(e){e._currentValue=ba.current,Ae(ba)}function Ta(e,t,n){for(;e!==null;){var r=e.alternate;if((e.childLanes&t)===t?r!==null&&(r.childLanes&t)!==t&&(r.childLanes|=t):(e.childLanes|=t,r!==null&&(r.childLanes|=t)),e===n)break;e=e.return}}function Ea(e,t,n,r){var i=e.child;for(i!==null&&(i.return=e);i!==null;){var o=i.dependencies;if(o!==null){var s=i.child;o=o.firstContext;a:for(;o!==null;){var c=o;o=i;for(var l=0;l<t.length;l++)if(c.context===t[l]){o.lanes|=n,c=o.alternate,c!==null&&(c.lanes|=n),Ta(o.return,n,e),r||(s=null);break a}o=c.next}}else if(i.tag===18){if(s=i.return,s===null)throw Error(a(341));s.lanes|=n,o=s.alternate,o!==null&&(o.lanes|=n),Ta(s,n,e),s=null}else i.tag===13&&i.memoizedState!==null&&i.memoizedState.dehydrated===null?(i.lanes|=n,s=i.alternate,s!==null&&(s.lanes|=n),Ta(i.return,n,e),s=i.child,s=s===null?null:s.sibling):s=i.child;if(s!==null)s.return=i;else for(s=i;s!==null;){if(s===e){s=null;break}if(i=s.sibling,i!==null){i.return=s.return,s=i;break}s=s.return}i=s}}function Da(e,t,n,r){e=null;for(var i=t,o=!1;i!==null;){if(!o){if(i.flags&524288)o=!0;else if(i.flags&262144)break}if(i.tag===10){var s=i.alternate;if(s===null)throw Error(a(387));if(s=s.memoizedProps,s!==null){var c=i.type;Yr(i.pendingProps.value,s.value)||(e===null?e=[c]:e.push(c))}}else if(i===Pe.current){if(s=i.alternate,s===null)throw Error(a(387));s.memoizedState.memoizedState!==i.memoizedState.memoizedState&&(e===null?e=[sh]:e.push(sh))}i=i.return}return e!==null&&Ea(t,e,n,r),t.flags|=262144,e!==null}function Oa(e){for(e=e.firstContext;e!==null;){if(!Yr(e.context._currentValue,e.memoizedValue))return!0;e=e.next}return!1}function ka(e){xa=e,Sa=null,e=e.dependencies,e!==null&&(e.firstContext=null)}function Aa(e){return Ma(xa,e)}function ja(e,t){return xa===null&&ka(e),Ma(e,t)}function Ma(e,t){var n=t._currentValue;if(t={context:t,memoizedValue:n,next:null},Sa===null){if(e===null)throw Error(a(308));Sa=t,e.dependencies={lanes:0,firstContext:t},e.flags|=524288}else Sa=Sa.next=t;return n}var Na=typeof AbortController<`u`?AbortController:function(){var e=[],t=this.signal={aborted:!1,addEventListener:function(t,n){e.push(n)}};this.abort=function(){t.aborted=!0,e.forEach(function(e){return e()})}},Pa=n.unstable_scheduleCallback,Fa=n.unstable_NormalPriority,F={$$typeof:ue,Consumer:null,Provider:null,_currentValue:null,_currentValue2:null,_threadCount:0};function Ia(){return{controller:new Na,data:new Map,refCount:0}}function La(e){e.refCount--,e.refCount===0&&Pa(Fa,function(){e.controller.abort()})}function Ra(e,t){if(e.pendingLanes&4194048){var n=e.transitionTypes;for(n===null&&(n=e.transitionTypes=[]),e=0;e<t.length;e++){var r=t[e];n.indexOf(r)===-1&&n.push(r)}}}var za=null;function Ba(e){var t=e.transitionTypes;return e.transitionTypes=null,t}var Va=null,Ha=0,Ua=0,Wa=null;function Ga(e,t){if(Va===null){var n=Va=[];Ha=0,Ua=Pf(),Wa={status:`pending`,value:void 0,then:function(e){n.push(e)}}}return Ha++,t.then(Ka,Ka),t}function Ka(){if(--Ha===0&&(za=null,Va!==null)){Wa!==null&&(Wa.status=`fulfilled`);var e=Va;Va=null,Ua=0,Wa=null;for(var t=0;t<e.length;t++)(0,e[t])()}}function qa(e,t){var n=[],r={status:`pending`,value:null,reason:null,then:function(e){n.push(e)}};return e.then(function(){r.status=`fulfilled`,r.value=t;for(var e=0;e<n.length;e++)(0,n[e])(t)},function(e){for(r.status=`rejected`,r.reason=e,e=0;e<n.length;e++)(0,n[e])(void 0)}),r}var Ja=C.S;C.S=function(e,t){if(gd=Ze(),typeof t==`object`&&t&&typeof t.then==`function`&&Ga(e,t),za!==null)for(var n=bf;n!==null;)Ra(n,za),n=n.next;if(n=e.types,n!==null){for(var r=bf;r!==null;)Ra(r,n),r=r.next;if(Ua!==0){r=za,r===null&&(r=za=[]);for(var i=0;i<n.length;i++){var a=n[i];r.indexOf(a)===-1&&r.push(a)}}}Ja!==null&&Ja(e,t)};var Ya=ke(null);function Xa(){var e=Ya.current;return e===null?G.pooledCache:e}function Za(e,t){t===null?T(Ya,Ya.current):T(Ya,t.pool)}function Qa(){var e=Xa();return e===null?null:{parent:F._currentValue,pool:e}}var $a=Error(a(460)),eo=Error(a(474)),to=Error(a(542)),no={then:function(){}};function ro(e){return e=e.status,e===`fulfilled`||e===`rejected`}function io(e,t,n){switch(n=e[n],n===void 0?e.push(t):n!==t&&(t.then(On,On),t=n),t.status){case`fulfilled`:return t.value;case`rejected`:throw e=t.reason,co(e),e===void 0&&!(`reason`in t)?Error(a(600)):e;default:if(typeof t.status==`string`)t.then(On,On);else{if(e=G,e!==null&&100<e.shellSuspendCounter)throw Error(a(482));e=t,e.status=`pending`,e.then(function(e){if(t.status===`pending`){var n=t;n.status=`fulfilled`,n.value=e}},function(e){if(t.status===`pending`){var n=t;n.status=`rejected`,n.reason=e}})}switch(t.status){case`fulfilled`:return t.value;case`rejected`:throw e=t.reason,co(e),e}throw oo=t,$a}}function ao(e){try{var t=e._init;return t(e._payload)}catch(e){throw typeof e==`object`&&e&&typeof e.then==`function`?(oo=e,$a):e}}var oo=null;function so(){if(oo===null)throw Error(a(459));var e=oo;return oo=null,e}function co(e){if(e===$a||e===to)throw Error(a(483))}var lo=null,uo=0;function fo(e){var t=uo;return uo+=1,lo===null&&(lo=[]),io(lo,e,t)}function po(e,t){t=t.props.ref,e.ref=t===void 0?null:t}function mo(e,t){throw t.$$typeof===re?Error(a(525)):(e=Object.prototype.toString.call(t),Error(a(31,e===`[object Object]`?`object with keys {`+Object.keys(t).join(`, `)+`}`:e)))}function ho(e){function t(t,n){if(e){var r=t.deletions;r===null?(t.deletions=[n],t.flags|=16):r.push(n)}}function n(n,r){if(!e)return null;for(;r!==null;)t(n,r),r=r.sibling;return null}function r(e){for(var t=new Map;e!==null;)e.key===null?t.set(e.index,e):t.set(e.key,e),e=e.sibling;return t}function i(e,t){return e=Bi(e,t),e.index=0,e.sibling=null,e}function o(t,n,r){return t.index=r,e?(r=t.alternate,r===null?(t.flags|=134217730,n):(r=r.index,r<n?(t.flags|=2,n):r)):(t.flags|=1048576,n)}function s(t){return e&&t.alternate===null&&(t.flags|=134217730),t}function c(e,t,n,r){return t===null||t.tag!==6?(t=Wi(n,e.mode,r),t.return=e,t):(t=i(t,n),t.return=e,t)}function l(e,t,n,r){var a=n.type;return a===oe?(e=d(e,t,n.props.children,r,n.key),po(e,n),e):t!==null&&(t.elementType===a||typeof a==`object`&&a&&a.$$typeof===he&&ao(a)===t.type)?(t=i(t,n.props),po(t,n),t.return=e,t):(t=Hi(n.type,n.key,n.props,null,e.mode,r),po(t,n),t.return=e,t)}function u(e,t,n,r){return t===null||t.tag!==4||t.stateNode.containerInfo!==n.containerInfo||t.stateNode.implementation!==n.implementation?(t=Ki(n,e.mode,r),t.return=e,t):(t=i(t,n.children||[]),t.return=e,t)}function d(e,t,n,r,a){return t===null||t.tag!==7?(t=Ui(n,e.mode,r,a),t.return=e,t):(t=i(t,n),t.return=e,t)}function f(e,t,n){if(typeof t==`string`&&t!==``||typeof t==`number`||typeof t==`bigint`)return t=Wi(``+t,e.mode,n),t.return=e,t;if(typeof t==`object`&&t){switch(t.$$typeof){case ie:return n=Hi(t.type,t.key,t.props,null,e.mode,n),po(n,t),n.return=e,n;case ae:return t=Ki(t,e.mode,n),t.return=e,t;case he:return t=ao(t),f(e,t,n)}if(Te(t)||Se(t))return t=Ui(t,e.mode,n,null),t.return=e,t;if(typeof t.then==`function`)return f(e,fo(t),n);if(t.$$typeof===ue)return f(e,ja(e,t),n);mo(e,t)}return null}function p(e,t,n,r){var i=t===null?null:t.key;if(typeof n==`string`&&n!==``||typeof n==`number`||typeof n==`bigint`)return i===null?c(e,t,``+n,r):null;if(typeof n==`object`&&n){switch(n.$$typeof){case ie:return n.key===i?l(e,t,n,r):null;case ae:return n.key===i?u(e,t,n,r):null;case he:return n=ao(n),p(e,t,n,r)}if(Te(n)||Se(n))return i===null?d(e,t,n,r,null):null;if(typeof n.then==`function`)return p(e,t,fo(n),r);if(n.$$typeof===ue)return p(e,t,ja(e,n),r);mo(e,n)}return null}function m(e,t,n,r,i){if(typeof r==`string`&&r!==``||typeof r==`number`||typeof r==`bigint`)return e=e.get(n)||null,c(t,e,``+r,i);if(typeof r==`object`&&r){switch(r.$$typeof){case ie:return e=e.get(r.key===null?n:r.key)||null,l(t,e,r,i);case ae:return e=e.get(r.key===null?n:r.key)||null,u(t,e,r,i);case he:return r=ao(r),m(e,t,n,r,i)}if(Te(r)||Se(r))return e=e.get(n)||null,d(t,e,r,i,null);if(typeof r.then==`function`)return m(e,t,n,fo(r),i);if(r.$$typeof===ue)return m(e,t,n,ja(t,r),i);mo(t,r)}return null}function h(i,a,s,c){for(var l=null,u=null,d=a,h=a=0,g=null;d!==null&&h<s.length;h++){d.index>h?(g=d,d=null):g=d.sibling;var _=p(i,d,s[h],c);if(_===null){d===null&&(d=g);break}e&&d&&_.alternate===null&&t(i,d),a=o(_,a,h),u===null?l=_:u.sibling=_,u=_,d=g}if(h===s.length)return n(i,d),P&&ia(i,h),l;if(d===null){for(;h<s.length;h++)d=f(i,s[h],c),d!==null&&(a=o(d,a,h),u===null?l=d:u.sibling=d,u=d);return P&&ia(i,h),l}for(d=r(d);h<s.length;h++)g=m(d,i,h,s[h],c),g!==null&&(e&&(_=g.alternate,_!==null&&d.delete(_.key===null?h:_.key)),a=o(g,a,h),u===null?l=g:u.sibling=g,u=g);return e&&d.forEach(function(e){return t(i,e)}),P&&ia(i,h),l}function g(i,s,c,l){if(c==null)throw Error(a(151));for(var u=null,d=null,h=s,g=s=0,_=null,v=c.next();h!==null&&!v.done;g++,v=c.next()){h.index>g?(_=h,h=null):_=h.sibling;var y=p(i,h,v.value,l);if(y===null){h===null&&(h=_);break}e&&h&&y.alternate===null&&t(i,h),s=o(y,s,g),d===null?u=y:d.sibling=y,d=y,h=_}if(v.done)return n(i,h),P&&ia(i,g),u;if(h===null){for(;!v.done;g++,v=c.next())v=f(i,v.value,l),v!==null&&(s=o(v,s,g),d===null?u=v:d.sibling=v,d=v);return P&&ia(i,g),u}for(h=r(h);!v.done;g++,v=c.next())v=m(h,i,g,v.value,l),v!==null&&(e&&(_=v.alternate,_!==null&&h.delete(_.key===null?g:_.key)),s=o(v,s,g),d===null?u=v:d.sibling=v,d=v);return e&&h.forEach(function(e){return t(i,e)}),P&&ia(i,g),u}function _(e,r,o,c){if(typeof o==`object`&&o&&o.type===oe&&o.key===null&&o.props.ref===void 0&&(o=o.props.children),typeof o==`object`&&o){switch(o.$$typeof){case ie:a:{for(var l=o.key;r!==null;){if(r.key===l){if(l=o.type,l===oe){if(r.tag===7){n(e,r.sibling),c=i(r,o.props.children),po(c,o),c.return=e,e=c;break a}}else if(r.elementType===l||typeof l==`object`&&l&&l.$$typeof===he&&ao(l)===r.type){n(e,r.sibling),c=i(r,o.props),po(c,o),c.return=e,e=c;break a}n(e,r);break}t(e,r),r=r.sibling}o.type===oe?(c=Ui(o.props.children,e.mode,c,o.key),po(c,o),c.return=e,e=c):(c=Hi(o.type,o.key,o.props,null,e.mode,c),po(c,o),c.return=e,e=c)}return s(e);case ae:a:{for(l=o.key;r!==null;){if(r.key===l){if(r.tag===4&&r.stateNode.containerInfo===o.containerInfo&&r.stateNode.implementation===o.implementation){n(e,r.sibling),c=i(r,o.children||[]),c.return=e,e=c;break a}n(e,r);break}t(e,r),r=r.sibling}c=Ki(o,e.mode,c),c.return=e,e=c}return s(e);case he:return o=ao(o),_(e,r,o,c)}if(Te(o))return h(e,r,o,c);if(Se(o)){if(l=Se(o),typeof l!=`function`)throw Error(a(150));return o=l.call(o),g(e,r,o,c)}if(typeof o.then==`function`)return _(e,r,fo(o),c);if(o.$$typeof===ue)return _(e,r,ja(e,o),c);mo(e,o)}return typeof o==`string`&&o!==``||typeof o==`number`||typeof o==`bigint`?(o=``+o,r!==null&&r.tag===6?(n(e,r.sibling),c=i(r,o),c.return=e,e=c):(n(e,r),c=Wi(o,e.mode,c),c.return=e,e=c),s(e)):n(e,r)}return function(e,t,n,r){try{uo=0;var i=_(e,t,n,r);return lo=null,i}catch(t){if(t===$a||t===to)throw t;var a=Ri(29,t,null,e.mode);return a.lanes=r,a.return=e,a}}}var go=ho(!0),_o=ho(!1),vo=!1;function yo(e){e.updateQueue={baseState:e.memoizedState,firstBaseUpdate:null,lastBaseUpdate:null,shared:{pending:null,lanes:0,hiddenCallbacks:null},callbacks:null}}function bo(e,t){e=e.updateQueue,t.updateQueue===e&&(t.updateQueue={baseState:e.baseState,firstBaseUpdate:e.firstBaseUpdate,lastBaseUpdate:e.lastBaseUpdate,shared:e.shared,callbacks:null})}function xo(e){return{lane:e,tag:0,payload:null,callback:null,next:null}}function So(e,t,n){var r=e.updateQueue;if(r===null)return null;if(r=r.shared,W&2){var i=r.pending;return i===null?t.next=t:(t.next=i.next,i.next=t),r.pending=t,t=Fi(e),Pi(e,null,n),t}return ji(e,r,t,n),Fi(e)}function Co(e,t,n){if(t=t.updateQueue,t!==null&&(t=t.shared,n&4194048)){var r=t.lanes;r&=e.pendingLanes,n|=r,t.lanes=n,Tt(e,n)}}function I(e,t){var n=e.updateQueue,r=e.alternate;if(r!==null&&(r=r.updateQueue,n===r)){var i=null,a=null;if(n=n.firstBaseUpdate,n!==null){do{var o={lane:n.lane,tag:n.tag,payload:n.payload,callback:null,next:null};a===null?i=a=o:a=a.next=o,n=n.next}while(n!==null);a===null?i=a=t:a=a.next=t}else i=a=t;n={baseState:r.baseState,firstBaseUpdate:i,lastBaseUpdate:a,shared:r.shared,callbacks:r.callbacks},e.updateQueue=n}else e=n.lastBaseUpdate,e===null?n.firstBaseUpdate=t:e.next=t,n.lastBaseUpdate=t}var wo=!1;function To(){if(wo){var e=Wa;if(e!==null)throw e}}function Eo(e,t,n,r){wo=!1;var i=e.updateQueue;vo=!1;var a=i.firstBaseUpdate,o=i.lastBaseUpdate,s=i.shared.pending;if(s!==null){i.shared.pending=null;var c=s,l=c.next;c.next=null,o===null?a=l:o.next=l,o=c;var u=e.alternate;u!==null&&(u=u.updateQueue,s=u.lastBaseUpdate,s!==o&&(s===null?u.firstBaseUpdate=l:s.next=l,u.lastBaseUpdate=c))}if(a!==null){var d=i.baseState;o=0,u=l=c=null,s=a;do{var f=s.lane&-536870913,p=f!==s.lane;if(p?(q&f)===f:(r&f)===f){f!==0&&f===Ua&&(wo=!0),u!==null&&(u=u.next={lane:0,tag:s.tag,payload:s.payload,callback:null,next:null});a:{var m=e,h=s;f=t;var g=n;switch(h.tag){case 1:if(m=h.payload,typeof m==`function`){d=m.call(g,d,f);break a}d=m;break a;case 3:m.flags=m.flags&-65537|128;case 0:if(m=h.payload,f=typeof m==`function`?m.call(g,d,f):m,f==null)break a;d=S({},d,f);break a;case 2:vo=!0}}f=s.callback,f!==null&&(e.flags|=64,p&&(e.flags|=8192),p=i.callbacks,p===null?i.callbacks=[f]:p.push(f))}else p={lane:f,tag:s.tag,payload:s.payload,callback:s.callback,next:null},u===null?(l=u=p,c=d):u=u.next=p,o|=f;if(s=s.next,s===null){if(s=i.shared.pending,s===null)break;p=s,s=p.next,p.next=null,i.lastBaseUpdate=p,i.shared.pending=null}}while(1);u===null&&(c=d),i.baseState=c,i.firstBaseUpdate=l,i.lastBaseUpdate=u,a===null&&(i.shared.lanes=0),sd|=o,e.lanes=o,e.memoizedState=d}}function Do(e,t){if(typeof e!=`function`)throw Error(a(191,e));e.call(t)}function Oo(e,t){var n=e.callbacks;if(n!==null)for(e.callbacks=null,e=0;e<n.length;e++)Do(n[e],t)}var ko=ke(null),Ao=ke(0);function jo(e,t){e=od,T(Ao,e),T(ko,t),od=e|t.baseLanes}function Mo(){T(Ao,od),T(ko,ko.current)}function No(){od=Ao.current,Ae(ko),Ae(Ao)}var Po=ke(null),Fo=null;function Io(e){var t=e.alternate;T(Vo,Vo.current&1),T(Po,e),Fo===null&&(t===null||ko.current!==null||t.memoizedState!==null)&&(Fo=e)}function Lo(e){T(Vo,Vo.current),T(Po,e),Fo===null&&(Fo=e)}function Ro(e){e.tag===22?(T(Vo,Vo.current),T(Po,e),Fo===null&&(Fo=e)):zo()}function zo(){T(Vo,Vo.current),T(Po,Po.current)}function Bo(e){Ae(Po),Fo===e&&(Fo=null),Ae(Vo)}var Vo=ke(0);function Ho(e,t){T(Po,Po.current),T(Vo,t)}function Uo(e){Ae(Vo),Ae(Po),Fo===e&&(Fo=null)}function Wo(e){for(var t=e;t!==null;){if(t.tag===13){var n=t.memoizedState;if(n!==null&&(n=n.dehydrated,n===null||om(n)||sm(n)))return t}else if(t.tag===19&&t.memoizedProps.revealOrder!==`independent`){if(t.flags&128)return t}else if(t.child!==null){t.child.return=t,t=t.child;continue}if(t===e)break;for(;t.sibling===null;){if(t.return===null||t.return===e)return null;t=t.return}t.sibling.return=t.return,t=t.sibling}return null}var Go=0,L=null,R=null,Ko=null,qo=!1,Jo=!1,Yo=!1,Xo=0,Zo=0,Qo=null,$o=0;function z(){throw Error(a(321))}function es(e,t){if(t===null)return!1;for(var n=0;n<t.length&&n<e.length;n++)if(!Yr(e[n],t[n]))return!1;return!0}function ts(e,t,n,r,i,a){return Go=a,L=t,t.memoizedState=null,t.updateQueue=null,t.lanes=0,C.H=e===null||e.memoizedState===null?_c:vc,Yo=!1,a=n(r,i),Yo=!1,Jo&&(a=rs(t,n,r,i)),ns(e),a}function ns(e){C.H=gc;var t=R!==null&&R.next!==null;if(Go=0,Ko=R=L=null,qo=!1,Zo=0,Qo=null,t)throw Error(a(300));e===null||Ic||(e=e.dependencies,e!==null&&Oa(e)&&(Ic=!0))}function rs(e,t,n,r){L=e;var i=0;do{if(Jo&&(Qo=null),Zo=0,Jo=!1,25<=i)throw Error(a(301));if(i+=1,Ko=R=null,e.updateQueue!=null){var o=e.updateQueue;o.lastEffect=null,o.events=null,o.stores=null,o.memoCache!=null&&(o.memoCache.index=0)}C.H=yc,o=t(n,r)}while(Jo);return o}function is(){var e=C.H,t=e.useState()[0];return t=typeof t.then==`function`?us(t):t,e=e.useState()[0],(R===null?null:R.memoizedState)!==e&&(L.flags|=1024),t}function as(){var e=Xo!==0;return Xo=0,e}function os(e,t,n){t.updateQueue=e.updateQueue,t.flags&=-2053,e.lanes&=~n}function ss(e){if(qo){for(e=e.memoizedState;e!==null;){var t=e.queue;t!==null&&(t.pending=null),e=e.next}qo=!1}Go=0,Ko=R=L=null,Jo=!1,Zo=Xo=0,Qo=null}function cs(){var e={memoizedState:null,baseState:null,baseQueue:null,queue:null,next:null};return Ko===null?L.memoizedState=Ko=e:Ko=Ko.next=e,Ko}function B(){if(R===null){var e=L.alternate;e=e===null?null:e.memoizedState}else e=R.next;var t=Ko===null?L.memoizedState:Ko.next;if(t!==null)Ko=t,R=e;else{if(e===null)throw L.alternate===null?Error(a(467)):Error(a(310));R=e,e={memoizedState:R.memoizedState,baseState:R.baseState,baseQueue:R.baseQueue,queue:R.queue,next:null},Ko===null?L.memoizedState=Ko=e:Ko=Ko.next=e}return Ko}function ls(){return{lastEffect:null,events:null,stores:null,memoCache:null}}function us(e){var t=Zo;return Zo+=1,Qo===null&&(Qo=[]),e=io(Qo,e,t),t=L,(Ko===null?t.memoizedState:Ko.next)===null&&(t=t.alternate,C.H=t===null||t.memoizedState===null?_c:vc),e}function ds(e){if(typeof e==`object`&&e){if(typeof e.then==`function`)return us(e);if(e.$$typeof===be)return;if(e.$$typeof===ue)return Aa(e)}throw Error(a(438,String(e)))}function fs(e){var t=null,n=L.updateQueue;if(n!==null&&(t=n.memoCache),t==null){var r=L.alternate;r!==null&&(r=r.updateQueue,r!==null&&(r=r.memoCache,r!=null&&(t={data:r.data.map(function(e){return e.slice()}),index:0})))}if(t??={data:[],index:0},n===null&&(n=ls(),L.updateQueue=n),n.memoCache=t,n=t.data[t.index],n===void 0)for(n=t.data[t.index]=Array(e),r=0;r<e;r++)n[r]=ve;return t.index++,n}function ps(e,t){return typeof t==`function`?t(e):t}function ms(e){return hs(B(),R,e)}function hs(e,t,n){var r=e.queue;if(r===null)throw Error(a(311));r.lastRenderedReducer=n;var i=e.baseQueue,o=r.pending;if(o!==null){if(i!==null){var s=i.next;i.next=o.next,o.next=s}t.baseQueue=i=o,r.pending=null}if(o=e.baseState,i===null)e.memoizedState=o;else{t=i.next;var c=s=null,l=null,u=t,d=!1;do{var f=u.lane&-536870913;if(f===u.lane?(Go&f)===f:(q&f)===f){var p=u.revertLane;if(p===0)l!==null&&(l=l.next={lane:0,revertLane:0,gesture:null,action:u.action,hasEagerState:u.hasEagerState,eagerState:u.eagerState,next:null}),f===Ua&&(d=!0);else if((Go&p)===p){u=u.next,p===Ua&&(d=!0);continue}else f={lane:0,revertLane:u.revertLane,gesture:null,action:u.action,hasEagerState:u.hasEagerState,eagerState:u.eagerState,next:null},l===null?(c=l=f,s=o):l=l.next=f,L.lanes|=p,sd|=p;f=u.action,Yo&&n(o,f),o=u.hasEagerState?u.eagerState:n(o,f)}else p={lane:f,revertLane:u.revertLane,gesture:u.gesture,action:u.action,hasEagerState:u.hasEagerState,eagerState:u.eagerState,next:null},l===null?(c=l=p,s=o):l=l.next=p,L.lanes|=f,sd|=f;u=u.next}while(u!==null&&u!==t);if(l===null?s=o:l.next=c,!Yr(o,e.memoizedState)&&(Ic=!0,d&&(n=Wa,n!==null)))throw n;e.memoizedState=o,e.baseState=s,e.baseQueue=l,r.lastRenderedState=o}return i===null&&(r.lanes=0),[e.memoizedState,r.dispatch]}function gs(e){var t=B(),n=t.queue;if(n===null)throw Error(a(311));n.lastRenderedReducer=e;var r=n.dispatch,i=n.pending,o=t.memoizedState;if(i!==null){n.pending=null;var s=i=i.next;do o=e(o,s.action),s=s.next;while(s!==i);Yr(o,t.memoizedState)||(Ic=!0),t.memoizedState=o,t.baseQueue===null&&(t.baseState=o),n.lastRenderedState=o}return[o,r]}function _s(e,t,n){var r=L,i=B(),o=P;if(o){if(n===void 0)throw Error(a(407));n=n()}else n=t();var s=!Yr((R||i).memoizedState,n);if(s&&(i.memoizedState=n,Ic=!0),i=i.queue,Hs(bs.bind(null,r,i,e),[e]),e=i.getSnapshot!==t||s||Ko!==null&&!!(Ko.memoizedState.tag&1),Ls(e?9:8,{destroy:void 0},ys.bind(null,r,i,n,t),null),e){if(r.flags|=2048,G===null)throw Error(a(349));o||Go&127||vs(r,t,n)}return n}function vs(e,t,n){e.flags|=16384,e={getSnapshot:t,value:n},t=L.updateQueue,t===null?(t=ls(),L.updateQueue=t,t.stores=[e]):(n=t.stores,n===null?t.stores=[e]:n.push(e))}function ys(e,t,n,r){t.value=n,t.getSnapshot=r,xs(t)&&Ss(e)}function bs(e,t,n){return n(function(){xs(t)&&Ss(e)})}function xs(e){var t=e.getSnapshot;e=e.value;try{var n=t();return!Yr(e,n)}catch{return!0}}function Ss(e){var t=Ni(e,2);t!==null&&Pd(t,e,2)}function Cs(e){var t=cs();if(typeof e==`function`){var n=e;if(e=n(),Yo){ct(!0);try{n()}finally{ct(!1)}}}return t.memoizedState=t.baseState=e,t.queue={pending:null,lanes:0,dispatch:null,lastRenderedReducer:ps,lastRenderedState:e},t}function ws(e,t,n,r){return e.baseState=n,hs(e,R,typeof r==`function`?r:ps)}function Ts(e,t,n,r,i){if(pc(e))throw Error(a(485));if(e=t.action,e!==null){var o={payload:i,action:e,next:null,isTransition:!0,status:`pending`,value:null,reason:null,listeners:[],then:function(e){o.listeners.push(e)}};C.T===null?o.isTransition=!1:n(!0),r(o),n=t.pending,n===null?(o.next=t.pending=o,Es(t,o)):(o.next=n.next,t.pending=n.next=o)}}function Es(e,t){var n=t.action,r=t.payload,i=e.state;if(t.isTransition){var a=C.T,o={};o.types=a===null?null:a.types,C.T=o;try{var s=n(i,r),c=C.S;c!==null&&c(o,s),Ds(e,t,s)}catch(n){ks(e,t,n)}finally{a!==null&&o.types!==null&&(a.types=o.types),C.T=a}}else try{a=n(i,r),Ds(e,t,a)}catch(n){ks(e,t,n)}}function Ds(e,t,n){typeof n==`object`&&n&&typeof n.then==`function`?n.then(function(n){Os(e,t,n)},function(n){return ks(e,t,n)}):Os(e,t,n)}function Os(e,t,n){t.status=`fulfilled`,t.value=n,As(t),e.state=n,t=e.pending,t!==null&&(n=t.next,n===t?e.pending=null:(n=n.next,t.next=n,Es(e,n)))}function ks(e,t,n){var r=e.pending;if(e.pending=null,r!==null){r=r.next;do t.status=`rejected`,t.reason=n,As(t),t=t.next;while(t!==r)}e.action=null}function As(e){e=e.listeners;for(var t=0;t<e.length;t++)(0,e[t])()}function js(e,t){return t}function Ms(e,t){if(P){var n=G.formState;if(n!==null){a:{var r=L;if(P){if(N){b:{for(var i=N,a=da;i.nodeType!==8;)if(!a||(i=lm(i.nextSibling),i===null)){i=null;break b}a=i.data,i=a===`F!`||a===`F`?i:null}if(i){N=lm(i.nextSibling),r=i.data===`F!`;break a}}pa(r)}r=!1}r&&(t=n[0])}}return n=cs(),n.memoizedState=n.baseState=t,r={pending:null,lanes:0,dispatch:null,lastRenderedReducer:js,lastRenderedState:t},n.queue=r,n=uc.bind(null,L,r),r.dispatch=n,r=Cs(!1),a=fc.bind(null,L,!1,r.queue),r=cs(),i={state:t,dispatch:null,action:e,pending:null},r.queue=i,n=Ts.bind(null,L,i,a,n),i.dispatch=n,r.memoizedState=e,[t,n,!1]}function Ns(e){return Ps(B(),R,e)}function Ps(e,t,n){if(t=hs(e,t,js)[0],e=ms(ps)[0],typeof t==`object`&&t&&typeof t.then==`function`)try{var r=us(t)}catch(e){throw e===$a?to:e}else r=t;t=B();var i=t.queue,a=i.dispatch;return n!==t.memoizedState&&(L.flags|=2048,Ls(9,{destroy:void 0},Fs.bind(null,i,n),null)),[r,a,e]}function Fs(e,t){e.action=t}function Is(e){var t=B(),n=R;if(n!==null)return Ps(t,n,e);B(),t=t.memoizedState,n=B();var r=n.queue.dispatch;return n.memoizedState=e,[t,r,!1]}function Ls(e,t,n,r){return e={tag:e,create:n,deps:r,inst:t,next:null},t=L.updateQueue,t===null&&(t=ls(),L.updateQueue=t),n=t.lastEffect,n===null?t.lastEffect=e.next=e:(r=n.next,n.next=e,e.next=r,t.lastEffect=e),e}function Rs(){return B().memoizedState}function zs(e,t,n,r){var i=cs();L.flags|=e,i.memoizedState=Ls(1|t,{destroy:void 0},n,r===void 0?null:r)}function Bs(e,t,n,r){var i=B();r=r===void 0?null:r;var a=i.memoizedState.inst;R!==null&&r!==null&&es(r,R.memoizedState.deps)?i.memoizedState=Ls(t,a,n,r):(L.flags|=e,i.memoizedState=Ls(1|t,a,n,r))}function Vs(e,t){zs(8390656,8,e,t)}function Hs(e,t){Bs(2048,8,e,t)}function Us(e){L.flags|=4;var t=L.updateQueue;if(t===null)t=ls(),L.updateQueue=t,t.events=[e];else{var n=t.events;n===null?t.events=[e]:n.push(e)}}function Ws(e){var t=B().memoizedState;return Us({ref:t,nextImpl:e}),function(){if(W&2)throw Error(a(440));return t.impl.apply(void 0,arguments)}}function Gs(e,t){return Bs(4,2,e,t)}function Ks(e,t){return Bs(4,4,e,t)}function qs(e,t){if(typeof t==`function`){e=e();var n=t(e);return function(){typeof n==`function`?n():t(null)}}if(t!=null)return e=e(),t.current=e,function(){t.current=null}}function Js(e,t,n){n=n==null?null:n.concat([e]),Bs(4,4,qs.bind(null,t,e),n)}function Ys(){}function Xs(e,t){var n=B();t=t===void 0?null:t;var r=n.memoizedState;return t!==null&&es(t,r[1])?r[0]:(n.memoizedState=[e,t],e)}function Zs(e,t){var n=B();t=t===void 0?null:t;var r=n.memoizedState;if(t!==null&&es(t,r[1]))return r[0];if(r=e(),Yo){ct(!0);try{e()}finally{ct(!1)}}return n.memoizedState=[r,t],r}function Qs(e,t,n){return n===void 0||Go&1073741824&&!(q&261930)?e.memoizedState=t:(e.memoizedState=n,e=Md(),L.lanes|=e,sd|=e,n)}function $s(e,t,n,r){return Yr(n,t)?n:ko.current===null?!(Go&106)||Go&1073741824&&!(q&261930)?(Ic=!0,e.memoizedState=n):(e=Md(),L.lanes|=e,sd|=e,t):(e=Qs(e,n,r),Yr(e,t)||(Ic=!0),e)}function ec(e,t,n,r,i){var a=w.p;w.p=a!==0&&8>a?a:8;var o=C.T,s={};s.types=o===null?null:o.types,C.T=s,fc(e,!1,t,n);try{var c=i(),l=C.S;l!==null&&l(s,c),typeof c==`object`&&c&&typeof c.then==`function`?dc(e,t,qa(c,r),jd(e)):dc(e,t,r,jd(e))}catch(n){dc(e,t,{then:function(){},status:`rejected`,reason:n},jd())}finally{w.p=a,o!==null&&s.types!==null&&(o.types=s.types),C.T=o}}function tc(){}function nc(e,t,n,r){if(e.tag!==5)throw Error(a(476));var i=rc(e).queue;ec(e,i,t,Ee,n===null?tc:function(){return ic(e),n(r)})}function rc(e){var t=e.memoizedState;if(t!==null)return t;t={memoizedState:Ee,baseState:Ee,baseQueue:null,queue:{pending:null,lanes:0,dispatch:null,lastRenderedReducer:ps,lastRenderedState:Ee},next:null};var n={};return t.next={memoizedState:n,baseState:n,baseQueue:null,queue:{pending:null,lanes:0,dispatch:null,lastRenderedReducer:ps,lastRenderedState:n},next:null},e.memoizedState=t,e=e.alternate,e!==null&&(e.memoizedState=t),t}function ic(e){var t=rc(e);t.next===null&&(t=e.alternate.memoizedState),dc(e,t.next.queue,{},jd())}function ac(){return Aa(sh)}function oc(){return B().memoizedState}function sc(){return B().memoizedState}function cc(e){for(var t=e.return;t!==null;){switch(t.tag){case 24:case 3:var n=jd();e=xo(n);var r=So(t,e,n);r!==null&&(Pd(r,t,n),Co(r,t,n)),t={cache:Ia()},e.payload=t;return}t=t.return}}function lc(e,t,n){var r=jd();n={lane:r,revertLane:0,gesture:null,action:n,hasEagerState:!1,eagerState:null,next:null},pc(e)?mc(t,n):(n=Mi(e,t,n,r),n!==null&&(Pd(n,e,r),hc(n,t,r)))}function uc(e,t,n){dc(e,t,n,jd())}function dc(e,t,n,r){var i={lane:r,revertLane:0,gesture:null,action:n,hasEagerState:!1,eagerState:null,next:null};if(pc(e))mc(t,i);else{var a=e.alternate;if(e.lanes===0&&(a===null||a.lanes===0)&&(a=t.lastRenderedReducer,a!==null))try{var o=t.lastRenderedState,s=a(o,n);if(i.hasEagerState=!0,i.eagerState=s,Yr(s,o))return ji(e,t,i,0),G===null&&Ai(),!1}catch{}if(n=Mi(e,t,i,r),n!==null)return Pd(n,e,r),hc(n,t,r),!0}return!1}function fc(e,t,n,r){if(r={lane:2,revertLane:Pf(),gesture:null,action:r,hasEagerState:!1,eagerState:null,next:null},pc(e)){if(t)throw Error(a(479))}else t=Mi(e,n,r,2),t!==null&&Pd(t,e,2)}function pc(e){var t=e.alternate;return e===L||t!==null&&t===L}function mc(e,t){Jo=qo=!0;var n=e.pending;n===null?t.next=t:(t.next=n.next,n.next=t),e.pending=t}function hc(e,t,n){if(n&4194048){var r=t.lanes;r&=e.pendingLanes,n|=r,t.lanes=n,Tt(e,n)}}var gc={readContext:Aa,use:ds,useCallback:z,useContext:z,useEffect:z,useImperativeHandle:z,useLayoutEffect:z,useInsertionEffect:z,useMemo:z,useReducer:z,useRef:z,useState:z,useDebugValue:z,useDeferredValue:z,useTransition:z,useSyncExternalStore:z,useId:z,useHostTransitionStatus:z,useFormState:z,useActionState:z,useOptimistic:z,useMemoCache:z,useCacheRefresh:z,useEffectEvent:z},_c={readContext:Aa,use:ds,useCallback:function(e,t){return cs().memoizedState=[e,t===void 0?null:t],e},useContext:Aa,useEffect:Vs,useImperativeHandle:function(e,t,n){n=n==null?null:n.concat([e]),zs(4194308,4,qs.bind(null,t,e),n)},useLayoutEffect:function(e,t){return zs(4194308,4,e,t)},useInsertionEffect:function(e,t){zs(4,2,e,t)},useMemo:function(e,t){var n=cs();t=t===void 0?null:t;var r=e();if(Yo){ct(!0);try{e()}finally{ct(!1)}}return n.memoizedState=[r,t],r},useReducer:function(e,t,n){var r=cs();if(n!==void 0){var i=n(t);if(Yo){ct(!0);try{n(t)}finally{ct(!1)}}}else i=t;return r.memoizedState=r.baseState=i,e={pending:null,lanes:0,dispatch:null,lastRenderedReducer:e,lastRenderedState:i},r.queue=e,e=e.dispatch=lc.bind(null,L,e),[r.memoizedState,e]},useRef:function(e){var t=cs();return e={current:e},t.memoizedState=e},useState:function(e){e=Cs(e);var t=e.queue,n=uc.bind(null,L,t);return t.dispatch=n,[e.memoizedState,n]},useDebugValue:Ys,useDeferredValue:function(e,t){return Qs(cs(),e,t)},useTransition:function(){var e=Cs(!1);return e=ec.bind(null,L,e.queue,!0,!1),cs().memoizedState=e,[!1,e]},useSyncExternalStore:function(e,t,n){var r=L,i=cs();if(P){if(n===void 0)throw Error(a(407));n=n()}else{if(n=t(),G===null)throw Error(a(349));q&127||vs(r,t,n)}i.memoizedState=n;var o={value:n,getSnapshot:t};return i.queue=o,Vs(bs.bind(null,r,o,e),[e]),r.flags|=2048,Ls(9,{destroy:void 0},ys.bind(null,r,o,n,t),null),n},useId:function(){var e=cs(),t=G.identifierPrefix;if(P){var n=ra,r=na;n=(r&~(1<<32-lt(r)-1)).toString(32)+n,t=`_`+t+`R_`+n,n=Xo++,0<n&&(t+=`H`+n.toString(32)),t+=`_`}else n=$o++,t=`_`+t+`r_`+n.toString(32)+`_`;return e.memoizedState=t},useHostTransitionStatus:ac,useFormState:Ms,useActionState:Ms,useOptimistic:function(e){var t=cs();t.memoizedState=t.baseState=e;var n={pending:null,lanes:0,dispatch:null,lastRenderedReducer:null,lastRenderedState:null};return t.queue=n,t=fc.bind(null,L,!0,n),n.dispatch=t,[e,t]},useMemoCache:fs,useCacheRefresh:function(){return cs().memoizedState=cc.bind(null,L)},useEffectEvent:function(e){var t=cs(),n={impl:e};return t.memoizedState=n,function(){if(W&2)throw Error(a(440));return n.impl.apply(void 0,arguments)}}},vc={readContext:Aa,use:ds,useCallback:Xs,useContext:Aa,useEffect:Hs,useImperativeHandle:Js,useInsertionEffect:Gs,useLayoutEffect:Ks,useMemo:Zs,useReducer:ms,useRef:Rs,useState:function(){return ms(ps)},useDebugValue:Ys,useDeferredValue:function(e,t){return $s(B(),R.memoizedState,e,t)},useTransition:function(){var e=ms(ps)[0],t=B().memoizedState;return[typeof e==`boolean`?e:us(e),t]},useSyncExternalStore:_s,useId:oc,useHostTransitionStatus:ac,useFormState:Ns,useActionState:Ns,useOptimistic:function(e,t){return ws(B(),R,e,t)},useMemoCache:fs,useCacheRefresh:sc,useEffectEvent:Ws},yc={readContext:Aa,use:ds,useCallback:Xs,useContext:Aa,useEffect:Hs,useImperativeHandle:Js,useInsertionEffect:Gs,useLayoutEffect:Ks,useMemo:Zs,useReducer:gs,useRef:Rs,useState:function(){return gs(ps)},useDebugValue:Ys,useDeferredValue:function(e,t){var n=B();return R===null?Qs(n,e,t):$s(n,R.memoizedState,e,t)},useTransition:function(){var e=gs(ps)[0],t=B().memoizedState;return[typeof e==`boolean`?e:us(e),t]},useSyncExternalStore:_s,useId:oc,useHostTransitionStatus:ac,useFormState:Is,useActionState:Is,useOptimistic:function(e,t){var n=B();return R===null?(n.baseState=e,[e,n.queue.dispatch]):ws(n,R,e,t)},useMemoCache:fs,useCacheRefresh:sc,useEffectEvent:Ws};function bc(e,t,n,r){t=e.memoizedState,n=n(r,t),n=n==null?t:S({},t,n),e.memoizedState=n,e.lanes===0&&(e.updateQueue.baseState=n)}var xc={enqueueSetState:function(e,t,n){e=e._reactInternals;var r=jd(),i=xo(r);i.payload=t,n!=null&&(i.callback=n),t=So(e,i,r),t!==null&&(Pd(t,e,r),Co(t,e,r))},enqueueReplaceState:function(e,t,n){e=e._reactInternals;var r=jd(),i=xo(r);i.tag=1,i.payload=t,n!=null&&(i.callback=n),t=So(e,i,r),t!==null&&(Pd(t,e,r),Co(t,e,r))},enqueueForceUpdate:function(e,t){e=e._reactInternals;var n=jd(),r=xo(n);r.tag=2,t!=null&&(r.callback=t),t=So(e,r,n),t!==null&&(Pd(t,e,n),Co(t,e,n))}};function Sc(e,t,n,r,i,a,o){return e=e.stateNode,typeof e.shouldComponentUpdate==`function`?e.shouldComponentUpdate(r,a,o):t.prototype&&t.prototype.isPureReactComponent?!Xr(n,r)||!Xr(i,a):!0}function Cc(e,t,n,r){e=t.state,typeof t.componentWillReceiveProps==`function`&&t.componentWillReceiveProps(n,r),typeof t.UNSAFE_componentWillReceiveProps==`function`&&t.UNSAFE_componentWillReceiveProps(n,r),t.state!==e&&xc.enqueueReplaceState(t,t.state,null)}function wc(e,t){var n=t;if(`ref`in t)for(var r in n={},t)r!==`ref`&&(n[r]=t[r]);if(e=e.defaultProps)for(var i in n===t&&(n=S({},n)),e)n[i]===void 0&&(n[i]=e[i]);return n}function Tc(e){Ei(e)}function Ec(e){console.error(e)}function Dc(e){Ei(e)}function Oc(e,t){try{var n=e.onUncaughtError;n(t.value,{componentStack:t.stack})}catch(e){setTimeout(function(){throw e})}}function kc(e,t,n){try{var r=e.onCaughtError;r(n.value,{componentStack:n.stack,errorBoundary:t.tag===1?t.stateNode:null})}catch(e){setTimeout(function(){throw e})}}function Ac(e,t,n){return n=xo(n),n.tag=3,n.payload={element:null},n.callback=function(){Oc(e,t)},n}function jc(e){return e=xo(e),e.tag=3,e}function Mc(e,t,n,r){var i=n.type.getDerivedStateFromError;if(typeof i==`function`){var a=r.value;e.payload=function(){return i(a)},e.callback=function(){kc(t,n,r)}}var o=n.stateNode;o!==null&&typeof o.componentDidCatch==`function`&&(e.callback=function(){kc(t,n,r),typeof i!=`function`&&(yd===null?yd=new Set([this]):yd.add(this));var e=r.stack;this.componentDidCatch(r.value,{componentStack:e===null?``:e})})}function Nc(e,t,n,r,i){if(n.flags|=32768,typeof r==`object`&&r&&typeof r.then==`function`){if(t=n.alternate,t!==null&&Da(t,n,i,!0),n=Po.current,n!==null){switch(n.tag){case 31:case 13:case 19:return Fo===null?Kd():n.alternate===null&&Y===0&&(Y=3),n.flags&=-257,n.flags|=65536,n.lanes=i,r===no?n.flags|=16384:(t=n.updateQueue,t===null?n.updateQueue=new Set([r]):t.add(r),mf(e,r,i)),!1;case 22:return n.flags|=65536,r===no?n.flags|=16384:(t=n.updateQueue,t===null?(t={transitions:null,markerInstances:null,retryQueue:new Set([r])},n.updateQueue=t):(n=t.retryQueue,n===null?t.retryQueue=new Set([r]):n.add(r)),mf(e,r,i)),!1}throw Error(a(435,n.tag))}return mf(e,r,i),Kd(),!1}if(P)return t=Po.current,t===null?(r!==fa&&(t=Error(a(423),{cause:r}),ya(Ji(t,n))),e=e.current.alternate,e.flags|=65536,i&=-i,e.lanes|=i,r=Ji(r,n),i=Ac(e.stateNode,r,i),I(e,i),Y!==4&&(Y=2)):(!(t.flags&65536)&&(t.flags|=256),t.flags|=65536,t.lanes=i,r!==fa&&(e=Error(a(422),{cause:r}),ya(Ji(e,n)))),!1;var o=Error(a(520),{cause:r});if(o=Ji(o,n),fd===null?fd=[o]:fd.push(o),Y!==4&&(Y=2),t===null)return!0;r=Ji(r,n),n=t;do{switch(n.tag){case 3:return n.flags|=65536,e=i&-i,n.lanes|=e,e=Ac(n.stateNode,r,e),I(n,e),!1;case 1:if(t=n.type,o=n.stateNode,!(n.flags&128)&&(typeof t.getDerivedStateFromError==`function`||o!==null&&typeof o.componentDidCatch==`function`&&(yd===null||!yd.has(o))))return n.flags|=65536,i&=-i,n.lanes|=i,i=jc(i),Mc(i,e,n,r),I(n,i),!1;break;case 22:if(n.memoizedState!==null)return n.flags|=65536,!1}n=n.return}while(n!==null);return!1}var Pc=Error(a(461)),Ic=!1;function Lc(e,t,n,r){t.child=e===null?_o(t,null,n,r):go(t,e.child,n,r)}function Rc(e,t,n,r,i){n=n.render;var a=t.ref;if(`ref`in r){var o={};for(var s in r)s!==`ref`&&(o[s]=r[s])}else o=r;return ka(t),r=ts(e,t,n,o,a,i),s=as(),e!==null&&!Ic?(os(e,t,i),fl(e,t,i)):(P&&s&&oa(t),t.flags|=1,Lc(e,t,r,i),t.child)}function zc(e,t,n,r,i){if(e===null){var a=n.type;return typeof a==`function`&&!zi(a)&&a.defaultProps===void 0&&n.compare===null?(t.tag=15,t.type=a,Bc(e,t,a,r,i)):(e=Hi(n.type,null,r,t,t.mode,i),e.ref=t.ref,e.return=t,t.child=e)}if(a=e.child,!pl(e,i)){var o=a.memoizedProps;if(n=n.compare,n=n===null?Xr:n,n(o,r)&&e.ref===t.ref)return fl(e,t,i)}return t.flags|=1,e=Bi(a,r),e.ref=t.ref,e.return=t,t.child=e}function Bc(e,t,n,r,i){if(e!==null){var a=e.memoizedProps;if(Xr(a,r)&&e.ref===t.ref){if(Ic=!1,t.pendingProps=r=a,pl(e,i))e.flags&131072&&(Ic=!0);else return t.lanes=e.lanes,fl(e,t,i)}}return Jc(e,t,n,r,i)}function Vc(e,t,n,r){var i=r.children,a=e===null?null:e.memoizedState;if(e===null&&t.stateNode===null&&(t.stateNode={_visibility:1,_pendingMarkers:null,_retryCache:null,_transitions:null}),r.mode===`hidden`){if(t.flags&128){if(a=a===null?n:a.baseLanes|n,e!==null){for(r=t.child=e.child,i=0;r!==null;)i=i|r.lanes|r.childLanes,r=r.sibling;r=i&~a}else r=0,t.child=null;return Uc(e,t,a,n,r)}if(n&536870912)t.memoizedState={baseLanes:0,cachePool:null},e!==null&&Za(t,a===null?null:a.cachePool),a===null?Mo():jo(t,a),Ro(t);else return r=t.lanes=536870912,Uc(e,t,a===null?n:a.baseLanes|n,n,r)}else a===null?(e!==null&&Za(t,null),Mo(),zo()):(Za(t,a.cachePool),jo(t,a),zo(),t.memoizedState=null);return Lc(e,t,i,n),t.child}function Hc(e,t){return e!==null&&e.tag===22||t.stateNode!==null||(t.stateNode={_visibility:1,_pendingMarkers:null,_retryCache:null,_transitions:null}),t.sibling}function Uc(e,t,n,r,i){var a=Xa();return a=a===null?null:{parent:F._currentValue,pool:a},t.memoizedState={baseLanes:n,cachePool:a},e!==null&&Za(t,null),Mo(),Ro(t),e!==null&&Da(e,t,r,!0),t.childLanes=i,null}function Wc(e,t){return t=rl({mode:t.mode,children:t.children},e.mode),t.ref=e.ref,e.child=t,t.return=e,t}function Gc(e,t,n){return go(t,e.child,null,n),e=Wc(t,t.pendingProps),e.flags|=2,Bo(t),t.memoizedState=null,e}function Kc(e,t,n){var r=t.pendingProps,i=!!(t.flags&128);if(t.flags&=-129,e===null){if(P){if(r.mode===`hidden`)return e=Wc(t,r),t.lanes=536870912,e.memoizedState={baseLanes:0,cachePool:null},Hc(null,e);if(Lo(t),(e=N)?(e=am(e,da),e=e!==null&&e.data===`&`?e:null,e!==null&&(t.memoizedState={dehydrated:e,treeContext:ta===null?null:{id:na,overflow:ra},retryLane:536870912,hydrationErrors:null},n=Gi(e),n.return=t,t.child=n,la=t,N=null)):e=null,e===null)throw pa(t);return t.lanes=536870912,null}return Wc(t,r)}var o=e.memoizedState;if(o!==null){var s=o.dehydrated;if(Lo(t),i){if(t.flags&256)t.flags&=-257,t=Gc(e,t,n);else if(t.memoizedState!==null)t.child=e.child,t.flags|=128,t=null;else throw Error(a(558))}else if(Ic||Da(e,t,n,!1),i=(n&e.childLanes)!==0,Ic||i){if(ko.current===null){if(r=G,r!==null&&(s=Et(r,n),s!==0&&s!==o.retryLane))throw o.retryLane=s,Ni(e,s),Pd(r,e,s),Pc;Kd()}t=Gc(e,t,n)}else e=o.treeContext,N=lm(s.nextSibling),la=t,P=!0,ua=null,da=!1,e!==null&&ca(t,e),t=Wc(t,r),t.flags|=134221824;return t}return e=Bi(e.child,{mode:r.mode,children:r.children}),e.ref=t.ref,t.child=e,e.return=t,e}function qc(e,t){var n=t.ref;if(n===null)e!==null&&e.ref!==null&&(t.flags|=4194816);else{if(typeof n!=`function`&&typeof n!=`object`)throw Error(a(284));(e===null||e.ref!==n)&&(t.flags|=4194816)}}function Jc(e,t,n,r,i){return ka(t),n=ts(e,t,n,r,void 0,i),r=as(),e!==null&&!Ic?(os(e,t,i),fl(e,t,i)):(P&&r&&oa(t),t.flags|=1,Lc(e,t,n,i),t.child)}function Yc(e,t,n,r,i,a){return ka(t),t.updateQueue=null,n=rs(t,r,n,i),ns(e),r=as(),e!==null&&!Ic?(os(e,t,a),fl(e,t,a)):(P&&r&&oa(t),t.flags|=1,Lc(e,t,n,a),t.child)}function Xc(e,t,n,r,i){if(ka(t),t.stateNode===null){var a=Ii,o=n.contextType;typeof o==`object`&&o&&(a=Aa(o)),a=new n(r,a),t.memoizedState=a.state!==null&&a.state!==void 0?a.state:null,a.updater=xc,t.stateNode=a,a._reactInternals=t,a=t.stateNode,a.props=r,a.state=t.memoizedState,a.refs={},yo(t),o=n.contextType,a.context=typeof o==`object`&&o?Aa(o):Ii,a.state=t.memoizedState,o=n.getDerivedStateFromProps,typeof o==`function`&&(bc(t,n,o,r),a.state=t.memoizedState),typeof n.getDerivedStateFromProps==`function`||typeof a.getSnapshotBeforeUpdate==`function`||typeof a.UNSAFE_componentWillMount!=`function`&&typeof a.componentWillMount!=`function`||(o=a.state,typeof a.componentWillMount==`function`&&a.componentWillMount(),typeof a.UNSAFE_componentWillMount==`function`&&a.UNSAFE_componentWillMount(),o!==a.state&&xc.enqueueReplaceState(a,a.state,null),Eo(t,r,a,i),To(),a.state=t.memoizedState),typeof a.componentDidMount==`function`&&(t.flags|=4194308),r=!0}else if(e===null){a=t.stateNode;var s=t.memoizedProps,c=wc(n,s);a.props=c;var l=a.context,u=n.contextType;o=Ii,typeof u==`object`&&u&&(o=Aa(u));var d=n.getDerivedStateFromProps;u=typeof d==`function`||typeof a.getSnapshotBeforeUpdate==`function`,s=t.pendingProps!==s,u||typeof a.UNSAFE_componentWillReceiveProps!=`function`&&typeof a.componentWillReceiveProps!=`function`||(s||l!==o)&&Cc(t,a,r,o),vo=!1;var f=t.memoizedState;a.state=f,Eo(t,r,a,i),To(),l=t.memoizedState,s||f!==l||vo?(typeof d==`function`&&(bc(t,n,d,r),l=t.memoizedState),(c=vo||Sc(t,n,c,r,f,l,o))?(u||typeof a.UNSAFE_componentWillMount!=`function`&&typeof a.componentWillMount!=`function`||(typeof a.componentWillMount==`function`&&a.componentWillMount(),typeof a.UNSAFE_componentWillMount==`function`&&a.UNSAFE_componentWillMount()),typeof a.componentDidMount==`function`&&(t.flags|=4194308)):(typeof a.componentDidMount==`function`&&(t.flags|=4194308),t.memoizedProps=r,t.memoizedState=l),a.props=r,a.state=l,a.context=o,r=c):(typeof a.componentDidMount==`function`&&(t.flags|=4194308),r=!1)}else{a=t.stateNode,bo(e,t),o=t.memoizedProps,u=wc(n,o),a.props=u,d=t.pendingProps,f=a.context,l=n.contextType,c=Ii,typeof l==`object`&&l&&(c=Aa(l)),s=n.getDerivedStateFromProps,(l=typeof s==`function`||typeof a.getSnapshotBeforeUpdate==`function`)||typeof a.UNSAFE_componentWillReceiveProps!=`function`&&typeof a.componentWillReceiveProps!=`function`||(o!==d||f!==c)&&Cc(t,a,r,c),vo=!1,f=t.memoizedState,a.state=f,Eo(t,r,a,i),To();var p=t.memoizedState;o!==d||f!==p||vo||e!==null&&e.dependencies!==null&&Oa(e.dependencies)?(typeof s==`function`&&(bc(t,n,s,r),p=t.memoizedState),(u=vo||Sc(t,n,u,r,f,p,c)||e!==null&&e.dependencies!==null&&Oa(e.dependencies))?(l||typeof a.UNSAFE_componentWillUpdate!=`function`&&typeof a.componentWillUpdate!=`function`||(typeof a.componentWillUpdate==`function`&&a.componentWillUpdate(r,p,c),typeof a.UNSAFE_componentWillUpdate==`function`&&a.UNSAFE_componentWillUpdate(r,p,c)),typeof a.componentDidUpdate==`function`&&(t.flags|=4),typeof a.getSnapshotBeforeUpdate==`function`&&(t.flags|=1024)):(typeof a.componentDidUpdate!=`function`||o===e.memoizedProps&&f===e.memoizedState||(t.flags|=4),typeof a.getSnapshotBeforeUpdate!=`function`||o===e.memoizedProps&&f===e.memoizedState||(t.flags|=1024),t.memoizedProps=r,t.memoizedState=p),a.props=r,a.state=p,a.context=c,r=u):(typeof a.componentDidUpdate!=`function`||o===e.memoizedProps&&f===e.memoizedState||(t.flags|=4),typeof a.getSnapshotBeforeUpdate!=`function`||o===e.memoizedProps&&f===e.memoizedState||(t.flags|=1024),r=!1)}return a=r,qc(e,t),r=!!(t.flags&128),a||r?(a=t.stateNode,n=r&&typeof n.getDerivedStateFromError!=`function`?null:a.render(),t.flags|=1,e!==null&&r?(t.child=go(t,e.child,null,i),t.child=go(t,null,n,i)):Lc(e,t,n,i),t.memoizedState=a.state,e=t.child):e=fl(e,t,i),e}function Zc(e,t,n,r){return _a(),t.flags|=256,Lc(e,t,n,r),t.child}var Qc={dehydrated:null,treeContext:null,retryLane:0,hydrationErrors:null};function $c(e){return{baseLanes:e,cachePool:Qa()}}function el(e,t,n){return e=e===null?0:e.childLanes&~n,t&&(e|=ud),e}function tl(e,t,n){var r=t.pendingProps,i=!1,a=!!(t.flags&128),o;if((o=a)||(o=e!==null&&e.memoizedState===null?!1:!!(Vo.current&2)),o&&(i=!0,t.flags&=-129),o=!!(t.flags&32),t.flags&=-33,e===null){if(P){if(i?Io(t):zo(),(e=N)?(e=am(e,da),e=e!==null&&e.data!==`&`?e:null,e!==null&&(t.memoizedState={dehydrated:e,treeContext:ta===null?null:{id:na,overflow:ra},retryLane:536870912,hydrationErrors:null},n=Gi(e),n.return=t,t.child=n,la=t,N=null)):e=null,e===null)throw pa(t);return t.lanes=sm(e)?32:536870912,null}return a=r.children,r=r.fallback,i?(zo(),i=t.mode,a=rl({mode:`hidden`,children:a},i),r=Ui(r,i,n,null),a.return=t,r.return=t,a.sibling=r,t.child=a,r=t.child,r.memoizedState=$c(n),r.childLanes=el(e,o,n),t.memoizedState=Qc,Hc(null,r)):(Io(t),nl(t,a))}var s=e.memoizedState;if(s!==null){var c=s.dehydrated;if(c!==null)return al(e,t,a,o,r,c,s,n)}return i?(zo(),i=r.fallback,a=t.mode,s=e.child,c=s.sibling,r=Bi(s,{mode:`hidden`,children:r.children}),r.subtreeFlags=s.subtreeFlags&1206910976,c===null?(i=Ui(i,a,n,null),i.flags|=2):i=Bi(c,i),i.return=t,r.return=t,r.sibling=i,t.child=r,Hc(null,r),r=t.child,i=e.child.memoizedState,i===null?i=$c(n):(a=i.cachePool,a===null?a=Qa():(s=F._currentValue,a=a.parent===s?a:{parent:s,pool:s}),i={baseLanes:i.baseLanes|n,cachePool:a}),r.memoizedState=i,r.childLanes=el(e,o,n),t.memoizedState=Qc,Hc(e.child,r)):(Io(t),n=e.child,e=n.sibling,n=Bi(n,{mode:`visible`,children:r.children}),n.return=t,n.sibling=null,e!==null&&(o=t.deletions,o===null?(t.deletions=[e],t.flags|=16):o.push(e)),t.child=n,t.memoizedState=null,n)}function nl(e,t){return t=rl({mode:`visible`,children:t},e.mode),t.return=e,e.child=t}function rl(e,t){return e=Ri(22,e,null,t),e.lanes=0,e}function il(e,t,n){return go(t,e.child,null,n),e=nl(t,t.pendingProps.children),e.flags|=2,t.memoizedState=null,e}function al(e,t,n,r,i,o,s,c){if(n)return t.flags&256?(Io(t),t.flags&=-257,il(e,t,c)):t.memoizedState===null?(zo(),o=i.fallback,s=t.mode,i=rl({mode:`visible`,children:i.children},s),o=Ui(o,s,c,null),o.flags|=2,i.return=t,o.return=t,i.sibling=o,t.child=i,go(t,e.child,null,c),i=t.child,i.memoizedState=$c(c),i.childLanes=el(e,r,c),t.memoizedState=Qc,Hc(null,i)):(zo(),t.child=e.child,t.flags|=128,null);if(Io(t),sm(o)){if(r=o.nextSibling&&o.nextSibling.dataset,r)var l=r.dgst;return r=l,r!==``&&(i=Error(a(419)),i.stack=``,i.digest=r,ya({value:i,source:null,stack:null})),il(e,t,c)}if(Ic||Da(e,t,c,!1),r=(c&e.childLanes)!==0,Ic||r){if(ko.current!==null)return il(e,t,c);if(r=G,r!==null&&(i=Et(r,c),i!==0&&i!==s.retryLane))throw s.retryLane=i,Ni(e,i),Pd(r,e,i),Pc;return om(o)||Kd(),il(e,t,c)}return om(o)?(t.flags|=192,t.child=e.child,null):(e=s.treeContext,N=lm(o.nextSibling),la=t,P=!0,ua=null,da=!1,e!==null&&ca(t,e),t=nl(t,i.children),t.flags|=134221824,t)}function ol(e,t,n){e.lanes|=t;var r=e.alternate;r!==null&&(r.lanes|=t),Ta(e.return,t,n)}function sl(e){for(var t=null;e!==null;){var n=e.alternate;n!==null&&Wo(n)===null&&(t=e),e=e.sibling}return t}function cl(e,t,n,r,i,a){var o=e.memoizedState;o===null?e.memoizedState={isBackwards:t,rendering:null,renderingStartTime:0,last:r,tail:n,tailMode:i,treeForkCount:a}:(o.isBackwards=t,o.rendering=null,o.renderingStartTime=0,o.last=r,o.tail=n,o.tailMode=i,o.treeForkCount=a)}function ll(e){var t=e.child;for(e.child=null;t!==null;){var n=t.sibling;t.sibling=e.child,e.child=t,t=n}}function ul(e,t,n){var r=t.pendingProps,i=r.revealOrder,a=r.tail;r=r.children;var o=Vo.current;if(t.flags&128)return Ho(t,o),null;var s=!!(o&2);if(s?(o=o&1|2,t.flags|=128):o&=1,Ho(t,o),i===`backwards`&&e!==null?(ll(e),Lc(e,t,r,n),ll(e)):Lc(e,t,r,n),r=P?Qi:0,!s&&e!==null&&e.flags&128)a:for(e=t.child;e!==null;){if(e.tag===13)e.memoizedState!==null&&ol(e,n,t);else if(e.tag===19)ol(e,n,t);else if(e.child!==null){e.child.return=e,e=e.child;continue}if(e===t)break a;for(;e.sibling===null;){if(e.return===null||e.return===t)break a;e=e.return}e.sibling.return=e.return,e=e.sibling}switch(i){case`backwards`:n=sl(t.child),n===null?(i=t.child,t.child=null):(i=n.sibling,n.sibling=null,ll(t)),cl(t,!0,i,null,a,r);break;case`unstable_legacy-backwards`:for(n=null,i=t.child,t.child=null;i!==null;){if(e=i.alternate,e!==null&&Wo(e)===null){t.child=i;break}e=i.sibling,i.sibling=n,n=i,i=e}cl(t,!0,n,null,a,r);break;case`together`:cl(t,!1,null,null,void 0,r);break;case`independent`:t.memoizedState=null;break;default:n=sl(t.child),n===null?(i=t.child,t.child=null):(i=n.sibling,n.sibling=null),cl(t,!1,i,n,a,r)}return t.child}function dl(e,t,n){var r=t.pendingProps;return Ca(t,t.type,r.value),Lc(e,t,r.children,n),t.child}function fl(e,t,n){if(e!==null&&(t.dependencies=e.dependencies),sd|=t.lanes,(n&t.childLanes)===0){if(e!==null){if(Da(e,t,n,!1),(n&t.childLanes)===0)return null}else return null}if(e!==null&&t.child!==e.child)throw Error(a(153));if(t.child!==null){for(e=t.child,n=Bi(e,e.pendingProps),t.child=n,n.return=t;e.sibling!==null;)e=e.sibling,n=n.sibling=Bi(e,e.pendingProps),n.return=t;n.sibling=null}return t.child}function pl(e,t){return(e.lanes&t)!==0||(e=e.dependencies,!!(e!==null&&Oa(e)))}function ml(e,t,n){switch(t.tag){case 3:Fe(t,t.stateNode.containerInfo),Ca(t,F,e.memoizedState.cache),_a();break;case 27:case 5:Le(t);break;case 4:Fe(t,t.stateNode.containerInfo);break;case 10:Ca(t,t.type,t.memoizedProps.value);break;case 31:if(t.memoizedState!==null)return t.flags|=128,Lo(t),null;break;case 13:var r=t.memoizedState;if(r!==null){if(r.dehydrated!==null)return Io(t),t.flags|=128,null;r=Da(e,t,n,!1);var i=t.child.childLanes;return r||(n&i)!==0?tl(e,t,n):(Io(t),e=fl(e,t,n),e===null?null:e.sibling)}Io(t);break;case 19:if(t.flags&128)return ul(e,t,n);if(i=!!(e.flags&128),r=(n&t.childLanes)!==0,r||=(Da(e,t,n,!1),(n&t.childLanes)!==0),i){if(r)return ul(e,t,n);t.flags|=128}if(i=t.memoizedState,i!==null&&(i.rendering=null,i.tail=null,i.lastEffect=null),Ho(t,Vo.current),r)break;return null;case 22:return t.lanes=0,Vc(e,t,n,t.pendingProps);case 24:Ca(t,F,e.memoizedState.cache)}return fl(e,t,n)}function hl(e,t,n){if(e!==null){if(e.memoizedProps!==t.pendingProps)Ic=!0;else{if(!pl(e,n)&&!(t.flags&128))return Ic=!1,ml(e,t,n);Ic=!!(e.flags&131072)}}else Ic=!1,P&&t.flags&1048576&&aa(t,Qi,t.index);switch(t.lanes=0,t.tag){case 16:a:{var r=t.pendingProps;if(e=ao(t.elementType),t.type=e,typeof e==`function`)zi(e)?(r=wc(e,r),t.tag=1,t=Xc(null,t,e,r,n)):(t.tag=0,t=Jc(null,t,e,r,n));else{if(e!=null){var i=e.$$typeof;if(i===de){t.tag=11,t=Rc(null,t,e,r,n);break a}if(i===me){t.tag=14,t=zc(null,t,e,r,n);break a}if(i===ue){t.tag=10,t.type=e,t=dl(null,t,n);break a}}throw t=we(e)||e,Error(a(306,t,``))}}return t;case 0:return Jc(e,t,t.type,t.pendingProps,n);case 1:return r=t.type,i=wc(r,t.pendingProps),Xc(e,t,r,i,n);case 3:a:{if(Fe(t,t.stateNode.containerInfo),e===null)throw Error(a(387));r=t.pendingProps;var o=t.memoizedState;i=o.element,bo(e,t),Eo(t,r,null,n);var s=t.memoizedState;if(r=s.cache,Ca(t,F,r),r!==o.cache&&Ea(t,[F],n,!0),To(),r=s.element,o.isDehydrated){if(o={element:r,isDehydrated:!1,cache:s.cache},t.updateQueue.baseState=o,t.memoizedState=o,t.flags&256){t=Zc(e,t,r,n);break a}if(r!==i){i=Ji(Error(a(424)),t),ya(i),t=Zc(e,t,r,n);break a}switch(e=t.stateNode.containerInfo,e.nodeType){case 9:e=e.body;break;default:e=e.nodeName===`HTML`?e.ownerDocument.body:e}for(N=lm(e.firstChild),la=t,P=!0,ua=null,da=!0,n=_o(t,null,r,n),t.child=n;n;)n.flags=n.flags&-3|134221824,n=n.sibling}else{if(_a(),r===i){t=fl(e,t,n);break a}Lc(e,t,r,n)}t=t.child}return t;case 26:return qc(e,t),e===null?(n=Nm(t.type,null,t.pendingProps,null))?t.memoizedState=n:P||(t.stateNode=fp(t.type,t.pendingProps,Ne.current,t)):t.memoizedState=Nm(t.type,e.memoizedProps,t.pendingProps,e.memoizedState),null;case 27:return Le(t),e===null&&P&&(r=t.stateNode=hm(t.type,t.pendingProps,Ne.current),la=t,da=!0,i=N,Sp(t.type)?(um=i,N=lm(r.firstChild)):N=i),Lc(e,t,t.pendingProps.children,n),qc(e,t),e===null&&(t.flags|=4194304),t.child;case 5:return e===null&&P&&((i=r=N)&&(r=rm(r,t.type,t.pendingProps,da),r===null?i=!1:(t.stateNode=r,la=t,N=lm(r.firstChild),da=!1,i=!0)),i||pa(t)),Le(t),i=t.type,o=t.pendingProps,s=e===null?null:e.memoizedProps,r=o.children,pp(i,o)?r=null:s!==null&&pp(i,s)&&(t.flags|=32),t.memoizedState!==null&&(i=ts(e,t,is,null,null,n),sh._currentValue=i),qc(e,t),Lc(e,t,r,n),t.child;case 6:return e===null&&P&&((e=n=N)&&(n=im(n,t.pendingProps,da),n===null?e=!1:(t.stateNode=n,la=t,N=null,e=!0)),e||pa(t)),null;case 13:return tl(e,t,n);case 4:return Fe(t,t.stateNode.containerInfo),r=t.pendingProps,e===null?t.child=go(t,null,r,n):Lc(e,t,r,n),t.child;case 11:return Rc(e,t,t.type,t.pendingProps,n);case 7:return r=t.pendingProps,qc(e,t),Lc(e,t,r,n),t.child;case 8:return Lc(e,t,t.pendingProps.children,n),t.child;case 12:return Lc(e,t,t.pendingProps.children,n),t.child;case 10:return dl(e,t,n);case 9:return i=t.type._context,r=t.pendingProps.children,ka(t),i=Aa(i),r=r(i),t.flags|=1,Lc(e,t,r,n),t.child;case 14:return zc(e,t,t.type,t.pendingProps,n);case 15:return Bc(e,t,t.type,t.pendingProps,n);case 19:return ul(e,t,n);case 31:return Kc(e,t,n);case 22:return Vc(e,t,n,t.pendingProps);case 24:return ka(t),r=Aa(F),e===null?(i=Xa(),i===null&&(i=G,o=Ia(),i.pooledCache=o,o.refCount++,o!==null&&(i.pooledCacheLanes|=n),i=o),t.memoizedState={parent:r,cache:i},yo(t),Ca(t,F,i)):((e.lanes&n)!==0&&(bo(e,t),Eo(t,null,null,n),To()),i=e.memoizedState,o=t.memoizedState,i.parent===r?(r=o.cache,Ca(t,F,r),r!==i.cache&&Ea(t,[F],n,!0)):(i={parent:r,cache:r},t.memoizedState=i,t.lanes===0&&(t.memoizedState=t.updateQueue.baseState=i),Ca(t,F,r))),Lc(e,t,t.pendingProps.children,n),t.child;case 30:return t.stateNode===null&&(t.stateNode={autoName:null,paired:null,clones:null,ref:null}),r=t.pendingProps,r.name!=null&&r.name!==`auto`?t.flags|=e===null?18882560:18874368:P&&oa(t),e!==null&&e.memoizedProps.name!==r.name?t.flags|=4194816:qc(e,t),Lc(e,t,r.children,n),t.child;case 29:throw t.pendingProps}throw Error(a(156,t.tag))}function gl(e){e.flags|=4}function _l(e,t,n,r,i){var a;if((a=!!(e.mode&32))&&(a=n===null?Jm(t,r):Jm(t,r)&&(r.src!==n.src||r.srcSet!==n.srcSet)),a){if(e.flags|=16777216,(i&335544128)===i){if(e.stateNode.complete)e.flags|=8192;else if(Ud())e.flags|=8192;else throw oo=no,eo}}else e.flags&=-16777217}function vl(e,t){if(t.type!==`stylesheet`||t.state.loading&4)e.flags&=-16777217;else if(e.flags|=16777216,!Ym(t)){if(Ud())e.flags|=8192;else throw oo=no,eo}}function yl(e,t){t!==null&&(e.flags|=4),e.flags&16384&&(t=e.tag===22?536870912:bt(),e.lanes|=t,dd|=t)}function bl(e,t){if(!P)switch(e.tailMode){case`visible`:break;case`collapsed`:for(var n=e.tail,r=null;n!==null;)n.alternate!==null&&(r=n),n=n.sibling;r===null?t||e.tail===null?e.tail=null:e.tail.sibling=null:r.sibling=null;break;default:for(t=e.tail,n=null;t!==null;)t.alternate!==null&&(n=t),t=t.sibling;n===null?e.tail=null:n.sibling=null}}function V(e){var t=e.alternate!==null&&e.alternate.child===e.child,n=0,r=0;if(t)for(var i=e.child;i!==null;)n|=i.lanes|i.childLanes,r|=i.subtreeFlags&1206910976,r|=i.flags&1206910976,i.return=e,i=i.sibling;else for(i=e.child;i!==null;)n|=i.lanes|i.childLanes,r|=i.subtreeFlags,r|=i.flags,i.return=e,i=i.sibling;return e.subtreeFlags|=r,e.childLanes=n,t}function xl(e,t,n){var r=t.pendingProps;switch(sa(t),t.tag){case 16:case 15:case 0:case 11:case 7:case 8:case 12:case 9:case 14:return V(t),null;case 1:return V(t),null;case 3:return n=t.stateNode,r=null,e!==null&&(r=e.memoizedState.cache),t.memoizedState.cache!==r&&(t.flags|=2048),wa(F),Ie(),n.pendingContext&&(n.context=n.pendingContext,n.pendingContext=null),(e===null||e.child===null)&&(ga(t)?gl(t):e===null||e.memoizedState.isDehydrated&&!(t.flags&256)||(t.flags|=1024,va())),V(t),null;case 26:var i=t.type,o=t.memoizedState;return e===null?(gl(t),o===null?(V(t),_l(t,i,null,r,n)):(V(t),vl(t,o))):o?o===e.memoizedState?(V(t),t.flags&=-16777217):(gl(t),V(t),vl(t,o)):(e=e.memoizedProps,e!==r&&gl(t),V(t),_l(t,i,e,r,n)),null;case 27:if(Re(t),n=Ne.current,i=t.type,e!==null&&t.stateNode!=null)e.memoizedProps!==r&&gl(t);else{if(!r){if(t.stateNode===null)throw Error(a(166));return V(t),t.subtreeFlags&=-33554433,null}e=je.current,ga(t)?ma(t,e):(e=hm(i,r,n),t.stateNode=e,gl(t))}return V(t),t.subtreeFlags&=-33554433,null;case 5:if(Re(t),i=t.type,e!==null&&t.stateNode!=null)e.memoizedProps!==r&&gl(t);else{if(!r){if(t.stateNode===null)throw Error(a(166));return V(t),t.subtreeFlags&=-33554433,null}if(o=je.current,ga(t))ma(t,o);else{var s=lp(Ne.current);switch(o){case 1:o=s.createElementNS(`http://www.w3.org/2000/svg`,i);break;case 2:o=s.createElementNS(`http://www.w3.org/1998/Math/MathML`,i);break;default:switch(i){case`svg`:o=s.createElementNS(`http://www.w3.org/2000/svg`,i);break;case`math`:o=s.createElementNS(`http://www.w3.org/1998/Math/MathML`,i);break;case`script`:o=s.createElement(`div`),o.innerHTML=`<script><\/script>`,o=o.removeChild(o.firstChild);break;case`select`:o=typeof r.is==`string`?s.createElement(`select`,{is:r.is}):s.createElement(`select`),r.multiple?o.multiple=!0:r.size&&(o.size=r.size);break;default:o=typeof r.is==`string`?s.createElement(i,{is:r.is}):s.createElement(i)}}o[Mt]=t,o[Nt]=r;a:for(s=t.child;s!==null;){if(s.tag===5||s.tag===6)o.appendChild(s.stateNode);else if(s.tag!==4&&s.tag!==27&&s.child!==null){s.child.return=s,s=s.child;continue}if(s===t)break a;for(;s.sibling===null;){if(s.return===null||s.return===t)break a;s=s.return}s.sibling.return=s.return,s=s.sibling}t.stateNode=o;a:switch(np(o,i,r),i){case`button`:case`input`:case`select`:case`textarea`:r=!!r.autoFocus;break a;case`img`:r=!0;break a;default:r=!1}r&&gl(t)}}return V(t),t.subtreeFlags&=-33554433,_l(t,t.type,e===null?null:e.memoizedProps,t.pendingProps,n),null;case 6:if(e&&t.stateNode!=null)e.memoizedProps!==r&&gl(t);else{if(typeof r!=`string`&&t.stateNode===null)throw Error(a(166));if(e=Ne.current,ga(t)){if(e=t.stateNode,n=t.memoizedProps,r=null,i=la,i!==null)switch(i.tag){case 27:case 5:r=i.memoizedProps}e[Mt]=t,e=!!(e.nodeValue===n||r!==null&&!0===r.suppressHydrationWarning||ep(e.nodeValue,n)),e||pa(t,!0)}else e=lp(e).createTextNode(r),e[Mt]=t,t.stateNode=e}return V(t),null;case 31:if(n=t.memoizedState,e===null||e.memoizedState!==null){if(r=ga(t),n!==null){if(e===null){if(!r)throw Error(a(318));if(e=t.memoizedState,e=e===null?null:e.dehydrated,!e)throw Error(a(557));e[Mt]=t}else _a(),!(t.flags&128)&&(t.memoizedState=null),t.flags|=4;V(t),e=!1}else n=va(),e!==null&&e.memoizedState!==null&&(e.memoizedState.hydrationErrors=n),e=!0;if(!e)return t.flags&256?(Bo(t),t):(Bo(t),null);if(t.flags&128)throw Error(a(558))}return V(t),null;case 13:if(r=t.memoizedState,e===null||e.memoizedState!==null&&e.memoizedState.dehydrated!==null){if(i=ga(t),r!==null&&r.dehydrated!==null){if(e===null){if(!i)throw Error(a(318));if(i=t.memoizedState,i=i===null?null:i.dehydrated,!i)throw Error(a(317));i[Mt]=t}else _a(),!(t.flags&128)&&(t.memoizedState=null),t.flags|=4;V(t),i=!1}else i=va(),e!==null&&e.memoizedState!==null&&(e.memoizedState.hydrationErrors=i),i=!0;if(!i)return t.flags&256?(Bo(t),t):(Bo(t),null)}return Bo(t),t.flags&128?(t.lanes=n,t):(n=r!==null,e=e!==null&&e.memoizedState!==null,n&&(r=t.child,i=null,r.alternate!==null&&r.alternate.memoizedState!==null&&r.alternate.memoizedState.cachePool!==null&&(i=r.alternate.memoizedState.cachePool.pool),o=null,r.memoizedState!==null&&r.memoizedState.cachePool!==null&&(o=r.memoizedState.cachePool.pool),o!==i&&(r.flags|=2048)),n!==e&&n&&(t.child.flags|=8192),yl(t,t.updateQueue),V(t),null);case 4:return Ie(),e===null&&Wf(t.stateNode.containerInfo),t.flags|=67108864,V(t),null;case 10:return wa(t.type),V(t),null;case 19:if(Uo(t),r=t.memoizedState,r===null)return V(t),null;if(i=!!(t.flags&128),o=r.rendering,o===null){if(i)bl(r,!1);else{if(Y!==0||e!==null&&e.flags&128)for(e=t.child;e!==null;){if(o=Wo(e),o!==null){for(t.flags|=128,bl(r,!1),e=o.updateQueue,t.updateQueue=e,yl(t,e),t.subtreeFlags=0,e=n,n=t.child;n!==null;)Vi(n,e),n=n.sibling;return Ho(t,Vo.current&1|2),P&&ia(t,r.treeForkCount),t.child}e=e.sibling}r.tail!==null&&Ze()>_d&&(t.flags|=128,i=!0,bl(r,!1),t.lanes=4194304)}}else{if(!i){if(e=Wo(o),e!==null){if(t.flags|=128,i=!0,e=e.updateQueue,t.updateQueue=e,yl(t,e),bl(r,!0),r.tail===null&&r.tailMode!==`collapsed`&&r.tailMode!==`visible`&&!o.alternate&&!P)return V(t),null}else 2*Ze()-r.renderingStartTime>_d&&n!==536870912&&(t.flags|=128,i=!0,bl(r,!1),t.lanes=4194304)}r.isBackwards?(o.sibling=t.child,t.child=o):(e=r.last,e===null?t.child=o:e.sibling=o,r.last=o)}if(r.tail!==null){e=r.tail;a:{for(n=e;n!==null;){if(n.alternate!==null){n=!1;break a}n=n.sibling}n=!0}return r.rendering=e,r.tail=e.sibling,r.renderingStartTime=Ze(),e.sibling=null,o=Vo.current,o=i?o&1|2:o&1,r.tailMode===`visible`||r.tailMode===`collapsed`||!n||P?Ho(t,o):(n=o,T(Po,t),T(Vo,n),Fo===null&&(Fo=t)),P&&ia(t,r.treeForkCount),e}return V(t),null;case 22:case 23:return Bo(t),No(),r=t.memoizedState!==null,e===null?r&&(t.flags|=8192):e.memoizedState!==null!==r&&(t.flags|=8192),r?n&536870912&&!(t.flags&128)&&(V(t),t.subtreeFlags&6&&(t.flags|=8192)):V(t),n=t.updateQueue,n!==null&&yl(t,n.retryQueue),n=null,e!==null&&e.memoizedState!==null&&e.memoizedState.cachePool!==null&&(n=e.memoizedState.cachePool.pool),r=null,t.memoizedState!==null&&t.memoizedState.cachePool!==null&&(r=t.memoizedState.cachePool.pool),r!==n&&(t.flags|=2048),e!==null&&Ae(Ya),null;case 24:return n=null,e!==null&&(n=e.memoizedState.cache),t.memoizedState.cache!==n&&(t.flags|=2048),wa(F),V(t),null;case 25:return null;case 30:return t.flags|=33554432,V(t),null}throw Error(a(156,t.tag))}function Sl(e,t){switch(sa(t),t.tag){case 1:return e=t.flags,e&65536?(t.flags=e&-65537|128,t):null;case 3:return wa(F),Ie(),e=t.flags,e&65536&&!(e&128)?(t.flags=e&-65537|128,t):null;case 26:case 27:case 5:return Re(t),null;case 31:if(t.memoizedState!==null){if(Bo(t),t.alternate===null)throw Error(a(340));_a()}return e=t.flags,e&65536?(t.flags=e&-65537|128,t):null;case 13:if(Bo(t),e=t.memoizedState,e!==null&&e.dehydrated!==null){if(t.alternate===null)throw Error(a(340));_a()}return e=t.flags,e&65536?(t.flags=e&-65537|128,t):null;case 19:return Uo(t),e=t.flags,e&65536?(t.flags=e&-65537|128,e=t.memoizedState,e!==null&&(e.rendering=null,e.tail=null),t.flags|=4,t):null;case 4:return Ie(),null;case 10:return wa(t.type),null;case 22:case 23:return Bo(t),No(),e!==null&&Ae(Ya),e=t.flags,e&65536?(t.flags=e&-65537|128,t):null;case 24:return wa(F),null;case 25:return null;default:return null}}function Cl(e,t){switch(sa(t),t.tag){case 3:wa(F),Ie();break;case 26:case 27:case 5:Re(t);break;case 4:Ie();break;case 31:t.memoizedState!==null&&Bo(t);break;case 13:Bo(t);break;case 19:Uo(t);break;case 10:wa(t.type);break;case 22:case 23:Bo(t),No(),e!==null&&Ae(Ya);break;case 24:wa(F)}}function wl(e,t){try{var n=t.updateQueue,r=n===null?null:n.lastEffect;if(r!==null){var i=r.next;n=i;do{if((n.tag&e)===e){r=void 0;var a=n.create,o=n.inst;r=a(),o.destroy=r}n=n.next}while(n!==i)}}catch(e){Z(t,t.return,e)}}function Tl(e,t,n){try{var r=t.updateQueue,i=r===null?null:r.lastEffect;if(i!==null){var a=i.next;r=a;do{if((r.tag&e)===e){var o=r.inst,s=o.destroy;if(s!==void 0){o.destroy=void 0,i=t;var c=n,l=s;try{l()}catch(e){Z(i,c,e)}}}r=r.next}while(r!==a)}}catch(e){Z(t,t.return,e)}}function El(e){var t=e.updateQueue;if(t!==null){var n=e.stateNode;try{Oo(t,n)}catch(t){Z(e,e.return,t)}}}function Dl(e,t,n){n.props=wc(e.type,e.memoizedProps),n.state=e.memoizedState;try{n.componentWillUnmount()}catch(n){Z(e,t,n)}}function Ol(e,t){try{var n=e.ref;if(n!==null){switch(e.tag){case 26:case 27:case 5:var r=e.stateNode;break;case 30:var i=e.stateNode,a=Ci(e.memoizedProps,i);(i.ref===null||i.ref.name!==a)&&(i.ref=Pp(a)),r=i.ref;break;case 7:if(e.stateNode===null){var o=new Fp(e);p(e.child,!1,Qp,o,void 0,void 0),e.stateNode=o}r=e.stateNode;break;default:r=e.stateNode}typeof n==`function`?e.refCleanup=n(r):n.current=r}}catch(n){Z(e,t,n)}}function kl(e,t){var n=e.ref,r=e.refCleanup;if(n!==null){if(typeof r==`function`)try{r()}catch(n){Z(e,t,n)}finally{e.refCleanup=null,e=e.alternate,e!=null&&(e.refCleanup=null)}else if(typeof n==`function`)try{n(null)}catch(n){Z(e,t,n)}else n.current=null}}function Al(e,t){if((e.tag===5||e.tag===27||e.tag===6)&&e.alternate===null&&t!==null)for(var n=0;n<t.length;n++)em(e.stateNode,t[n])}function jl(e){for(var t=e.return;t!==null&&(Pl(t)&&em(e.stateNode,t.stateNode),!Nl(t));)t=t.return}function Ml(e){for(var t=e.return;t!==null&&(Pl(t)&&tm(e.stateNode,t.stateNode),!Nl(t));)t=t.return}function Nl(e){return e.tag===5||e.tag===3||e.tag===27}function Pl(e){return e&&e.tag===7&&e.stateNode!==null}function Fl(e){var t=e.type,n=e.memoizedProps,r=e.stateNode;try{a:switch(t){case`button`:case`input`:case`select`:case`textarea`:n.autoFocus&&r.focus();break a;case`img`:n.src?r.src=n.src:n.srcSet&&(r.srcset=n.srcSet)}}catch(t){Z(e,e.return,t)}}function Il(e,t,n){try{var r=e.stateNode;ip(r,e.type,n,t),r[Nt]=t}catch(t){Z(e,e.return,t)}}function Ll(e){return e.tag===5||e.tag===3||e.tag===26||e.tag===27&&Sp(e.type)||e.tag===4}function Rl(e){a:for(;;){for(;e.sibling===null;){if(e.return===null||Ll(e.return))return null;e=e.return}for(e.sibling.return=e.return,e=e.sibling;e.tag!==5&&e.tag!==6&&e.tag!==18;){if(e.tag===27&&Sp(e.type)||e.flags&2||e.child===null||e.tag===4)continue a;e.child.return=e,e=e.child}if(!(e.flags&2))return e.stateNode}}function zl(e,t,n,r){var i=e.tag;if(i===5||i===6)i=e.stateNode,t?(n.nodeType===9?n.body:n.nodeName===`HTML`?n.ownerDocument.body:n).insertBefore(i,t):(t=n.nodeType===9?n.body:n.nodeName===`HTML`?n.ownerDocument.body:n,t.appendChild(i),n=n._reactRootContainer,n!=null||t.onclick!==null||(t.onclick=On)),Al(e,r),D=!0;else if(i!==4&&(i===27&&(Al(e,r),r=null,Sp(e.type)&&(n=e.stateNode,t=null)),e=e.child,e!==null))for(zl(e,t,n,r),e=e.sibling;e!==null;)zl(e,t,n,r),e=e.sibling}function Bl(e,t,n,r){var i=e.tag;if(i===5||i===6)i=e.stateNode,t?n.insertBefore(i,t):n.appendChild(i),Al(e,r),D=!0;else if(i!==4&&(i===27&&(Al(e,r),r=null,Sp(e.type)&&(n=e.stateNode)),e=e.child,e!==null))for(Bl(e,t,n,r),e=e.sibling;e!==null;)Bl(e,t,n,r),e=e.sibling}function Vl(e){var t=e.stateNode,n=e.memoizedProps;try{for(var r=e.type,i=t.attributes;i.length;)t.removeAttributeNode(i[0]);np(t,r,n),t[Mt]=e,t[Nt]=n}catch(t){Z(e,e.return,t)}}var Hl=!1,Ul=null;function Wl(e){(e.tag===30||e.subtreeFlags&33554432)&&(Hl=!0)}var Gl=null;function Kl(){var e=Gl;return Gl=null,e}var ql=0;function Jl(e,t,n,r,i){return ql=0,Yl(e.child,t,n,r,i)}function Yl(e,t,n,r,i){for(var a=!1;e!==null;){if(e.tag===5){var o=e.stateNode;if(r!==null){var s=Op(o);r.push(s),s.view&&(a=!0)}else a||Op(o).view&&(a=!0);Hl=!0,Tp(o,ql===0?t:t+`_`+ql,n),ql++}else e.tag===22&&e.memoizedState!==null||e.tag===30&&i||Yl(e.child,t,n,r,i)&&(a=!0);e=e.sibling}return a}function Xl(e,t){for(;e!==null;)e.tag===5?Ep(e.stateNode,e.memoizedProps):e.tag===22&&e.memoizedState!==null||e.tag===30&&t||Xl(e.child,t),e=e.sibling}function Zl(e){if(e.subtreeFlags&18874368)for(e=e.child;e!==null;){if((e.tag!==22||e.memoizedState===null)&&(Zl(e),e.tag===30&&e.flags&18874368&&e.stateNode.paired)){var t=e.memoizedProps;if(t.name==null||t.name===`auto`)throw Error(a(544));var n=t.name;t=Ti(t.default,t.share),t!==`none`&&(Jl(e,n,t,null,!1)||Xl(e.child,!1))}e=e.sibling}}function Ql(e,t){if(e.tag===30){var n=e.stateNode,r=e.memoizedProps,i=Ci(r,n),a=Ti(r.default,n.paired?r.share:r.enter);a===`none`?Zl(e):Jl(e,i,a,null,!1)?(Zl(e),n.paired||t||Nd(e,r.onEnter)):Xl(e.child,!1)}else if(e.subtreeFlags&33554432)for(e=e.child;e!==null;)Ql(e,t),e=e.sibling;else Zl(e)}function $l(e){if(Ul!==null&&Ul.size!==0){var t=Ul;if(e.subtreeFlags&18874368)for(e=e.child;e!==null;){if(e.tag!==22||e.memoizedState===null){if(e.tag===30&&e.flags&18874368){var n=e.memoizedProps,r=n.name;if(r!=null&&r!==`auto`){var i=t.get(r);if(i!==void 0){var a=Ti(n.default,n.share);if(a!==`none`&&(Jl(e,r,a,null,!1)?(a=e.stateNode,i.paired=a,a.paired=i,Nd(e,n.onShare)):Xl(e.child,!1)),t.delete(r),t.size===0)break}}}$l(e)}e=e.sibling}}}function eu(e){if(e.tag===30){var t=e.memoizedProps,n=Ci(t,e.stateNode),r=Ul===null?void 0:Ul.get(n),i=Ti(t.default,r===void 0?t.exit:t.share);i!==`none`&&(Jl(e,n,i,null,!1)?r===void 0?Nd(e,t.onExit):(i=e.stateNode,r.paired=i,i.paired=r,Ul.delete(n),Nd(e,t.onShare)):Xl(e.child,!1)),Ul!==null&&$l(e)}else if(e.subtreeFlags&33554432)for(e=e.child;e!==null;)eu(e),e=e.sibling;else Ul!==null&&$l(e)}function tu(e){for(e=e.child;e!==null;){if(e.tag===30){var t=e.memoizedProps,n=Ci(t,e.stateNode);t=Ti(t.default,t.update),e.flags&=-5,t!==`none`&&Jl(e,n,t,e.memoizedState=[],!1)}else e.subtreeFlags&33554432&&tu(e);e=e.sibling}}function nu(e){if(e.subtreeFlags&18874368)for(e=e.child;e!==null;){if(e.tag!==22||e.memoizedState===null){if(e.tag===30&&e.flags&18874368){var t=e.stateNode;t.paired!==null&&(t.paired=null,Xl(e.child,!1))}nu(e)}e=e.sibling}}function ru(e){if(e.tag===30)e.stateNode.paired=null,Xl(e.child,!1),nu(e);else if(e.subtreeFlags&33554432)for(e=e.child;e!==null;)ru(e),e=e.sibling;else nu(e)}function iu(e){for(e=e.child;e!==null;)e.tag===30?Xl(e.child,!1):e.subtreeFlags&33554432&&iu(e),e=e.sibling}function au(e,t,n,r,i,a,o){for(var s=!1;t!==null;){if(t.tag===5){var c=t.stateNode;if(a!==null&&ql<a.length){var l=a[ql],u=Op(c);(l.view||u.view)&&(s=!0);var d;if(d=!(e.flags&4)){if(u.clip)d=!0;else{d=l.rect;var f=u.rect;d=d.y!==f.y||d.x!==f.x||d.height!==f.height||d.width!==f.width}}d&&(e.flags|=4),u.abs?u=!l.abs:(l=l.rect,u=u.rect,u=l.height!==u.height||l.width!==u.width),u&&(e.flags|=32)}else e.flags|=32;e.flags&4&&Tp(c,ql===0?n:n+`_`+ql,i),s&&e.flags&4||(Gl===null&&(Gl=[]),Gl.push(c,ql===0?r:r+`_`+ql,t.memoizedProps)),ql++}else(t.tag!==22||t.memoizedState===null)&&(t.tag===30&&o?e.flags|=t.flags&32:au(e,t.child,n,r,i,a,o)&&(s=!0));t=t.sibling}return s}function ou(e,t){for(e=e.child;e!==null;){if(e.tag===30){var n=e.memoizedProps,r=e.stateNode,i=Ci(n,r),a=Ti(n.default,n.update);if(t){r=r.clones;var o=r===null?null:r.map(kp)}else o=e.memoizedState,e.memoizedState=null;r=e;var s=e.child;ql=0,i=au(r,s,i,i,a,o,!1),e.flags&4&&i&&(t||Nd(e,n.onUpdate))}else e.subtreeFlags&33554432&&ou(e,t);e=e.sibling}}var su=!1,H=!1,cu=!1,lu=!1,uu=typeof WeakSet==`function`?WeakSet:Set,du=null,fu=!1,pu=!1,mu=!1,hu=!1;function gu(e,t,n){if(e=e.containerInfo,sp=gh,e=ti(e),ni(e)){if(`selectionStart`in e)var r={start:e.selectionStart,end:e.selectionEnd};else a:{r=(r=e.ownerDocument)&&r.defaultView||window;var i=r.getSelection&&r.getSelection();if(i&&i.rangeCount!==0){r=i.anchorNode;var a=i.anchorOffset,o=i.focusNode;i=i.focusOffset;try{r.nodeType,o.nodeType}catch{r=null;break a}var s=0,c=-1,l=-1,u=0,d=0,f=e,p=null;b:for(;;){for(var m;f!==r||a!==0&&f.nodeType!==3||(c=s+a),f!==o||i!==0&&f.nodeType!==3||(l=s+i),f.nodeType===3&&(s+=f.nodeValue.length),(m=f.firstChild)!==null;)p=f,f=m;for(;;){if(f===e)break b;if(p===r&&++u===a&&(c=s),p===o&&++d===i&&(l=s),(m=f.nextSibling)!==null)break;f=p,p=f.parentNode}f=m}r=c===-1||l===-1?null:{start:c,end:l}}else r=null}r||={start:0,end:0}}else r=null;for(cp={focusedElem:e,selectionRange:r},gh=!1,n=(n&335544064)===n,du=t,t=n?9270:1024;du!==null;){if(e=du,n&&(r=e.deletions,r!==null))for(a=0;a<r.length;a++)n&&eu(r[a]);if(e.alternate===null&&e.flags&2)n&&Wl(e),_u(n);else{if(e.tag===22){if(r=e.alternate,e.memoizedState!==null){r!==null&&r.memoizedState===null&&n&&eu(r),_u(n);continue}if(r!==null&&r.memoizedState!==null){n&&Wl(e),_u(n);continue}}r=e.child,(e.subtreeFlags&t)!==0&&r!==null?(r.return=e,du=r):(n&&tu(e),_u(n))}}Ul=null}function _u(e){for(;du!==null;){var t=du,n=e,r=t.alternate,i=t.flags;switch(t.tag){case 0:case 11:case 15:break;case 1:if(i&1024&&r!==null){n=void 0,i=r.memoizedProps,r=r.memoizedState;var o=t.stateNode;try{var s=wc(t.type,i);n=o.getSnapshotBeforeUpdate(s,r),o.__reactInternalSnapshotBeforeUpdate=n}catch(e){Z(t,t.return,e)}}break;case 3:if(i&1024){if(r=t.stateNode.containerInfo,n=r.nodeType,n===9)nm(r);else if(n===1)switch(r.nodeName){case`HEAD`:case`HTML`:case`BODY`:nm(r);break;default:r.textContent=``}}break;case 5:case 26:case 27:case 6:case 4:case 17:break;case 30:n&&r!==null&&(n=Ci(r.memoizedProps,r.stateNode),i=t.memoizedProps,i=Ti(i.default,i.update),i!==`none`&&Jl(r,n,i,r.memoizedState=[],!0));break;default:if(i&1024)throw Error(a(163))}if(r=t.sibling,r!==null){r.return=t.return,du=r;break}du=t.return}}function vu(e,t,n){var r=n.flags;switch(n.tag){case 0:case 11:case 15:Lu(e,n),r&4&&wl(5,n);break;case 1:if(Lu(e,n),r&4){if(e=n.stateNode,t===null)try{e.componentDidMount()}catch(e){Z(n,n.return,e)}else{var i=wc(n.type,t.memoizedProps);t=t.memoizedState;try{e.componentDidUpdate(i,t,e.__reactInternalSnapshotBeforeUpdate)}catch(e){Z(n,n.return,e)}}}r&64&&El(n),r&512&&Ol(n,n.return);break;case 3:if(Lu(e,n),r&64&&(e=n.updateQueue,e!==null)){if(t=null,n.child!==null)switch(n.child.tag){case 27:case 5:t=n.child.stateNode;break;case 1:t=n.child.stateNode}try{Oo(e,t)}catch(e){Z(n,n.return,e)}}break;case 27:t===null&&r&4&&Vl(n);case 26:case 5:Lu(e,n),t===null&&r&4&&Fl(n),r&512&&Ol(n,n.return);break;case 12:Lu(e,n);break;case 31:Lu(e,n),r&4&&Eu(e,n);break;case 13:Lu(e,n),r&4&&Du(e,n),r&64&&(e=n.memoizedState,e!==null&&(e=e.dehydrated,e!==null&&(n=_f.bind(null,n),cm(e,n))));break;case 22:if(r=n.memoizedState!==null||su,!r){var a=t!==null&&t.memoizedState!==null||H;t=su,i=H,su=r,(H=a)&&!i?(r=2,n.subtreeFlags&8772&&(r|=1),zu(e,n,r)):Lu(e,n),su=t,H=i}break;case 30:Lu(e,n),r&512&&Ol(n,n.return);break;case 7:r&512&&Ol(n,n.return);default:Lu(e,n)}}function yu(e,t){for(e=e.child;e!==null;)bu(e,t),e=e.sibling}function bu(e,t){switch(e.tag){case 5:case 26:try{var n=e.stateNode;if(t){var r=n.style;typeof r.setProperty==`function`?r.setProperty(`display`,`none`,`important`):r.display=`none`}else{var i=e.stateNode,a=e.memoizedProps.style,o=a!=null&&a.hasOwnProperty(`display`)?a.display:null;i.style.display=o==null||typeof o==`boolean`?``:(``+o).trim()}}catch(t){Z(e,e.return,t)}xu(e,t);break;case 6:try{e.stateNode.nodeValue=t?``:e.memoizedProps,D=!0}catch(t){Z(e,e.return,t)}break;case 18:try{var s=e.stateNode;t?wp(s,!0):wp(e.stateNode,!1)}catch(t){Z(e,e.return,t)}break;case 22:case 23:e.memoizedState===null&&yu(e,t);break;default:yu(e,t)}}function xu(e,t){if(e.subtreeFlags&67108864)for(e=e.child;e!==null;){a:{var n=e,r=t;switch(n.tag){case 4:bu(n,r);break a;case 22:n.memoizedState===null&&xu(n,r);break a;default:xu(n,r)}}e=e.sibling}}function Su(e){var t=e.alternate;t!==null&&(e.alternate=null,Su(t)),e.child=null,e.deletions=null,e.sibling=null,e.tag===5&&(t=e.stateNode,t!==null&&Vt(t)),e.stateNode=null,e.return=null,e.dependencies=null,e.memoizedProps=null,e.memoizedState=null,e.pendingProps=null,e.stateNode=null,e.updateQueue=null}var U=null,Cu=!1;function wu(e,t,n){for(n=n.child;n!==null;)Tu(e,t,n),n=n.sibling}function Tu(e,t,n){if(st&&typeof st.onCommitFiberUnmount==`function`)try{st.onCommitFiberUnmount(ot,n)}catch{}switch(n.tag){case 26:H||kl(n,t),wu(e,t,n),n.memoizedState?n.memoizedState.count--:n.stateNode&&!H&&(n=n.stateNode,n.parentNode.removeChild(n));break;case 27:H||kl(n,t),Ml(n);var r=U,i=Cu;Sp(n.type)&&(U=n.stateNode,Cu=!1),wu(e,t,n),gm(n.stateNode,n.type,n.memoizedProps),U=r,Cu=i;break;case 5:H||kl(n,t),Ml(n);case 6:if(n.tag===6&&Ml(n),r=U,i=Cu,U=null,wu(e,t,n),U=r,Cu=i,U!==null){if(Cu)try{(U.nodeType===9?U.body:U.nodeName===`HTML`?U.ownerDocument.body:U).removeChild(n.stateNode),D=!0}catch(e){Z(n,t,e)}else try{U.removeChild(n.stateNode),D=!0}catch(e){Z(n,t,e)}}break;case 18:U!==null&&(Cu?(e=U,Cp(e.nodeType===9?e.body:e.nodeName===`HTML`?e.ownerDocument.body:e,n.stateNode),Hh(e)):Cp(U,n.stateNode));break;case 4:r=U,i=Cu,U=n.stateNode.containerInfo,Cu=!0,wu(e,t,n),U=r,Cu=i;break;case 0:case 11:case 14:case 15:Tl(2,n,t),H||Tl(4,n,t),wu(e,t,n);break;case 1:H||(kl(n,t),r=n.stateNode,typeof r.componentWillUnmount==`function`&&Dl(n,t,r)),wu(e,t,n);break;case 21:wu(e,t,n);break;case 22:H=(r=H)||n.memoizedState!==null,wu(e,t,n),H=r;break;case 30:kl(n,t),wu(e,t,n);break;case 7:H||kl(n,t),wu(e,t,n);break;default:wu(e,t,n)}}function Eu(e,t){if(t.memoizedState===null&&(e=t.alternate,e!==null&&(e=e.memoizedState,e!==null))){e=e.dehydrated;try{Hh(e)}catch(e){Z(t,t.return,e)}}}function Du(e,t){if(t.memoizedState===null&&(e=t.alternate,e!==null&&(e=e.memoizedState,e!==null&&(e=e.dehydrated,e!==null))))try{Hh(e)}catch(e){Z(t,t.return,e)}}function Ou(e){switch(e.tag){case 31:case 13:case 19:var t=e.stateNode;return t===null&&(t=e.stateNode=new uu),t;case 22:return e=e.stateNode,t=e._retryCache,t===null&&(t=e._retryCache=new uu),t;default:throw Error(a(435,e.tag))}}function ku(e,t){var n=Ou(e);t.forEach(function(t){if(!n.has(t)){n.add(t);var r=vf.bind(null,e,t);t.then(r,r)}})}function Au(e,t,n){var r=t.deletions;if(r!==null)for(var i=0;i<r.length;i++){var o=r[i],s=e,c=t,l=c;a:for(;l!==null;){switch(l.tag){case 27:if(Sp(l.type)){U=l.stateNode,Cu=!1;break a}break;case 5:U=l.stateNode,Cu=!1;break a;case 3:case 4:U=l.stateNode.containerInfo,Cu=!0;break a}l=l.return}if(U===null)throw Error(a(160));Tu(s,c,o),U=null,Cu=!1,s=o.alternate,s!==null&&(s.return=null),o.return=null}if(t.subtreeFlags&13886)for(t=t.child;t!==null;)Mu(t,e,n),t=t.sibling}var ju=null;function Mu(e,t,n){var r=e.alternate,i=e.flags;switch(e.tag){case 0:case 11:case 14:case 15:if(i&4&&(r=e.updateQueue,r=r===null?null:r.events,r!==null))for(var o=0;o<r.length;o++){var s=r[o];s.ref.impl=s.nextImpl}Au(t,e,n),Nu(e),i&4&&(Tl(3,e,e.return),wl(3,e),Tl(5,e,e.return));break;case 1:Au(t,e,n),Nu(e),i&512&&(H||r===null||kl(r,r.return)),i&64&&su&&(e=e.updateQueue,e!==null&&(t=e.callbacks,t!==null&&(n=e.shared.hiddenCallbacks,e.shared.hiddenCallbacks=n===null?t:n.concat(t))));break;case 26:if(o=ju,Au(t,e,n),Nu(e),i&512&&(H||r===null||kl(r,r.return)),i&4){if(i=r===null?null:r.memoizedState,n=e.memoizedState,r===null){if(n===null){if(e.stateNode===null){if(su)e.stateNode=fp(e.type,e.memoizedProps,t.containerInfo,e);else{a:{t=e.type,n=e.memoizedProps,i=o.ownerDocument||o;b:switch(t){case`title`:r=i.getElementsByTagName(`title`)[0],(!r||r[zt]||r[Mt]||r.namespaceURI===`http://www.w3.org/2000/svg`||r.hasAttribute(`itemprop`))&&(r=i.createElement(t),i.head.insertBefore(r,i.querySelector(`head > title`))),np(r,t,n),r[Mt]=e,Kt(r),t=r;break a;case`link`:if(o=Gm(`link`,`href`,i).get(t+(n.href||``))){for(s=0;s<o.length;s++)if(r=o[s],r.getAttribute(`href`)===(n.href==null||n.href===``?null:n.href)&&r.getAttribute(`rel`)===(n.rel==null?null:n.rel)&&r.getAttribute(`title`)===(n.title==null?null:n.title)&&r.getAttribute(`crossorigin`)===(n.crossOrigin==null?null:n.crossOrigin)){o.splice(s,1);break b}}r=i.createElement(t),np(r,t,n),i.head.appendChild(r);break;case`meta`:if(o=Gm(`meta`,`content`,i).get(t+(n.content||``))){for(s=0;s<o.length;s++)if(r=o[s],r.getAttribute(`content`)===(n.content==null?null:``+n.content)&&r.getAttribute(`name`)===(n.name==null?null:n.name)&&r.getAttribute(`property`)===(n.property==null?null:n.property)&&r.getAttribute(`http-equiv`)===(n.httpEquiv==null?null:n.httpEquiv)&&r.getAttribute(`charset`)===(n.charSet==null?null:n.charSet)){o.splice(s,1);break b}}r=i.createElement(t),np(r,t,n),i.head.appendChild(r);break;default:throw Error(a(468,t))}r[Mt]=e,Kt(r),t=r}e.stateNode=t}}else su||Km(o,e.type,e.stateNode)}else e.stateNode=Bm(o,n,e.memoizedProps)}else i===n?n===null&&e.stateNode!==null&&Il(e,e.memoizedProps,r.memoizedProps):(i===null?(t=r.stateNode,t===null||H||t.parentNode.removeChild(t)):i.count--,n===null?su||Km(o,e.type,e.stateNode):Bm(o,n,e.memoizedProps))}break;case 27:Au(t,e,n),Nu(e),i&512&&(H||r===null||kl(r,r.return)),r!==null&&i&4&&Il(e,e.memoizedProps,r.memoizedProps);break;case 5:if(o=cu,cu=!1,Au(t,e,n),cu=o,Nu(e),i&512&&(H||r===null||kl(r,r.return)),e.flags&32){t=e.stateNode;try{bn(t,``),D=!0}catch(t){Z(e,e.return,t)}}i&4&&e.stateNode!=null&&(t=e.memoizedProps,Il(e,t,r===null?t:r.memoizedProps)),i&1024&&(lu=!0);break;case 6:if(Au(t,e,n),Nu(e),i&4){if(e.stateNode===null)throw Error(a(162));t=e.memoizedProps,n=e.stateNode;try{n.nodeValue=t,D=!0}catch(t){Z(e,e.return,t)}}break;case 3:if(D=!1,Wm=null,o=ju,ju=bm(t.containerInfo),Au(t,e,n),ju=o,Nu(e),i&4&&r!==null&&r.memoizedState.isDehydrated)try{Hh(t.containerInfo)}catch(t){Z(e,e.return,t)}lu&&(lu=!1,Pu(e)),D=!1;break;case 4:i=cu,cu=su,r=nn(),o=ju,ju=bm(e.stateNode.containerInfo),Au(t,e,n),Nu(e),ju=o,D&&pu&&(mu=!0),D=r,cu=i;break;case 12:Au(t,e,n),Nu(e);break;case 31:Au(t,e,n),Nu(e),i&4&&(t=e.updateQueue,t!==null&&(e.updateQueue=null,ku(e,t)));break;case 13:Au(t,e,n),Nu(e),e.child.flags&8192&&e.memoizedState!==null!=(r!==null&&r.memoizedState!==null)&&(hd=Ze()),i&4&&(t=e.updateQueue,t!==null&&(e.updateQueue=null,ku(e,t)));break;case 22:o=e.memoizedState!==null,s=r!==null&&r.memoizedState!==null;var c=su,l=H,u=cu;su=c||o,cu=u||o,H=l||s,Au(t,e,n),H=l,cu=u,su=c,Nu(e),i&8192&&(t=e.stateNode,t._visibility=o?t._visibility&-2:t._visibility|1,!o||r===null||s||su||H||(t=s||H,n=su,r=H,su=o||su,H=t,Ru(e,2),su=n,H=r),!o&&cu||yu(e,o)),i&4&&(t=e.updateQueue,t!==null&&(n=t.retryQueue,n!==null&&(t.retryQueue=null,ku(e,n))));break;case 19:Au(t,e,n),Nu(e),i&4&&(t=e.updateQueue,t!==null&&(e.updateQueue=null,ku(e,t)));break;case 30:i&512&&(H||r===null||kl(r,r.return)),i=nn(),o=pu,s=(n&335544064)===n,c=e.memoizedProps,pu=s&&Ti(c.default,c.update)!==`none`,Au(t,e,n),Nu(e),s&&r!==null&&D&&(e.flags|=4),pu=o,D=i;break;case 21:break;case 7:i&512&&(H||r===null||kl(r,r.return)),r&&r.stateNode!==null&&(r.stateNode._fragmentFiber=e);default:Au(t,e,n),Nu(e)}}function Nu(e){var t=e.flags;if(t&2){try{for(var n,r=e.return;r!==null;){if(Ll(r)){n=r;break}r=r.return}r=null;for(var i=e.return;i!==null;){if(Pl(i)){var o=i.stateNode;r===null?r=[o]:r.push(o)}if(Nl(i))break;i=i.return}var s=r;if(n==null)throw Error(a(160));switch(n.tag){case 27:var c=n.stateNode;Bl(e,Rl(e),c,s);break;case 5:var l=n.stateNode;n.flags&32&&(bn(l,``),n.flags&=-33),Bl(e,Rl(e),l,s);break;case 3:case 4:var u=n.stateNode.containerInfo;zl(e,Rl(e),u,s);break;default:throw Error(a(161))}}catch(t){Z(e,e.return,t)}e.flags&=-3}t&4096&&(e.flags&=-4097)}function Pu(e){if(e.subtreeFlags&1024)for(e=e.child;e!==null;){var t=e;Pu(t),t.tag===5&&t.flags&1024&&(t=t.stateNode,gh=!0,t.reset(),gh=!1),e=e.sibling}}function Fu(e,t){if(t.subtreeFlags&9270)for(t=t.child;t!==null;)Iu(t,e),t=t.sibling;else ou(t,!1)}function Iu(e,t){var n=e.alternate;if(n===null)Ql(e,!1);else switch(e.tag){case 3:if(hu=fu=!1,Kl(),Fu(t,e),!fu&&!mu){if(e=Gl,e!==null)for(var r=0;r<e.length;r+=3){n=e[r];var i=e[r+1];Ep(n,e[r+2]),n=n.ownerDocument.documentElement,n!==null&&n.animate({opacity:[0,0],pointerEvents:[`none`,`none`]},{duration:0,fill:`forwards`,pseudoElement:`::view-transition-group(`+i+`)`})}e=t.containerInfo,e=e.nodeType===9?e.documentElement:e.ownerDocument.documentElement,e!==null&&e.style.viewTransitionName===``&&(e.style.viewTransitionName=`none`,e.animate({opacity:[0,0],pointerEvents:[`none`,`none`]},{duration:0,fill:`forwards`,pseudoElement:`::view-transition-group(root)`}),e.animate({width:[0,0],height:[0,0]},{duration:0,fill:`forwards`,pseudoElement:`::view-transition`})),hu=!0}Gl=null;break;case 5:Fu(t,e);break;case 4:r=fu,fu=!1,Fu(t,e),fu&&(mu=!0),fu=r;break;case 22:e.memoizedState===null&&(n.memoizedState===null?Fu(t,e):Ql(e,!1));break;case 30:r=fu,i=Kl(),fu=!1,Fu(t,e),fu&&(e.flags|=4);var a=e.memoizedProps,o=e.stateNode;t=Ci(a,o),o=Ci(n.memoizedProps,o);var s=Ti(a.default,a.update);s===`none`?t=!1:(a=n.memoizedState,n.memoizedState=null,n=e.child,ql=0,t=au(e,n,t,o,s,a,!0),ql!==(a===null?0:a.length)&&(e.flags|=32)),e.flags&4&&t?(Nd(e,e.memoizedProps.onUpdate),Gl=i):i!==null&&(i.push.apply(i,Gl),Gl=i),fu=e.flags&32?!0:r;break;default:Fu(t,e)}}function Lu(e,t){if(t.subtreeFlags&8772)for(t=t.child;t!==null;)vu(e,t.alternate,t),t=t.sibling}function Ru(e,t){for(e=e.child;e!==null;){var n=e,r=t;switch(n.tag){case 0:case 11:case 14:case 15:Tl(4,n,n.return),Ru(n,r);break;case 1:kl(n,n.return);var i=n.stateNode;typeof i.componentWillUnmount==`function`&&Dl(n,n.return,i),Ru(n,r);break;case 27:r&2&&gm(n.stateNode,n.type,n.memoizedProps);case 5:kl(n,n.return),n.tag!==5&&n.tag!==27||Ml(n),Ru(n,r);break;case 6:Ml(n);break;case 26:kl(n,n.return),i=n.stateNode,n.memoizedState!==null||i===null||H||i.parentNode.removeChild(i),Ru(n,r);break;case 22:n.memoizedState===null&&Ru(n,r);break;case 30:kl(n,n.return),Ru(n,r);break;case 7:kl(n,n.return);default:Ru(n,r)}e=e.sibling}}function zu(e,t,n){for(n=t.subtreeFlags&8772?n:n&-2,t=t.child;t!==null;){var r=t.alternate,i=e,a=t,o=a.flags,s=!!(n&1);switch(a.tag){case 0:case 11:case 15:zu(i,a,n),wl(4,a);break;case 1:if(zu(i,a,n),r=a,i=r.stateNode,typeof i.componentDidMount==`function`)try{i.componentDidMount()}catch(e){Z(r,r.return,e)}if(r=a,i=r.updateQueue,i!==null){var c=r.stateNode;try{var l=i.shared.hiddenCallbacks;if(l!==null)for(i.shared.hiddenCallbacks=null,i=0;i<l.length;i++)Do(l[i],c)}catch(e){Z(r,r.return,e)}}s&&o&64&&El(a),Ol(a,a.return);break;case 27:n&2&&Vl(a);case 5:a.tag!==5&&a.tag!==27||jl(a),zu(i,a,n),s&&r===null&&o&4&&Fl(a),Ol(a,a.return);break;case 6:jl(a);break;case 26:c=a.stateNode,a.memoizedState!==null||c===null||su||Km(bm(c.ownerDocument),a.type,c),zu(i,a,n),s&&r===null&&o&4&&Fl(a),Ol(a,a.return);break;case 12:zu(i,a,n);break;case 31:zu(i,a,n),s&&o&4&&Eu(i,a);break;case 13:zu(i,a,n),s&&o&4&&Du(i,a);break;case 22:a.memoizedState===null&&zu(i,a,n),Ol(a,a.return);break;case 30:zu(i,a,n),Ol(a,a.return);break;case 7:Ol(a,a.return);default:zu(i,a,n)}t=t.sibling}}function Bu(e,t){var n=null;e!==null&&e.memoizedState!==null&&e.memoizedState.cachePool!==null&&(n=e.memoizedState.cachePool.pool),e=null,t.memoizedState!==null&&t.memoizedState.cachePool!==null&&(e=t.memoizedState.cachePool.pool),e!==n&&(e!=null&&e.refCount++,n!=null&&La(n))}function Vu(e,t){e=null,t.alternate!==null&&(e=t.alternate.memoizedState.cache),t=t.memoizedState.cache,t!==e&&(t.refCount++,e!=null&&La(e))}function Hu(e,t,n,r){var i=(n&335544064)===n;if(t.subtreeFlags&(i?10262:10256))for(t=t.child;t!==null;)Uu(e,t,n,r),t=t.sibling;else i&&iu(t)}function Uu(e,t,n,r){var i=(n&335544064)===n;i&&t.alternate===null&&t.return!==null&&t.return.alternate!==null&&ru(t);var a=t.flags;switch(t.tag){case 0:case 11:case 15:Hu(e,t,n,r),a&2048&&wl(9,t);break;case 1:Hu(e,t,n,r);break;case 3:Hu(e,t,n,r),i&&hu&&(e=e.containerInfo,e=e.nodeType===9?e.body:e.nodeName===`HTML`?e.ownerDocument.body:e,e.style.viewTransitionName===`root`&&(e.style.viewTransitionName=``),e=e.ownerDocument.documentElement,e!==null&&e.style.viewTransitionName===`none`&&(e.style.viewTransitionName=``)),a&2048&&(a=null,t.alternate!==null&&(a=t.alternate.memoizedState.cache),t=t.memoizedState.cache,t!==a&&(t.refCount++,a!=null&&La(a)));break;case 12:if(a&2048){Hu(e,t,n,r),a=t.stateNode;try{var o=t.memoizedProps,s=o.id,c=o.onPostCommit;typeof c==`function`&&c(s,t.alternate===null?`mount`:`update`,a.passiveEffectDuration,-0)}catch(e){Z(t,t.return,e)}}else Hu(e,t,n,r);break;case 31:Hu(e,t,n,r);break;case 13:Hu(e,t,n,r);break;case 23:break;case 22:o=t.stateNode,s=t.alternate,t.memoizedState===null?(i&&s!==null&&s.memoizedState!==null&&ru(t),o._visibility&2?Hu(e,t,n,r):(o._visibility|=2,Wu(e,t,n,r,!!(t.subtreeFlags&10256)||!1))):(i&&s!==null&&s.memoizedState===null&&ru(s),o._visibility&2?Hu(e,t,n,r):Gu(e,t)),a&2048&&Bu(s,t);break;case 24:Hu(e,t,n,r),a&2048&&Vu(t.alternate,t);break;case 30:i&&(a=t.alternate,a!==null&&(Xl(a.child,!0),Xl(t.child,!0))),Hu(e,t,n,r);break;default:Hu(e,t,n,r)}}function Wu(e,t,n,r,i){for(i&&=!!(t.subtreeFlags&10256)||!1,t=t.child;t!==null;){var a=e,o=t,s=n,c=r,l=o.flags;switch(o.tag){case 0:case 11:case 15:Wu(a,o,s,c,i),wl(8,o);break;case 23:break;case 22:var u=o.stateNode;o.memoizedState===null?(u._visibility|=2,Wu(a,o,s,c,i)):u._visibility&2?Wu(a,o,s,c,i):Gu(a,o),i&&l&2048&&Bu(o.alternate,o);break;case 24:Wu(a,o,s,c,i),i&&l&2048&&Vu(o.alternate,o);break;default:Wu(a,o,s,c,i)}t=t.sibling}}function Gu(e,t){if(t.subtreeFlags&10256)for(t=t.child;t!==null;){var n=e,r=t,i=r.flags;switch(r.tag){case 22:Gu(n,r),i&2048&&Bu(r.alternate,r);break;case 24:Gu(n,r),i&2048&&Vu(r.alternate,r);break;default:Gu(n,r)}t=t.sibling}}var Ku=8192;function qu(e,t,n){if(e.subtreeFlags&Ku)for(e=e.child;e!==null;)Ju(e,t,n),e=e.sibling}function Ju(e,t,n){switch(e.tag){case 26:qu(e,t,n),e.flags&Ku&&(e.memoizedState===null?(e=e.stateNode,(t&335544128)===t&&Zm(n,e)):Qm(n,ju,e.memoizedState,e.memoizedProps));break;case 5:qu(e,t,n),e.flags&Ku&&(e=e.stateNode,(t&335544128)===t&&Zm(n,e));break;case 3:case 4:var r=ju;ju=bm(e.stateNode.containerInfo),qu(e,t,n),ju=r;break;case 22:e.memoizedState===null&&(r=e.alternate,r!==null&&r.memoizedState!==null?(r=Ku,Ku=16777216,qu(e,t,n),Ku=r):qu(e,t,n));break;case 30:if((e.flags&Ku)!==0&&(r=e.memoizedProps.name,r!=null&&r!==`auto`)){var i=e.stateNode;i.paired=null,Ul===null&&(Ul=new Map),Ul.set(r,i)}qu(e,t,n);break;default:qu(e,t,n)}}function Yu(e){var t=e.alternate;if(t!==null&&(e=t.child,e!==null)){t.child=null;do t=e.sibling,e.sibling=null,e=t;while(e!==null)}}function Xu(e){var t=e.deletions;if(e.flags&16){if(t!==null)for(var n=0;n<t.length;n++){var r=t[n];du=r,$u(r,e)}Yu(e)}if(e.subtreeFlags&10256)for(e=e.child;e!==null;)Zu(e),e=e.sibling}function Zu(e){switch(e.tag){case 0:case 11:case 15:Xu(e),e.flags&2048&&Tl(9,e,e.return);break;case 3:Xu(e);break;case 12:Xu(e);break;case 22:var t=e.stateNode;e.memoizedState!==null&&t._visibility&2&&(e.return===null||e.return.tag!==13)?(t._visibility&=-3,Qu(e)):Xu(e);break;default:Xu(e)}}function Qu(e){var t=e.deletions;if(e.flags&16){if(t!==null)for(var n=0;n<t.length;n++){var r=t[n];du=r,$u(r,e)}Yu(e)}for(e=e.child;e!==null;){switch(t=e,t.tag){case 0:case 11:case 15:Tl(8,t,t.return),Qu(t);break;case 22:n=t.stateNode,n._visibility&2&&(n._visibility&=-3,Qu(t));break;default:Qu(t)}e=e.sibling}}function $u(e,t){for(;du!==null;){var n=du;switch(n.tag){case 0:case 11:case 15:Tl(8,n,t);break;case 23:case 22:if(n.memoizedState!==null&&n.memoizedState.cachePool!==null){var r=n.memoizedState.cachePool.pool;r!=null&&r.refCount++}break;case 24:La(n.memoizedState.cache)}if(r=n.child,r!==null)r.return=n,du=r;else a:for(n=e;du!==null;){r=du;var i=r.sibling,a=r.return;if(Su(r),r===n){du=null;break a}if(i!==null){i.return=a,du=i;break a}du=a}}}var ed={getCacheForType:function(e){var t=Aa(F),n=t.data.get(e);return n===void 0&&(n=e(),t.data.set(e,n)),n},cacheSignal:function(){return Aa(F).controller.signal}},td=typeof WeakMap==`function`?WeakMap:Map,W=0,G=null,K=null,q=0,J=0,nd=null,rd=!1,id=!1,ad=!1,od=0,Y=0,sd=0,cd=0,ld=0,ud=0,dd=0,fd=null,pd=null,md=!1,hd=0,gd=0,_d=1/0,vd=null,yd=null,X=0,bd=null,xd=null,Sd=0,Cd=0,wd=null,Td=null,Ed=null,Dd=null,Od=null,kd=0,Ad=null;function jd(){return W&2&&q!==0?q&-q:C.T===null?kt():Pf()}function Md(){if(ud===0){if(!(q&536870912)||P){var e=mt;mt<<=1,!(mt&3932160)&&(mt=262144),ud=e}else ud=536870912}return e=Po.current,e!==null&&(e.flags|=32),ud}function Nd(e,t){if(t!=null){var n=e.stateNode,r=n.ref;r===null&&(r=n.ref=Pp(Ci(e.memoizedProps,n))),Dd===null&&(Dd=[]),Dd.push(t.bind(null,r))}}function Pd(e,t,n){(e===G&&(J===2||J===9)||e.cancelPendingCommit!==null)&&(Vd(e,0),Rd(e,q,ud,!1)),St(e,n),W&2&&e===G||(e===G&&(!(W&2)&&(cd|=n),Y===4&&Rd(e,q,ud,!1)),Ef(e))}function Fd(e,t,n){if(W&6)throw Error(a(327));var r=!n&&!(t&127)&&(t&e.expiredLanes)===0||vt(e,t),i=r?Yd(e,t):qd(e,t,!0),o=r;do{if(i===0){id&&!r&&Rd(e,t,0,!1);break}if(n=e.current.alternate,o&&!Ld(n))i=qd(e,t,!1),o=!1;else{if(i===2){if(o=t,e.errorRecoveryDisabledLanes&o)var s=0;else s=e.pendingLanes&-536870913,s=s===0?s&536870912?536870912:0:s;if(s!==0){t=s;a:{var c=e;i=fd;var l=c.current.memoizedState.isDehydrated;if(l&&(Vd(c,s).flags|=256),s=qd(c,s,!1),s!==2&&s!==6){if(ad&&!l){c.errorRecoveryDisabledLanes|=o,cd|=o,i=4;break a}o=pd,pd=i,o!==null&&(pd===null?pd=o:pd.push.apply(pd,o))}i=s}if(o=!1,i!==2)continue}}if(i===1){Vd(e,0),Rd(e,t,0,!0);break}a:{switch(r=e,o=i,o){case 0:case 1:throw Error(a(345));case 4:if((t&4194048)!==t&&(t&62914560)!==t)break;case 6:Rd(r,t,ud,!rd);break a;case 2:pd=null;break;case 3:case 5:break;default:throw Error(a(329))}if((t&62914560)===t&&(i=hd+300-Ze(),10<i)){if(Rd(r,t,ud,!rd),_t(r,0,!0)!==0)break a;Sd=t,r.timeoutHandle=gp(Id.bind(null,r,n,pd,vd,md,t,ud,cd,dd,rd,o,`Throttled`,-0,0),i);break a}Id(r,n,pd,vd,md,t,ud,cd,dd,rd,o,null,-0,0)}break}}while(1);Ef(e)}function Id(e,t,n,r,i,a,o,s,c,l,u,d,f,p){e.timeoutHandle=-1;var m=t.subtreeFlags,h=(a&335544064)===a;d=null,(h||m&8192||(m&16785408)==16785408)&&(d={stylesheets:null,count:0,imgCount:0,imgBytes:0,suspenseyImages:[],waitingForImages:!0,waitingForViewTransition:!1,unsuspend:On},Ul=null,Ju(t,a,d),h&&(m=d,h=e.containerInfo,h=(h.nodeType===9?h:h.ownerDocument).__reactViewTransition,h!=null&&(m.count++,m.waitingForViewTransition=!0,m=nh.bind(m),h.finished.then(m,m))),m=(a&62914560)===a?hd-Ze():(a&4194048)===a?gd-Ze():0,m=eh(d,m),m!==null)?(Sd=a,e.cancelPendingCommit=m(nf.bind(null,e,t,a,n,r,i,o,s,c,l,u,d,null,f,p)),Rd(e,a,o,!l)):nf(e,t,a,n,r,i,o,s,c,l,u,d)}function Ld(e){for(var t=e;;){var n=t.tag;if((n===0||n===11||n===15)&&t.flags&16384&&(n=t.updateQueue,n!==null&&(n=n.stores,n!==null)))for(var r=0;r<n.length;r++){var i=n[r],a=i.getSnapshot;i=i.value;try{if(!Yr(a(),i))return!1}catch{return!1}}if(n=t.child,t.subtreeFlags&16384&&n!==null)n.return=t,t=n;else{if(t===e)break;for(;t.sibling===null;){if(t.return===null||t.return===e)return!0;t=t.return}t.sibling.return=t.return,t=t.sibling}}return!0}function Rd(e,t,n,r){t=E(e,t),t&=~ld,t&=~cd,e.suspendedLanes|=t,e.pingedLanes&=~t,r&&(e.warmLanes|=t),r=e.expirationTimes;for(var i=t;0<i;){var a=31-lt(i),o=1<<a;r[a]=-1,i&=~o}n!==0&&wt(e,n,t)}function zd(){return W&6?!0:(Df(0,!1),!1)}function Bd(){if(K!==null){if(J===0)var e=K.return;else e=K,Sa=xa=null,ss(e),lo=null,uo=0,e=K;for(;e!==null;)Cl(e.alternate,e),e=e.return;K=null}}function Vd(e,t){var n=e.timeoutHandle;return n!==-1&&(e.timeoutHandle=-1,_p(n)),n=e.cancelPendingCommit,n!==null&&(e.cancelPendingCommit=null,n()),Sd=0,Bd(),G=e,K=n=Bi(e.current,null),q=t,J=0,nd=null,rd=!1,id=vt(e,t),ad=!1,dd=ud=ld=cd=sd=Y=0,pd=fd=null,md=!1,od=E(e,t),Ai(),n}function Hd(e,t){L=null,C.H=gc,t===$a||t===to?(t=so(),J=3):t===eo?(t=so(),J=4):J=t===Pc?8:typeof t==`object`&&t&&typeof t.then==`function`?6:1,nd=t,K===null&&(Y=1,Oc(e,Ji(t,e.current)))}function Ud(){var e=Po.current;return e===null?!0:(q&4194048)===q?Fo===null:(q&62914560)===q||q&536870912?e===Fo:!1}function Wd(){var e=C.H;return C.H=gc,e===null?gc:e}function Gd(){var e=C.A;return C.A=ed,e}function Kd(){Y=4,rd||(q&4194048)!==q&&Po.current!==null||(id=!0),!(sd&134217727)&&!(cd&134217727)||G===null||Rd(G,q,ud,!1)}function qd(e,t,n){var r=W;W|=2;var i=Wd(),a=Gd();(G!==e||q!==t)&&(vd=null,Vd(e,t)),t=!1;var o=Y;a:do try{if(J!==0&&K!==null){var s=K,c=nd;switch(J){case 8:Bd(),o=6;break a;case 3:case 2:case 9:case 6:Po.current===null&&(t=!0);var l=J;if(J=0,nd=null,$d(e,s,c,l),n&&id){o=0;break a}break;default:l=J,J=0,nd=null,$d(e,s,c,l)}}Jd(),o=Y;break}catch(t){Hd(e,t)}while(1);return t&&e.shellSuspendCounter++,Sa=xa=null,W=r,C.H=i,C.A=a,K===null&&(G=null,q=0,Ai()),o}function Jd(){for(;K!==null;)Zd(K)}function Yd(e,t){var n=W;W|=2;var r=Wd(),i=Gd();G!==e||q!==t?(vd=null,_d=Ze()+500,Vd(e,t)):id=vt(e,t);a:do try{if(J!==0&&K!==null){t=K;var o=nd;b:switch(J){case 1:J=0,nd=null,$d(e,t,o,1);break;case 2:case 9:if(ro(o)){J=0,nd=null,Qd(t);break}t=function(){J!==2&&J!==9||G!==e||(J=7),Ef(e)},o.then(t,t);break a;case 3:J=7;break a;case 4:J=5;break a;case 7:ro(o)?(J=0,nd=null,Qd(t)):(J=0,nd=null,$d(e,t,o,7));break;case 5:var s=null;switch(K.tag){case 26:s=K.memoizedState;case 5:case 27:var c=K;if(s?Ym(s):c.stateNode.complete){J=0,nd=null;var l=c.sibling;if(l!==null)K=l;else{var u=c.return;u===null?K=null:(K=u,ef(u))}break b}}J=0,nd=null,$d(e,t,o,5);break;case 6:J=0,nd=null,$d(e,t,o,6);break;case 8:Bd(),Y=6;break a;default:throw Error(a(462))}}Xd();break}catch(t){Hd(e,t)}while(1);return Sa=xa=null,C.H=r,C.A=i,W=n,K===null?(G=null,q=0,Ai(),Y):0}function Xd(){for(;K!==null&&!Ye();)Zd(K)}function Zd(e){var t=hl(e.alternate,e,od);e.memoizedProps=e.pendingProps,t===null?ef(e):K=t}function Qd(e){var t=e,n=t.alternate;switch(t.tag){case 15:case 0:t=Yc(n,t,t.pendingProps,t.type,void 0,q);break;case 11:t=Yc(n,t,t.pendingProps,t.type.render,t.ref,q);break;case 5:ss(t);var r=t;r===la&&(P?(ha(r),r.tag===5&&r.stateNode!=null&&(N=r.stateNode)):(ha(r),P=!0));default:Cl(n,t),t=K=Vi(t,od),t=hl(n,t,od)}e.memoizedProps=e.pendingProps,t===null?ef(e):K=t}function $d(e,t,n,r){Sa=xa=null,ss(t),lo=null,uo=0;var i=t.return;try{if(Nc(e,i,t,n,q)){Y=1,Oc(e,Ji(n,e.current)),K=null;return}}catch(t){if(i!==null)throw K=i,t;Y=1,Oc(e,Ji(n,e.current)),K=null;return}t.flags&32768?(P||r===1?e=!0:id||q&536870912?e=!1:(rd=e=!0,(r===2||r===9||r===3||r===6)&&(r=Po.current,r!==null&&r.tag===13&&(r.flags|=16384))),tf(t,e)):ef(t)}function ef(e){var t=e;do{if(t.flags&32768){tf(t,rd);return}e=t.return;var n=xl(t.alternate,t,od);if(n!==null){K=n;return}if(t=t.sibling,t!==null){K=t;return}K=t=e}while(t!==null);Y===0&&(Y=5)}function tf(e,t){do{var n=Sl(e.alternate,e);if(n!==null){n.flags&=32767,K=n;return}if(n=e.return,n!==null&&(n.flags|=32768,n.subtreeFlags=0,n.deletions=null),!t&&(e=e.sibling,e!==null)){K=e;return}K=e=n}while(e!==null);Y=6,K=null}function nf(e,t,n,r,i,o,s,c,l,u,d,f){e.cancelPendingCommit=null;do df();while(X!==0);if(W&6)throw Error(a(327));if(t!==null){if(t===e.current)throw Error(a(177));e===G&&(K=G=null,q=0),xd=t,bd=e,Sd=n,wd=i,Td=r,rf(e,t,n,s,c,l,f)}}function rf(e,t,n,r,i,a,o){var s=t.lanes|t.childLanes;if(Cd=s,s|=ki,Ct(e,n,s,r,i,a),Dd=null,(n&335544064)===n?(Od=Ba(e),r=10262):(Od=null,r=10256),(t.subtreeFlags&r)!==0||(t.flags&r)!==0?(e.callbackNode=null,e.callbackPriority=0,yf(tt,function(){return ff(),null})):(e.callbackNode=null,e.callbackPriority=0),Hl=!1,r=!!(t.flags&13878),t.subtreeFlags&13878||r){r=C.T,C.T=null,i=w.p,w.p=2,a=W,W|=4;try{gu(e,t,n)}finally{W=a,w.p=i,C.T=r}}X=1,Hl?Ed=Mp(o,e.containerInfo,Od,sf,cf,of,lf,ff,af,null,null):(sf(),cf(),lf())}function af(e){if(X!==0){var t=bd.onRecoverableError;t(e,{componentStack:null})}}function of(){X===3&&(X=0,Iu(xd,bd),X=4)}function sf(){if(X===1){X=0;var e=bd,t=xd,n=Sd,r=!!(t.flags&13878);if(t.subtreeFlags&13878||r){r=C.T,C.T=null;var i=w.p;w.p=2;var a=W;W|=4;try{pu=mu=!1,Mu(t,e,n),n=cp;var o=ti(e.containerInfo),s=n.focusedElem,c=n.selectionRange;if(o!==s&&s&&s.ownerDocument&&ei(s.ownerDocument.documentElement,s)){if(c!==null&&ni(s)){var l=c.start,u=c.end;if(u===void 0&&(u=l),`selectionStart`in s)s.selectionStart=l,s.selectionEnd=Math.min(u,s.value.length);else{var d=s.ownerDocument||document,f=d&&d.defaultView||window;if(f.getSelection){var p=f.getSelection(),m=s.textContent.length,h=Math.min(c.start,m),g=c.end===void 0?h:Math.min(c.end,m);!p.extend&&h>g&&(o=g,g=h,h=o);var _=$r(s,h),v=$r(s,g);if(_&&v&&(p.rangeCount!==1||p.anchorNode!==_.node||p.anchorOffset!==_.offset||p.focusNode!==v.node||p.focusOffset!==v.offset)){var y=d.createRange();y.setStart(_.node,_.offset),p.removeAllRanges(),h>g?(p.addRange(y),p.extend(v.node,v.offset)):(y.setEnd(v.node,v.offset),p.addRange(y))}}}}for(d=[],p=s;p=p.parentNode;)p.nodeType===1&&d.push({element:p,left:p.scrollLeft,top:p.scrollTop});for(typeof s.focus==`function`&&s.focus(),s=0;s<d.length;s++){var b=d[s];b.element.scrollLeft=b.left,b.element.scrollTop=b.top}}gh=!!sp,cp=sp=null}finally{W=a,w.p=i,C.T=r}}e.current=t,X=2}}function cf(){if(X===2){X=0;var e=bd,t=xd,n=!!(t.flags&8772);if(t.subtreeFlags&8772||n){n=C.T,C.T=null;var r=w.p;w.p=2;var i=W;W|=4;try{vu(e,t.alternate,t)}finally{W=i,w.p=r,C.T=n}}X=3}}function lf(){if(X===4||X===3){X=0;var e=Ed;Ed=null,Xe();var t=bd,n=xd,r=Sd,i=Td,a=(r&335544064)===r?10262:10256;if((n.subtreeFlags&a)!==0||(n.flags&a)!==0?X=5:(X=0,xd=bd=null,uf(t,t.pendingLanes)),a=t.pendingLanes,a===0&&(yd=null),Ot(r),n=n.stateNode,st&&typeof st.onCommitFiberRoot==`function`)try{st.onCommitFiberRoot(ot,n,void 0,(n.current.flags&128)==128)}catch{}if(i!==null){n=C.T,a=w.p,w.p=2,C.T=null;try{for(var o=t.onRecoverableError,s=0;s<i.length;s++){var c=i[s];o(c.value,{componentStack:c.stack})}}finally{C.T=n,w.p=a}}if(i=Dd,o=Od,Od=null,i!==null&&(Dd=null,o===null&&(o=[]),e!==null))for(c=0;c<i.length;c++)n=(0,i[c])(o),n!==void 0&&e.finished.finally(n);Sd&3&&df(),Ef(t),a=t.pendingLanes,r&261930&&a&42?t===Ad?kd++:(kd=0,Ad=t):(kd=0,Ad=null),Df(0,!1)}}function uf(e,t){(e.pooledCacheLanes&=t)===0&&(t=e.pooledCache,t!=null&&(e.pooledCache=null,La(t)))}function df(){return Ed!==null&&(Ed.skipTransition(),Ed=null),sf(),cf(),lf(),ff()}function ff(){if(X!==5)return!1;var e=bd,t=Cd;Cd=0;var n=Ot(Sd),r=C.T,i=w.p;try{w.p=32>n?32:n,C.T=null,n=wd,wd=null;var o=bd,s=Sd;if(X=0,xd=bd=null,Sd=0,W&6)throw Error(a(331));var c=W;if(W|=4,Zu(o.current),Uu(o,o.current,s,n),W=c,Df(0,!1),st&&typeof st.onPostCommitFiberRoot==`function`)try{st.onPostCommitFiberRoot(ot,o)}catch{}return!0}finally{w.p=i,C.T=r,uf(e,t)}}function pf(e,t,n){t=Ji(n,t),t=Ac(e.stateNode,t,2),e=So(e,t,2),e!==null&&(St(e,2),Ef(e))}function Z(e,t,n){if(e.tag===3)pf(e,e,n);else for(;t!==null;){if(t.tag===3){pf(t,e,n);break}if(t.tag===1){var r=t.stateNode;if(typeof t.type.getDerivedStateFromError==`function`||typeof r.componentDidCatch==`function`&&(yd===null||!yd.has(r))){e=Ji(n,e),n=jc(2),r=So(t,n,2),r!==null&&(Mc(n,r,t,e),St(r,2),Ef(r));break}}t=t.return}}function mf(e,t,n){var r=e.pingCache;if(r===null){r=e.pingCache=new td;var i=new Set;r.set(t,i)}else i=r.get(t),i===void 0&&(i=new Set,r.set(t,i));i.has(n)||(ad=!0,i.add(n),e=hf.bind(null,e,t,n),t.then(e,e))}function hf(e,t,n){var r=e.pingCache;r!==null&&r.delete(t),e.pingedLanes|=e.suspendedLanes&n,e.warmLanes&=~n,G===e&&(q&n)===n&&(Y===4||Y===3&&(q&62914560)===q&&300>Ze()-hd?W&2?ld|=n:Vd(e,0):ld|=n,dd===q&&(dd=0)),Ef(e)}function gf(e,t){t===0&&(t=bt()),e=Ni(e,t),e!==null&&(St(e,t),Ef(e))}function _f(e){var t=e.memoizedState,n=0;t!==null&&(n=t.retryLane),gf(e,n)}function vf(e,t){var n=0;switch(e.tag){case 31:case 13:var r=e.stateNode,i=e.memoizedState;i!==null&&(n=i.retryLane);break;case 19:r=e.stateNode;break;case 22:r=e.stateNode._retryCache;break;default:throw Error(a(314))}r!==null&&r.delete(t),gf(e,n)}function yf(e,t){return qe(e,t)}var bf=null,xf=null,Sf=!1,Cf=!1,wf=!1,Tf=0;function Ef(e){e!==xf&&e.next===null&&(xf===null?bf=xf=e:xf=xf.next=e),Cf=!0,Sf||(Sf=!0,Nf())}function Df(e,t){if(!wf&&Cf){wf=!0;do for(var n=!1,r=bf;r!==null;){if(!t){if(e!==0){var i=r.pendingLanes;if(i===0)var a=0;else{var o=r.suspendedLanes,s=r.pingedLanes;a=(1<<31-lt(42|e)+1)-1,a&=i&~(o&~s),a=a&201326741?a&201326741|1:a?a|2:0}a!==0&&(n=!0,Mf(r,a))}else a=q,a=_t(r,r===G?a:0,r.cancelPendingCommit!==null||r.timeoutHandle!==-1),!(a&3)||vt(r,a)||(n=!0,Mf(r,a))}r=r.next}while(n);wf=!1}}function Of(){kf()}function kf(){Cf=Sf=!1;var e=0;Tf!==0&&hp()&&(e=Tf);for(var t=Ze(),n=null,r=bf;r!==null;){var i=r.next,a=Af(r,t);a===0?(r.next=null,n===null?bf=i:n.next=i,i===null&&(xf=n)):(n=r,(e!==0||a&3)&&(Cf=!0)),r=i}X!==0&&X!==5||Df(e,!1),Tf!==0&&(Tf=0)}function Af(e,t){for(var n=e.suspendedLanes,r=e.pingedLanes,i=e.expirationTimes,a=e.pendingLanes&-62914561;0<a;){var o=31-lt(a),s=1<<o,c=i[o];c===-1?((s&n)===0||(s&r)!==0)&&(i[o]=yt(s,t)):c<=t&&(e.expiredLanes|=s),a&=~s}if(t=G,n=q,n=_t(e,e===t?n:0,e.cancelPendingCommit!==null||e.timeoutHandle!==-1),r=e.callbackNode,n===0||e===t&&(J===2||J===9)||e.cancelPendingCommit!==null)return r!==null&&r!==null&&Je(r),e.callbackNode=null,e.callbackPriority=0;if(!(n&3)||vt(e,n)){if(t=n&-n,t===e.callbackPriority)return t;switch(r!==null&&Je(r),Ot(n)){case 2:case 8:n=et;break;case 32:n=tt;break;case 268435456:n=rt;break;default:n=tt}return r=jf.bind(null,e),n=qe(n,r),e.callbackPriority=t,e.callbackNode=n,t}return r!==null&&r!==null&&Je(r),e.callbackPriority=2,e.callbackNode=null,2}function jf(e,t){if(X!==0&&X!==5)return e.callbackNode=null,e.callbackPriority=0,null;var n=e.callbackNode;if(df()&&e.callbackNode!==n)return null;var r=q;return r=_t(e,e===G?r:0,e.cancelPendingCommit!==null||e.timeoutHandle!==-1),r===0?null:(Fd(e,r,t),Af(e,Ze()),e.callbackNode!=null&&e.callbackNode===n?jf.bind(null,e):null)}function Mf(e,t){if(df())return null;Fd(e,t,!0)}function Nf(){bp(function(){W&6?qe($e,Of):kf()})}function Pf(){if(Tf===0){var e=Ua;e===0&&(e=pt,pt<<=1,!(pt&261888)&&(pt=256)),Tf=e}return Tf}function Ff(e){return e==null||typeof e==`symbol`||typeof e==`boolean`?null:typeof e==`function`?e:Dn(e)}function If(e,t,n,r,i){if(t===`submit`&&n&&n.stateNode===i){var a=Ff((i[Nt]||null).action),o=r.submitter;o&&(t=(t=o[Nt]||null)?Ff(t.formAction):o.getAttribute(`formAction`),t!==null&&(a=t,o=null));var s=new Yn(`action`,`action`,null,r,i);e.push({event:s,listeners:[{instance:null,listener:function(){if(r.defaultPrevented){if(Tf!==0){var e=new FormData(i,o);nc(n,{pending:!0,data:e,method:i.method,action:a},null,e)}}else typeof a==`function`&&(s.preventDefault(),e=new FormData(i,o),nc(n,{pending:!0,data:e,method:i.method,action:a},a,e))},currentTarget:i}]})}}for(var Lf=0;Lf<bi.length;Lf++){var Rf=bi[Lf];xi(Rf.toLowerCase(),`on`+(Rf[0].toUpperCase()+Rf.slice(1)))}xi(M,`onAnimationEnd`),xi(pi,`onAnimationIteration`),xi(mi,`onAnimationStart`),xi(`dblclick`,`onDoubleClick`),xi(`focusin`,`onFocus`),xi(`focusout`,`onBlur`),xi(hi,`onTransitionRun`),xi(gi,`onTransitionStart`),xi(_i,`onTransitionCancel`),xi(vi,`onTransitionEnd`),Zt(`onMouseEnter`,[`mouseout`,`mouseover`]),Zt(`onMouseLeave`,[`mouseout`,`mouseover`]),Zt(`onPointerEnter`,[`pointerout`,`pointerover`]),Zt(`onPointerLeave`,[`pointerout`,`pointerover`]),Xt(`onChange`,`change click focusin focusout input keydown keyup selectionchange`.split(` `)),Xt(`onSelect`,`focusout contextmenu dragend focusin keydown keyup mousedown mouseup selectionchange`.split(` `)),Xt(`onBeforeInput`,[`compositionend`,`keypress`,`textInput`,`paste`]),Xt(`onCompositionEnd`,`compositionend focusout keydown keypress keyup mousedown`.split(` `)),Xt(`onCompositionStart`,`compositionstart focusout keydown keypress keyup mousedown`.split(` `)),Xt(`onCompositionUpdate`,`compositionupdate focusout keydown keypress keyup mousedown`.split(` `));var zf=`abort canplay canplaythrough durationchange emptied encrypted ended error loadeddata loadedmetadata loadstart pause play playing progress ratechange resize seeked seeking stalled suspend timeupdate volumechange waiting`.split(` `),Bf=new Set(`beforetoggle cancel close invalid load scroll scrollend toggle`.split(` `).concat(zf));function Vf(e,t){t=!!(t&4);for(var n=0;n<e.length;n++){var r=e[n],i=r.event;r=r.listeners;a:{var a=void 0;if(t)for(var o=r.length-1;0<=o;o--){var s=r[o],c=s.instance,l=s.currentTarget;if(s=s.listener,c!==a&&i.isPropagationStopped())break a;a=s,i.currentTarget=l;try{a(i)}catch(e){Ei(e)}i.currentTarget=null,a=c}else for(o=0;o<r.length;o++){if(s=r[o],c=s.instance,l=s.currentTarget,s=s.listener,c!==a&&i.isPropagationStopped())break a;a=s,i.currentTarget=l;try{a(i)}catch(e){Ei(e)}i.currentTarget=null,a=c}}}}function Q(e,t){var n=t[Ft];n===void 0&&(n=t[Ft]=new Set);var r=e+`__bubble`;n.has(r)||(Gf(t,e,2,!1),n.add(r))}function Hf(e,t,n){var r=0;t&&(r|=4),Gf(n,e,r,t)}var Uf=`_reactListening`+Math.random().toString(36).slice(2);function Wf(e){if(!e[Uf]){e[Uf]=!0,Jt.forEach(function(t){t!==`selectionchange`&&(Bf.has(t)||Hf(t,!1,e),Hf(t,!0,e))});var t=e.nodeType===9?e:e.ownerDocument;t===null||t[Uf]||(t[Uf]=!0,Hf(`selectionchange`,!1,t))}}function Gf(e,t,n,r){switch(Ch(t)){case 2:var i=_h;break;case 8:i=vh;break;default:i=yh}n=i.bind(null,t,n,e),i=void 0,!Rn||t!==`touchstart`&&t!==`touchmove`&&t!==`wheel`||(i=!0),r?i===void 0?e.addEventListener(t,n,!0):e.addEventListener(t,n,{capture:!0,passive:i}):i===void 0?e.addEventListener(t,n,!1):e.addEventListener(t,n,{passive:i})}function Kf(e,t,n,r,i){var a=r;if(!(t&1)&&!(t&2)&&r!==null)a:for(;;){if(r===null)return;var o=r.tag;if(o===3||o===4){var c=r.stateNode.containerInfo;if(c===i)break;if(o===4)for(o=r.return;o!==null;){var l=o.tag;if((l===3||l===4)&&o.stateNode.containerInfo===i)return;o=o.return}for(;c!==null;){if(o=Ht(c),o===null)return;if(l=o.tag,l===5||l===6||l===26||l===27){r=a=o;continue a}c=c.parentNode}}r=r.return}Fn(function(){var r=a,i=An(n),o=[];a:{var c=yi.get(e);if(c!==void 0){var l=Yn,u=e;switch(e){case`keypress`:if(Wn(n)===0)break a;case`keydown`:case`keyup`:l=pr;break;case`focusin`:u=`focus`,l=ir;break;case`focusout`:u=`blur`,l=ir;break;case`beforeblur`:case`afterblur`:l=ir;break;case`click`:if(n.button===2)break a;case`auxclick`:case`dblclick`:case`mousedown`:case`mousemove`:case`mouseup`:case`mouseout`:case`mouseover`:case`contextmenu`:l=nr;break;case`drag`:case`dragend`:case`dragenter`:case`dragexit`:case`dragleave`:case`dragover`:case`dragstart`:case`drop`:l=rr;break;case`touchcancel`:case`touchend`:case`touchmove`:case`touchstart`:l=gr;break;case M:case pi:case mi:l=ar;break;case vi:l=_r;break;case`scroll`:case`scrollend`:l=Zn;break;case`wheel`:l=vr;break;case`copy`:case`cut`:case`paste`:l=or;break;case`gotpointercapture`:case`lostpointercapture`:case`pointercancel`:case`pointerdown`:case`pointermove`:case`pointerout`:case`pointerover`:case`pointerup`:l=mr;break;case`submit`:l=hr;break;case`toggle`:case`beforetoggle`:l=yr}var d=!!(t&4),f=!d&&(e===`scroll`||e===`scrollend`),p=d?c===null?null:c+`Capture`:c;d=[];for(var m=r,h;m!==null;){var g=m;if(h=g.stateNode,g=g.tag,g!==5&&g!==26&&g!==27||h===null||p===null||(g=In(m,p),g!=null&&d.push(qf(m,g,h))),f)break;m=m.return}0<d.length&&(c=new l(c,u,null,n,i),o.push({event:c,listeners:d}))}}if(!(t&7)){a:{if(l=e===`mouseover`||e===`pointerover`,c=e===`mouseout`||e===`pointerout`,l&&n!==kn&&(u=n.relatedTarget||n.fromElement)&&(Ht(u)||u[Pt]))break a;(c||l)&&(u=i.window===i?i:(l=i.ownerDocument)?l.defaultView||l.parentWindow:window,c?(l=n.relatedTarget||n.toElement,c=r,l=l?Ht(l):null,l!==null&&(f=s(l),d=l.tag,l!==f||d!==5&&d!==27&&d!==6)&&(l=null)):(c=null,l=r),c!==l&&(d=nr,g=`onMouseLeave`,p=`onMouseEnter`,m=`mouse`,(e===`pointerout`||e===`pointerover`)&&(d=mr,g=`onPointerLeave`,p=`onPointerEnter`,m=`pointer`),f=c==null?u:Wt(c),h=l==null?u:Wt(l),u=new d(g,m+`leave`,c,n,i),u.target=f,u.relatedTarget=h,g=null,Ht(i)===r&&(d=new d(p,m+`enter`,l,n,i),d.target=h,d.relatedTarget=f,g=d),f=g,d=c&&l?ne(c,l,Yf):null,c!==null&&Xf(o,u,c,d,!1),l!==null&&f!==null&&Xf(o,f,l,d,!0)))}a:{if(c=r?Wt(r):window,l=c.nodeName&&c.nodeName.toLowerCase(),l===`select`||l===`input`&&c.type===`file`)var _=Rr;else if(Pr(c)){if(zr)_=qr;else{_=Gr;var v=Wr}}else l=c.nodeName,!l||l.toLowerCase()!==`input`||c.type!==`checkbox`&&c.type!==`radio`?r&&wn(r.elementType)&&(_=Rr):_=Kr;if(_&&=_(e,r)){Fr(o,_,n,i);break a}v&&v(e,c,r)}switch(v=r?Wt(r):window,e){case`focusin`:(Pr(v)||v.contentEditable===`true`)&&(j=v,ii=r,ai=null);break;case`focusout`:ai=ii=j=null;break;case`mousedown`:oi=!0;break;case`contextmenu`:case`mouseup`:case`dragend`:oi=!1,si(o,n,i);break;case`selectionchange`:if(ri)break;case`keydown`:case`keyup`:si(o,n,i)}var y;if(xr)b:{switch(e){case`compositionstart`:var b=`onCompositionStart`;break b;case`compositionend`:b=`onCompositionEnd`;break b;case`compositionupdate`:b=`onCompositionUpdate`;break b}b=void 0}else Ar?Dr(e,n)&&(b=`onCompositionEnd`):e===`keydown`&&n.keyCode===229&&(b=`onCompositionStart`);b&&(wr&&n.locale!==`ko`&&(Ar||b!==`onCompositionStart`?b===`onCompositionEnd`&&Ar&&(y=Un()):(Bn=i,Vn=`value`in Bn?Bn.value:Bn.textContent,Ar=!0)),v=Jf(r,b),0<v.length&&(b=new sr(b,e,null,n,i),o.push({event:b,listeners:v}),y?b.data=y:(y=Or(n),y!==null&&(b.data=y)))),(y=Cr?jr(e,n):Mr(e,n))&&(b=Jf(r,`onBeforeInput`),0<b.length&&(v=new sr(`onBeforeInput`,`beforeinput`,null,n,i),o.push({event:v,listeners:b}),v.data=y)),If(o,e,r,n,i)}Vf(o,t)})}function qf(e,t,n){return{instance:e,listener:t,currentTarget:n}}function Jf(e,t){for(var n=t+`Capture`,r=[];e!==null;){var i=e,a=i.stateNode;if(i=i.tag,i!==5&&i!==26&&i!==27||a===null||(i=In(e,n),i!=null&&r.unshift(qf(e,i,a)),i=In(e,t),i!=null&&r.push(qf(e,i,a))),e.tag===3)return r;e=e.return}return[]}function Yf(e){if(e===null)return null;do e=e.return;while(e&&e.tag!==5&&e.tag!==27);return e||null}function Xf(e,t,n,r,i){for(var a=t._reactName,o=[];n!==null&&n!==r;){var s=n,c=s.alternate,l=s.stateNode;if(s=s.tag,c!==null&&c===r)break;s!==5&&s!==26&&s!==27||l===null||(c=l,i?(l=In(n,a),l!=null&&o.unshift(qf(n,l,c))):i||(l=In(n,a),l!=null&&o.push(qf(n,l,c)))),n=n.return}o.length!==0&&e.push({event:t,listeners:o})}var Zf=/\r\n?/g,Qf=/\u0000|\uFFFD/g;function $f(e){return(typeof e==`string`?e:``+e).replace(Zf,`
`).replace(Qf,``)}function ep(e,t){return t=$f(t),$f(e)===t}function $(e,t,n,r,i,o){switch(n){case`children`:if(typeof r==`string`)t===`body`||t===`textarea`&&r===``||bn(e,r);else if(typeof r==`number`||typeof r==`bigint`)t!==`body`&&bn(e,``+r);else return;break;case`className`:an(e,`class`,r);break;case`tabIndex`:an(e,`tabindex`,r);break;case`dir`:case`role`:case`viewBox`:case`width`:case`height`:an(e,n,r);break;case`style`:Cn(e,r,o);return;case`data`:if(t!==`object`){an(e,`data`,r);break}case`src`:case`href`:if(r===``&&(t!==`a`||n!==`href`)||r==null||typeof r==`function`||typeof r==`symbol`||typeof r==`boolean`){e.removeAttribute(n);break}r=Dn(r),e.setAttribute(n,r);break;case`action`:case`formAction`:if(typeof r==`function`){e.setAttribute(n,`javascript:throw new Error('A React form was unexpectedly submitted. If you called form.submit() manually, consider using form.requestSubmit() instead. If you\\'re trying to use event.stopPropagation() in a submit event handler, consider also calling event.preventDefault().')`);break}if(typeof o==`function`&&(n===`formAction`?(t!==`input`&&$(e,t,`name`,i.name,i,null),$(e,t,`formEncType`,i.formEncType,i,null),$(e,t,`formMethod`,i.formMethod,i,null),$(e,t,`formTarget`,i.formTarget,i,null)):($(e,t,`encType`,i.encType,i,null),$(e,t,`method`,i.method,i,null),$(e,t,`target`,i.target,i,null))),r==null||typeof r==`symbol`||typeof r==`boolean`){e.removeAttribute(n);break}r=Dn(r),e.setAttribute(n,r);break;case`onClick`:r!=null&&(e.onclick=On);return;case`onScroll`:r!=null&&Q(`scroll`,e);return;case`onScrollEnd`:r!=null&&Q(`scrollend`,e);return;case`dangerouslySetInnerHTML`:if(r!=null){if(typeof r!=`object`||!(`__html`in r))throw Error(a(61));if(n=r.__html,n!=null){if(i.children!=null)throw Error(a(60));o?.__html!==n&&(e.innerHTML=n)}}break;case`multiple`:e.multiple=r&&typeof r!=`function`&&typeof r!=`symbol`;break;case`muted`:e.muted=r&&typeof r!=`function`&&typeof r!=`symbol`;break;case`suppressContentEditableWarning`:case`suppressHydrationWarning`:case`defaultValue`:case`defaultChecked`:case`innerHTML`:case`ref`:break;case`autoFocus`:break;case`xlinkHref`:if(r==null||typeof r==`function`||typeof r==`boolean`||typeof r==`symbol`){e.removeAttribute(`xlink:href`);break}n=Dn(r),e.setAttributeNS(`http://www.w3.org/1999/xlink`,`xlink:href`,n);break;case`contentEditable`:case`spellCheck`:case`draggable`:case`value`:case`autoReverse`:case`externalResourcesRequired`:case`focusable`:case`preserveAlpha`:r!=null&&typeof r!=`function`&&typeof r!=`symbol`?e.setAttribute(n,r):e.removeAttribute(n);break;case`inert`:case`allowFullScreen`:case`async`:case`autoPlay`:case`controls`:case`credentialless`:case`default`:case`defer`:case`disabled`:case`disablePictureInPicture`:case`disableRemotePlayback`:case`formNoValidate`:case`hidden`:case`loop`:case`noModule`:case`noValidate`:case`open`:case`playsInline`:case`readOnly`:case`required`:case`reversed`:case`scoped`:case`seamless`:case`itemScope`:r&&typeof r!=`function`&&typeof r!=`symbol`?e.setAttribute(n,``):e.removeAttribute(n);break;case`capture`:case`download`:!0===r?e.setAttribute(n,``):!1!==r&&r!=null&&typeof r!=`function`&&typeof r!=`symbol`?e.setAttribute(n,r):e.removeAttribute(n);break;case`cols`:case`rows`:case`size`:case`span`:r!=null&&typeof r!=`function`&&typeof r!=`symbol`&&!isNaN(r)&&1<=r?e.setAttribute(n,r):e.removeAttribute(n);break;case`rowSpan`:case`start`:r==null||typeof r==`function`||typeof r==`symbol`||isNaN(r)?e.removeAttribute(n):e.setAttribute(n,r);break;case`popover`:Q(`beforetoggle`,e),Q(`toggle`,e),rn(e,`popover`,r);break;case`xlinkActuate`:on(e,`http://www.w3.org/1999/xlink`,`xlink:actuate`,r);break;case`xlinkArcrole`:on(e,`http://www.w3.org/1999/xlink`,`xlink:arcrole`,r);break;case`xlinkRole`:on(e,`http://www.w3.org/1999/xlink`,`xlink:role`,r);break;case`xlinkShow`:on(e,`http://www.w3.org/1999/xlink`,`xlink:show`,r);break;case`xlinkTitle`:on(e,`http://www.w3.org/1999/xlink`,`xlink:title`,r);break;case`xlinkType`:on(e,`http://www.w3.org/1999/xlink`,`xlink:type`,r);break;case`xmlBase`:on(e,`http://www.w3.org/XML/1998/namespace`,`xml:base`,r);break;case`xmlLang`:on(e,`http://www.w3.org/XML/1998/namespace`,`xml:lang`,r);break;case`xmlSpace`:on(e,`http://www.w3.org/XML/1998/namespace`,`xml:space`,r);break;case`is`:rn(e,`is`,r);break;case`innerText`:case`textContent`:return;default:if(!(2<n.length)||n[0]!==`o`&&n[0]!==`O`||n[1]!==`n`&&n[1]!==`N`)n=Tn.get(n)||n,rn(e,n,r);else return}D=!0}function tp(e,t,n,r,i,o){switch(n){case`style`:Cn(e,r,o);return;case`dangerouslySetInnerHTML`:if(r!=null){if(typeof r!=`object`||!(`__html`in r))throw Error(a(61));if(n=r.__html,n!=null){if(i.children!=null)throw Error(a(60));o?.__html!==n&&(e.innerHTML=n)}}break;case`children`:if(typeof r==`string`)bn(e,r);else if(typeof r==`number`||typeof r==`bigint`)bn(e,``+r);else return;break;case`onScroll`:r!=null&&Q(`scroll`,e);return;case`onScrollEnd`:r!=null&&Q(`scrollend`,e);return;case`onClick`:r!=null&&(e.onclick=On);return;case`suppressContentEditableWarning`:case`suppressHydrationWarning`:case`innerHTML`:case`ref`:return;case`innerText`:case`textContent`:return;default:if(!Yt.hasOwnProperty(n))a:{if(n[0]===`o`&&n[1]===`n`&&(i=n.endsWith(`Capture`),o=n.slice(2,i?n.length-7:void 0),t=e[Nt]||null,t=t==null?null:t[n],typeof t==`function`&&e.removeEventListener(o,t,i),typeof r==`function`)){typeof t!=`function`&&t!==null&&(n in e?e[n]=null:e.hasAttribute(n)&&e.removeAttribute(n)),e.addEventListener(o,r,i);break a}D=!0,n in e?e[n]=r:!0===r?e.setAttribute(n,``):rn(e,n,r)}return}D=!0}function np(e,t,n){switch(t){case`div`:case`span`:case`svg`:case`path`:case`a`:case`g`:case`p`:case`li`:break;case`img`:Q(`error`,e),Q(`load`,e);var r=!1,i=!1,o;for(o in n)if(n.hasOwnProperty(o)){var s=n[o];if(s!=null)switch(o){case`src`:r=!0;break;case`srcSet`:i=!0;break;case`children`:case`dangerouslySetInnerHTML`:throw Error(a(137,t));default:$(e,t,o,s,n,null)}}i&&$(e,t,`srcSet`,n.srcSet,n,null),r&&$(e,t,`src`,n.src,n,null);return;case`input`:Q(`invalid`,e);var c=o=s=i=null,l=null,u=null;for(r in n)if(n.hasOwnProperty(r)){var d=n[r];if(d!=null)switch(r){case`name`:i=d;break;case`type`:s=d;break;case`checked`:l=d;break;case`defaultChecked`:u=d;break;case`value`:o=d;break;case`defaultValue`:c=d;break;case`children`:case`dangerouslySetInnerHTML`:if(d!=null)throw Error(a(137,t));break;default:$(e,t,r,d,n,null)}}hn(e,o,c,l,u,s,i,!1);return;case`select`:for(i in Q(`invalid`,e),r=s=o=null,n)if(n.hasOwnProperty(i)&&(c=n[i],c!=null))switch(i){case`value`:o=c;break;case`defaultValue`:s=c;break;case`multiple`:r=c;default:$(e,t,i,c,n,null)}t=o,n=s,e.multiple=!!r,t==null?n!=null&&_n(e,!!r,n,!0):_n(e,!!r,t,!1);return;case`textarea`:for(s in Q(`invalid`,e),o=i=r=null,n)if(n.hasOwnProperty(s)&&(c=n[s],c!=null))switch(s){case`value`:r=c;break;case`defaultValue`:i=c;break;case`children`:o=c;break;case`dangerouslySetInnerHTML`:if(c!=null)throw Error(a(91));break;default:$(e,t,s,c,n,null)}yn(e,r,i,o);return;case`option`:for(l in n)if(n.hasOwnProperty(l)&&(r=n[l],r!=null))switch(l){case`selected`:e.selected=r&&typeof r!=`function`&&typeof r!=`symbol`;break;default:$(e,t,l,r,n,null)}return;case`dialog`:Q(`beforetoggle`,e),Q(`toggle`,e),Q(`cancel`,e),Q(`close`,e);break;case`iframe`:case`object`:Q(`load`,e);break;case`video`:case`audio`:for(r=0;r<zf.length;r++)Q(zf[r],e);break;case`image`:Q(`error`,e),Q(`load`,e);break;case`details`:Q(`toggle`,e);break;case`embed`:case`source`:case`link`:Q(`error`,e),Q(`load`,e);case`area`:case`base`:case`br`:case`col`:case`hr`:case`keygen`:case`meta`:case`param`:case`track`:case`wbr`:case`menuitem`:for(u in n)if(n.hasOwnProperty(u)&&(r=n[u],r!=null))switch(u){case`children`:case`dangerouslySetInnerHTML`:throw Error(a(137,t));default:$(e,t,u,r,n,null)}return;default:if(wn(t)){for(d in n)n.hasOwnProperty(d)&&(r=n[d],r!==void 0&&tp(e,t,d,r,n,void 0));return}}for(c in n)n.hasOwnProperty(c)&&(r=n[c],r!=null&&$(e,t,c,r,n,null))}var rp={};function ip(e,t,n,r){switch(t){case`div`:case`span`:case`svg`:case`path`:case`a`:case`g`:case`p`:case`li`:break;case`input`:var i=null,o=null,s=null,c=null,l=null,u=null,d=null;for(m in n){var f=n[m];if(n.hasOwnProperty(m)&&f!=null)switch(m){case`checked`:break;case`value`:break;case`defaultValue`:l=f;default:r.hasOwnProperty(m)||$(e,t,m,null,r,f)}}for(var p in r){var m=r[p];if(f=n[p],r.hasOwnProperty(p)&&(m!=null||f!=null))switch(p){case`type`:m!==f&&(D=!0),o=m;break;case`name`:m!==f&&(D=!0),i=m;break;case`checked`:m!==f&&(D=!0),u=m;break;case`defaultChecked`:m!==f&&(D=!0),d=m;break;case`value`:m!==f&&(D=!0),s=m;break;case`defaultValue`:m!==f&&(D=!0),c=m;break;case`children`:case`dangerouslySetInnerHTML`:if(m!=null)throw Error(a(137,t));break;default:m!==f&&$(e,t,p,m,r,f)}}mn(e,s,c,l,u,d,o,i);return;case`select`:for(o in m=s=c=p=null,n)if(l=n[o],n.hasOwnProperty(o)&&l!=null)switch(o){case`value`:break;case`multiple`:m=l;default:r.hasOwnProperty(o)||$(e,t,o,null,r,l)}for(i in r)if(o=r[i],l=n[i],r.hasOwnProperty(i)&&(o!=null||l!=null))switch(i){case`value`:o!==l&&(D=!0),p=o;break;case`defaultValue`:o!==l&&(D=!0),c=o;break;case`multiple`:o!==l&&(D=!0),s=o;default:o!==l&&$(e,t,i,o,r,l)}t=c,n=s,r=m,p==null?!!r!=!!n&&(t==null?_n(e,!!n,n?[]:``,!1):_n(e,!!n,t,!0)):_n(e,!!n,p,!1);return;case`textarea`:for(c in m=p=null,n)if(i=n[c],n.hasOwnProperty(c)&&i!=null&&!r.hasOwnProperty(c))switch(c){case`value`:break;case`children`:break;default:$(e,t,c,null,r,i)}for(s in r)if(i=r[s],o=n[s],r.hasOwnProperty(s)&&(i!=null||o!=null))switch(s){case`value`:i!==o&&(D=!0),p=i;break;case`defaultValue`:i!==o&&(D=!0),m=i;break;case`children`:break;case`dangerouslySetInnerHTML`:if(i!=null)throw Error(a(91));break;default:i!==o&&$(e,t,s,i,r,o)}vn(e,p,m);return;case`option`:for(var h in n)if(p=n[h],n.hasOwnProperty(h)&&p!=null&&!r.hasOwnProperty(h))switch(h){case`selected`:e.selected=!1;break;default:$(e,t,h,null,r,p)}for(l in r)if(p=r[l],m=n[l],r.hasOwnProperty(l)&&p!==m&&(p!=null||m!=null))switch(l){case`selected`:p!==m&&(D=!0),e.selected=p&&typeof p!=`function`&&typeof p!=`symbol`;break;default:$(e,t,l,p,r,m)}return;case`img`:case`link`:case`area`:case`base`:case`br`:case`col`:case`embed`:case`hr`:case`keygen`:case`meta`:case`param`:case`source`:case`track`:case`wbr`:case`menuitem`:for(var g in n)p=n[g],n.hasOwnProperty(g)&&p!=null&&!r.hasOwnProperty(g)&&$(e,t,g,null,r,p);for(u in r)if(p=r[u],m=n[u],r.hasOwnProperty(u)&&p!==m&&(p!=null||m!=null))switch(u){case`children`:case`dangerouslySetInnerHTML`:if(p!=null)throw Error(a(137,t));break;default:$(e,t,u,p,r,m)}return;default:if(wn(t)){for(var _ in n)p=n[_],n.hasOwnProperty(_)&&p!==void 0&&!r.hasOwnProperty(_)&&tp(e,t,_,void 0,r,p);for(d in r)p=r[d],m=n[d],!r.hasOwnProperty(d)||p===m||p===void 0&&m===void 0||tp(e,t,d,p,r,m);return}}for(var v in n)p=n[v],n.hasOwnProperty(v)&&p!=null&&!r.hasOwnProperty(v)&&$(e,t,v,null,r,p);for(f in r)p=r[f],m=n[f],!r.hasOwnProperty(f)||p===m||p==null&&m==null||$(e,t,f,p,r,m)}function ap(e){switch(e){case`css`:case`script`:case`font`:case`img`:case`image`:case`input`:case`link`:return!0;default:return!1}}function op(){if(typeof performance.getEntriesByType==`function`){for(var e=0,t=0,n=performance.getEntriesByType(`resource`),r=0;r<n.length;r++){var i=n[r],a=i.transferSize,o=i.initiatorType,s=i.duration;if(a&&s&&ap(o)){for(o=0,s=i.responseEnd,r+=1;r<n.length;r++){var c=n[r],l=c.startTime;if(l>s)break;var u=c.transferSize,d=c.initiatorType;u&&ap(d)&&(c=c.responseEnd,o+=u*(c<s?1:(s-l)/(c-l)))}if(--r,t+=8*(a+o)/(i.duration/1e3),e++,10<e)break}}if(0<e)return t/e/1e6}return navigator.connection&&(e=navigator.connection.downlink,typeof e==`number`)?e:5}var sp=null,cp=null;function lp(e){return e.nodeType===9?e:e.ownerDocument}function up(e){switch(e){case`http://www.w3.org/2000/svg`:return 1;case`http://www.w3.org/1998/Math/MathML`:return 2;default:return 0}}function dp(e,t){if(e===0)switch(t){case`svg`:return 1;case`math`:return 2;default:return 0}return e===1&&t===`foreignObject`?0:e}function fp(e,t,n,r){return n=lp(n).createElement(e),n[Mt]=r,n[Nt]=t,np(n,e,t),Kt(n),n}function pp(e,t){return e===`textarea`||e===`noscript`||typeof t.children==`string`||typeof t.children==`number`||typeof t.children==`bigint`||typeof t.dangerouslySetInnerHTML==`object`&&t.dangerouslySetInnerHTML!==null&&t.dangerouslySetInnerHTML.__html!=null}var mp=null;function hp(){var e=window.event;return e&&e.type===`popstate`?e!==mp&&(mp=e,!0):(mp=null,!1)}var gp=typeof setTimeout==`function`?setTimeout:void 0,_p=typeof clearTimeout==`function`?clearTimeout:void 0,vp=typeof Promise==`function`?Promise:void 0,yp=typeof requestAnimationFrame==`function`?requestAnimationFrame:gp,bp=typeof queueMicrotask==`function`?queueMicrotask:vp===void 0?gp:function(e){return vp.resolve(null).then(e).catch(xp)};function xp(e){setTimeout(function(){throw e})}function Sp(e){return e===`head`}function Cp(e,t){var n=t,r=0;do{var i=n.nextSibling;if(e.removeChild(n),i&&i.nodeType===8){if(n=i.data,n===`/$`||n===`/&`){if(r===0){e.removeChild(i),Hh(t);return}r--}else if(n===`$`||n===`$?`||n===`$~`||n===`$!`||n===`&`)r++;else if(n===`html`)_m(e.ownerDocument.documentElement);else if(n===`head`){n=e.ownerDocument.head,_m(n);for(var a=n.firstChild;a;){var o=a.nextSibling,s=a.nodeName;a[zt]||s===`SCRIPT`||s===`STYLE`||s===`LINK`&&a.rel.toLowerCase()===`stylesheet`||n.removeChild(a),a=o}}else n===`body`&&_m(e.ownerDocument.body)}n=i}while(n);Hh(t)}function wp(e,t){var n=e;e=0;do{var r=n.nextSibling;if(n.nodeType===1?t?(n._stashedDisplay=n.style.display,n.style.display=`none`):(n.style.display=n._stashedDisplay||``,n.getAttribute(`style`)===``&&n.removeAttribute(`style`)):n.nodeType===3&&(t?(n._stashedText=n.nodeValue,n.nodeValue=``):n.nodeValue=n._stashedText||``),r&&r.nodeType===8){if(n=r.data,n===`/$`){if(e===0)break;e--}else n!==`$`&&n!==`$?`&&n!==`$~`&&n!==`$!`||e++}n=r}while(n)}function Tp(e,t,n){if(t=CSS.escape(t)===t?t:`r-`+btoa(t).replace(/=/g,``),e.style.viewTransitionName=t,n!=null&&(e.style.viewTransitionClass=n),n=getComputedStyle(e),n.display===`inline`){if(t=e.getClientRects(),t.length===1)var r=1;else for(var i=r=0;i<t.length;i++){var a=t[i];0<a.width&&0<a.height&&r++}r===1&&(e=e.style,e.display=t.length===1?`inline-block`:`block`,e.marginTop=`-`+n.paddingTop,e.marginBottom=`-`+n.paddingBottom)}}function Ep(e,t){e=e.style,t=t.style;var n=t==null?null:t.hasOwnProperty(`viewTransitionName`)?t.viewTransitionName:t.hasOwnProperty(`view-transition-name`)?t[`view-transition-name`]:null;e.viewTransitionName=n==null||typeof n==`boolean`?``:(``+n).trim(),n=t==null?null:t.hasOwnProperty(`viewTransitionClass`)?t.viewTransitionClass:t.hasOwnProperty(`view-transition-class`)?t[`view-transition-class`]:null,e.viewTransitionClass=n==null||typeof n==`boolean`?``:(``+n).trim(),e.display===`inline-block`&&(t==null?e.display=e.margin=``:(n=t.display,e.display=n==null||typeof n==`boolean`?``:n,n=t.margin,n==null?(n=t.hasOwnProperty(`marginTop`)?t.marginTop:t[`margin-top`],e.marginTop=n==null||typeof n==`boolean`?``:n,t=t.hasOwnProperty(`marginBottom`)?t.marginBottom:t[`margin-bottom`],e.marginBottom=t==null||typeof t==`boolean`?``:t):e.margin=n))}function Dp(e,t,n){return n=n.ownerDocument.defaultView,{rect:e,abs:t.position===`absolute`||t.position===`fixed`,clip:t.clipPath!==`none`||t.overflow!==`visible`||t.filter!==`none`||t.mask!==`none`||t.mask!==`none`||t.borderRadius!==`0px`,view:0<=e.bottom&&0<=e.right&&e.top<=n.innerHeight&&e.left<=n.innerWidth}}function Op(e){return Dp(e.getBoundingClientRect(),getComputedStyle(e),e)}function kp(e){var t=e.getBoundingClientRect();t=new DOMRect(t.x+2e4,t.y+2e4,t.width,t.height);var n=getComputedStyle(e);return Dp(t,n,e)}function Ap(e){return e.documentElement.clientHeight}function jp(e){this.addEventListener(`load`,e),this.addEventListener(`error`,e)}function Mp(e,t,n,r,i,a,o,s,c){var l=t.nodeType===9?t:t.ownerDocument;try{var u=l.startViewTransition({update:function(){var t=l.defaultView,n=t.navigation&&t.navigation.transition,o=l.fonts.status;r();var s=[];if(o===`loaded`&&(Ap(l),l.fonts.status===`loading`&&s.push(l.fonts.ready)),o=s.length,e!==null)for(var c=e.suspenseyImages,u=0,d=0;d<c.length;d++){var f=c[d];if(!f.complete){var p=f.getBoundingClientRect();if(0<p.bottom&&0<p.right&&p.top<t.innerHeight&&p.left<t.innerWidth){if(u+=Xm(f),u>$m){s.length=o;break}f=new Promise(jp.bind(f)),s.push(f)}}}if(0<s.length)return t=Promise.race([Promise.all(s),new Promise(function(e){return setTimeout(e,500)})]).then(i,i),(n?Promise.allSettled([n.finished,t]):t).then(a,a);if(i(),n)return n.finished.then(a,a);a()},types:n});l.__reactViewTransition=u;var d=[];return u.ready.then(function(){for(var e=l.documentElement.getAnimations({subtree:!0}),t=0;t<e.length;t++){var n=e[t],r=n.effect,i=r.pseudoElement;if(i!=null&&i.startsWith(`::view-transition`)){d.push(n),n=r.getKeyframes();for(var a=i=void 0,s=!0,c=0;c<n.length;c++){var u=n[c],f=u.width;if(i===void 0)i=f;else if(i!==f){s=!1;break}if(f=u.height,a===void 0)a=f;else if(a!==f){s=!1;break}delete u.width,delete u.height,u.transform===`none`&&delete u.transform}s&&i!==void 0&&a!==void 0&&(r.setKeyframes(n),s=getComputedStyle(r.target,r.pseudoElement),s.width!==i||s.height!==a)&&(s=n[0],s.width=i,s.height=a,s=n[n.length-1],s.width=i,s.height=a,r.setKeyframes(n))}}o()},function(e){l.__reactViewTransition===u&&(l.__reactViewTransition=null);try{if(typeof e==`object`&&e)switch(e.name){case`InvalidStateError`:(e.message===`View transition was skipped because document visibility state is hidden.`||e.message===`Skipping view transition because document visibility state has become hidden.`||e.message===`Skipping view transition because viewport size changed.`||e.message===`Transition was aborted because of invalid state`)&&(e=null)}e!==null&&c(e)}finally{r(),i(),o()}}),u.finished.finally(function(){for(var e=0;e<d.length;e++)d[e].cancel();l.__reactViewTransition===u&&(l.__reactViewTransition=null),s()}),u}catch{return r(),i(),o(),null}}function Np(e,t){this._scope=document.documentElement,this._selector=`::view-transition-`+e+`(`+t+`)`}Np.prototype.animate=function(e,t){return t=typeof t==`number`?{duration:t}:S({},t),t.pseudoElement=this._selector,this._scope.animate(e,t)},Np.prototype.getAnimations=function(){for(var e=this._scope,t=this._selector,n=e.getAnimations({subtree:!0}),r=[],i=0;i<n.length;i++){var a=n[i].effect;a!==null&&a.target===e&&a.pseudoElement===t&&r.push(n[i])}return r},Np.prototype.getComputedStyle=function(){return getComputedStyle(this._scope,this._selector)};function Pp(e){return{name:e,group:new Np(`group`,e),imagePair:new Np(`image-pair`,e),old:new Np(`old`,e),new:new Np(`new`,e)}}function Fp(e){this._fragmentFiber=e,this._observers=this._eventListeners=null}Fp.prototype.addEventListener=function(e,t,n){var r=null,i=null;if(!(n!=null&&typeof n!=`boolean`&&(r=n.signal||null,r!==null&&r.aborted))){this._eventListeners===null&&(this._eventListeners=[]);var a=this._eventListeners;if(Bp(a,e,t,n)===-1){var o=this,s=t;n!=null&&typeof n!=`boolean`&&!0===n.once&&(s=function(r){o.removeEventListener(e,t,n),typeof t==`function`?t.call(this,r):t.handleEvent(r)}),r!==null&&(i=o.removeEventListener.bind(o,e,t,n),r.addEventListener(`abort`,i,{once:!0}),i=r.removeEventListener.bind(r,`abort`,i)),r=Rp(n),a.push({type:e,listener:t,optionsOrUseCapture:n,attachedListener:s,cleanup:i}),p(this._fragmentFiber.child,!1,Ip,e,s,r)}this._eventListeners=a}};function Ip(e,t,n,r){return v(e).addEventListener(t,n,r),!1}Fp.prototype.removeEventListener=function(e,t,n){var r=this._eventListeners;if(r!==null&&(t=Bp(r,e,t,n),t!==-1)){var i=r[t];n=i.attachedListener;var a=i.cleanup;i=Rp(i.optionsOrUseCapture),p(this._fragmentFiber.child,!1,Lp,e,n,i),r.splice(t,1),a!==null&&a()}};function Lp(e,t,n,r){return v(e).removeEventListener(t,n,r),!1}function Rp(e){return e!=null&&typeof e!=`boolean`&&(!0===e.once||e.signal instanceof AbortSignal)?{capture:e.capture,passive:e.passive}:e}function zp(e){return e==null?`c=0`:typeof e==`boolean`?`c=`+(e?`1`:`0`):`c=`+(e.capture?`1`:`0`)}function Bp(e,t,n,r){if(e.length===0)return-1;r=zp(r);for(var i=0;i<e.length;i++){var a=e[i];if(a.type===t&&a.listener===n&&zp(a.optionsOrUseCapture)===r)return i}return-1}Fp.prototype.dispatchEvent=function(e){var t=m(this._fragmentFiber);if(t===null)return!0;t=v(t);var n=this._eventListeners;if(n!==null&&0<n.length||!e.bubbles){var r=t.nodeType===9?t.createComment(``):document.createTextNode(``);if(n)for(var i=0;i<n.length;i++){var a=n[i];r.addEventListener(a.type,a.attachedListener,Rp(a.optionsOrUseCapture))}if(t.appendChild(r),e=r.dispatchEvent(e),n)for(i=0;i<n.length;i++)a=n[i],r.removeEventListener(a.type,a.attachedListener,Rp(a.optionsOrUseCapture));return t.removeChild(r),e}return t.dispatchEvent(e)},Fp.prototype.focus=function(e){p(this._fragmentFiber.child,!0,Vp,e,void 0,void 0)};function Vp(e,t){return e.tag!==6&&(e=v(e),pm(e,t))}Fp.prototype.focusLast=function(e){var t=[];p(this._fragmentFiber.child,!0,Hp,t,void 0,void 0);for(var n=t.length-1;0<=n&&!Vp(t[n],e);n--);};function Hp(e,t){return t.push(e),!1}Fp.prototype.blur=function(){var e=m(this._fragmentFiber);e!==null&&(e=v(e),e=lp(e).activeElement,e!==null&&p(this._fragmentFiber.child,!1,Up,e,void 0,void 0))};function Up(e,t){return e.tag!==6&&(e=v(e),e===t||e.contains(t)?(t.blur(),!0):!1)}Fp.prototype.observeUsing=function(e){this._observers===null&&(this._observers=new Set),this._observers.add(e),p(this._fragmentFiber.child,!1,Wp,e,void 0,void 0)};function Wp(e,t){return e.tag===6||(e=v(e),t.observe(e)),!1}Fp.prototype.unobserveUsing=function(e){var t=this._observers;if(t!==null&&t.has(e)){t.delete(e),p(this._fragmentFiber.child,!1,Gp,e,void 0,void 0);for(var n=t=0;n<Kp.length;n++){var r=Kp[n];r.fragmentInstance===this&&r.observer===e?e.unobserve(r.instance):Kp[t++]=r}Kp.length=t}};function Gp(e,t){return e.tag===6||(e=v(e),t.unobserve(e)),!1}var Kp=[],qp=!1;function Jp(e,t,n){Kp.push({fragmentInstance:e,observer:t,instance:n}),qp||(qp=!0,mm(function(){qp=!1;var e=Kp;Kp=[];for(var t=0;t<e.length;t++){var n=e[t];n.observer.unobserve(n.instance)}}))}Fp.prototype.getClientRects=function(){var e=[];return p(this._fragmentFiber.child,!1,Yp,e,void 0,void 0),e};function Yp(e,t){if(e.tag===6){e=e.stateNode;var n=e.ownerDocument.createRange();n.selectNodeContents(e),t.push.apply(t,n.getClientRects())}else e=v(e),t.push.apply(t,e.getClientRects());return!1}Fp.prototype.getRootNode=function(e){var t=m(this._fragmentFiber);return t===null?this:v(t).getRootNode(e)},Fp.prototype.compareDocumentPosition=function(e){var t=m(this._fragmentFiber);if(t===null)return Node.DOCUMENT_POSITION_DISCONNECTED;var n=[];p(this._fragmentFiber.child,!1,Hp,n,void 0,void 0);var r=v(t);if(n.length===0){if(n=r,h(this._fragmentFiber)){a:{for(t=this._fragmentFiber.return;t!==null;){if(t.tag===4){t=t.stateNode.containerInfo;break a}if(t.tag===3||t.tag===5||t.tag===27)break;t=t.return}t=null}t!=null&&(n=t)}t=this._fragmentFiber;var i=r=n.compareDocumentPosition(e);return n===e?i=Node.DOCUMENT_POSITION_CONTAINS:r&Node.DOCUMENT_POSITION_CONTAINED_BY&&(n=g(t)[1],n===null?i=Node.DOCUMENT_POSITION_PRECEDING:(e=v(n).compareDocumentPosition(e),i=e===0||e&Node.DOCUMENT_POSITION_FOLLOWING?Node.DOCUMENT_POSITION_FOLLOWING:Node.DOCUMENT_POSITION_PRECEDING)),i|=Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC}t=v(n[0]),i=v(n[n.length-1]);var a=h(this._fragmentFiber)?t.parentElement:r;if(a==null)return Node.DOCUMENT_POSITION_DISCONNECTED;r=a.compareDocumentPosition(t)&Node.DOCUMENT_POSITION_CONTAINED_BY,a=a.compareDocumentPosition(i)&Node.DOCUMENT_POSITION_CONTAINED_BY;var o=t.compareDocumentPosition(e),s=i.compareDocumentPosition(e),c=o&Node.DOCUMENT_POSITION_CONTAINED_BY||s&Node.DOCUMENT_POSITION_CONTAINED_BY;return s=r&&a&&o&Node.DOCUMENT_POSITION_FOLLOWING&&s&Node.DOCUMENT_POSITION_PRECEDING,t=r&&t===e||a&&i===e||c||s?Node.DOCUMENT_POSITION_CONTAINED_BY:!r&&t===e||!a&&i===e?Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC:o,t&Node.DOCUMENT_POSITION_DISCONNECTED||t&Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC||Xp(t,this._fragmentFiber,n[0],n[n.length-1],e)?t:Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC};function Xp(e,t,n,r,i){var a=Ht(i);if(e&Node.DOCUMENT_POSITION_CONTAINED_BY){if(n=!!a)a:{for(;a!==null;){if(a.tag===7&&(a===t||a.alternate===t)){n=!0;break a}a=a.return}n=!1}return n}if(e&Node.DOCUMENT_POSITION_CONTAINS){if(a===null)return a=i.ownerDocument,i===a||i===a.documentElement||i===a.body;a:{for(a=t,t=m(t);a!==null;){if(!(a.tag!==5&&a.tag!==3&&a.tag!==27||a!==t&&a.alternate!==t)){a=!0;break a}a=a.return}a=!1}return a}return e&Node.DOCUMENT_POSITION_PRECEDING?((t=!!a)&&!(t=a===n)&&(t=ne(n,a,te),t===null?t=!1:(p(t,!0,ee,a,n),a=y,y=null,t=a!==null)),t):e&Node.DOCUMENT_POSITION_FOLLOWING?((t=!!a)&&!(t=a===r)&&(t=ne(r,a,te),t===null?t=!1:(p(t,!0,x,a,r),a=y,b=y=null,t=a!==null)),t):!1}function Zp(e,t){var n=e.ownerDocument.createRange();n.selectNodeContents(e),e=n.getBoundingClientRect(),window.scrollTo(window.scrollX+e.left,t?window.scrollY+e.top:window.scrollY+e.bottom-window.innerHeight)}Fp.prototype.scrollIntoView=function(e){if(typeof e==`object`)throw Error(a(566));var t=[];p(this._fragmentFiber.child,!1,Hp,t,void 0,void 0);var n=!1!==e;if(t.length===0){var r=g(this._fragmentFiber);if(r=n?r[1]||r[0]||m(this._fragmentFiber):r[0]||r[1],r===null)return;if(r.tag===6){e=v(r),Zp(e,n);return}if(r=v(r),r.nodeType!==9){if(r.nodeType===11){n=`host`in r?r.host:null,n!==null&&n.scrollIntoView(e);return}r.scrollIntoView(e)}}for(r=n?t.length-1:0;r!==(n?-1:t.length);){var i=t[r];i.tag===6?(i=v(i),Zp(i,n)):v(i).scrollIntoView(e),r+=n?-1:1}};function Qp(e,t){return e=v(e),$p(e,t),!1}function $p(e,t){e.reactFragments??=new Set,e.reactFragments.add(t)}function em(e,t){var n=t._eventListeners;if(n!==null)for(var r=0;r<n.length;r++){var i=n[r];e.addEventListener(i.type,i.attachedListener,Rp(i.optionsOrUseCapture))}e.nodeType!==3&&(n=t._observers,n!==null&&n.forEach(function(n){for(var r=0,i=0;i<Kp.length;i++){var a=Kp[i];(a.fragmentInstance!==t||a.observer!==n||a.instance!==e)&&(Kp[r++]=a)}Kp.length=r,n.observe(e)}),$p(e,t))}function tm(e,t){var n=t._eventListeners;if(n!==null)for(var r=0;r<n.length;r++){var i=n[r];e.removeEventListener(i.type,i.attachedListener,Rp(i.optionsOrUseCapture))}e.nodeType!==3&&(n=t._observers,n!==null&&n.forEach(function(n){typeof n.rootMargin==`string`?Jp(t,n,e):n.unobserve(e)}),e.reactFragments!=null&&e.reactFragments.delete(t))}function nm(e){var t=e.firstChild;for(t&&t.nodeType===10&&(t=t.nextSibling);t;){var n=t;switch(t=t.nextSibling,n.nodeName){case`HTML`:case`HEAD`:case`BODY`:nm(n),Vt(n);continue;case`SCRIPT`:case`STYLE`:continue;case`LINK`:if(n.rel.toLowerCase()===`stylesheet`)continue}e.removeChild(n)}}function rm(e,t,n,r){for(;e.nodeType===1;){var i=n;if(e.nodeName.toLowerCase()!==t.toLowerCase()){if(!r&&(e.nodeName!==`INPUT`||e.type!==`hidden`))break}else if(!r){if(t===`input`&&e.type===`hidden`){var a=i.name==null?null:``+i.name;if(i.type===`hidden`&&e.getAttribute(`name`)===a)return e}else return e}else if(!e[zt])switch(t){case`meta`:if(!e.hasAttribute(`itemprop`))break;return e;case`link`:if(a=e.getAttribute(`rel`),a===`stylesheet`&&e.hasAttribute(`data-precedence`)||a!==i.rel||e.getAttribute(`href`)!==(i.href==null||i.href===``?null:i.href)||e.getAttribute(`crossorigin`)!==(i.crossOrigin==null?null:i.crossOrigin)||e.getAttribute(`title`)!==(i.title==null?null:i.title))break;return e;case`style`:if(e.hasAttribute(`data-precedence`))break;return e;case`script`:if(a=e.getAttribute(`src`),(a!==(i.src==null?null:i.src)||e.getAttribute(`type`)!==(i.type==null?null:i.type)||e.getAttribute(`crossorigin`)!==(i.crossOrigin==null?null:i.crossOrigin))&&a&&e.hasAttribute(`async`)&&!e.hasAttribute(`itemprop`))break;return e;default:return e}if(e=lm(e.nextSibling),e===null)break}return null}function im(e,t,n){if(t===``)return null;for(;e.nodeType!==3;)if((e.nodeType!==1||e.nodeName!==`INPUT`||e.type!==`hidden`)&&!n||(e=lm(e.nextSibling),e===null))return null;return e}function am(e,t){for(;e.nodeType!==8;)if((e.nodeType!==1||e.nodeName!==`INPUT`||e.type!==`hidden`)&&!t||(e=lm(e.nextSibling),e===null))return null;return e}function om(e){return e.data===`$?`||e.data===`$~`}function sm(e){return e.data===`$!`||e.data===`$?`&&e.ownerDocument.readyState!==`loading`}function cm(e,t){var n=e.ownerDocument;if(e.data===`$~`)e._reactRetry=t;else if(e.data!==`$?`||n.readyState!==`loading`)t();else{var r=function(){t(),n.removeEventListener(`DOMContentLoaded`,r)};n.addEventListener(`DOMContentLoaded`,r),e._reactRetry=r}}function lm(e){for(;e!=null;e=e.nextSibling){var t=e.nodeType;if(t===1||t===3)break;if(t===8){if(t=e.data,t===`$`||t===`$!`||t===`$?`||t===`$~`||t===`&`||t===`F!`||t===`F`)break;if(t===`/$`||t===`/&`)return null}}return e}var um=null;function dm(e){e=e.nextSibling;for(var t=0;e;){if(e.nodeType===8){var n=e.data;if(n===`/$`||n===`/&`){if(t===0)return lm(e.nextSibling);t--}else n!==`$`&&n!==`$!`&&n!==`$?`&&n!==`$~`&&n!==`&`||t++}e=e.nextSibling}return null}function fm(e){e=e.previousSibling;for(var t=0;e;){if(e.nodeType===8){var n=e.data;if(n===`$`||n===`$!`||n===`$?`||n===`$~`||n===`&`){if(t===0)return e;t--}else n!==`/$`&&n!==`/&`||t++}e=e.previousSibling}return null}function pm(e,t){function n(){r=!0}if(e.ownerDocument.activeElement===e)return!0;var r=!1;try{e.ownerDocument.addEventListener(`focus`,n,!0),(e.focus||HTMLElement.prototype.focus).call(e,t)}finally{e.ownerDocument.removeEventListener(`focus`,n,!0)}return r}function mm(e){yp(function(){yp(function(t){return e(t)})})}function hm(e,t,n){switch(t=lp(n),e){case`html`:if(e=t.documentElement,!e)throw Error(a(452));return e;case`head`:if(e=t.head,!e)throw Error(a(453));return e;case`body`:if(e=t.body,!e)throw Error(a(454));return e;default:throw Error(a(451))}}function gm(e,t,n){for(var r in n){var i=n[r];n.hasOwnProperty(r)&&i!=null&&$(e,t,r,null,rp,i)}n.dangerouslySetInnerHTML!=null&&(e.textContent=``),e.onclick===On&&(e.onclick=null),Vt(e)}function _m(e){for(var t=e.attributes;t.length;)e.removeAttributeNode(t[0]);Vt(e)}var vm=new Map,ym=new Set;function bm(e){if(typeof e.getRootNode==`function`){var t=e.getRootNode();if(t.nodeType===9||t.nodeType===11)return t}return e.nodeType===9?e:e.ownerDocument}var xm=w.d;w.d={f:Sm,r:Cm,D:Em,C:Dm,L:Om,m:km,X:jm,S:Am,M:Mm};function Sm(){var e=xm.f(),t=zd();return e||t}function Cm(e){var t=Ut(e);t!==null&&t.tag===5&&t.type===`form`?ic(t):xm.r(e)}var wm=typeof document>`u`?null:document;function Tm(e,t,n){var r=wm;if(r&&typeof t==`string`&&t){var i=pn(t);i=`link[rel="`+e+`"][href="`+i+`"]`,typeof n==`string`&&(i+=`[crossorigin="`+n+`"]`),ym.has(i)||(ym.add(i),e={rel:e,crossOrigin:n,href:t},r.querySelector(i)===null&&(t=r.createElement(`link`),np(t,`link`,e),Kt(t),r.head.appendChild(t)))}}function Em(e){xm.D(e),Tm(`dns-prefetch`,e,null)}function Dm(e,t){xm.C(e,t),Tm(`preconnect`,e,t)}function Om(e,t,n){xm.L(e,t,n);var r=wm;if(r&&e&&t){var i=`link[rel="preload"][as="`+pn(t)+`"]`;t===`image`&&n&&n.imageSrcSet?(i+=`[imagesrcset="`+pn(n.imageSrcSet)+`"]`,typeof n.imageSizes==`string`&&(i+=`[imagesizes="`+pn(n.imageSizes)+`"]`)):i+=`[href="`+pn(e)+`"]`;var a=i;switch(t){case`style`:a=Pm(e);break;case`script`:a=Rm(e)}if(!(vm.has(a)||(e=S({rel:`preload`,href:t===`image`&&n&&n.imageSrcSet?void 0:e,as:t},n),vm.set(a,e),r.querySelector(i)!==null||t===`style`&&r.querySelector(Fm(a))||t===`script`&&r.querySelector(zm(a))))){var o=r.createElement(`link`);np(o,`link`,e),t===`style`&&(o[Bt]=!0,o.onload=o.onerror=function(){qt(o)}),Kt(o),r.head.appendChild(o)}}}function km(e,t){xm.m(e,t);var n=wm;if(n&&e){var r=t&&typeof t.as==`string`?t.as:`script`,i=`link[rel="modulepreload"][as="`+pn(r)+`"][href="`+pn(e)+`"]`,a=i;switch(r){case`audioworklet`:case`paintworklet`:case`serviceworker`:case`sharedworker`:case`worker`:case`script`:a=Rm(e)}if(!vm.has(a)&&(e=S({rel:`modulepreload`,href:e},t),vm.set(a,e),n.querySelector(i)===null)){switch(r){case`audioworklet`:case`paintworklet`:case`serviceworker`:case`sharedworker`:case`worker`:case`script`:if(n.querySelector(zm(a)))return}r=n.createElement(`link`),np(r,`link`,e),Kt(r),n.head.appendChild(r)}}}function Am(e,t,n){xm.S(e,t,n);var r=wm;if(r&&e){var i=Gt(r).hoistableStyles,a=Pm(e);t||=`default`;var o=i.get(a);if(!o){var s={loading:0,preload:null};if(o=r.querySelector(Fm(a)))s.loading=5;else{e=S({rel:`stylesheet`,href:e,"data-precedence":t},n),(n=vm.get(a))&&Hm(e,n);var c=o=r.createElement(`link`);Kt(c),np(c,`link`,e),c._p=new Promise(function(e,t){c.onload=e,c.onerror=t}),c.addEventListener(`load`,function(){s.loading|=1}),c.addEventListener(`error`,function(){s.loading|=2}),s.loading|=4,Vm(o,t,r)}o={type:`stylesheet`,instance:o,count:1,state:s},i.set(a,o)}}}function jm(e,t){xm.X(e,t);var n=wm;if(n&&e){var r=Gt(n).hoistableScripts,i=Rm(e),a=r.get(i);a||(a=n.querySelector(zm(i)),a||(e=S({src:e,async:!0},t),(t=vm.get(i))&&Um(e,t),a=n.createElement(`script`),Kt(a),np(a,`link`,e),n.head.appendChild(a)),a={type:`script`,instance:a,count:1,state:null},r.set(i,a))}}function Mm(e,t){xm.M(e,t);var n=wm;if(n&&e){var r=Gt(n).hoistableScripts,i=Rm(e),a=r.get(i);a||(a=n.querySelector(zm(i)),a||(e=S({src:e,async:!0,type:`module`},t),(t=vm.get(i))&&Um(e,t),a=n.createElement(`script`),Kt(a),np(a,`link`,e),n.head.appendChild(a)),a={type:`script`,instance:a,count:1,state:null},r.set(i,a))}}function Nm(e,t,n,r){var i=(i=Ne.current)?bm(i):null;if(!i)throw Error(a(446));switch(e){case`meta`:case`title`:return null;case`style`:return typeof n.precedence==`string`&&typeof n.href==`string`?(n=Pm(n.href),t=Gt(i).hoistableStyles,r=t.get(n),r||(r={type:`style`,instance:null,count:0,state:null},t.set(n,r)),r):{type:`void`,instance:null,count:0,state:null};case`link`:if(n.rel===`stylesheet`&&typeof n.href==`string`&&typeof n.precedence==`string`){e=Pm(n.href);var o=Gt(i).hoistableStyles,s=o.get(e);if(s||(i=i.ownerDocument||i,s={type:`stylesheet`,instance:null,count:0,state:{loading:0,preload:null}},o.set(e,s),(o=i.querySelector(Fm(e)))?o._p||(s.instance=o,s.state.loading=5):(o=vm.get(e),o||(o={rel:`preload`,as:`style`,href:n.href,crossOrigin:n.crossOrigin,integrity:n.integrity,media:n.media,hrefLang:n.hrefLang,referrerPolicy:n.referrerPolicy},vm.set(e,o)),Lm(i,e,o,s.state))),t&&r===null)throw Error(a(528,``));return s}if(t&&r!==null)throw Error(a(529,``));return null;case`script`:return t=n.async,n=n.src,typeof n==`string`&&t&&typeof t!=`function`&&typeof t!=`symbol`?(n=Rm(n),t=Gt(i).hoistableScripts,r=t.get(n),r||(r={type:`script`,instance:null,count:0,state:null},t.set(n,r)),r):{type:`void`,instance:null,count:0,state:null};default:throw Error(a(444,e))}}function Pm(e){return`href="`+pn(e)+`"`}function Fm(e){return`link[rel="stylesheet"][`+e+`]`}function Im(e){return S({},e,{"data-precedence":e.precedence,precedence:null})}function Lm(e,t,n,r){if(t=e.querySelector(`link[rel="preload"][as="style"][`+t+`]`)){if(!0!==t[Bt]){r.loading=1;return}}else t=e.createElement(`link`),t[Bt]=!0,t.onload=t.onerror=qt.bind(null,t),np(t,`link`,n),Kt(t),e.head.appendChild(t);r.preload=t,t.addEventListener(`load`,function(){return r.loading|=1}),t.addEventListener(`error`,function(){return r.loading|=2})}function Rm(e){return`[src="`+pn(e)+`"]`}function zm(e){return`script[async]`+e}function Bm(e,t,n){if(t.count++,t.instance===null)switch(t.type){case`style`:var r=e.querySelector(`style[data-href~="`+pn(n.href)+`"]`);if(r)return t.instance=r,Kt(r),r;var i=S({},n,{"data-href":n.href,"data-precedence":n.precedence,href:null,precedence:null});return r=(e.ownerDocument||e).createElement(`style`),Kt(r),np(r,`style`,i),Vm(r,n.precedence,e),t.instance=r;case`stylesheet`:i=Pm(n.href);var o=e.querySelector(Fm(i));if(o)return t.state.loading|=4,t.instance=o,Kt(o),o;r=Im(n),(i=vm.get(i))&&Hm(r,i),o=(e.ownerDocument||e).createElement(`link`),Kt(o);var s=o;return s._p=new Promise(function(e,t){s.onload=e,s.onerror=t}),np(o,`link`,r),t.state.loading|=4,Vm(o,n.precedence,e),t.instance=o;case`script`:return o=Rm(n.src),(i=e.querySelector(zm(o)))?(t.instance=i,Kt(i),i):(r=n,(i=vm.get(o))&&(r=S({},n),Um(r,i)),e=e.ownerDocument||e,i=e.createElement(`script`),Kt(i),np(i,`link`,r),e.head.appendChild(i),t.instance=i);case`void`:return null;default:throw Error(a(443,t.type))}else t.type===`stylesheet`&&!(t.state.loading&4)&&(r=t.instance,t.state.loading|=4,Vm(r,n.precedence,e));return t.instance}function Vm(e,t,n){for(var r=n.querySelectorAll(`link[rel="stylesheet"][data-precedence],style[data-precedence]`),i=r.length?r[r.length-1]:null,a=i,o=0;o<r.length;o++){var s=r[o];if(s.dataset.precedence===t)a=s;else if(a!==i)break}a?a.parentNode.insertBefore(e,a.nextSibling):(t=n.nodeType===9?n.head:n,t.insertBefore(e,t.firstChild))}function Hm(e,t){e.crossOrigin??=t.crossOrigin,e.referrerPolicy??=t.referrerPolicy,e.title??=t.title}function Um(e,t){e.crossOrigin??=t.crossOrigin,e.referrerPolicy??=t.referrerPolicy,e.integrity??=t.integrity}var Wm=null;function Gm(e,t,n){if(Wm===null){var r=new Map,i=Wm=new Map;i.set(n,r)}else i=Wm,r=i.get(n),r||(r=new Map,i.set(n,r));if(r.has(e))return r;for(r.set(e,null),n=n.getElementsByTagName(e),i=0;i<n.length;i++){var a=n[i];if(!(a[zt]||a[Mt]||e===`link`&&a.getAttribute(`rel`)===`stylesheet`)&&a.namespaceURI!==`http://www.w3.org/2000/svg`){var o=a.getAttribute(t)||``;o=e+o;var s=r.get(o);s?s.push(a):r.set(o,[a])}}return r}function Km(e,t,n){e=e.ownerDocument||e,e.head.insertBefore(n,t===`title`?e.querySelector(`head > title`):null)}function qm(e,t,n){if(n===1||t.itemProp!=null)return!1;switch(e){case`meta`:case`title`:return!0;case`style`:if(typeof t.precedence!=`string`||typeof t.href!=`string`||t.href===``)break;return!0;case`link`:if(typeof t.rel!=`string`||typeof t.href!=`string`||t.href===``||t.onLoad||t.onError)break;switch(t.rel){case`stylesheet`:return e=t.disabled,typeof t.precedence==`string`&&e==null;default:return!0}case`script`:if(t.async&&typeof t.async!=`function`&&typeof t.async!=`symbol`&&!t.onLoad&&!t.onError&&t.src&&typeof t.src==`string`)return!0}return!1}function Jm(e,t){return e===`img`&&t.src!=null&&t.src!==``&&t.onLoad==null&&t.loading!==`lazy`}function Ym(e){return!(e.type===`stylesheet`&&!(e.state.loading&3))}function Xm(e){return(e.width||100)*(e.height||100)*(typeof devicePixelRatio==`number`?devicePixelRatio:1)*.25}function Zm(e,t){typeof t.decode==`function`&&(e.imgCount++,t.complete||(e.imgBytes+=Xm(t),e.suspenseyImages.push(t)),e=rh.bind(e),t.decode().then(e,e))}function Qm(e,t,n,r){if(n.type===`stylesheet`&&(typeof r.media!=`string`||!1!==matchMedia(r.media).matches)&&!(n.state.loading&4)){if(n.instance===null){var i=Pm(r.href),a=t.querySelector(Fm(i));if(a){t=a._p,typeof t==`object`&&t&&typeof t.then==`function`&&(e.count++,e=nh.bind(e),t.then(e,e)),n.state.loading|=4,n.instance=a,Kt(a);return}a=t.ownerDocument||t,r=Im(r),(i=vm.get(i))&&Hm(r,i),a=a.createElement(`link`),Kt(a);var o=a;o._p=new Promise(function(e,t){o.onload=e,o.onerror=t}),np(a,`link`,r),n.instance=a}e.stylesheets===null&&(e.stylesheets=new Map),e.stylesheets.set(n,t),(t=n.state.preload)&&!(n.state.loading&3)&&(e.count++,n=nh.bind(e),t.addEventListener(`load`,n),t.addEventListener(`error`,n))}}var $m=0;function eh(e,t){return e.stylesheets&&e.count===0&&ah(e,e.stylesheets),0<e.count||0<e.imgCount?function(n){var r=setTimeout(function(){if(e.stylesheets&&ah(e,e.stylesheets),e.unsuspend){var t=e.unsuspend;e.unsuspend=null,t()}},6e4+t);0<e.imgBytes&&$m===0&&($m=62500*op());var i=setTimeout(function(){if(e.waitingForImages=!1,e.count===0&&(e.stylesheets&&ah(e,e.stylesheets),e.unsuspend)){var t=e.unsuspend;e.unsuspend=null,t()}},(e.imgBytes>$m?50:800)+t);return e.unsuspend=n,function(){e.unsuspend=null,clearTimeout(r),clearTimeout(i)}}:null}function th(e){if(e.count===0&&(e.imgCount===0||!e.waitingForImages)){if(e.stylesheets)ah(e,e.stylesheets);else if(e.unsuspend){var t=e.unsuspend;e.unsuspend=null,t()}}}function nh(){this.count--,th(this)}function rh(){this.imgCount--,th(this)}var ih=null;function ah(e,t){e.stylesheets=null,e.unsuspend!==null&&(e.count++,ih=new Map,t.forEach(oh,e),ih=null,nh.call(e))}function oh(e,t){if(!(t.state.loading&4)){var n=ih.get(e);if(n)var r=n.get(null);else{n=new Map,ih.set(e,n);for(var i=e.querySelectorAll(`link[data-precedence],style[data-precedence]`),a=0;a<i.length;a++){var o=i[a];(o.nodeName===`LINK`||o.getAttribute(`media`)!==`not all`)&&(n.set(o.dataset.precedence,o),r=o)}r&&n.set(null,r)}i=t.instance,o=i.getAttribute(`data-precedence`),a=n.get(o)||r,a===r&&n.set(null,i),n.set(o,i),this.count++,r=nh.bind(this),i.addEventListener(`load`,r),i.addEventListener(`error`,r),a?a.parentNode.insertBefore(i,a.nextSibling):(e=e.nodeType===9?e.head:e,e.insertBefore(i,e.firstChild)),t.state.loading|=4}}var sh={$$typeof:ue,Provider:null,Consumer:null,_currentValue:Ee,_currentValue2:Ee,_threadCount:0};function ch(e,t,n,r,i,a,o,s,c){this.tag=1,this.containerInfo=e,this.pingCache=this.current=this.pendingChildren=null,this.timeoutHandle=-1,this.callbackNode=this.next=this.pendingContext=this.context=this.cancelPendingCommit=null,this.callbackPriority=0,this.expirationTimes=xt(-1),this.entangledLanes=this.shellSuspendCounter=this.errorRecoveryDisabledLanes=this.expiredLanes=this.warmLanes=this.pingedLanes=this.suspendedLanes=this.pendingLanes=0,this.entanglements=xt(0),this.hiddenUpdates=xt(null),this.identifierPrefix=r,this.onUncaughtError=i,this.onCaughtError=a,this.onRecoverableError=o,this.pooledCache=null,this.pooledCacheLanes=0,this.formState=c,this.transitionTypes=null,this.incompleteTransitions=new Map}function lh(e,t,n,r,i,a,o,s,c,l,u,d){return e=new ch(e,t,n,o,c,l,u,d,s),t=1,!0===a&&(t|=24),a=Ri(3,null,null,t),e.current=a,a.stateNode=e,t=Ia(),t.refCount++,e.pooledCache=t,t.refCount++,a.memoizedState={element:r,isDehydrated:n,cache:t},yo(a),e}function uh(e){return e?(e=Ii,e):Ii}function dh(e,t,n,r,i,a){i=uh(i),r.context===null?r.context=i:r.pendingContext=i,r=xo(t),r.payload={element:n},a=a===void 0?null:a,a!==null&&(r.callback=a),n=So(e,r,t),n!==null&&(Pd(n,e,t),Co(n,e,t))}function fh(e,t){if(e=e.memoizedState,e!==null&&e.dehydrated!==null){var n=e.retryLane;e.retryLane=n!==0&&n<t?n:t}}function ph(e,t){fh(e,t),(e=e.alternate)&&fh(e,t)}function mh(e){if(e.tag===13||e.tag===31){var t=Ni(e,67108864);t!==null&&Pd(t,e,67108864),ph(e,67108864)}}function hh(e){if(e.tag===13||e.tag===31){var t=jd();t=Dt(t);var n=Ni(e,t);n!==null&&Pd(n,e,t),ph(e,t)}}var gh=!0;function _h(e,t,n,r){var i=C.T;C.T=null;var a=w.p;try{w.p=2,yh(e,t,n,r)}finally{w.p=a,C.T=i}}function vh(e,t,n,r){var i=C.T;C.T=null;var a=w.p;try{w.p=8,yh(e,t,n,r)}finally{w.p=a,C.T=i}}function yh(e,t,n,r){if(gh){var i=bh(r);if(i===null)Kf(e,t,r,xh,n),Mh(e,r);else if(Ph(i,e,t,n,r))r.stopPropagation();else if(Mh(e,r),t&4&&-1<jh.indexOf(e)){for(;i!==null;){var a=Ut(i);if(a!==null)switch(a.tag){case 3:if(a=a.stateNode,a.current.memoizedState.isDehydrated){var o=gt(a.pendingLanes);if(o!==0){var s=a;for(s.pendingLanes|=2,s.entangledLanes|=2;o;){var c=1<<31-lt(o);s.entanglements[1]|=c,o&=~c}Ef(a),!(W&6)&&(_d=Ze()+500,Df(0,!1))}}break;case 31:case 13:s=Ni(a,2),s!==null&&Pd(s,a,2),zd(),ph(a,2)}if(a=bh(r),a===null&&Kf(e,t,r,xh,n),a===i)break;i=a}i!==null&&r.stopPropagation()}else Kf(e,t,r,null,n)}}function bh(e){return e=An(e),Sh(e)}var xh=null;function Sh(e){if(xh=null,e=Ht(e),e!==null){var t=s(e);if(t===null)e=null;else{var n=t.tag;if(n===13){if(e=c(t),e!==null)return e;e=null}else if(n===31){if(e=l(t),e!==null)return e;e=null}else if(n===3){if(t.stateNode.current.memoizedState.isDehydrated)return t.tag===3?t.stateNode.containerInfo:null;e=null}else t!==e&&(e=null)}}return xh=e,null}function Ch(e){switch(e){case`beforetoggle`:case`cancel`:case`click`:case`close`:case`contextmenu`:case`copy`:case`cut`:case`auxclick`:case`dblclick`:case`dragend`:case`dragstart`:case`drop`:case`focusin`:case`focusout`:case`input`:case`invalid`:case`keydown`:case`keypress`:case`keyup`:case`mousedown`:case`mouseup`:case`paste`:case`pause`:case`play`:case`pointercancel`:case`pointerdown`:case`pointerup`:case`ratechange`:case`reset`:case`seeked`:case`submit`:case`toggle`:case`touchcancel`:case`touchend`:case`touchstart`:case`volumechange`:case`change`:case`selectionchange`:case`textInput`:case`compositionstart`:case`compositionend`:case`compositionupdate`:case`beforeblur`:case`afterblur`:case`beforeinput`:case`blur`:case`fullscreenchange`:case`fullscreenerror`:case`focus`:case`hashchange`:case`popstate`:case`select`:case`selectstart`:return 2;case`drag`:case`dragenter`:case`dragexit`:case`dragleave`:case`dragover`:case`mousemove`:case`mouseout`:case`mouseover`:case`pointermove`:case`pointerout`:case`pointerover`:case`resize`:case`scroll`:case`touchmove`:case`wheel`:case`mouseenter`:case`mouseleave`:case`pointerenter`:case`pointerleave`:return 8;case`message`:switch(Qe()){case $e:return 2;case et:return 8;case tt:case nt:return 32;case rt:return 268435456;default:return 32}default:return 32}}var wh=!1,Th=null,Eh=null,Dh=null,Oh=new Map,kh=new Map,Ah=[],jh=`mousedown mouseup touchcancel touchend touchstart auxclick dblclick pointercancel pointerdown pointerup dragend dragstart drop compositionend compositionstart keydown keypress keyup input textInput copy cut paste click change contextmenu reset`.split(` `);function Mh(e,t){switch(e){case`focusin`:case`focusout`:Th=null;break;case`dragenter`:case`dragleave`:Eh=null;break;case`mouseover`:case`mouseout`:Dh=null;break;case`pointerover`:case`pointerout`:Oh.delete(t.pointerId);break;case`gotpointercapture`:case`lostpointercapture`:kh.delete(t.pointerId)}}function Nh(e,t,n,r,i,a){return e===null||e.nativeEvent!==a?(e={blockedOn:t,domEventName:n,eventSystemFlags:r,nativeEvent:a,targetContainers:[i]},t!==null&&(t=Ut(t),t!==null&&mh(t)),e):(e.eventSystemFlags|=r,t=e.targetContainers,i!==null&&t.indexOf(i)===-1&&t.push(i),e)}function Ph(e,t,n,r,i){switch(t){case`focusin`:return Th=Nh(Th,e,t,n,r,i),!0;case`dragenter`:return Eh=Nh(Eh,e,t,n,r,i),!0;case`mouseover`:return Dh=Nh(Dh,e,t,n,r,i),!0;case`pointerover`:var a=i.pointerId;return Oh.set(a,Nh(Oh.get(a)||null,e,t,n,r,i)),!0;case`gotpointercapture`:return a=i.pointerId,kh.set(a,Nh(kh.get(a)||null,e,t,n,r,i)),!0}return!1}function Fh(e){var t=Ht(e.target);if(t!==null){var n=s(t);if(n!==null){if(t=n.tag,t===13){if(t=c(n),t!==null){e.blockedOn=t,At(e.priority,function(){hh(n)});return}}else if(t===31){if(t=l(n),t!==null){e.blockedOn=t,At(e.priority,function(){hh(n)});return}}else if(t===3&&n.stateNode.current.memoizedState.isDehydrated){e.blockedOn=n.tag===3?n.stateNode.containerInfo:null;return}}}e.blockedOn=null}function Ih(e){if(e.blockedOn!==null)return!1;for(var t=e.targetContainers;0<t.length;){var n=bh(e.nativeEvent);if(n===null){n=e.nativeEvent;var r=new n.constructor(n.type,n);kn=r,n.target.dispatchEvent(r),kn=null}else return t=Ut(n),t!==null&&mh(t),e.blockedOn=n,!1;t.shift()}return!0}function Lh(e,t,n){Ih(e)&&n.delete(t)}function Rh(){wh=!1,Th!==null&&Ih(Th)&&(Th=null),Eh!==null&&Ih(Eh)&&(Eh=null),Dh!==null&&Ih(Dh)&&(Dh=null),Oh.forEach(Lh),kh.forEach(Lh)}function zh(e,t){e.blockedOn===t&&(e.blockedOn=null,wh||(wh=!0,n.unstable_scheduleCallback(n.unstable_NormalPriority,Rh)))}var Bh=null;function Vh(e){Bh!==e&&(Bh=e,n.unstable_scheduleCallback(n.unstable_NormalPriority,function(){Bh===e&&(Bh=null);for(var t=0;t<e.length;t+=3){var n=e[t],r=e[t+1],i=e[t+2];if(typeof r!=`function`){if(Sh(r||n)===null)continue;break}var a=Ut(n);a!==null&&(e.splice(t,3),t-=3,nc(a,{pending:!0,data:i,method:n.method,action:r},r,i))}}))}function Hh(e){function t(t){return zh(t,e)}Th!==null&&zh(Th,e),Eh!==null&&zh(Eh,e),Dh!==null&&zh(Dh,e),Oh.forEach(t),kh.forEach(t);for(var n=0;n<Ah.length;n++){var r=Ah[n];r.blockedOn===e&&(r.blockedOn=null)}for(;0<Ah.length&&(n=Ah[0],n.blockedOn===null);)Fh(n),n.blockedOn===null&&Ah.shift();if(n=(e.ownerDocument||e).$$reactFormReplay,n!=null)for(r=0;r<n.length;r+=3){var i=n[r],a=n[r+1],o=i[Nt]||null;if(typeof a==`function`)o||Vh(n);else if(o){var s=null;if(a&&a.hasAttribute(`formAction`)){if(i=a,o=a[Nt]||null)s=o.formAction;else if(Sh(i)!==null)continue}else s=o.action;typeof s==`function`?n[r+1]=s:(n.splice(r,3),r-=3),Vh(n)}}}function Uh(){function e(e){e.canIntercept&&e.info===`react-transition`&&e.intercept({handler:function(){return new Promise(function(e){return i=e})},focusReset:`manual`,scroll:`manual`})}function t(){i!==null&&(i(),i=null),r||setTimeout(n,20)}function n(){if(!r&&!navigation.transition){var e=navigation.currentEntry;e&&e.url!=null&&navigation.navigate(e.url,{state:e.getState(),info:`react-transition`,history:`replace`})}}if(typeof navigation==`object`){var r=!1,i=null;return navigation.addEventListener(`navigate`,e),navigation.addEventListener(`navigatesuccess`,t),navigation.addEventListener(`navigateerror`,t),setTimeout(n,100),function(){r=!0,navigation.removeEventListener(`navigate`,e),navigation.removeEventListener(`navigatesuccess`,t),navigation.removeEventListener(`navigateerror`,t),i!==null&&(i(),i=null)}}}function Wh(e){this._internalRoot=e}Gh.prototype.render=Wh.prototype.render=function(e){var t=this._internalRoot;if(t===null)throw Error(a(409));var n=t.current;dh(n,jd(),e,t,null,null)},Gh.prototype.unmount=Wh.prototype.unmount=function(){var e=this._internalRoot;if(e!==null){this._internalRoot=null;var t=e.containerInfo;dh(e.current,2,null,e,null,null),zd(),t[Pt]=null}};function Gh(e){this._internalRoot=e}Gh.prototype.unstable_scheduleHydration=function(e){if(e){var t=kt();e={blockedOn:null,target:e,priority:t};for(var n=0;n<Ah.length&&t!==0&&t<Ah[n].priority;n++);Ah.splice(n,0,e),n===0&&Fh(e)}};var Kh=r.version;if(Kh!==`19.3.1`)throw Error(a(527,Kh,`19.3.1`));w.findDOMNode=function(e){var t=e._reactInternals;if(t===void 0)throw typeof e.render==`function`?Error(a(188)):(e=Object.keys(e).join(`,`),Error(a(268,e)));return e=d(t),e=e===null?null:f(e),e=e===null?null:e.stateNode,e};var qh={bundleType:0,version:`19.3.1`,rendererPackageName:`react-dom`,currentDispatcherRef:C,reconcilerVersion:`19.3.1`};if(typeof __REACT_DEVTOOLS_GLOBAL_HOOK__<`u`){var Jh=__REACT_DEVTOOLS_GLOBAL_HOOK__;if(!Jh.isDisabled&&Jh.supportsFiber)try{ot=Jh.inject(qh),st=Jh}catch{}}e.createRoot=function(e,t){if(!o(e))throw Error(a(299));var n=!1,r=``,i=Tc,s=Ec,c=Dc;return t!=null&&(!0===t.unstable_strictMode&&(n=!0),t.identifierPrefix!==void 0&&(r=t.identifierPrefix),t.onUncaughtError!==void 0&&(i=t.onUncaughtError),t.onCaughtError!==void 0&&(s=t.onCaughtError),t.onRecoverableError!==void 0&&(c=t.onRecoverableError)),t=lh(e,1,!1,null,null,n,r,null,i,s,c,Uh),e[Pt]=t.current,Wf(e),new Wh(t)}})),Lc=n(((e,t)=>{function n(){if(typeof __REACT_DEVTOOLS_GLOBAL_HOOK__<`u`&&typeof __REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE==`function`)try{__REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE(n)}catch(e){console.error(e)}}n(),t.exports=Ic()})),Rc=(0,_.lazy)(()=>u(()=>g(()=>import(`./PaymentWindow-q7z0R6A-.js`),__vite__mapDeps([23,2,1,14,24])))),zc=(0,_.createContext)(()=>{});function Bc({children:e}){let[t,n]=(0,_.useState)(null);return(0,E.jsxs)(zc,{value:n,children:[e,t&&(0,E.jsx)(_.Suspense,{fallback:null,children:(0,E.jsx)(Rc,{payment:t,onClose:()=>{n(null),t.onClose?.()}})})]})}var Vc=()=>(0,_.useContext)(zc),Hc=(0,_.createContext)(null),Uc=15e3,Wc=[`/sign-in`,`/invitation`,`/forgotten-password`,`/reset-password`];function Gc({app:e,children:t}){let{locale:n}=vr(),[r,i]=dn(),[a,o]=(0,_.useState)(0),s=(0,_.useRef)(r);s.current=r;let c=(0,_.useRef)(-1/0),l=(0,_.useCallback)(()=>o(e=>e+1),[]),u=(0,_.useMemo)(()=>tc({locale:()=>n,onSignedOut(){Wc.includes(s.current)||i(qc(s.current),{replace:!0})},onChangesRefused(){performance.now()-c.current<Uc||(c.current=performance.now(),l())}}),[n,a]);(0,_.useEffect)(()=>()=>u.dispose(),[u]);let d=(0,_.useMemo)(()=>({app:e,resetClient:l}),[e,l]);return(0,E.jsx)(Hc,{value:d,children:(0,E.jsx)(fc,{value:u,children:t})})}function Kc(){let e=(0,_.useContext)(Hc);if(e===null)throw Error(`There is no ApiClientProvider around this component.`);return e}var qc=e=>e===`/`?`/sign-in`:`/sign-in?${new URLSearchParams({next:e+location.search})}`;function Jc(){let{app:e,resetClient:t}=Kc(),[,n]=dn(),[r]=vn();return i=>{let a=Yc(i);if(a!==e){location.assign(`/${a}/`);return}let o=r.get(`next`);t(),n(o?.startsWith(`/`)&&!o.startsWith(`//`)?o:`/`,{replace:!0})}}var Yc=e=>e.__typename===`FirmMember`?`dashboard`:`portal`,Xc=class extends _.Component{state={hasFailed:!1};static getDerivedStateFromError(){return{hasFailed:!0}}render(){return this.state.hasFailed?this.props.fallback:this.props.children}};function Zc(){return(0,E.jsxs)(En,{children:[(0,E.jsx)(`p`,{children:(0,E.jsx)(jt,{id:`ct5UQp`})}),(0,E.jsx)(a,{onClick:()=>location.reload(),children:(0,E.jsx)(jt,{id:`sAi5vC`})})]})}function Qc(){return(0,E.jsx)(`div`,{className:`entry`,children:(0,E.jsx)(`main`,{className:`entry-main`,children:(0,E.jsx)(Zc,{})})})}var $c=`acompte.theme`;function el(e=al()){e===`system`?delete document.documentElement.dataset.theme:document.documentElement.dataset.theme=e}function tl(){let[e,t]=(0,_.useState)(al);return[e,e=>{localStorage.setItem($c,e),el(e),t(e)}]}function nl(e){let t=(0,_.useSyncExternalStore)(rl,()=>il().matches);return e===`system`?t:e===`dark`}function rl(e){let t=il();return t.addEventListener(`change`,e),()=>t.removeEventListener(`change`,e)}var il=()=>matchMedia(`(prefers-color-scheme: dark)`);function al(){let e=localStorage.getItem($c);return e===`light`||e===`dark`?e:`system`}var ol=null,sl=e=>uc(ol,e),cl=e=>e.__typename===`FirmMember`?e.firm:e.client.firm,ll=(0,_.createContext)(null),ul=ll.Provider;function dl(){let e=(0,_.useContext)(ll);if(e===null)throw Error(`Nobody is signed in around this component.`);return e}function fl(){let e=dl();if(e.__typename!==`ClientUser`)throw Error(`The viewer is not a user of a client.`);return e}var pl=5;function ml({navigation:e,viewer:t,unreadCount:n,children:r}){let{_:i}=kt(),[,a]=dn(),o=[...e,{to:`/notices`,label:i({id:`Hszxyp`}),icon:Ie,count:n}],s=o.length<=pl,c=s?o:o.slice(0,4),l=s?[]:o.slice(4);return(0,E.jsxs)(`div`,{className:`shell`,children:[(0,E.jsx)(`a`,{className:`skip-link`,href:`#main`,children:(0,E.jsx)(jt,{id:`xKEdcr`})}),(0,E.jsxs)(`header`,{className:`shell-side`,children:[(0,E.jsx)(gl,{viewer:t}),(0,E.jsx)(`nav`,{className:`shell-navigation`,"aria-label":i({id:`HRha/x`}),children:(0,E.jsx)(`ul`,{children:o.map(e=>(0,E.jsx)(`li`,{children:(0,E.jsx)(hl,{...e})},e.to))})}),(0,E.jsx)(`div`,{className:`shell-end`,children:t&&(0,E.jsx)(yl,{viewer:t})})]}),(0,E.jsxs)(`div`,{className:`shell-content`,children:[(0,E.jsx)(bl,{}),(0,E.jsx)(`main`,{id:`main`,className:`shell-main`,tabIndex:-1,children:r})]}),(0,E.jsx)(`nav`,{className:`shell-bottom`,"aria-label":i({id:`HRha/x`}),children:(0,E.jsxs)(`ul`,{children:[c.map(e=>(0,E.jsx)(`li`,{children:(0,E.jsx)(hl,{...e})},e.to)),l.length>0&&(0,E.jsx)(`li`,{children:(0,E.jsx)(jn,{trigger:(0,E.jsxs)(`button`,{type:`button`,className:`shell-link shell-more`,children:[(0,E.jsx)(Je,{className:`icon`,"aria-hidden":`true`}),(0,E.jsx)(jt,{id:`2FYpfJ`})]}),children:l.map(e=>(0,E.jsx)(Mn,{icon:(0,E.jsx)(e.icon,{className:`icon`,"aria-hidden":`true`}),onSelect:()=>a(e.to),children:e.label},e.to))})})]})})]})}function hl({to:e,label:t,icon:n,count:r=0}){let{_:i}=kt(),[a]=mn(e===`/`?`/`:`${e}/*?`);return(0,E.jsxs)(bn,{className:`shell-link`,href:e,"aria-current":a?`page`:void 0,children:[(0,E.jsx)(n,{className:`icon`,"aria-hidden":`true`}),t,r>0&&(0,E.jsx)(`span`,{className:`shell-count`,"aria-label":i({id:`kRanMM`,values:{count:r}}),children:r>99?`99+`:r})]})}function gl({viewer:e}){if(e===null)return(0,E.jsx)(`div`,{className:`shell-brand`});let t=cl(e);return(0,E.jsxs)(`div`,{className:`shell-brand`,children:[(0,E.jsx)(`span`,{className:`shell-brand-mark`,"aria-hidden":`true`,children:t.name.charAt(0)}),(0,E.jsxs)(`span`,{children:[t.name,e.__typename===`ClientUser`&&(0,E.jsx)(`span`,{className:`shell-brand-client`,children:e.client.name})]})]})}var _l=Me,vl=Ne;function yl({viewer:e}){let{_:t}=kt(),[,n]=dn(),{resetClient:r}=Kc(),i=Jc(),a=Oc(_l),o=Oc(vl),[s,c]=tl(),l=[[`system`,t({id:`XlGbHI`}),it],[`light`,t({id:`1njn7W`}),ut],[`dark`,t({id:`pvnfJD`}),ot]],u=e.memberships?.filter(e=>!e.isCurrent)??[];return(0,E.jsxs)(jn,{trigger:(0,E.jsxs)(`button`,{type:`button`,className:`shell-person`,children:[(0,E.jsx)(`span`,{className:`shell-initials`,"aria-hidden":`true`,children:V(e.name)}),(0,E.jsx)(`span`,{className:`shell-person-name`,children:e.name}),(0,E.jsx)(Be,{className:`icon`,"aria-hidden":`true`})]}),children:[(0,E.jsx)(`div`,{className:`menu-label`,children:e.email}),(0,E.jsx)(Mn,{icon:(0,E.jsx)(mt,{className:`icon`,"aria-hidden":`true`}),onSelect:()=>n(`/profile`),children:(0,E.jsx)(jt,{id:`vERlcd`})}),u.map(e=>(0,E.jsx)(Mn,{icon:(0,E.jsx)(Re,{className:`icon`,"aria-hidden":`true`}),onSelect:async()=>{let t=await o.run({membershipId:e.id});t?i(t.viewer):r()},children:e.clientName?`${e.clientName} · ${e.firmName}`:e.firmName},e.id)),(0,E.jsx)(Nn,{}),l.filter(([e])=>e!==s).map(([e,t,n])=>(0,E.jsx)(Mn,{icon:(0,E.jsx)(n,{className:`icon`,"aria-hidden":`true`}),onSelect:()=>c(e),children:t},e)),(0,E.jsx)(Nc,{}),(0,E.jsx)(Nn,{}),(0,E.jsx)(Mn,{icon:(0,E.jsx)(nt,{className:`icon`,"aria-hidden":`true`}),onSelect:async()=>{await a.run({})&&(n(`/sign-in`,{replace:!0}),r())},children:(0,E.jsx)(jt,{id:`fcWrnU`})})]})}function bl(){return(0,E.jsx)(`div`,{role:`status`,children:o()&&(0,E.jsx)(`div`,{className:`shell-banner`,children:(0,E.jsx)(jt,{id:`l0aGG+`})})})}var V=e=>e.split(/\s+/).flatMap(e=>e.charAt(0)).slice(0,2).join(``).toUpperCase(),xl=()=>{let[e,t]=Xt();return[Sl(e),t]};function Sl(e){try{return decodeURIComponent(e)}catch{return e}}function Cl(e){return(0,E.jsx)(_r,{catalogue:e.catalogue,children:(0,E.jsx)(hn,{base:`/${e.app}`,hook:xl,children:(0,E.jsx)(Gc,{app:e.app,children:(0,E.jsx)(Mr,{children:(0,E.jsx)(Xc,{fallback:(0,E.jsx)(Qc,{}),children:(0,E.jsx)(_.Suspense,{fallback:null,children:(0,E.jsxs)(Sn,{children:[(0,E.jsx)(yn,{path:`/sign-in`,component:v}),(0,E.jsx)(yn,{path:`/invitation`,component:y}),(0,E.jsx)(yn,{path:`/forgotten-password`,component:b}),(0,E.jsx)(yn,{path:`/reset-password`,component:ee}),(0,E.jsx)(yn,{children:(0,E.jsx)(Tl,{...e})})]})})})})})})})}var wl=Se;function Tl({pages:e,useNavigation:t,Live:n}){let{app:r}=Kc(),[i]=dn(),a=i===`/`,o=Ac(wl,{},{requestPolicy:a?`cache-only`:`cache-first`}),s=o.data?sl(o.data):null,c=s?.viewer??null,l=t(c);return s&&c===null?(0,E.jsx)(Cn,{to:qc(i),replace:!0}):c&&Yc(c)!==r?(location.replace(`/${Yc(c)}/`),null):(0,E.jsx)(Tr,{firm:c&&cl(c),children:(0,E.jsx)(ul,{value:c,children:(0,E.jsx)(Bc,{children:(0,E.jsxs)(ml,{navigation:l,viewer:c,unreadCount:s?.unread?.totalCount??0,children:[c&&(0,E.jsx)(n,{viewer:c}),(0,E.jsx)(Xc,{fallback:(0,E.jsx)(Zc,{}),children:(0,E.jsx)(_.Suspense,{fallback:(0,E.jsx)(Dr,{lines:5}),children:(c||a)&&(0,E.jsxs)(Sn,{children:[Object.entries(e).map(([e,t])=>(0,E.jsx)(yn,{path:e,component:t},e)),(0,E.jsx)(yn,{path:`/notices`,component:x}),(0,E.jsx)(yn,{path:`/profile`,component:te}),(0,E.jsx)(yn,{component:ne})]})})},i)]})})})})}var El=Lc();function Dl(e){el();let t=document.getElementById(`root`);if(t===null)throw Error(`The page has no element #root.`);(0,El.createRoot)(t).render((0,E.jsx)(_.StrictMode,{children:(0,E.jsx)(Cl,{...e})}))}var Ol=re;function kl({viewer:e}){let t=e.__typename===`ClientUser`?e.client:null;return Dc(Ol,t&&{clientId:t.id,after:t.changesCursor}),null}var Al=e=>c(Object.assign({"./pages/invoices/locales/en.po":()=>g(()=>import(`./en-C3LCdjE9.js`),[]),"./pages/invoices/locales/fr.po":()=>g(()=>import(`./fr-DLxrx6iS.js`),[])}),`./pages/invoices/locales/${e}.po`,5),jl=e=>c(Object.assign({"./pages/payments/locales/en.po":()=>g(()=>import(`./en-CB4LhPSi.js`),[]),"./pages/payments/locales/fr.po":()=>g(()=>import(`./fr-Cu5TjdWN.js`),[])}),`./pages/payments/locales/${e}.po`,5),Ml=e=>c(Object.assign({"./pages/credits/locales/en.po":()=>g(()=>import(`./en-CXBXthdE.js`),[]),"./pages/credits/locales/fr.po":()=>g(()=>import(`./fr-k88Q0R44.js`),[])}),`./pages/credits/locales/${e}.po`,5),Nl={"/":yr(()=>g(()=>import(`./HomePage-DHqF_GQn.js`),__vite__mapDeps([25,16,1,9,2,26,14,27,28,13,29,30,31,32,33])),e=>c(Object.assign({"./pages/home/locales/en.po":()=>g(()=>import(`./en-Dm59LaGj.js`),[]),"./pages/home/locales/fr.po":()=>g(()=>import(`./fr-SzkJ9aUq.js`),[])}),`./pages/home/locales/${e}.po`,5)),"/invoices":yr(()=>g(()=>import(`./InvoicesPage-Dne-tY6M.js`),__vite__mapDeps([34,14,1,5,16,35,13,15,2,9,21,22,36])),Al),"/invoices/:id":yr(()=>g(()=>import(`./InvoicePage-YuIk0ZBh.js`),__vite__mapDeps([37,38,2,1,14,16,9,28,35,13,39,40,32,33,29,30,31,3,41,5,27,42,43])),Al),"/payments":yr(()=>g(()=>import(`./PaymentsPage-CLZuB4lC.js`),__vite__mapDeps([44,16,1,14,15,2,9,29,13,30,31,32,33])),jl),"/payments/:id":yr(()=>g(()=>import(`./PaymentPage-CLZ_Et75.js`),__vite__mapDeps([45,38,2,1,14,16,9,28,30,40,32,33,31,13])),jl),"/credits":yr(()=>g(()=>import(`./CreditsPage-CBE7FgJJ.js`),__vite__mapDeps([46,14,1,16,9,2,26,27,28,47,48,15,5,39])),Ml),"/credits/prepayments":yr(()=>g(()=>import(`./PrepaymentsPage-fUgLI3mh.js`),__vite__mapDeps([49,14,1,15,2,16,9,39,47,48,50,13,31])),Ml),"/credits/prepayments/:id":yr(()=>g(()=>import(`./PrepaymentPage-BNIizBYS.js`),__vite__mapDeps([51,38,2,1,14,28,16,9,30,50,13,31,3,52])),Ml)};function Pl(){let{_:e}=kt();return[{to:`/`,label:e({id:`i0qMbr`}),icon:Xe},{to:`/invoices`,label:e({id:`F7nA5/`}),icon:ct},{to:`/payments`,label:e({id:`H0ShEF`}),icon:Ke},{to:`/credits`,label:e({id:`lDIOek`}),icon:gt}]}Dl({app:`portal`,catalogue:e=>c(Object.assign({"./locales/en.po":()=>g(()=>import(`./en-PjZ2fK05.js`),[]),"./locales/fr.po":()=>g(()=>import(`./fr-BvL1UtXT.js`),[])}),`./locales/${e}.po`,3),pages:Nl,useNavigation:Pl,Live:kl});export{fe as $,vn as A,Te as B,fr as C,bn as D,En as E,gt as F,w as G,we as H,ut as I,ie as J,_e as K,ot as L,jt as M,kt as N,dn as O,vt as P,ve as Q,et as R,vr as S,Tn as T,xe as U,ke as V,Ee as W,de as X,le as Y,ue as Z,Nr as _,u as _t,Kc as a,pe as at,Er as b,jc as c,De as ct,pc as d,T as dt,he as et,uc as f,Pe as ft,Fi as g,g as gt,Ri as h,ne as ht,tl as i,se as it,Pt as j,cn as k,Ac as l,Ce as lt,js as m,Oe as mt,dl as n,ge as nt,Jc as o,ye as ot,sc as p,Ae as pt,oe as q,nl as r,ae as rt,Vc as s,ce as st,fl as t,me as tt,Oc as u,je as ut,kr as v,ur as w,Sr as x,Dr as y,He as z};