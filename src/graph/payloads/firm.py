"""Results of mutations on the firm itself."""

from graph import described
from graph.types import lazy


@described.object_type
class FirmPayload:
    """The firm after a change."""

    firm: lazy.Firm = described.field("The firm as it is now.")
