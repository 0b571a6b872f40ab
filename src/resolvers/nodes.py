"""Objects by their global ids, of whatever type."""

from typing import Annotated

import strawberry

from graph import errors, global_ids, sqlquery

_MOST = 100

KINDS = frozenset(
    {
        "Client",
        "ClientUser",
        "CreditAccount",
        "CreditEntry",
        "Firm",
        "FirmMember",
        "Invoice",
        "Payment",
        "PaymentProvider",
        "PaymentSettings",
        "Prepayment",
        "Refund",
    }
)
"""Every type that implements Node."""


def _sought(global_id: str) -> sqlquery.Sought | None:
    found = global_ids.read(global_id)
    return sqlquery.Sought(*found) if found is not None and found[0] in KINDS else None


def _wanted(
    id_: Annotated[strawberry.ID, strawberry.argument(name="id", description="The object's global id.")],
) -> sqlquery.ById:
    return sqlquery.ById(_sought(id_))


def _all_wanted(
    ids: Annotated[list[strawberry.ID], strawberry.argument(description=f"Global ids of objects, {_MOST} at most.")],
) -> tuple[sqlquery.Sought | None, ...]:
    if len(ids) > _MOST:
        message = f"At most {_MOST} ids are taken at once."
        raise errors.BadUserInput(message)
    return tuple(_sought(each) for each in ids)


node = sqlquery.Root(sqlquery.find, _wanted)
nodes = sqlquery.Roots(_all_wanted)
