import manifest from "../examples/index.json";

const texts = import.meta.glob<string>("../examples/**/*.graphql", { query: "?raw", import: "default", eager: true });

export type Example = {
  file: string;
  title: string;
  note: string; // the rest of the leading comment
  for?: string;
  query: string;
  variables?: Record<string, unknown>;
};

export type Group = { job: string; for: string; examples: Example[] };

type Entry = { file: string; for?: string; variables?: Record<string, unknown> };

function load(entry: Entry): Example {
  const query = texts[`../examples/${entry.file}`];
  if (query === undefined) throw new Error(`No such example: ${entry.file}`);
  const comments: string[] = [];
  for (const line of query.split("\n")) {
    if (!line.startsWith("#")) break;
    comments.push(line.replace(/^#\s*/, ""));
  }
  const [title = entry.file, ...notes] = comments;
  return { ...entry, title, note: notes.join(" "), query };
}

export const groups: Group[] = manifest.groups.map((group) => ({
  job: group.job,
  for: group.for,
  examples: (group.examples as Entry[]).map(load),
}));

export function exampleOf(file: string): Example {
  for (const group of groups) {
    for (const example of group.examples) if (example.file === file) return example;
  }
  throw new Error(`No such example: ${file}`);
}
