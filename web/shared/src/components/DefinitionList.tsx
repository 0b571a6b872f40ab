import type { ReactNode } from "react";

type Props = {
  items: readonly (readonly [label: ReactNode, value: ReactNode])[];
  /** Whether the values are amounts, aligned at the end. */
  areFigures?: boolean;
};

export function DefinitionList({ items, areFigures = false }: Props) {
  return (
    <dl className={areFigures ? "definitions definitions-figures" : "definitions"}>
      {items.map(([label, value], index) => (
        <Definition key={index} label={label} value={value} />
      ))}
    </dl>
  );
}

function Definition({ label, value }: { label: ReactNode; value: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
