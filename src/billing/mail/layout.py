"""The layout of all mails, as text and as HTML: greeting, paragraphs, link, small print, sender."""

import html

from billing.mail.content import MailAction, MailContent
from translation import current_locale
from translation import gettext as _

_BODY = "margin:0;padding:24px 12px;background:#f4f4f5;color:#18181b;font:16px/1.5 system-ui,sans-serif"
_CARD = "max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px"
_HEADING = "margin:0 0 16px;font-size:20px;line-height:1.3"
_BUTTON = (
    "display:inline-block;padding:12px 20px;background:#3730a3;color:#ffffff;border-radius:6px;text-decoration:none;"
    "font-weight:600"
)
_NOTE = "margin:16px 0 0;font-size:14px;color:#52525b"


def render_text(content: MailContent, *, firm_name: str, recipient_name: str) -> str:
    """Return the mail as plain text, greeted without a name if empty. Lines are not wrapped: links stay whole."""
    parts = [_greet(recipient_name), *content.paragraphs]
    if content.action is not None:
        parts.append(f"{content.action.label}\n{content.action.url}")
    parts += content.notes
    return "\n\n".join([*parts, f"-- \n{firm_name}\n"])


def render_html(content: MailContent, *, firm_name: str, recipient_name: str) -> str:
    """Return the mail as an HTML document. All texts are escaped; there are no images and no scripts."""
    inner = [f'<h1 style="{_HEADING}">{html.escape(content.subject)}</h1>']
    inner += [f"<p>{html.escape(text)}</p>" for text in (_greet(recipient_name), *content.paragraphs)]
    if content.action is not None:
        inner += _render_action(content.action)
    inner += [f'<p style="{_NOTE}">{html.escape(text)}</p>' for text in (*content.notes, firm_name)]
    return (
        f'<!doctype html>\n<html lang="{html.escape(current_locale())}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(content.subject)}</title></head>\n"
        f'<body style="{_BODY}">\n<main style="{_CARD}">\n' + "\n".join(inner) + "\n</main>\n</body>\n</html>\n"
    )


def _greet(recipient_name: str) -> str:
    return _("Hello {name},").format(name=recipient_name) if recipient_name else _("Hello,")


def _render_action(action: MailAction) -> list[str]:
    url, note = html.escape(action.url), _("If the button does not work, open this address:")
    return [
        f'<p><a href="{url}" style="{_BUTTON}">{html.escape(action.label)}</a></p>',
        f'<p style="{_NOTE}">{html.escape(note)}<br><a href="{url}" style="color:#3730a3">{url}</a></p>',
    ]
