"""Mail servers: the only package that talks to them.

- `types`: an outgoing mail, and why it was not accepted
- `message`: the mail as an Internet message
- `smtp`: delivery to an SMTP server
- `folder`: delivery to a folder, for the demo
"""

from gateway.mail.folder import FolderMailer
from gateway.mail.smtp import SmtpMailer, SmtpSecurity, SmtpServer
from gateway.mail.types import MailAddress, Mailer, MailRefused, MailUnavailable, OutgoingMail
