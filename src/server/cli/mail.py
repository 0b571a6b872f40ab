"""Commands for mail."""

import datetime as dt
from typing import Annotated

import typer

import gateway
import models
from billing.identity.operator import OperatorError
from billing.mail.content import MailContent
from billing.mail.layout import render_html, render_text
from server.cli.runner import app_command
from server.container import App

application = typer.Typer()


@app_command(application)
async def send_test_mail(
    app: App, address: Annotated[str, typer.Argument(help="Address of the recipient.")]
) -> list[str]:
    """Send a mail at once, to try the settings of the mail server. Exit 1 with the server's reply if it is refused."""
    if app.services.mailer is None:
        raise OperatorError("No mail server is configured. Set SMTP_HOST and MAIL_FROM.")
    content = MailContent("Test mail", ("This mail tests the settings of the mail server.",))
    names = {"firm_name": "Acompte", "recipient_name": address}
    mail = gateway.OutgoingMail(
        id=models.new_id(),
        created_at=dt.datetime.now(dt.UTC),
        sender_name="Acompte",
        recipient=gateway.MailAddress(address, ""),
        reply_to=None,
        locale="en",
        subject=content.subject,
        text=render_text(content, **names),
        html=render_html(content, **names),
    )
    try:
        await app.services.mailer.send(mail)
    except (gateway.MailRefused, gateway.MailUnavailable) as error:
        raise OperatorError(f"The mail was not accepted: {error}") from error
    return [f"The mail to {address} was accepted."]
