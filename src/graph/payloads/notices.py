"""Results of mutations on notices."""

from graph import described
from graph.types import lazy


@described.object_type
class MarkNoticesReadPayload:
    """Notices that were marked as read."""

    notices: list[lazy.Notice] = described.field(
        "The notices that were unread until now, newest first: at most 100 of them."
    )
    unread_count: int = described.field("How many notices are still unread, as in `notices`.")
