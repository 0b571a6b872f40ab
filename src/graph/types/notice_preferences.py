"""Which notices a membership gets by e-mail."""

from typing import Self

import models
from billing.notices import preferences
from graph import described


@described.object_type
class NoticePreferencesPayload:
    """Which notices come by e-mail, too. All of them are in `notices`."""

    email: list[models.NoticeKind] = described.field(
        "The kinds that come by e-mail. Whoever makes something happen gets no e-mail about it."
    )
    available: list[models.NoticeKind] = described.field("The kinds that the viewer may hear of at all.")

    @classmethod
    def of(cls, preferences_: preferences.NoticePreferences) -> Self:
        """Convert preferences of the domain."""
        return cls(email=list(preferences_.email), available=list(preferences_.available))
