"""Results of mutations on notices."""

from billing.notices.mark_notices_read import MAX_NOTICES
from graph import described
from graph.types import lazy


@described.object_type
class MarkNoticesReadPayload:
    """Notices that were marked as read."""

    notices: list[lazy.Notice] = described.field(
        f"The notices that were unread until now, newest first: at most {MAX_NOTICES} of them."
    )
    unread_count: int = described.field("How many notices are still unread, as in `notices`.")
