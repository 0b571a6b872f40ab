import { type ComponentType, Suspense } from "react";
import { Redirect, Route, Router, Switch, useLocation } from "wouter";
import { Skeleton, Toasts } from "../components/index.ts";
import { graphql, useQuery } from "../graphql/index.ts";
import { FirmFormats, Language, type LoadCatalogue } from "../language/index.ts";
import { PaymentWindows } from "../payment/index.tsx";
import { ApiClientProvider, type AppName, appOf, signInPath, useApiClient } from "./ApiClientProvider.tsx";
import { AppFailure, ErrorBoundary, PageFailure } from "./ErrorBoundary.tsx";
import {
  ForgottenPasswordPage,
  InvitationPage,
  NoticesPage,
  NotFoundPage,
  ProfilePage,
  ResetPasswordPage,
  SignInPage,
} from "./pages.ts";
import { type NavigationItem, Shell } from "./Shell.tsx";
import { useDecodedLocation } from "./useDecodedLocation.ts";
import { firmOf, readShell, type Viewer, ViewerProvider } from "./viewer.ts";

export type AppProps = {
  app: AppName;
  /** The texts that are not of a page. */
  catalogue: LoadCatalogue;
  /** The pages by their paths. The query of the page at "/" spreads `Shell_query`. */
  pages: Record<string, ComponentType>;
  useNavigation(viewer: Viewer | null): NavigationItem[];
  /** Keeps the cache up to date while somebody is signed in. Shows nothing. */
  Live: ComponentType<{ viewer: Viewer }>;
};

export function App(props: AppProps) {
  return (
    <Language catalogue={props.catalogue}>
      <Router base={`/${props.app}`} hook={useDecodedLocation}>
        <ApiClientProvider app={props.app}>
          <Toasts>
            <ErrorBoundary fallback={<AppFailure />}>
              <Suspense fallback={null}>
                <Switch>
                  <Route path="/sign-in" component={SignInPage} />
                  <Route path="/invitation" component={InvitationPage} />
                  <Route path="/forgotten-password" component={ForgottenPasswordPage} />
                  <Route path="/reset-password" component={ResetPasswordPage} />
                  <Route>
                    <SignedIn {...props} />
                  </Route>
                </Switch>
              </Suspense>
            </ErrorBoundary>
          </Toasts>
        </ApiClientProvider>
      </Router>
    </Language>
  );
}

const ShellDocument = graphql(`
  query Shell {
    ...Shell_query
  }
`);

function SignedIn({ pages, useNavigation, Live }: AppProps) {
  const { app } = useApiClient();
  const [path] = useLocation();
  const isHome = path === "/";
  // The home page's query brings it: its first request is the only one.
  const query = useQuery(ShellDocument, {}, { requestPolicy: isHome ? "cache-only" : "cache-first" });
  const shell = query.data ? readShell(query.data) : null;
  const viewer = shell?.viewer ?? null;
  const navigation = useNavigation(viewer);

  if (shell && viewer === null) return <Redirect to={signInPath(path)} replace />;
  if (viewer && appOf(viewer) !== app) {
    location.replace(`/${appOf(viewer)}/`);
    return null;
  }
  return (
    <FirmFormats firm={viewer && firmOf(viewer)}>
      <ViewerProvider value={viewer}>
        <PaymentWindows>
          <Shell navigation={navigation} viewer={viewer} unreadCount={shell?.unread?.totalCount ?? 0}>
            {viewer && <Live viewer={viewer} />}
            <ErrorBoundary key={path} fallback={<PageFailure />}>
              <Suspense fallback={<Skeleton lines={5} />}>
                {(viewer || isHome) && (
                  <Switch>
                    {Object.entries(pages).map(([at, Page]) => (
                      <Route key={at} path={at} component={Page as ComponentType<object>} />
                    ))}
                    <Route path="/notices" component={NoticesPage} />
                    <Route path="/profile" component={ProfilePage} />
                    <Route component={NotFoundPage} />
                  </Switch>
                )}
              </Suspense>
            </ErrorBoundary>
          </Shell>
        </PaymentWindows>
      </ViewerProvider>
    </FirmFormats>
  );
}

