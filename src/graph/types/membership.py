"""Memberships: members of the firm, users of clients, and the viewer, who is one of them."""

import itertools
from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

import models
from billing.access import policy, principals, visibility
from billing.identity import sign_in
from billing.notices import preferences
from graph import described, filters, global_ids, pagination, sqlquery
from graph.scalars import Locale
from graph.types import lazy
from graph.types.node import Node
from graph.types.notice_preferences import NoticePreferencesPayload

MEMBERSHIP_ID_TYPE = "Seat"
"""The type name in the global ids of memberships: both `Membership` and `Seat` have it."""


def _person_field(column: Any, description: str) -> Any:
    def value(membership: Any, _: sqlquery.CompileContext) -> Any:
        return select(column).where(models.Person.id == membership.person_id).scalar_subquery()

    return sqlquery.column(description, value)


_LOCALE = "The language that the person has chosen. Null if they have not: theirs is then that of the firm."


def rights_of_row(member: Any, _: sqlquery.CompileContext) -> ColumnElement[Any]:
    """SQL: the names of the effective rights of a member, or of an invitation; null without a role."""

    def names(role: models.FirmRole, granted: dict[str, bool]) -> list[str]:
        # Call `rights_of` for every possible member, so that the rule is in one place.
        rights = principals.rights_of(models.FirmMember(role=role, **granted))
        return [right.name for right in models.MemberRight if right in rights]

    columns = tuple(principals.RIGHT_COLUMNS.values())
    values = itertools.product((True, False), repeat=len(columns))
    combinations = [dict(zip(columns, granted, strict=True)) for granted in values]
    none_granted: dict[str, bool] = dict.fromkeys(columns, False)
    return sqlquery.json_case(
        (
            and_(member.role == role, *(getattr(member, name).is_(granted[name]) for name in granted)),
            names(role, none_granted | granted),
        )
        for role in models.FirmRole
        for granted in ([{}] if principals.has_every_right(role) else combinations)
    )


_CHOICE = sqlquery.RowColumns(models.NoticePreference, "kind", "by_email")
_choice = aliased(models.NoticePreference)


def _choice_values(membership: Any, compile_context: sqlquery.CompileContext) -> Mapping[str, ColumnElement[Any]]:
    viewer = compile_context.viewer
    is_viewer = membership.id == viewer.id
    choices = select().select_from(_choice).where(is_viewer, preferences.is_own_choice(viewer, _choice))
    return {"isViewer": is_viewer, "choices": _CHOICE.of_all(_choice, choices)}


def _notice_preferences(values: Mapping[str, Any], context: sqlquery.ComputeContext) -> NoticePreferencesPayload | None:
    if not values["isViewer"]:
        return None
    choices = {choice.kind: choice.by_email for choice in map(_CHOICE.load, values["choices"])}
    return NoticePreferencesPayload.of(preferences.NoticePreferences.of(context.viewer, choices))


def _notice_preferences_field() -> Any:
    description = "Which notices come by e-mail, to this membership. Null unless it is the viewer."
    return sqlquery.computed(description, _choice_values, _notice_preferences)


@sqlquery.source()
@described.object_type
class Membership:
    """A person's access to a firm as a member, or to a client as its user."""

    id: strawberry.ID = sqlquery.column(
        "The id to pass to `switchMembership`, and to `signIn` as `seatId`. It is not a Node.",
        lambda membership, _: sqlquery.GlobalId(MEMBERSHIP_ID_TYPE, membership.id),
    )
    firm_name: str = sqlquery.column("The name of the firm.")
    client_name: str | None = sqlquery.column("The name of the client. Null for a member of the firm.")
    role: models.FirmRole | None = sqlquery.column("The role in the firm. Null for a client's user.")
    is_current: bool = sqlquery.column(
        "Whether the request acts in this membership.",
        lambda membership, compile_context: membership.id == compile_context.viewer.id,
    )


def _memberships() -> Any:
    return sqlquery.subquery(
        "All memberships of this person, in all firms, to offer them for `switchMembership`. Null unless it is the"
        " viewer.",
        lambda membership, _: sign_in.select_memberships(membership),
        when=lambda membership, compile_context: membership.id == compile_context.viewer.id,
    )


def _is_assigned(member: Any, client: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    assignment = aliased(models.Assignment)
    return (
        select(assignment.client_id)
        .where(
            assignment.firm_id == member.firm_id,
            assignment.member_id == member.id,
            client.firm_id == assignment.firm_id,
            client.id == assignment.client_id,
        )
        .correlate_except(assignment)
        .exists()
    )


@sqlquery.source(models.FirmMember, visibility.members)
@described.object_type
class FirmMember(Node):
    """A member of the firm. The owner and admins can read all members, employees only themselves. Clients can read the
    names of members only: see Actor.
    """

    name: str = _person_field(models.Person.name, "The name.")
    email: str = _person_field(models.Person.email, "The email address for signing in, in lower case.")
    locale: Locale | None = _person_field(models.Person.locale, _LOCALE)
    role: models.FirmRole = sqlquery.column("The role in the firm.")
    rights: list[models.MemberRight] = sqlquery.column(
        "The rights. The owner and admins have every right.", rights_of_row
    )
    firm: lazy.Firm = sqlquery.to_one("The firm.", lambda member, firm, _: firm.id == member.firm_id)
    notice_preferences: NoticePreferencesPayload | None = _notice_preferences_field()
    assigned_clients: pagination.Connection[lazy.Client] | None = sqlquery.connection(
        "The clients that an employee without VIEW_ALL_CLIENTS sees, newest first. Empty for the owner and admins, who"
        " see all clients.",
        filters.parse_assigned_client_list,
        on=_is_assigned,
        permission=policy.OWNER_OR_ADMIN,
    )
    memberships: list[Membership] | None = _memberships()


@sqlquery.source(models.ClientUser, visibility.client_users)
@described.object_type
class ClientUser(Node):
    """A user of one client, who can read only that client. Visible to the firm and to the client's users."""

    name: str = _person_field(models.Person.name, "The name.")
    email: str = _person_field(models.Person.email, "The email address for signing in, in lower case.")
    locale: Locale | None = _person_field(models.Person.locale, _LOCALE)
    client: lazy.Client = sqlquery.to_one("The client.")
    notice_preferences: NoticePreferencesPayload | None = _notice_preferences_field()
    memberships: list[Membership] | None = _memberships()


Viewer: TypeAlias = Annotated[
    FirmMember | ClientUser,
    strawberry.union("Viewer", description="The signed-in viewer: a member of a firm, or a user of a client."),
]


@described.object_type
class Seat:
    """A person's access to a firm as a member, or to a client as its user."""

    id: strawberry.ID = described.field("The id to pass to `signIn` as `seatId`.")
    firm_name: str = described.field("The name of the firm.")
    client_name: str | None = described.field("The name of the client. Null for a member of the firm.")
    role: models.FirmRole | None = described.field("The role in the firm. Null for a client's user.")

    @classmethod
    def of(cls, membership: sign_in.Membership) -> Self:
        """Convert a membership."""
        return cls(
            id=global_ids.encode(MEMBERSHIP_ID_TYPE, membership.id),
            firm_name=membership.firm_name,
            client_name=membership.client_name,
            role=membership.role,
        )


@described.object_type
class SeatChoice:
    """The email address and password are correct, and the person has several memberships. Sign in again with one of
    them.
    """

    seats: list[Seat] = described.field("All memberships of the person.")

    @classmethod
    def of(cls, error: sign_in.MembershipSelectionRequired) -> Self:
        """Convert the domain error."""
        return cls(seats=[Seat.of(membership) for membership in error.memberships])
