"""Makes the mail of a letter: text and HTML, in the reader's language. Pure but for the date.

It says no more than the inbox: sentences, facts and links. No header can be injected: the library
refuses line ends, and every text is on one line already.
"""

from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from nisassess.identity.listeners import InvitationMail
from nisassess.kit.clock import now
from nisassess.notifications import unsubscribing
from nisassess.notifications.types import Letter, NoticeRow
from nisassess.notifications.words import FALLBACK, Words, words

SETTINGS_PATH = "/inbox/settings"
_LONGEST_SUBJECT = 150
_POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who mails come from, and where their links lead."""

    address: str
    name: str
    public_url: str

    @property
    def host(self) -> str:
        """The name of the installation in the network."""
        return urlsplit(self.public_url).hostname or "localhost"

    def link(self, path: str) -> str:
        """The whole address of a page."""
        return f"{self.public_url.rstrip('/')}{path}"


def compose(letter: Letter, sender: Sender) -> EmailMessage:
    """The mail of a letter; raises ValueError for an address that no mail can go to."""
    said = words(letter.language)
    kind = letter.notices[0].content.kind
    what = unsubscribing.ALL if letter.is_digest else kind.value
    stop = sender.link(f"/unsubscribe/{unsubscribing.token(what, letter.person_id, letter.key)}")
    message = _message(sender, letter.address, letter.name)
    message["Message-ID"] = f"<{letter.mail_id}@{sender.host}>"
    message["Subject"] = _subject(letter, said)
    message["List-Unsubscribe"] = f"<{stop}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _fill(message, _shown(letter, sender, said, stop))
    return message


def compose_test(address: str, sender: Sender, language: str) -> EmailMessage:
    """A mail that shows that mails arrive; raises ValueError for an unusable address."""
    said = words(language)
    message = _message(sender, address, "")
    message["Message-ID"] = make_msgid(domain=sender.host)
    message["Subject"] = said("mail.test")
    message.set_content(f"{said('mail.testText')}\n\n{sender.link('/')}\n", cte="quoted-printable")
    return message


def compose_invitation(mail: InvitationMail, sender: Sender) -> EmailMessage:
    """The mail of an invitation; raises ValueError for an unusable address."""
    said = words(mail.language or FALLBACK)
    message = _message(sender, mail.email, mail.name)
    message["Message-ID"] = make_msgid(domain=sender.host)
    organisation = mail.organisation_name
    message["Subject"] = said("mail.invited", by=mail.invited_by, organisation=organisation)
    lines = (
        said("mail.greeting", name=mail.name),
        "",
        f"{said('mail.invited', by=mail.invited_by, organisation=organisation)}.",
        said("mail.invitedText", organisation=organisation, until=said.day(mail.expires_at.date())),
        sender.link(mail.path),
        "",
        said("mail.invitedSecret"),
        "",
        f"-- \n{sender.name}",
        "",
    )
    message.set_content("\n".join(lines), cte="quoted-printable")
    return message


def _message(sender: Sender, address: str, name: str) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(sender.name, sender.address)
    message["To"] = _address(name, address)
    message["Date"] = format_datetime(now())
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    return message


def _address(name: str, address: str) -> Address:
    """Raises ValueError for an address that the library cannot take, whatever it trips over."""
    try:
        return Address(name, addr_spec=address)
    except (MessageError, AttributeError, IndexError) as error:
        message = f"{address!r} is no e-mail address"
        raise ValueError(message) from error


def _subject(letter: Letter, said: Words) -> str:
    if letter.is_digest:
        return said("mail.digest", count=len(letter.notices) + letter.more)
    sentence = said.sentence(letter.notices[0].content).removesuffix(".")
    if len(sentence) <= _LONGEST_SUBJECT:
        return sentence
    return f"{sentence[: _LONGEST_SUBJECT - 1]}…"


def _shown(letter: Letter, sender: Sender, said: Words, stop: str) -> dict[str, Any]:
    first = letter.notices[0]
    why = (
        said("mail.whyDigest")
        if letter.is_digest
        else said("mail.why", organisation=first.organisation_name)
    )
    return {
        "said": said,
        "title": _subject(letter, said),
        "greeting": said("mail.greeting", name=letter.name),
        "is_digest": letter.is_digest,
        "notices": [_notice(row, sender, said) for row in letter.notices],
        "more": letter.more,
        "inbox": sender.link("/inbox"),
        "why": why,
        "settings": sender.link(SETTINGS_PATH),
        "stop": stop,
        "stop_words": said("mail.stopAll" if letter.is_digest else "mail.stopKind"),
        "installation": sender.name,
    }


def _notice(row: NoticeRow, sender: Sender, said: Words) -> dict[str, Any]:
    return {
        "sentence": said.sentence(row.content),
        "advice": said.advice(row.content.kind),
        "details": said.details(row.content),
        "organisation": row.organisation_name,
        "link": sender.link(row.content.path),
    }


def _fill(message: EmailMessage, shown: dict[str, Any]) -> None:
    text, html = (_templates().get_template(f"mail.{end}") for end in ("txt", "html"))
    message.set_content(text.render(shown), cte="quoted-printable")
    message.add_alternative(html.render(shown), subtype="html", cte="quoted-printable")


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("nisassess.notifications"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
