import { Combobox } from "@base-ui/react/combobox";
import { Field } from "@acompte/shared/components";
import { graphql, useQuery } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { useDeferredValue, useState } from "react";
import styles from "./ClientField.module.css";

const FoundClients = graphql(`
  query DashboardFoundClients($search: String) {
    firm {
      id
      clients(search: $search, orderBy: { field: NAME, direction: ASC }, first: 20) {
        edges {
          node { id name reference }
        }
      }
    }
  }
`);

const ChosenClient = graphql(`
  query DashboardChosenClient($id: ID!) {
    client(id: $id) { id name reference }
  }
`);

type Client = { id: string; name: string; reference: string | null };
type Props = {
  label: string;
  error?: string | null;
  isRequired?: boolean;
  /** The id of the client that is chosen. Empty: none. */
  value: string;
  onChange(id: string): void;
};

/** A client of the firm, found by name, reference or address. */
export function ClientField({ label, error, isRequired = false, value, onChange }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const chosen = useQuery(ChosenClient, { id: value }, { pause: value === "" });
  const client: Client | null = chosen.data?.client?.id === value ? chosen.data.client : null;
  // What was chosen is not searched for: the list offers the others, too.
  const search = useDeferredValue(typed === client?.name ? "" : typed.trim().slice(0, 100));
  const found = useQuery(FoundClients, { search: search || null });
  const clients: readonly Client[] = found.data?.firm?.clients?.edges.map(({ node }) => node) ?? [];

  return (
    <Field label={label} error={error}>
      {(control) => (
        <Combobox.Root<Client>
          items={clients}
          filter={null}
          autoHighlight
          value={client}
          itemToStringLabel={({ name }) => name}
          isItemEqualToValue={(one, other) => one.id === other.id}
          onValueChange={(next) => onChange(next?.id ?? "")}
          onInputValueChange={setTyped}
        >
          <div className={styles.control}>
            {/* While the list is open, all but it is hidden from screen readers, the label included. */}
            <Combobox.Input {...control} className="input" aria-label={label} required={isRequired} />
            <Combobox.Clear className={styles.clear} aria-label={t`Choose no client`}>
              <X aria-hidden="true" />
            </Combobox.Clear>
          </div>
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
                  {(item: Client) => (
                    <Combobox.Item key={item.id} value={item} className="menu-item">
                      {item.name}
                      {item.reference && <span className="soft small">{item.reference}</span>}
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
