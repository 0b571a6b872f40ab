import { Trans, useLingui } from "@lingui/react/macro";
import { Bell, ChevronsUpDown, Monitor, Moon, Sun, LogOut, UserRound, Building2, Ellipsis } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { Link, useLocation, useRoute } from "wouter";
import { Menu, MenuItem, MenuSeparator } from "../components/index.ts";
import { graphql, useConnectionLost, useMutation } from "../graphql/index.ts";
import { LanguageMenuItems } from "./LanguageMenuItems.tsx";
import { useApiClient, useEnter } from "./ApiClientProvider.tsx";
import { type Theme, useTheme } from "./theme.ts";
import { firmOf, type Viewer } from "./viewer.ts";

export type NavigationItem = {
  to: string;
  label: string;
  icon: ComponentType<{ className?: string; "aria-hidden"?: "true" }>;
};

type Props = {
  navigation: NavigationItem[];
  viewer: Viewer | null;
  unreadCount: number;
  children: ReactNode;
};

const itemsInBottomBar = 5;

/** What is around each page: navigation, who is signed in, and whether there is a connection. */
export function Shell({ navigation, viewer, unreadCount, children }: Props) {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const items = [...navigation, { to: "/notices", label: t`Notices`, icon: Bell, count: unreadCount }];
  const fits = items.length <= itemsInBottomBar;
  const inBar = fits ? items : items.slice(0, itemsInBottomBar - 1);
  const inMenu = fits ? [] : items.slice(itemsInBottomBar - 1);
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        <Trans>Skip to the content</Trans>
      </a>
      <header className="shell-side">
        <Brand viewer={viewer} />
        <nav className="shell-navigation" aria-label={t`Main navigation`}>
          <ul>
            {items.map((item) => (
              <li key={item.to}>
                <NavigationLink {...item} />
              </li>
            ))}
          </ul>
        </nav>
        <div className="shell-end">{viewer && <PersonMenu viewer={viewer} />}</div>
      </header>
      <div className="shell-content">
        <ConnectionBanner />
        <main id="main" className="shell-main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <nav className="shell-bottom" aria-label={t`Main navigation`}>
        <ul>
          {inBar.map((item) => (
            <li key={item.to}>
              <NavigationLink {...item} />
            </li>
          ))}
          {inMenu.length > 0 && (
            <li>
              <Menu
                trigger={
                  <button type="button" className="shell-link shell-more">
                    <Ellipsis className="icon" aria-hidden="true" />
                    <Trans>More</Trans>
                  </button>
                }
              >
                {inMenu.map((item) => (
                  <MenuItem
                    key={item.to}
                    icon={<item.icon className="icon" aria-hidden="true" />}
                    onSelect={() => navigate(item.to)}
                  >
                    {item.label}
                  </MenuItem>
                ))}
              </Menu>
            </li>
          )}
        </ul>
      </nav>
    </div>
  );
}

function NavigationLink({ to, label, icon: Icon, count = 0 }: NavigationItem & { count?: number }) {
  const { t } = useLingui();
  const [isCurrent] = useRoute(to === "/" ? "/" : `${to}/*?`);
  return (
    <Link className="shell-link" href={to} aria-current={isCurrent ? "page" : undefined}>
      <Icon className="icon" aria-hidden="true" />
      {label}
      {count > 0 && (
        <span className="shell-count" aria-label={t`${count} unread`}>
          {count > 99 ? "99+" : count}
        </span>
      )}
    </Link>
  );
}

function Brand({ viewer }: { viewer: Viewer | null }) {
  if (viewer === null) return <div className="shell-brand" />;
  const firm = firmOf(viewer);
  return (
    <div className="shell-brand">
      <span className="shell-brand-mark" aria-hidden="true">
        {firm.name.charAt(0)}
      </span>
      <span>
        {firm.name}
        {viewer.__typename === "ClientUser" && <span className="shell-brand-client">{viewer.client.name}</span>}
      </span>
    </div>
  );
}

const SignOut = graphql(`
  mutation SignOut {
    signOut
  }
`);

const SwitchMembership = graphql(`
  mutation SwitchMembership($membershipId: ID!) {
    switchMembership(input: { membershipId: $membershipId }) {
      ... on SignInPayload {
        viewer { __typename }
      }
      ... on UserError { message }
    }
  }
`);

function PersonMenu({ viewer }: { viewer: Viewer }) {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const { resetClient } = useApiClient();
  const enter = useEnter();
  const signOut = useMutation(SignOut);
  const switchMembership = useMutation(SwitchMembership);
  const [theme, setTheme] = useTheme();
  const themes: [Theme, string, typeof Sun][] = [
    ["system", t`As on this device`, Monitor],
    ["light", t`Light`, Sun],
    ["dark", t`Dark`, Moon],
  ];
  const others = viewer.memberships?.filter((membership) => !membership.isCurrent) ?? [];

  return (
    <Menu
      trigger={
        <button type="button" className="shell-person">
          <span className="shell-initials" aria-hidden="true">
            {initials(viewer.name)}
          </span>
          <span className="shell-person-name">{viewer.name}</span>
          <ChevronsUpDown className="icon" aria-hidden="true" />
        </button>
      }
    >
      <div className="menu-label">{viewer.email}</div>
      <MenuItem icon={<UserRound className="icon" aria-hidden="true" />} onSelect={() => navigate("/profile")}>
        <Trans>Profile</Trans>
      </MenuItem>
      {others.map((membership) => (
        <MenuItem
          key={membership.id}
          icon={<Building2 className="icon" aria-hidden="true" />}
          onSelect={async () => {
            const payload = await switchMembership.run({ membershipId: membership.id });
            if (payload) enter(payload.viewer);
            // It has ended meanwhile: the menu shows those that are left.
            else resetClient();
          }}
        >
          {membership.clientName ? `${membership.clientName} · ${membership.firmName}` : membership.firmName}
        </MenuItem>
      ))}
      <MenuSeparator />
      {themes
        .filter(([value]) => value !== theme)
        .map(([value, label, Icon]) => (
          <MenuItem key={value} icon={<Icon className="icon" aria-hidden="true" />} onSelect={() => setTheme(value)}>
            {label}
          </MenuItem>
        ))}
      <LanguageMenuItems />
      <MenuSeparator />
      <MenuItem
        icon={<LogOut className="icon" aria-hidden="true" />}
        onSelect={async () => {
          if (!(await signOut.run({}))) return;
          navigate("/sign-in", { replace: true });
          resetClient();
        }}
      >
        <Trans>Sign out</Trans>
      </MenuItem>
    </Menu>
  );
}

function ConnectionBanner() {
  return (
    <div role="status">
      {useConnectionLost() && (
        <div className="shell-banner">
          <Trans>The connection is lost. We are trying again.</Trans>
        </div>
      )}
    </div>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .flatMap((word) => word.charAt(0))
    .slice(0, 2)
    .join("")
    .toUpperCase();
