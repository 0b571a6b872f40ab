"""Pages of the mails that the demo sends: files in a folder, which the application writes and these pages read."""

import dataclasses
import email
import email.message
import email.policy
import html
import pathlib
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from sandbox import pages

_LATEST = 100
_TITLE = "Mail simulator"
_NAME = re.compile(r"[0-9a-f-]{36}")
_URL = re.compile(r"https?://[^\s<>\"]+")
# The document can run and load nothing; its links open in a new tab.
_DOCUMENT_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_FRAME = '<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="HTML" src="{}"></iframe>'


@dataclasses.dataclass(frozen=True)
class _Mail:
    id: str
    message: email.message.EmailMessage

    def header(self, name: str) -> str:
        return str(self.message.get(name, ""))

    def body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return "" if part is None else str(part.get_content()).replace("\r\n", "\n")

    def to_json(self) -> dict[str, Any]:
        text = self.body("plain")
        names = ("from", "to", "subject", "date", "message-id", "reply-to", "content-language")
        return {
            "id": self.id,
            **{name.replace("-", "_"): self.header(name) for name in names},
            "text": text,
            "html": self.body("html"),
            "links": _URL.findall(text),
        }


class MailPages:
    """The latest mails, newest first, and each of them; as JSON for tests."""

    def __init__(self, folder: pathlib.Path, base_url: str) -> None:
        self._folder = folder
        self._base_url = base_url

    def routes(self) -> list[Route]:
        """The routes of the pages. Starlette runs them in threads, because they read files."""
        return [
            Route("/mail", self._list, methods=["GET"]),
            Route("/mail.json", self._list_json, methods=["GET"]),
            Route("/mail/{id}", self._show, methods=["GET"]),
            Route("/mail/{id}/html", self._show_document, methods=["GET"]),
        ]

    def _list(self, _request: Request) -> Response:
        inner = "".join(
            f'<p><a href="{self._base_url}/mail/{mail.id}">{html.escape(mail.header("subject"))}</a>'
            f'<br><span class="note">{html.escape(mail.header("to"))}, {html.escape(mail.header("date"))}</span></p>'
            for mail in self._latest()
        )
        return pages.page(self._base_url, _TITLE, inner or "<p>No mails yet.</p>")

    def _list_json(self, request: Request) -> Response:
        address = request.query_params.get("to")
        mails = (mail for mail in self._latest() if address is None or address in _addresses(mail))
        return JSONResponse({"mails": [mail.to_json() for mail in mails]}, headers={"Cache-Control": "no-store"})

    def _show(self, request: Request) -> Response:
        mail = self._find(request)
        if mail is None:
            return pages.message(self._base_url, _TITLE, "There is no such mail.", 404)
        rows = "".join(
            f"<dt>{name}</dt><dd>{html.escape(mail.header(name))}</dd>"
            for name in ("From", "Reply-To", "To", "Date", "Message-ID")
            if mail.header(name)
        )
        inner = (
            f"<dl>{rows}</dl>"
            + _FRAME.format(f"{self._base_url}/mail/{mail.id}/html")
            + f"<h2>Text</h2><pre>{_link(mail.body('plain'))}</pre>"
            + f'<p><a href="{self._base_url}/mail">All mails</a></p>'
        )
        return pages.page(self._base_url, mail.header("subject"), inner)

    def _show_document(self, request: Request) -> Response:
        mail = self._find(request)
        if mail is None:
            return pages.message(self._base_url, _TITLE, "There is no such mail.", 404)
        document = mail.body("html").replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(document, headers={**pages.HEADERS, "Content-Security-Policy": _DOCUMENT_POLICY})

    def _latest(self) -> list[_Mail]:
        """The latest mails, newest first: their ids, which are the names of the files, are in order of time."""
        names = sorted((file.stem for file in self._folder.glob("*.eml") if _NAME.fullmatch(file.stem)), reverse=True)
        mails = (self._read(name) for name in names[:_LATEST])
        return [mail for mail in mails if mail is not None]

    def _find(self, request: Request) -> _Mail | None:
        name = request.path_params["id"]
        return self._read(name) if _NAME.fullmatch(name) else None

    def _read(self, name: str) -> _Mail | None:
        try:
            content = (self._folder / f"{name}.eml").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        message = email.message_from_string(content, policy=email.policy.default)
        return _Mail(name, message)


def _addresses(mail: _Mail) -> list[str]:
    return [address.addr_spec for address in mail.message["To"].addresses]


def _link(text: str) -> str:
    """The text with its URLs as links that open in a new tab."""
    parts, position = [], 0
    for match in _URL.finditer(text):
        url = html.escape(match.group())
        parts += [html.escape(text[position : match.start()]), f'<a href="{url}" target="_blank">{url}</a>']
        position = match.end()
    return "".join([*parts, html.escape(text[position:])])
