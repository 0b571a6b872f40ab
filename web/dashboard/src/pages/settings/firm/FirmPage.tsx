import { Button, Card, fieldError, Form, QueryView, Select, Skeleton, TextField, useToast } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation, useQuery } from "@acompte/shared/graphql";
import { locales } from "@acompte/shared/language";
import { languageNames } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { SettingsHeader } from "../SettingsHeader.tsx";

const FirmDocument = graphql(`
  query DashboardFirm {
    firm { id ...FirmForm_firm }
  }
`);

export default function FirmPage() {
  const { t } = useLingui();
  const query = useQuery(FirmDocument);
  return (
    <div className="page page-form">
      <SettingsHeader title={t`The firm`} />
      <Card>
        <QueryView query={query} skeleton={<Skeleton lines={6} />}>
          {({ firm }) => firm && <FirmForm firm={firm} />}
        </QueryView>
      </Card>
    </div>
  );
}

const FirmFragment = graphql(`
  fragment FirmForm_firm on Firm {
    id
    name
    currencyCode
    timeZone
    locale
    replyTo
  }
`);

const UpdateFirm = graphql(`
  mutation DashboardUpdateFirm($input: UpdateFirmInput!) {
    updateFirm(input: $input) {
      ... on FirmPayload {
        firm { ...FirmForm_firm }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

function FirmForm({ firm }: { firm: FragmentType<typeof FirmFragment> }) {
  const { t } = useLingui();
  const showToast = useToast();
  const { name, currencyCode, timeZone, locale, replyTo } = readFragment(FirmFragment, firm);
  const update = useMutation(UpdateFirm);
  const saved = { name, timeZone, locale, replyTo: replyTo ?? "" };
  const [typed, setTyped] = useState<Partial<typeof saved>>({});
  const now = { ...saved, ...typed };
  const timeZones = [...new Set([timeZone, ...Intl.supportedValuesOf("timeZone")])].sort();

  async function submit(): Promise<void> {
    if (!(await update.run({ input: { ...typed, ...("replyTo" in typed && { replyTo: typed.replyTo || null }) } }))) return;
    setTyped({});
    showToast(<Trans>Your settings are saved.</Trans>);
  }

  return (
    <Form failure={update.failure} fields={["name", "timeZone", "locale", "replyTo"]} onSubmit={submit}>
      <TextField
        label={t`Name`}
        hint={<Trans>As your clients see it</Trans>}
        autoComplete="organization"
        maxLength={200}
        value={now.name}
        onChange={(value) => setTyped({ ...typed, name: value })}
        error={fieldError(update.failure, "name")}
      />
      <TextField
        label={t`Email address for answers`}
        hint={<Trans>Clients who answer an email write to it.</Trans>}
        type="email"
        autoComplete="email"
        isOptional
        maxLength={254}
        value={now.replyTo}
        onChange={(value) => setTyped({ ...typed, replyTo: value })}
        error={fieldError(update.failure, "replyTo")}
      />
      <Select
        label={t`Language`}
        hint={<Trans>Of emails, for those who have not chosen one</Trans>}
        value={now.locale}
        onChange={(value) => setTyped({ ...typed, locale: value })}
        options={locales.map((value) => ({ value: value as string, label: languageNames[value] }))}
        error={fieldError(update.failure, "locale")}
      />
      <Select
        label={t`Time zone`}
        hint={<Trans>If you change it, due dates follow at once, and reports from the next day.</Trans>}
        value={now.timeZone}
        onChange={(value) => setTyped({ ...typed, timeZone: value })}
        options={timeZones.map((value) => ({ value, label: value.replaceAll("_", " ") }))}
        error={fieldError(update.failure, "timeZone")}
      />
      <p className="soft">
        <Trans>All amounts are in {currencyCode}. The currency of a firm does not change.</Trans>
      </p>
      <div className="form-actions">
        <Button type="submit" look="primary" isPending={update.isPending}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </Form>
  );
}
