"""Makes what sends mail from the settings."""

from nisassess.kit.database import Database
from nisassess.kit.errors import Misconfigured
from nisassess.kit.settings import Settings
from nisassess.notifications.letters import Sender
from nisassess.notifications.postman import Postman
from nisassess.notifications.service import defaults
from nisassess.notifications.smtp import MailServer


def sender(settings: Settings) -> Sender:
    """Who mails come from; raises Misconfigured when no mail server is set."""
    if settings.smtp_from is None or settings.public_url is None:
        raise Misconfigured("NISASSESS_SMTP_HOST is not set: this installation sends no mail")
    name = settings.installation_name or "nisassess"
    return Sender(settings.smtp_from, name, settings.public_url)


def mail_server(settings: Settings) -> MailServer:
    """Where mails are handed in; raises Misconfigured when no mail server is set."""
    if settings.smtp_host is None:
        raise Misconfigured("NISASSESS_SMTP_HOST is not set: this installation sends no mail")
    password = settings.smtp_password
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        encryption=settings.smtp_encryption,
        user=settings.smtp_user,
        password=password.get_secret_value() if password else None,
        ca=settings.smtp_ca,
        timeout=settings.smtp_timeout_seconds,
        own_name=sender(settings).host,
    )


def postman(settings: Settings, database: Database) -> Postman:
    """What sends the outbox of the installation."""
    return Postman(database, mail_server(settings), sender(settings), defaults(settings.time_zone))
