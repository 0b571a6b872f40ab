import { Button, Card, fieldError, Form, Money, MoneyField, Switch, TextArea, TextField } from "@acompte/shared/components";
import { type Failure, graphql, useQuery } from "@acompte/shared/graphql";
import { useFormats, useLanguage } from "@acompte/shared/language";
import { useMember } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { ClientField } from "../../components/ClientField.tsx";
import styles from "./InvoiceForm.module.css";
import { calculateTotals, fieldNames, findNonNumber, type InvoiceInput, type Line, newLine } from "./invoiceInput.ts";
import { digitsOf } from "./invoiceTotals.ts";

const BilledClient = graphql(`
  query DashboardBilledClient($id: ID!) {
    client(id: $id) {
      id
      name
      creditAccount { id available { amount currencyCode } }
    }
  }
`);

const maxLines = 200;

type Props = {
  input: InvoiceInput;
  setInput(changes: Partial<InvoiceInput>): void;
  /** Whether it is not written yet: then it has a client to choose, and can be issued at once. */
  isNew: boolean;
  failure: Failure | null;
  isPending: boolean;
  /** Whether it may have been written already: other input would be another invoice. */
  isFixed?: boolean;
  onSubmit(): void;
  /** Beside the button that sends it. */
  children?: ReactNode;
};

/** What an invoice says, with its total while it is typed. */
export function InvoiceForm({ input, setInput, isNew, failure, isPending, isFixed, onSubmit, children }: Props) {
  const { t } = useLingui();
  const { locale } = useLanguage();
  const { currencyCode } = useFormats();
  const { rights } = useMember();
  const [nonNumber, setNonNumber] = useState<string | null>(null);
  const { amounts, total } = calculateTotals(input.lines, locale, digitsOf(currencyCode ?? "USD"));
  const client = useQuery(BilledClient, { id: input.clientId }, { pause: !isNew || input.clientId === "" });
  const available = client.data?.client?.id === input.clientId ? client.data.client.creditAccount.available : null;
  const canPayFromCredits = isNew && rights.includes("MANAGE_PAYMENTS") && Number(available?.amount ?? 0) > 0;

  const problem: Failure | null =
    nonNumber === null ? failure : { __typename: "InvalidInput", field: nonNumber, message: t`Enter a number.` };
  const errorOf = (field: string) => fieldError(problem, field);
  const setLines = (lines: Line[]) => setInput({ lines });

  function submit(): void {
    const found = findNonNumber(input, locale);
    setNonNumber(found);
    if (found === null) onSubmit();
  }

  return (
    <Form failure={problem} fields={fieldNames(input.lines.length)} onSubmit={submit}>
      <fieldset className="form" disabled={isFixed}>
        <Card>
          {isNew && (
            <ClientField
              label={t`Client`}
              isRequired
              value={input.clientId}
              onChange={(clientId) => setInput({ clientId, fromCredits: "" })}
              error={errorOf("clientId")}
            />
          )}
          <div className={styles.pairs}>
            <TextField
              label={t`Number`}
              hint={isNew ? t`The next one if you leave it empty.` : undefined}
              isOptional={isNew}
              maxLength={40}
              value={input.number}
              onChange={(number) => setInput({ number })}
              error={errorOf("number")}
            />
            <TextField
              type="date"
              label={t`Due date`}
              isOptional
              value={input.dueOn}
              onChange={(dueOn) => setInput({ dueOn })}
              error={errorOf("dueOn")}
            />
          </div>
          <TextArea
            label={t`What the invoice is for`}
            isOptional
            maxLength={2000}
            rows={2}
            value={input.description}
            onChange={(description) => setInput({ description })}
            error={errorOf("description")}
          />
        </Card>
        <Card title={<Trans>Lines</Trans>}>
          <Lines lines={input.lines} amounts={amounts} setLines={setLines} errorOf={errorOf} />
          <div className={styles.total} role="status">
            <span>
              <Trans>Total</Trans>
            </span>
            <Money value={{ amount: total }} isFigure />
          </div>
        </Card>
      </fieldset>
      <Card title={<Trans>Payment</Trans>}>
        <fieldset className="form" disabled={isFixed}>
          <div className={styles.pairs}>
            <MoneyField
              label={t`Deposit`}
              hint={t`A part to be paid up front.`}
              isOptional
              value={input.deposit}
              onChange={(deposit) => setInput({ deposit })}
              error={errorOf("depositRequested")}
            />
            {canPayFromCredits && input.isIssued && available && (
              <MoneyField
                label={t`Pay from credits`}
                hint={
                  <Trans>
                    The client has <Money value={available} />.
                  </Trans>
                }
                isOptional
                value={input.fromCredits}
                onChange={(fromCredits) => setInput({ fromCredits })}
                error={errorOf("payFromCredits")}
              />
            )}
          </div>
          {isNew && (
            <Switch
              label={t`Issue it now`}
              hint={t`Otherwise it is a draft, which the client does not see.`}
              isChecked={input.isIssued}
              onChange={(isIssued) => setInput({ isIssued })}
            />
          )}
        </fieldset>
        <div className="form-actions">
          <Button type="submit" look="primary" isPending={isPending}>
            {isNew && input.isIssued ? <Trans>Issue the invoice</Trans> : <Trans>Save the draft</Trans>}
          </Button>
          {children}
        </div>
      </Card>
    </Form>
  );
}

type LinesProps = {
  lines: readonly Line[];
  amounts: readonly (string | null)[];
  setLines(lines: Line[]): void;
  errorOf(field: string): string | null;
};

function Lines({ lines, amounts, setLines, errorOf }: LinesProps) {
  const { t } = useLingui();
  const addButton = useRef<HTMLButtonElement>(null);
  const [addedKey, setAddedKey] = useState<string | null>(null);
  const change = (key: string, changes: Partial<Line>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...changes } : line)));

  return (
    <>
      <div className={styles.lines}>
        {lines.map((line, index) => (
          <div className={styles.line} key={line.key} role="group" aria-label={t`Line ${index + 1}`}>
            <div className={styles.description}>
              <TextField
                label={t`Description`}
                // Whoever adds a line goes on to write it.
                ref={line.key === addedKey ? focusOnce : undefined}
                maxLength={500}
                value={line.description}
                onChange={(description) => change(line.key, { description })}
                error={errorOf(`lines.${index}.description`)}
              />
            </div>
            <TextField
              label={t`Quantity`}
              inputMode="decimal"
              value={line.quantity}
              onChange={(quantity) => change(line.key, { quantity })}
              error={errorOf(`lines.${index}.quantity`)}
            />
            <MoneyField
              label={t`Price`}
              value={line.unitPrice}
              onChange={(unitPrice) => change(line.key, { unitPrice })}
              error={errorOf(`lines.${index}.unitPrice`) ?? errorOf(`lines.${index}`)}
            />
            <div className={styles.amount}>
              <LineAmount amount={amounts[index] ?? null} />
            </div>
            <div className={styles.remove}>
              {lines.length > 1 && (
                <Button
                  look="quiet"
                  isIcon
                  aria-label={t`Remove line ${index + 1}`}
                  onClick={() => {
                    setLines(lines.filter(({ key }) => key !== line.key));
                    addButton.current?.focus();
                  }}
                >
                  <Trash2 aria-hidden="true" />
                </Button>
              )}
            </div>
          </div>
        ))}
      </div>
      {lines.length < maxLines && (
        <div>
          <Button
            ref={addButton}
            onClick={() => {
              const line = newLine();
              setAddedKey(line.key);
              setLines([...lines, line]);
            }}
          >
            <Plus aria-hidden="true" />
            <Trans>Add a line</Trans>
          </Button>
        </div>
      )}
    </>
  );
}

/** A function that stays the same, so that it is called when the field appears and not again. */
function focusOnce(input: HTMLInputElement | null): void {
  input?.focus();
}

function LineAmount({ amount }: { amount: string | null }) {
  return amount !== null && <Money value={{ amount }} />;
}
