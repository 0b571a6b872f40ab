"""People, by their seats: member of a firm, user of a client."""

import itertools
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, and_, select

import models
from billing.access import principals, visibility
from graph import sqlquery
from graph.types import joins, lazy
from graph.types.node import Node


def _person_column(column: Any) -> sqlquery.RowExpression:
    return lambda seat, _: select(column).where(models.Person.id == seat.person_id).scalar_subquery()


_RIGHT_COLUMNS = ("manage_payments", "manage_invoices", "view_all_clients")


def _rights(member: Any, _: sqlquery.CompileContext) -> ColumnElement[Any]:
    # Told by `actor.rights_of`, for each kind of member that there can be.
    every = [
        dict(zip(_RIGHT_COLUMNS, given, strict=True))
        for given in itertools.product((True, False), repeat=len(_RIGHT_COLUMNS))
    ]
    kinds = [(role, given) for role in models.FirmRole for given in every]
    return sqlquery.json_case(
        (
            and_(member.role == role, *(getattr(member, name).is_(value) for name, value in given.items())),
            _right_names(principals.rights_of(models.FirmMember(role=role, **given))),
        )
        for role, given in kinds
    )


def _right_names(rights: frozenset[models.MemberRight]) -> list[str]:
    return [right.name for right in models.MemberRight if right in rights]


@sqlquery.source(models.FirmMember, visibility.members)
@strawberry.type(
    description=(
        "A member of the firm. An OWNER and an ADMIN read all members; an EMPLOYEE reads themselves. Clients meet"
        " members by name alone: see Actor."
    )
)
class FirmMember(Node):
    """A member of the firm."""

    name: str = sqlquery.column(_person_column(models.Person.name), description="Their name.")
    email: str = sqlquery.column(
        _person_column(models.Person.email), description="The e-mail address they sign in with, in lower case."
    )
    role: models.FirmRole = sqlquery.column(description="What they are in the firm.")
    rights: list[models.MemberRight] = sqlquery.column(
        _rights, description="What they may do. An owner and an admin have every right."
    )
    firm: lazy.Firm = sqlquery.to_one(lambda member, firm, _: firm.id == member.firm_id, description="Their firm.")


@sqlquery.source(models.ClientUser, visibility.client_users)
@strawberry.type(
    description="A user of one client, who reads that client and nothing else. Read by the firm and its client's users."
)
class ClientUser(Node):
    """A user of one client."""

    name: str = sqlquery.column(_person_column(models.Person.name), description="Their name.")
    email: str = sqlquery.column(
        _person_column(models.Person.email), description="The e-mail address they sign in with, in lower case."
    )
    client: lazy.Client = sqlquery.to_one(joins.on_client, description="Their client.")


Viewer: TypeAlias = Annotated[
    FirmMember | ClientUser,
    strawberry.union("Viewer", description="Whoever asks: a member of a firm, or a user of a client."),
]
