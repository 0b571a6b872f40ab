"""An event of the subscription to the changes of one client."""

from typing import Self

import strawberry

from billing.live import change_feed
from graph import described, global_ids, sqlquery
from graph.types import lazy


@described.object_type
class ClientChange:
    """Changes of one client since the previous cursor: each changed object once, in its current state, to be merged
    into a normalized cache by its id.
    """

    cursor: str = described.field(
        "The opaque cursor of this event. After a lost connection, subscribe after it to miss no change."
    )
    reload: bool = described.field(
        "Whether the page has to be loaded again, because too much has changed, or what the viewer can see has. The"
        " lists are empty then."
    )
    client: lazy.Client = described.field("The client, with its current credits and prepayment offer.")
    invoices: list[lazy.Invoice] = described.field(
        "Invoices that changed, and all payable invoices if the credits changed."
    )
    payments: list[lazy.Payment] = described.field("Payments that changed, or whose money was used or returned.")
    prepayments: list[lazy.Prepayment] = described.field(
        "Prepayments that changed, or whose money was used or returned."
    )
    entries: list[lazy.CreditEntry] = described.field("New credit entries, and entries whose `remaining` changed.")
    removed_ids: list[strawberry.ID] = described.field(
        "The ids of objects that the viewer can no longer see, to remove from caches: users who left the client."
    )

    @classmethod
    def of(cls, changes: change_feed.Changes) -> Self:
        """Convert changes of the change feed."""
        return cls(
            cursor=changes.cursor,
            reload=changes.reload,
            client=sqlquery.object_ref("Client", changes.client_id),
            invoices=sqlquery.object_refs("Invoice", changes.invoices),
            payments=sqlquery.object_refs("Payment", changes.payments),
            prepayments=sqlquery.object_refs("Prepayment", changes.prepayments),
            entries=sqlquery.object_refs("CreditEntry", changes.entries),
            removed_ids=[global_ids.encode("ClientUser", user_id) for user_id in changes.removed_users],
        )
