"""Tells people what happened. Called inside the write of whatever happened.

    async def work() -> None:
        await repository.assign(actor, ...)
        await record(actor, "assignment.make", ...)
        await tell(
            NoticeKind.ASSIGNED,
            [person_id],
            organisation_id=operator_id,
            subject=control_title,
            path=f"/assessments/{assessment_id}/controls/{control_id}",
            by=actor,
            assessment=assessment_title,
            due="2026-12-01",
        )

The notice, and its mail where one is wanted, are there if and only if the write is. Costs two
statements for up to 200 recipients, and one more for their mails; nobody is waited for.

What somebody reads in a mail or in the inbox is the kind's sentence (`words/`), the subject and the
facts of `types.FACTS`: never hand over a comment, a reason, an answer or anything else that a later
change of roles ought to take away. A notice is shown only while its recipient is a member of
`organisation_id`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nisassess.access import ROLE_PERMISSIONS, Actor, Permission
from nisassess.kit.clock import now
from nisassess.notifications.policy import ALWAYS_IN_APP
from nisassess.notifications.repository import telling as repository
from nisassess.notifications.types import (
    FACTS,
    Content,
    Entry,
    MailChoice,
    NoticeKind,
    Recipient,
)

__all__ = ["NoticeKind", "Told", "tell", "tell_each", "tell_role"]

LONGEST_SUBJECT = 200
LONGEST_PATH = 500
LONGEST_OCCASION = 120
MOST_ORGANISATIONS = 200
"""How many organisations one `tell_each` takes."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the people of one organisation are told."""

    organisation_id: str
    subject: str
    path: str
    facts: Mapping[str, str] = field(default_factory=dict)


async def tell(
    kind: NoticeKind,
    to: Iterable[str],
    *,
    organisation_id: str,
    subject: str,
    path: str,
    by: Actor | None = None,
    once: str | None = None,
    **facts: str,
) -> None:
    """Tell some people of one organisation; who is not a member of it, or acts itself, is not told.

    `once` names the occasion of a reminder, such as `f"{assignment_id}:{due}"`: whoever was told
    of it under this name is not told again, however often the daily work runs.
    """
    content = _content(kind, Told(organisation_id, subject, path, facts), by, once)
    found = await repository.members(kind, to, organisation_id)
    await _add([Entry(one, content) for one in found], by)


async def tell_role(
    kind: NoticeKind,
    organisation_id: str,
    permission: Permission,
    *,
    subject: str,
    path: str,
    by: Actor | None = None,
    once: str | None = None,
    **facts: str,
) -> None:
    """Tell everybody in an organisation who holds a permission there, but not the one who acts."""
    told = Told(organisation_id, subject, path, facts)
    await tell_each(kind, permission, [told], by=by, once=once)


async def tell_each(
    kind: NoticeKind,
    permission: Permission,
    told: Sequence[Told],
    *,
    by: Actor | None = None,
    once: str | None = None,
) -> None:
    """Tell everybody who holds a permission in any of up to `MOST_ORGANISATIONS` organisations.

    For thousands of them, give each chunk a write of its own, so that others come in between:

        for chunk in chunks(told, MOST_ORGANISATIONS):
            await database.write(partial(tell_each, kind, permission, chunk, by=actor, once=id))
    """
    if len(told) > MOST_ORGANISATIONS:
        message = f"at most {MOST_ORGANISATIONS} organisations in one write, not {len(told)}"
        raise ValueError(message)
    contents = {one.organisation_id: _content(kind, one, by, once) for one in told}
    roles = [role for role, held in ROLE_PERMISSIONS.items() if permission in held]
    found = await repository.holders(kind, roles, contents)
    await _add([Entry(one, contents[one.organisation_id]) for one in found], by)


async def _add(entries: Iterable[Entry], by: Actor | None) -> None:
    wanted = []
    for entry in entries:
        recipient = _settled(entry.content.kind, entry.recipient)
        is_wanted = recipient.in_app or recipient.mail is not MailChoice.OFF
        if is_wanted and (by is None or recipient.person_id != by.id):
            wanted.append(replace(entry, recipient=recipient))
    await repository.add(wanted, now())


def _settled(kind: NoticeKind, recipient: Recipient) -> Recipient:
    return replace(recipient, in_app=True) if kind in ALWAYS_IN_APP else recipient


def _content(kind: NoticeKind, told: Told, by: Actor | None, once: str | None) -> Content:
    """The content on one line each; raises ValueError for what no page or sentence could show."""
    unknown = sorted(set(told.facts) - FACTS)
    if unknown:
        message = f"{kind} does not tell {', '.join(unknown)}; a notice may tell: {sorted(FACTS)}"
        raise ValueError(message)
    if not told.path.startswith("/") or told.path.startswith(("//", "/\\")):
        message = f"the path of a notice is a page of the application, not {told.path!r}"
        raise ValueError(message)
    if len(told.path) > LONGEST_PATH or not told.path.isprintable() or " " in told.path:
        message = f"the path of a notice is at most {LONGEST_PATH} printable characters, no spaces"
        raise ValueError(message)
    return Content(
        kind,
        _line(told.subject),
        told.path,
        _line(by.name) if by else None,
        {name: _line(value) for name, value in told.facts.items()},
        _occasion(kind, told.organisation_id, once),
    )


def _occasion(kind: NoticeKind, organisation_id: str, once: str | None) -> str | None:
    if once is None:
        return None
    if len(once) > LONGEST_OCCASION:
        message = f"the occasion of a notice is at most {LONGEST_OCCASION} characters long"
        raise ValueError(message)
    return f"{kind.value}:{organisation_id}:{once}"


def _line(text: str) -> str:
    """One line of printable text of at most 200 characters."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    short = " ".join(plain.split())
    return short if len(short) <= LONGEST_SUBJECT else f"{short[: LONGEST_SUBJECT - 1]}…"
