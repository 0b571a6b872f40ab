import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  Badge,
  Button,
  Card,
  Checkbox,
  DateText,
  fieldError,
  Form,
  PageHeader,
  QueryView,
  Select,
  TextField,
  useToast,
} from "../components/index.ts";
import { type FragmentType, graphql, readFragment, useMutation, useQuery } from "../graphql/index.ts";
import { isLocale, locales } from "../language/locale.ts";
import { useLanguage } from "../language/index.ts";
import { languageNames } from "./LanguageMenuItems.tsx";
import { NoticeKindName } from "./NoticeKindName.tsx";
import { useViewer } from "./viewer.ts";

const ProfileDocument = graphql(`
  query Profile {
    viewer {
      ... on FirmMember { id noticePreferences { ...NoticePreferences_preferences } }
      ... on ClientUser { id noticePreferences { ...NoticePreferences_preferences } }
    }
    sessions { ...Sessions_session }
  }
`);

export default function ProfilePage() {
  const { t } = useLingui();
  const query = useQuery(ProfileDocument);
  const { email, locale } = useViewer();
  return (
    <div className="page page-form">
      <PageHeader title={t`Profile`} description={email} />
      <div className="columns">
        <div className="stack">
          <Person key={locale} />
          <Password />
        </div>
        <div className="stack">
          <Card title={<Trans>Notices by email</Trans>}>
            <QueryView query={query}>
              {({ viewer }) => viewer?.noticePreferences && <NoticePreferences preferences={viewer.noticePreferences} />}
            </QueryView>
          </Card>
          <Card title={<Trans>Where you are signed in</Trans>}>
            <QueryView query={query}>
              {({ sessions }) => <Sessions sessions={sessions ?? []} onChange={query.reload} />}
            </QueryView>
          </Card>
        </div>
      </div>
    </div>
  );
}

const UpdateProfile = graphql(`
  mutation UpdateProfile($name: String!, $locale: Locale) {
    updateProfile(input: { name: $name, locale: $locale }) {
      ... on ProfilePayload {
        viewer {
          ... on FirmMember { id name locale }
          ... on ClientUser { id name locale }
        }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

function Person() {
  const { t } = useLingui();
  const viewer = useViewer();
  const { setLocale } = useLanguage();
  const showToast = useToast();
  const update = useMutation(UpdateProfile);
  const [name, setName] = useState(viewer.name);
  const [locale, setChosen] = useState(viewer.locale ?? "");

  async function submit(): Promise<void> {
    if (!(await update.run({ name, locale: locale || null }))) return;
    if (isLocale(locale)) await setLocale(locale);
    showToast(<Trans>Your profile is saved.</Trans>);
  }

  return (
    <Card title={<Trans>You</Trans>}>
      <Form failure={update.failure} fields={["name"]} onSubmit={submit}>
        <TextField
          label={t`Name`}
          autoComplete="name"
          value={name}
          onChange={setName}
          error={fieldError(update.failure, "name")}
        />
        <Select
          label={t`Language of pages and emails`}
          hint={<Trans>Until you choose one, pages are in your browser’s language, and emails in the firm’s.</Trans>}
          value={locale}
          onChange={setChosen}
          options={[
            { value: "", label: t`None chosen` },
            ...locales.map((value) => ({ value, label: languageNames[value] })),
          ]}
        />
        <div className="form-actions">
          <Button type="submit" look="primary" isPending={update.isPending}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </Form>
    </Card>
  );
}

const ChangePassword = graphql(`
  mutation ChangePassword($current: String!, $new: String!) {
    changePassword(input: { current: $current, new: $new }) {
      ... on PasswordPayload { message }
      ... on UserError { message }
    }
  }
`);

function Password() {
  const { t } = useLingui();
  const showToast = useToast();
  const change = useMutation(ChangePassword);
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");

  async function submit(): Promise<void> {
    const payload = await change.run({ current, new: next });
    if (payload === null) return;
    setCurrent("");
    setNext("");
    showToast(payload.message);
  }

  return (
    <Card title={<Trans>Password</Trans>}>
      <Form failure={change.failure} onSubmit={submit}>
        <TextField
          label={t`Current password`}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <TextField
          label={t`New password`}
          hint={<Trans>At least 12 characters. You are signed out everywhere else.</Trans>}
          type="password"
          autoComplete="new-password"
          minLength={12}
          value={next}
          onChange={setNext}
        />
        <div className="form-actions">
          <Button type="submit" isPending={change.isPending}>
            <Trans>Change the password</Trans>
          </Button>
        </div>
      </Form>
    </Card>
  );
}

const NoticePreferencesFragment = graphql(`
  fragment NoticePreferences_preferences on NoticePreferencesPayload {
    email
    available
  }
`);

const UpdateNoticePreferences = graphql(`
  mutation UpdateNoticePreferences($email: [NoticeKind!]!) {
    updateNoticePreferences(input: { email: $email }) {
      ...NoticePreferences_preferences
    }
  }
`);

function NoticePreferences({ preferences }: { preferences: FragmentType<typeof NoticePreferencesFragment> }) {
  const showToast = useToast();
  const { available, email } = readFragment(NoticePreferencesFragment, preferences);
  const update = useMutation(UpdateNoticePreferences);
  const [chosen, setChosen] = useState(email);
  return (
    <Form
      failure={update.failure}
      onSubmit={async () => {
        if (await update.run({ email: chosen })) showToast(<Trans>Your choice is saved.</Trans>);
      }}
    >
      <div>
        {available.map((kind) => (
          <Checkbox
            key={kind}
            label={<NoticeKindName kind={kind} />}
            isChecked={chosen.includes(kind)}
            onChange={(isChecked) =>
              setChosen(isChecked ? [...chosen, kind] : chosen.filter((other) => other !== kind))
            }
          />
        ))}
      </div>
      <div className="form-actions">
        <Button type="submit" isPending={update.isPending}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </Form>
  );
}

const SessionFragment = graphql(`
  fragment Sessions_session on Session {
    id
    device
    createdAt
    lastSeenAt
    isCurrent
  }
`);

const RevokeSession = graphql(`
  mutation RevokeSession($sessionId: ID!) {
    revokeSession(input: { sessionId: $sessionId }) {
      ... on SessionsPayload {
        sessions { ...Sessions_session }
      }
      ... on UserError { message }
    }
  }
`);

type SessionsProps = { sessions: readonly FragmentType<typeof SessionFragment>[]; onChange(): void };

function Sessions({ sessions, onChange }: SessionsProps) {
  const revoke = useMutation(RevokeSession);
  const shown = readFragment(SessionFragment, sessions);
  return (
    <>
      <p className="soft small">
        <Plural value={shown.length} one="# session" other="# sessions" />
      </p>
      <ul className="list">
        {shown.map((session) => (
          <li className="list-item" key={session.id}>
            <div className="list-item-text">
              <span>{session.device ?? <Trans>Unknown device</Trans>}</span>
              <span className="soft small">
                <Trans>
                  Last used: <DateText value={session.lastSeenAt} withTime />
                </Trans>
              </span>
            </div>
            <div className="list-item-end">
              {session.isCurrent ? (
                <Badge tone="good">
                  <Trans>This device</Trans>
                </Badge>
              ) : (
                <Button
                  look="quiet"
                  isPending={revoke.isPending}
                  onClick={async () => (await revoke.run({ sessionId: session.id })) && onChange()}
                >
                  <Trans>Sign out</Trans>
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
