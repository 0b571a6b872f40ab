import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

type Props = { tabs: readonly { value: string; label: ReactNode; content: ReactNode }[]; value?: string; onChange?(value: string): void };

export function Tabs({ tabs, value, onChange }: Props) {
  return (
    <Base.Root
      className="tabs"
      defaultValue={value === undefined ? tabs[0]?.value : undefined}
      value={value}
      onValueChange={(next) => onChange?.(String(next))}
    >
      <Base.List className="tabs-list">
        {tabs.map((tab) => (
          <Base.Tab className="tab" key={tab.value} value={tab.value}>
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
