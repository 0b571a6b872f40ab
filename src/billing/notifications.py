"""Notifications: wake the worker and live pages after a commit, in this process and, through a broadcast, in others.

A notification says only what to look at: "jobs are due", or "this firm changed". Delivery is best effort. Subscribers
also poll, so a lost notification costs time and nothing else.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from db.auto_reset_event import AutoResetEvent

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Notification:
    """Without `firm_id`: jobs are due. With it: the firm changed, for one client or (`client_id` None) for all."""

    firm_id: uuid.UUID | None = None
    client_id: uuid.UUID | None = None

    @property
    def payload(self) -> str:
        """The notification as a short string, which `parse` reads."""
        return f"{self.firm_id or ''}/{self.client_id or ''}"

    @classmethod
    def parse(cls, payload: str) -> Notification | None:
        """Parse a payload; None if it is malformed."""
        firm_id, _, client_id = payload.partition("/")
        try:
            return cls(uuid.UUID(firm_id) if firm_id else None, uuid.UUID(client_id) if client_id else None)
        except ValueError:
            return None


JOBS_DUE = Notification()


class NotificationHub:
    """Publish/subscribe of one process. Publish only after the commit.

    While connected, each notification also goes to `broadcast`, which carries it to the other processes.
    """

    def __init__(self) -> None:
        self.jobs_event = AutoResetEvent()
        self.broadcast: Callable[[str], None] | None = None
        self._subscribers: dict[uuid.UUID, dict[AutoResetEvent, uuid.UUID | None]] = {}

    @property
    def subscribed_firm_ids(self) -> Collection[uuid.UUID]:
        """The firms with at least one subscriber in this process."""
        return self._subscribers.keys()

    def notify_jobs_due(self) -> None:
        """Publish that a committed job is due now."""
        self._publish(JOBS_DUE)

    def notify_firm_changed(self, firm_id: uuid.UUID, client_id: uuid.UUID | None) -> None:
        """Publish a committed event of the firm; `client_id` None if it may concern every client."""
        self._publish(Notification(firm_id, client_id))

    def deliver(self, notification: Notification) -> None:
        """Wake the subscribers in this process that the notification concerns."""
        if notification.firm_id is None:
            self.jobs_event.set()
            return
        for event, client_id in self._subscribers.get(notification.firm_id, {}).items():
            if client_id is None or notification.client_id in (None, client_id):
                event.set()

    def connect(self, publish: Callable[[str], None]) -> None:
        """Broadcast through `publish` from now on, and wake all subscribers, who may have missed notifications."""
        self.broadcast = publish
        self.wake_all()

    def disconnect(self) -> None:
        """Stop broadcasting to other processes."""
        self.broadcast = None

    def receive(self, payload: str) -> None:
        """Deliver a notification from another process."""
        notification = Notification.parse(payload)
        if notification is None:
            _log.warning("malformed notification", payload=payload[:100])
        else:
            self.deliver(notification)

    def wake_all(self) -> None:
        """Wake the worker and every subscriber, because notifications may have been lost."""
        self.jobs_event.set()
        for firm_id in self._subscribers:
            self.deliver(Notification(firm_id))

    @contextmanager
    def subscribe(self, firm_id: uuid.UUID, client_id: uuid.UUID | None) -> Iterator[AutoResetEvent]:
        """Subscribe to changes of this client, or of the whole firm, for the duration of the block.

        Yields the event that a change sets.
        """
        event = AutoResetEvent()
        self._subscribers.setdefault(firm_id, {})[event] = client_id
        try:
            yield event
        finally:
            del self._subscribers[firm_id][event]
            if not self._subscribers[firm_id]:
                del self._subscribers[firm_id]

    def _publish(self, notification: Notification) -> None:
        self.deliver(notification)
        if self.broadcast is not None:
            self.broadcast(notification.payload)
