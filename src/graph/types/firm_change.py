"""Changes of a firm, as its members follow them."""

from typing import Self

import strawberry

from billing.live import firm_feed
from graph import described, global_ids, sqlquery
from graph.types import lazy


@described.object_type
class FirmChange:
    """Changes of a firm since the previous cursor: each changed object that the viewer can see once, in its current
    state, to be merged into a normalized cache by its id.
    """

    cursor: str = described.field(
        "The opaque cursor of this event. After a lost connection, subscribe after it to miss no change."
    )
    reload: bool = described.field(
        "Whether the page has to be loaded again, because too much has changed, or what the viewer can see or do has."
        " The lists are empty then."
    )
    clients: list[lazy.Client] = described.field(
        "New clients, and clients of whom anything changed, with their current credits and prepayment offer."
    )
    invoices: list[lazy.Invoice] = described.field(
        "Invoices that changed, all payable invoices of a client whose credits changed, and the drafts as well of a"
        " client that was archived or unarchived."
    )
    payments: list[lazy.Payment] = described.field("Payments that changed, or whose money was used or returned.")
    prepayments: list[lazy.Prepayment] = described.field(
        "Prepayments that changed, or whose money was used or returned."
    )
    refunds: list[lazy.Refund] = described.field("Refunds that changed, and others of the same payment or prepayment.")
    disputes: list[lazy.Dispute] = described.field("Disputes that changed.")
    notices: list[lazy.Notice] = described.field("New notices to the viewer, oldest first.")
    removed_ids: list[strawberry.ID] = described.field(
        "The ids of objects that the viewer can no longer see, to remove from caches: users who left a client, and"
        " payments and prepayments that the payment provider refused."
    )

    @classmethod
    def of(cls, changes: firm_feed.FirmChanges) -> Self:
        """Convert changes of the change feed."""
        removed = {
            "ClientUser": changes.removed_users,
            "Payment": changes.removed_payments,
            "Prepayment": changes.removed_prepayments,
        }
        return cls(
            cursor=changes.cursor,
            reload=changes.reload,
            clients=sqlquery.object_refs("Client", changes.clients),
            invoices=sqlquery.object_refs("Invoice", changes.invoices),
            payments=sqlquery.object_refs("Payment", changes.payments),
            prepayments=sqlquery.object_refs("Prepayment", changes.prepayments),
            refunds=sqlquery.object_refs("Refund", changes.refunds),
            disputes=sqlquery.object_refs("Dispute", changes.disputes),
            notices=sqlquery.object_refs("Notice", changes.notices),
            removed_ids=[global_ids.encode(type_, id_) for type_, ids in removed.items() for id_ in ids],
        )
