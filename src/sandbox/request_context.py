"""The context of one request, page or background step: transaction, time and account."""

import dataclasses
import secrets
import string

from sandbox import errors, settings, store

PLATFORM = ""
"""Account of objects that belong to no connected account."""

_ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """Generate an id like Stripe's."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))


@dataclasses.dataclass(frozen=True)
class RequestContext:
    """One request, one page or one background step, inside its transaction."""

    tx: store.Transaction
    settings: settings.SimulatorSettings
    now: float
    account: str = PLATFORM
    request_id: str | None = None
    idempotency_key: str | None = None
    publishable: bool = False
    """The caller has the publishable key only."""

    @property
    def timestamp(self) -> int:
        """Now, in Unix seconds."""
        return int(self.now)

    def get_own(self, kind: str, identifier: str, *, param: str = "id", status: int = 404) -> store.Record:
        """This account's object. Raises ApiError if there is none."""
        record = self.tx.find(kind, self.account, identifier)
        if record is None:
            raise errors.missing_resource(kind, identifier, param=param, status=status)
        return record

    def listing(self, kind: str, url: str, query: store.ListQuery) -> store.Json:
        """List object with one page of this account's objects, newest first. Raises ApiError."""
        before = None
        if query.starting_after is not None:
            before = self.tx.position(kind, self.account, query.starting_after)
            if before is None:
                raise errors.missing_resource(kind, query.starting_after, param="starting_after", status=400)
        records, more = self.tx.page(kind, self.account, query, before)
        return {"object": "list", "data": [record.body for record in records], "has_more": more, "url": url}
