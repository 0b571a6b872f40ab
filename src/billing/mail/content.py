"""What a mail says, without its layout."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

import models
from billing.services import Services


@dataclass(frozen=True, slots=True)
class MailAction:
    """The link of a mail, shown as a button."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class MailContent:
    """The texts of a mail, in the reader's language and without markup. The layout adds greeting and sender.

    `notes` are small print below the link, such as until when it is valid.
    """

    subject: str
    paragraphs: tuple[str, ...]
    action: MailAction | None = None
    notes: tuple[str, ...] = ()


Composer: TypeAlias = Callable[[Services, models.Mail], Awaitable[MailContent | None]]
"""Writes the content of one kind of mail from the current state of its subject; None if it is not to be sent any more.

It is called in the mail's locale (`translation.use_locale`), possibly several times, and changes nothing. Each kind has
one, `compose_<kind>`; `billing.worker` lists them.
"""
