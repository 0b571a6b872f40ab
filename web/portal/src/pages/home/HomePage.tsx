import { PageHeader, QueryView } from "@acompte/shared/components";
import { graphql, useQuery } from "@acompte/shared/graphql";
import { useLingui } from "@lingui/react/macro";
import { PrepaymentOffer } from "../../payments/PrepaymentOffer.tsx";
import { Credits } from "./Credits.tsx";
import { HomeSkeleton } from "./HomeSkeleton.tsx";
import { ToDoList } from "./ToDoList.tsx";

/** The one request of the first page: with what the shell needs, and what each part of the page needs. */
const HomeDocument = graphql(`
  query PortalHome {
    ...Shell_query
    viewer {
      ... on ClientUser {
        id
        name
        client {
          id
          ...ToDoList_client
          ...Credits_client
          ...PrepaymentOffer_client
        }
      }
    }
  }
`);

export default function HomePage() {
  const { t } = useLingui();
  const query = useQuery(HomeDocument);
  const viewer = query.data?.viewer;
  const firstName = viewer?.__typename === "ClientUser" ? viewer.name.split(" ")[0] : null;
  return (
    <div className="page">
      <PageHeader title={firstName ? t`Hello, ${firstName}` : t`Home`} />
      <QueryView query={query} skeleton={<HomeSkeleton />}>
        {({ viewer }) =>
          viewer?.__typename === "ClientUser" && (
            <div className="main-and-side">
              <ToDoList client={viewer.client} />
              <div className="stack">
                <Credits client={viewer.client} />
                <PrepaymentOffer client={viewer.client} />
              </div>
            </div>
          )
        }
      </QueryView>
    </div>
  );
}
