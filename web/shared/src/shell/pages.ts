import { lazy } from "react";
import { loadModule } from "../language/loadModule.ts";

export const SignInPage = lazy(() => loadModule(() => import("./SignInPage.tsx")));
export const InvitationPage = lazy(() => loadModule(() => import("./InvitationPage.tsx")));
export const ForgottenPasswordPage = lazy(() => loadModule(() => import("./ForgottenPasswordPage.tsx")));
export const ResetPasswordPage = lazy(() => loadModule(() => import("./ResetPasswordPage.tsx")));
export const NoticesPage = lazy(() => loadModule(() => import("./NoticesPage.tsx")));
export const ProfilePage = lazy(() => loadModule(() => import("./ProfilePage.tsx")));
export const NotFoundPage = lazy(() => loadModule(() => import("./NotFoundPage.tsx")));
