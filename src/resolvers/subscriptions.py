"""The fields of Subscription, each with its permission."""

from collections.abc import AsyncGenerator

import strawberry

from graph import permissions
from graph.types.client_change import ClientChange
from resolvers import changes


@strawberry.type(description="Subscriptions.")
class Subscription:
    """Subscriptions."""

    client_changes: AsyncGenerator[ClientChange, None] = permissions.subscription(
        changes.client_changes,
        description=(
            "Changes of one client. Each changed object is sent once, in its current state, however often it changed"
            " since the previous event. With `after`, changes since that cursor are sent first; without it, the"
            " subscription starts now. It ends with an error when the client is no longer visible to the viewer, and"
            " when the session ends."
        ),
    )
