"""Delivery to a folder, for the demo: each mail is a file that the page of the simulator shows."""

import asyncio
import email.policy
import secrets
from pathlib import Path

from gateway.mail.message import build_message, needs_utf8
from gateway.mail.types import OutgoingMail


class FolderMailer:
    """Writes each mail to `<mail id>.eml` in a folder: complete, and once, however often it is sent."""

    def __init__(self, folder: Path, sender_address: str) -> None:
        self._folder = folder
        self._sender_address = sender_address

    async def send(self, mail: OutgoingMail) -> None:
        """Write the mail's file. Raises MailRefused."""
        message = build_message(mail, self._sender_address)
        policy = email.policy.SMTPUTF8 if needs_utf8(mail) else email.policy.SMTP
        await asyncio.to_thread(self._write, f"{mail.id}.eml", message.as_bytes(policy=policy))

    def _write(self, name: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        incomplete = self._folder / f".{name}-{secrets.token_hex(8)}"
        incomplete.write_bytes(content)
        incomplete.replace(self._folder / name)
