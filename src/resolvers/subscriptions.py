"""The fields of Subscription, each with its permission."""

from graph import described, permissions
from resolvers import changes


@described.object_type
class Subscription:
    """Subscriptions."""

    client_changes = permissions.subscription(changes.client_changes)
