import { Languages } from "lucide-react";
import { MenuItem } from "../components/index.ts";
import { graphql, useMutation } from "../graphql/index.ts";
import { type Locale, locales, useLanguage } from "../language/index.ts";

export const languageNames: Record<Locale, string> = { en: "English", fr: "Français" };

const SetLanguage = graphql(`
  mutation SetLanguage($locale: Locale!) {
    updateProfile(input: { locale: $locale }) {
      ... on ProfilePayload {
        viewer {
          ... on FirmMember { id locale }
          ... on ClientUser { id locale }
        }
      }
      ... on UserError { message }
    }
  }
`);

/** The other languages. Choosing one changes the profile, too: mails come in it. */
export function LanguageMenuItems() {
  const { locale, setLocale } = useLanguage();
  const { run } = useMutation(SetLanguage);
  return locales
    .filter((other) => other !== locale)
    .map((other) => (
      <MenuItem
        key={other}
        icon={<Languages className="icon" aria-hidden="true" />}
        onSelect={async () => {
          await run({ locale: other });
          await setLocale(other);
        }}
      >
        <span lang={other}>{languageNames[other]}</span>
      </MenuItem>
    ));
}
