import { lazy } from "react";

export const SignInPage = lazy(() => import("./SignInPage.tsx"));
export const InvitationPage = lazy(() => import("./InvitationPage.tsx"));
export const ForgottenPasswordPage = lazy(() => import("./ForgottenPasswordPage.tsx"));
export const ResetPasswordPage = lazy(() => import("./ResetPasswordPage.tsx"));
export const NoticesPage = lazy(() => import("./NoticesPage.tsx"));
export const ProfilePage = lazy(() => import("./ProfilePage.tsx"));
export const NotFoundPage = lazy(() => import("./NotFoundPage.tsx"));
