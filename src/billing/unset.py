"""`UNSET`: the value of a field that an update leaves unchanged, while None clears it."""

import enum
from typing import Final, Literal


class _Unset(enum.Enum):
    UNSET = "UNSET"


UNSET: Final = _Unset.UNSET
Unset = Literal[_Unset.UNSET]
