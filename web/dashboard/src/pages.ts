import { lazyPage, type LoadCatalogue } from "@acompte/shared/language";
import { forOwnerAndAdmins } from "./forOwnerAndAdmins.tsx";

const invoiceTexts: LoadCatalogue = (locale) => import(`./pages/invoices/locales/${locale}.po`);
const paymentTexts: LoadCatalogue = (locale) => import(`./pages/payments/locales/${locale}.po`);
const disputeTexts: LoadCatalogue = (locale) => import(`./pages/disputes/locales/${locale}.po`);
/** The page of a client has dialogs of invoices and payments, too. */
const clientTexts: LoadCatalogue = async (locale) => {
  const own = import(`./pages/clients/locales/${locale}.po`);
  const catalogues = await Promise.all([own, invoiceTexts(locale), paymentTexts(locale)]);
  return { messages: Object.assign({}, ...catalogues.map(({ messages }) => messages)) };
};
const settingsTexts: LoadCatalogue = (locale) => import(`./pages/settings/locales/${locale}.po`);

/** The pages by their paths. */
export const pages = {
  "/": lazyPage(
    () => import("./pages/home/HomePage.tsx"),
    (locale) => import(`./pages/home/locales/${locale}.po`),
  ),
  "/clients": lazyPage(
    () => import("./pages/clients/ClientsPage.tsx"),
    (locale) => import(`./pages/clients/locales/${locale}.po`),
  ),
  "/clients/:id": lazyPage(() => import("./pages/clients/ClientPage.tsx"), clientTexts),
  "/invoices": lazyPage(() => import("./pages/invoices/InvoicesPage.tsx"), invoiceTexts),
  "/invoices/new": lazyPage(() => import("./pages/invoices/NewInvoicePage.tsx"), invoiceTexts),
  "/invoices/:id": lazyPage(() => import("./pages/invoices/InvoicePage.tsx"), invoiceTexts),
  "/invoices/:id/edit": lazyPage(() => import("./pages/invoices/EditInvoicePage.tsx"), invoiceTexts),
  "/payments": lazyPage(() => import("./pages/payments/PaymentsPage.tsx"), paymentTexts),
  "/payments/:id": lazyPage(() => import("./pages/payments/PaymentPage.tsx"), paymentTexts),
  "/refunds/:id": lazyPage(() => import("./pages/payments/PaymentPage.tsx"), paymentTexts),
  "/disputes": lazyPage(() => import("./pages/disputes/DisputesPage.tsx"), disputeTexts),
  "/disputes/:id": lazyPage(() => import("./pages/disputes/DisputePage.tsx"), disputeTexts),
  "/team": forOwnerAndAdmins(
    lazyPage(
      () => import("./pages/team/TeamPage.tsx"),
      (locale) => import(`./pages/team/locales/${locale}.po`),
    ),
  ),
  "/report": forOwnerAndAdmins(
    lazyPage(
      () => import("./pages/report/ReportPage.tsx"),
      (locale) => import(`./pages/report/locales/${locale}.po`),
    ),
  ),
  "/activity": forOwnerAndAdmins(
    lazyPage(
      () => import("./pages/activity/ActivityPage.tsx"),
      (locale) => import(`./pages/activity/locales/${locale}.po`),
    ),
  ),
  "/settings": forOwnerAndAdmins(
    lazyPage(() => import("./pages/settings/payments/PaymentSettingsPage.tsx"), settingsTexts),
  ),
  "/settings/firm": forOwnerAndAdmins(lazyPage(() => import("./pages/settings/firm/FirmPage.tsx"), settingsTexts)),
  "/settings/webhooks": forOwnerAndAdmins(
    lazyPage(() => import("./pages/settings/webhooks/WebhooksPage.tsx"), settingsTexts),
  ),
  "/settings/webhooks/:id": forOwnerAndAdmins(
    lazyPage(() => import("./pages/settings/webhooks/WebhookEndpointPage.tsx"), settingsTexts),
  ),
};
