// Fails on texts that are not in the catalogues, or that have no translation.
import { getCatalogs } from "@lingui/cli/api";
import { getConfig } from "@lingui/conf";

const config = getConfig();
let problems = 0;
for (const catalogue of await getCatalogs(config)) {
  const found = (await catalogue.collect()) ?? {};
  for (const locale of config.locales) {
    const stored = (await catalogue.read(locale)) ?? {};
    for (const [id, { message, origin }] of Object.entries(found)) {
      if (stored[id]?.translation) continue;
      problems += 1;
      console.error(`${locale}: no translation of "${message}" (${origin?.[0]?.[0]}). Run npm run extract.`);
    }
    for (const id of Object.keys(stored).filter((id) => !(id in found))) {
      problems += 1;
      console.error(`${locale}: "${stored[id].message}" is not used any more. Run npm run extract.`);
    }
  }
}
process.exit(problems === 0 ? 0 : 1);
