"""What changed for one client, as a page that shows it takes it in."""

from typing import Self

import strawberry

from billing.live import change_feed
from graph import global_ids, sqlquery
from graph.types import lazy


@strawberry.type(
    description=(
        "What changed for one client since the cursor before: each object once, as it is now, to be taken into a"
        " normalised cache by its id."
    )
)
class ClientChange:
    """What changed for one client."""

    cursor: str = strawberry.field(
        description="Up to here. Subscribe after it, when the connection was lost, and nothing is missed. Opaque."
    )
    reload: bool = strawberry.field(
        description=(
            "Too much has changed to be told one by one, or what this viewer may see has: read the page again. The"
            " lists are empty then."
        )
    )
    client: lazy.Client = strawberry.field(description="The client, with its credits and its offer as they are now.")
    invoices: list[lazy.Invoice] = strawberry.field(
        description="Invoices that changed, and those that can be paid, when credits came or went."
    )
    payments: list[lazy.Payment] = strawberry.field(description="Payments that changed, or whose money moved.")
    prepayments: list[lazy.Prepayment] = strawberry.field(description="Prepayments that changed, or whose money moved.")
    entries: list[lazy.CreditEntry] = strawberry.field(
        description="New credit entries, and those of whose money less, or more, remains."
    )
    removed_ids: list[strawberry.ID] = strawberry.field(
        description=(
            "Objects that are no longer for this viewer to see: users who left the client. To be dropped from a cache."
        )
    )

    @classmethod
    def of(cls, change_set: change_feed.Changes) -> Self:
        """The changes, told."""
        return cls(
            cursor=change_set.cursor,
            reload=change_set.reload,
            client=sqlquery.object_ref("Client", change_set.client_id),
            invoices=sqlquery.object_refs("Invoice", change_set.invoices),
            payments=sqlquery.object_refs("Payment", change_set.payments),
            prepayments=sqlquery.object_refs("Prepayment", change_set.prepayments),
            entries=sqlquery.object_refs("CreditEntry", change_set.entries),
            removed_ids=[global_ids.encode("ClientUser", each) for each in change_set.removed_users],
        )
