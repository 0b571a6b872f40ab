import { Card } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";

const AssignedMembersFragment = graphql(`
  fragment AssignedMembers_client on Client {
    id
    assignedMembers { id name email }
  }
`);

/** Which employees have the client. Others than the owner and admins do not see it. */
export function AssignedMembers({ client }: { client: FragmentType<typeof AssignedMembersFragment> }) {
  const { assignedMembers } = readFragment(AssignedMembersFragment, client);
  if (assignedMembers === null) return null;
  return (
    <Card
      title={<Trans>Assigned to</Trans>}
      end={
        <Link href="/team">
          <Trans>Team</Trans>
        </Link>
      }
    >
      {assignedMembers.length === 0 ? (
        <p className="soft">
          <Trans>Nobody in particular: only those who see all clients.</Trans>
        </p>
      ) : (
        <ul className="list">
          {assignedMembers.map(({ id, name, email }) => (
            <li className="list-item" key={id}>
              <div className="list-item-text">
                <span>{name}</span>
                <span className="soft small">{email}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
