"""Limits of connections that uvicorn does not have: how many there are, and how slowly a client may send and read."""

import asyncio
import resource
from asyncio import TimerHandle
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_MAX_CONNECTIONS = 1000
_MIN_CONNECTIONS = 100
_RESERVED_FILES = 256
"""Open files that connections leave to the database, the provider and the log."""
_LINGER_SECONDS = 2.0


def default_max_connections() -> int:
    """1000, or fewer if the process may not open enough files."""
    max_files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if max_files == resource.RLIM_INFINITY:
        return _MAX_CONNECTIONS
    return max(_MIN_CONNECTIONS, min(_MAX_CONNECTIONS, max_files - _RESERVED_FILES))


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Limits of the connections of one process."""

    max_connections: int
    """How many connections may be open at once, those of subscriptions included."""
    headers_seconds: float = 10.0
    """How long a request's headers may take, from the start of the connection or a further request's first byte."""
    body_seconds: float = 30.0
    """How long the body of a request may take."""
    pause_seconds: float = 10.0
    """How long the client may pause within the body of a request."""
    unread_seconds: float = 30.0
    """How long the client may read nothing of a response."""


class LimitedHttpProtocol(HttpToolsProtocol):
    """One connection. It is closed if a request takes too long to arrive, with the status 408 if it has begun."""

    def __init__(self, limits: ConnectionLimits, **options: Any) -> None:
        super().__init__(**options)
        self._limits = limits
        self._timer: TimerHandle | None = None
        # When the connection is closed, unless the expected headers or body have arrived. None: nothing is expected.
        self._deadline: float | None = None
        self._body_deadline: float | None = None
        self._is_refused = False
        self._reading_timer: TimerHandle | None = None
        self._unread_bytes: int | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request; refuse the connection with 503 if there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self._limits.max_connections:
            self._refuse(b"503 Service Unavailable", b"The server has too many connections. Please try again.")
        else:
            self._expect(self._limits.headers_seconds)

    def data_received(self, data: bytes) -> None:
        """Parse what has arrived, and wait for the rest of the request."""
        if self._is_refused:
            return
        if self._deadline is None:
            self._expect(self._limits.headers_seconds)
        super().data_received(data)
        if self._body_deadline is not None:
            self._set_deadline(min(self._body_deadline, self.loop.time() + self._limits.pause_seconds))

    def on_headers_complete(self) -> None:
        """Start the request, and wait for its body."""
        super().on_headers_complete()
        self._body_deadline = self.loop.time() + self._limits.body_seconds

    def on_message_complete(self) -> None:
        """Wait for nothing: the request has arrived."""
        super().on_message_complete()
        self._deadline = self._body_deadline = None

    def on_response_complete(self) -> None:
        """Start the next request, and watch that the client reads this response."""
        super().on_response_complete()
        self._watch_reading()

    def pause_writing(self) -> None:
        """Stop the response until the client has read some of it, and watch that it does."""
        super().pause_writing()
        self._watch_reading()

    def resume_writing(self) -> None:
        """Continue the response."""
        super().resume_writing()
        self._unread_bytes = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_timers()
        super().connection_lost(exc)

    def _expect(self, seconds: float) -> None:
        self._set_deadline(self.loop.time() + seconds)

    def _set_deadline(self, deadline: float) -> None:
        # A timer that comes too early only checks: moving it with each deadline would cost more than all these checks.
        self._deadline = deadline
        if self._timer is not None and self._timer.when() > deadline:
            self._timer.cancel()
            self._timer = None
        if self._timer is None:
            self._timer = self.loop.call_at(deadline, self._check_deadline)

    def _check_deadline(self) -> None:
        """Close the connection if its time is over; otherwise check again when it is."""
        self._timer = None
        if self._deadline is None or self.transport.is_closing():
            return
        if self.flow.read_paused or (self._is_responding() and self._body_deadline is None):
            # The client sends further requests, and the server is not yet done with the first.
            self._body_deadline = None if self._body_deadline is None else self.loop.time() + self._limits.body_seconds
            self._expect(self._limits.headers_seconds)
        elif self.loop.time() < self._deadline:
            self._timer = self.loop.call_at(self._deadline, self._check_deadline)
        elif self.headers is None or (self._is_responding() and self.cycle.response_started):
            # Nothing was sent, or it is being answered already.
            self.transport.close()
        else:
            self._refuse(b"408 Request Timeout", b"The request did not arrive in time.")

    def _is_responding(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse(self, status: bytes, message: bytes) -> None:
        """Send a response of the connection's own, and close the connection when the client could read it."""
        self._is_refused = True
        headers = b"content-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\nconnection: close" % len(message)
        self.transport.write(b"HTTP/1.1 %b\r\nretry-after: 1\r\n%b\r\n\r\n%b" % (status, headers, message))
        # Closing at once would reset the connection while the client still sends, and it would read nothing.
        self.transport.write_eof()
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self._timer = self.loop.call_later(_LINGER_SECONDS, self.transport.abort)

    def _watch_reading(self) -> None:
        if self._reading_timer is None:
            self._unread_bytes = None
            self._check_reading()

    def _check_reading(self) -> None:
        """Abort the connection if the client has read nothing since the last check."""
        self._reading_timer = None
        size = self.transport.get_write_buffer_size()
        if size and size == self._unread_bytes:
            self.transport.abort()
        elif size:
            self._unread_bytes = size
            self._reading_timer = self.loop.call_later(self._limits.unread_seconds, self._check_reading)

    def _stop_timers(self) -> None:
        for timer in (self._timer, self._reading_timer):
            if timer is not None:
                timer.cancel()
        self._timer = self._reading_timer = None
