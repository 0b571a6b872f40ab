import { Combobox } from "@base-ui/react/combobox";
import { Field } from "@acompte/shared/components";
import { graphql, useQuery } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { useDeferredValue, useState } from "react";
import styles from "./AssignedClientsField.module.css";

const ClientsToAssign = graphql(`
  query DashboardClientsToAssign($search: String) {
    firm {
      id
      clients(search: $search, orderBy: { field: NAME, direction: ASC }, first: 20) {
        edges {
          node { id name }
        }
      }
    }
  }
`);

export type AssignedClient = { id: string; name: string };
type Props = {
  value: readonly AssignedClient[];
  onChange(value: AssignedClient[]): void;
  error: string | null;
};

/** The clients that an employee sees, each found by name, reference or address. */
export function AssignedClientsField({ value, onChange, error }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed.trim().slice(0, 100));
  const found = useQuery(ClientsToAssign, { search: search || null });
  const clients: AssignedClient[] = (found.data?.firm?.clients?.edges ?? []).map(({ node }) => node);

  return (
    <Field
      label={t`Assigned clients`}
      hint={t`Type a name to find a client. Employees see these clients only.`}
      error={error}
      isOptional
    >
      {(control) => (
        <Combobox.Root<AssignedClient, true>
          multiple
          items={clients}
          filter={null}
          autoHighlight
          value={[...value]}
          itemToStringLabel={({ name }) => name}
          isItemEqualToValue={(one, other) => one.id === other.id}
          onValueChange={(next, { reason }) => {
            // Escape closes the list; it would take all clients away, too.
            if (reason !== "escape-key") onChange(next);
          }}
          inputValue={typed}
          onInputValueChange={setTyped}
        >
          <Combobox.Chips className={`input ${styles.control}`}>
            {value.map((client) => (
              <Combobox.Chip key={client.id} className={`badge ${styles.chip}`} aria-label={client.name}>
                {client.name}
                <Combobox.ChipRemove className={styles.remove} aria-label={t`Remove ${client.name}`}>
                  <X aria-hidden="true" />
                </Combobox.ChipRemove>
              </Combobox.Chip>
            ))}
            {/* While the list is open, all but it is hidden from screen readers, the label included. */}
            <Combobox.Input {...control} className={styles.text} aria-label={t`Assigned clients`} />
          </Combobox.Chips>
          <Combobox.Portal>
            <Combobox.Positioner className="menu-positioner" sideOffset={6}>
              <Combobox.Popup className={`menu ${styles.list}`}>
                <Combobox.Empty>
                  {!found.isLoading && (
                    <div className="menu-label">
                      <Trans>No client is called that.</Trans>
                    </div>
                  )}
                </Combobox.Empty>
                <Combobox.List>
                  {(client: AssignedClient) => (
                    <Combobox.Item key={client.id} value={client} className="menu-item">
                      {client.name}
                    </Combobox.Item>
                  )}
                </Combobox.List>
              </Combobox.Popup>
            </Combobox.Positioner>
          </Combobox.Portal>
        </Combobox.Root>
      )}
    </Field>
  );
}
