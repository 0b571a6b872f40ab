import { lazyPage, type LoadCatalogue } from "@acompte/shared/language";

const invoicesTexts: LoadCatalogue = (locale) => import(`./pages/invoices/locales/${locale}.po`);
const paymentsTexts: LoadCatalogue = (locale) => import(`./pages/payments/locales/${locale}.po`);
const creditsTexts: LoadCatalogue = (locale) => import(`./pages/credits/locales/${locale}.po`);

/** The pages by their paths. */
export const pages = {
  "/": lazyPage(
    () => import("./pages/home/HomePage.tsx"),
    (locale) => import(`./pages/home/locales/${locale}.po`),
  ),
  "/invoices": lazyPage(() => import("./pages/invoices/InvoicesPage.tsx"), invoicesTexts),
  "/invoices/:id": lazyPage(() => import("./pages/invoices/InvoicePage.tsx"), invoicesTexts),
  "/payments": lazyPage(() => import("./pages/payments/PaymentsPage.tsx"), paymentsTexts),
  "/payments/:id": lazyPage(() => import("./pages/payments/PaymentPage.tsx"), paymentsTexts),
  "/credits": lazyPage(() => import("./pages/credits/CreditsPage.tsx"), creditsTexts),
  "/credits/prepayments": lazyPage(() => import("./pages/credits/PrepaymentsPage.tsx"), creditsTexts),
  "/credits/prepayments/:id": lazyPage(() => import("./pages/credits/PrepaymentPage.tsx"), creditsTexts),
};
