import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";

export type Column<Row> = {
  key: string;
  label: string;
  cell(row: Row): ReactNode;
  /** Whether it is an amount, aligned at the end. */
  isAmount?: boolean;
  /** What a click on the heading orders by. */
  sort?: { direction: "ASC" | "DESC" | null; onSort(): void };
};

type Props<Row> = {
  /** What the table lists, for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string;
};

/** A list as a table, and on a phone as cards. The first column names the row. */
export function Table<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  return (
    // The roles survive the display of cards.
    <table className="table" role="table">
      <caption className="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              role="columnheader"
              className={column.isAmount ? "end" : undefined}
              aria-sort={
                column.sort?.direction ? (column.sort.direction === "ASC" ? "ascending" : "descending") : undefined
              }
            >
              {column.sort ? (
                <button type="button" className="table-sort" onClick={column.sort.onSort}>
                  {column.label}
                  {column.sort.direction === "ASC" && <ArrowUp className="icon" aria-hidden="true" />}
                  {column.sort.direction === "DESC" && <ArrowDown className="icon" aria-hidden="true" />}
                </button>
              ) : (
                column.label
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map((column) => (
              <td
                key={column.key}
                role="cell"
                data-label={column.label}
                className={column.isAmount ? "end" : undefined}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
