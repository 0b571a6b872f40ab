import { useState } from "react";
import { type Example, groups } from "./examples";
import { Popover } from "./Popover";

export function ExampleMenu({ onChoose }: { onChoose(example: Example): void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover label="Examples" name="examples" title="Example queries; each opens in a new tab" isOpen={isOpen} setOpen={setOpen}>
      <div className="columns">
        {groups.map((group) => (
          <section key={group.job}>
            <h2>
              {group.job} <small>{group.for}</small>
            </h2>
            <ul>
              {group.examples.map((example) => (
                <li key={example.file}>
                  <button
                    type="button"
                    title={example.note}
                    onClick={() => {
                      setOpen(false);
                      onChoose(example);
                    }}
                  >
                    {example.title}
                    {example.for !== undefined && <small> {example.for}</small>}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Popover>
  );
}
