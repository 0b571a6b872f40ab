"""An outgoing webhook, and why it was not delivered."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

import models


class WebhookUrlProblem(enum.Enum):
    """Why a URL is not accepted for an endpoint."""

    MALFORMED = enum.auto()
    NOT_ENCRYPTED = enum.auto()
    WITH_CREDENTIALS = enum.auto()
    HOST_NOT_FOUND = enum.auto()
    ADDRESS_NOT_ALLOWED = enum.auto()


class WebhookUrlInvalid(Exception):
    """The URL is not accepted for an endpoint."""

    def __init__(self, problem: WebhookUrlProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


class WebhookNotDelivered(Exception):
    """The receiver did not accept the webhook. Whether it received it can be unknown.

    `status` is that of its answer, if it answered.
    """

    def __init__(self, failure: models.WebhookFailure, status: int | None = None, detail: str = "") -> None:
        super().__init__(detail or failure.name)
        self.failure = failure
        self.status = status


@dataclass(frozen=True, slots=True)
class OutgoingWebhook:
    """One delivery to one URL. Its `id` is the same at every attempt; `at` is the time of the attempt."""

    url: str
    id: str
    at: dt.datetime
    body: str
    secrets: Sequence[str] = field(repr=False)
    """The delivery is signed with each of them: with more than one during a rotation."""
    owner: str = ""
    """Whose endpoint it is, for the limit of names that are resolved at the same time."""
