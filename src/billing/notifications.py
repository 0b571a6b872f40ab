"""Who waits for something to happen, and what wakes them. A signal says where to look, and nothing of what is there.

A signal may be lost: whoever waits looks by themselves after a while. So it makes things quick, never right.
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
    """Jobs are wanted; or a firm changed: in what is one client's, or (`client_id` None) in what may be everybody's."""

    firm_id: uuid.UUID | None = None
    client_id: uuid.UUID | None = None

    @property
    def payload(self) -> str:
        """The signal as one short text."""
        return f"{self.firm_id or ''}/{self.client_id or ''}"

    @classmethod
    def parse(cls, payload: str) -> Notification | None:
        """The signal of this text; None where it is the text of none."""
        firm_id, _, client_id = payload.partition("/")
        try:
            return cls(uuid.UUID(firm_id) if firm_id else None, uuid.UUID(client_id) if client_id else None)
        except ValueError:
            return None


JOBS_DUE = Notification()


class NotificationHub:
    """The signals of one process, told once what they are about is committed.

    `tell_others` is handed each of them, to be carried to the other processes.
    """

    def __init__(self) -> None:
        self.jobs_event = AutoResetEvent()
        self.broadcast: Callable[[str], None] | None = None
        self._subscribers: dict[uuid.UUID, dict[AutoResetEvent, uuid.UUID]] = {}

    @property
    def subscribed_firm_ids(self) -> Collection[uuid.UUID]:
        """The firms that somebody in this process follows."""
        return self._subscribers.keys()

    def notify_jobs_due(self) -> None:
        """A job was committed that is due now."""
        self._publish(JOBS_DUE)

    def notify_firm_changed(self, firm_id: uuid.UUID, client_id: uuid.UUID | None) -> None:
        """An event of the firm was committed; of which client, if it was of one."""
        self._publish(Notification(firm_id, client_id))

    def deliver(self, notification: Notification) -> None:
        """Something that happened elsewhere, or here: call those whom it concerns, in this process."""
        if notification.firm_id is None:
            self.jobs_event.set()
            return
        for waiter, client_id in self._subscribers.get(notification.firm_id, {}).items():
            if notification.client_id in (None, client_id):
                waiter.set()

    def connect(self, publish: Callable[[str], None]) -> None:
        """Other processes can be reached from now on. What they sent before may have been missed."""
        self.broadcast = publish
        self.wake_all()

    def disconnect(self) -> None:
        """Other processes cannot be reached any more."""
        self.broadcast = None

    def receive(self, payload: str) -> None:
        """Deliver a notification of another process."""
        signal = Notification.parse(payload)
        if signal is None:
            _log.warning("notification that cannot be parsed", payload=payload[:100])
        else:
            self.deliver(signal)

    def wake_all(self) -> None:
        """Signals may have been lost: everybody looks by themselves, now."""
        self.jobs_event.set()
        for firm_id in self._subscribers:
            self.deliver(Notification(firm_id))

    @contextmanager
    def subscribe(self, firm_id: uuid.UUID, client_id: uuid.UUID) -> Iterator[AutoResetEvent]:
        """Somebody who is called whenever something changed that may be of this client, until the block ends."""
        waiter = AutoResetEvent()
        self._subscribers.setdefault(firm_id, {})[waiter] = client_id
        try:
            yield waiter
        finally:
            del self._subscribers[firm_id][waiter]
            if not self._subscribers[firm_id]:
                del self._subscribers[firm_id]

    def _publish(self, notification: Notification) -> None:
        self.deliver(notification)
        if self.broadcast is not None:
            self.broadcast(notification.payload)
