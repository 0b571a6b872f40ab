"""Members of the firm, and users of clients."""

from typing import Annotated

from billing.identity import remove_client_user, remove_member, transfer_ownership, update_member
from billing.identity.member_changes import MemberChange
from billing.identity.passwords import WrongPassword
from billing.unset import UNSET
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import members as inputs
from graph.payloads import members as payloads
from graph.payloads.clients import ClientPayload
from graph.payloads.firm import FirmPayload


async def update(
    info: Info, input_: Annotated[inputs.UpdateMemberInput, described.input_argument("The changes.")]
) -> payloads.UpdateMemberResult | None:
    """Change a member's role, rights or assigned clients, from their next request on. Either all changes are made, or
    none.
    """
    rights = input_validation.to_non_null_change(input_.rights, "rights")
    client_ids = input_validation.to_non_null_change(input_.client_ids, "clientIds")
    change = MemberChange(
        role=input_validation.to_non_null_change(input_.role, "role"),
        rights=rights if rights is UNSET else frozenset(rights),
        client_ids=client_ids if client_ids is UNSET else inputs.require_client_ids(client_ids),
    )
    command = update_member.UpdateMemberCommand(global_ids.require("FirmMember", input_.member_id), change)
    member_id = await info.context.run_for_viewer(update_member.update_member, command)
    return payloads.MemberPayload(member=sqlquery.object_ref("FirmMember", member_id))


async def remove(
    info: Info, input_: Annotated[inputs.RemoveMemberInput, described.input_argument("The member to remove.")]
) -> payloads.RemoveMemberResult | None:
    """Remove a member. Their sessions in this firm end; their name stays on what they did. If they are invited again,
    they get the same membership back.
    """
    member_id = global_ids.require("FirmMember", input_.member_id)
    await info.context.run_for_viewer(remove_member.remove_member, member_id)
    return FirmPayload(firm=sqlquery.object_ref("Firm", info.context.authenticated_viewer.firm_id))


async def remove_user(
    info: Info, input_: Annotated[inputs.RemoveClientUserInput, described.input_argument("The user to remove.")]
) -> payloads.RemoveClientUserResult | None:
    """Remove a user from their client. Their sessions for this client end; their name stays on what they did. If they
    are invited again, they get the same membership back.
    """
    user_id = global_ids.require("ClientUser", input_.client_user_id)
    client_id = await info.context.run_for_viewer(remove_client_user.remove_client_user, user_id)
    return ClientPayload(client=sqlquery.object_ref("Client", client_id), replayed=False)


async def transfer(
    info: Info, input_: Annotated[inputs.TransferOwnershipInput, described.input_argument("The new owner.")]
) -> payloads.TransferOwnershipResult | None:
    """Make another member the owner of the firm. The previous owner becomes an admin. Asks for the owner's own
    password; attempts are rate-limited like sign-ins.
    """
    context = info.context
    context.reserve_credential_check(WrongPassword)
    command = transfer_ownership.TransferOwnershipCommand(
        member_id=global_ids.require("FirmMember", input_.member_id),
        password=input_validation.validate_password(input_.password, "password"),
        origin=context.origin,
    )
    await context.run_for_viewer(transfer_ownership.transfer_ownership, command)
    return FirmPayload(firm=sqlquery.object_ref("Firm", context.authenticated_viewer.firm_id))
