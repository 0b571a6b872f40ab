"""Results of mutations on the firm itself."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors
from graph.types import lazy


@described.object_type
class FirmPayload:
    """The changed firm."""

    firm: lazy.Firm = described.field("The firm after the change.")


UpdateFirmResult: TypeAlias = Annotated[FirmPayload | errors.InvalidInput, described.result_of("updateFirm")]
