"""Use cases of what operators register, and of notices that it changed (NIS2 Art. 3(4))."""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

from nisassess.access import Actor, Permission
from nisassess.audit.repository import record
from nisassess.identity import repository as identity
from nisassess.identity.types import AuthorityRow
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import (
    Forbidden,
    Issue,
    NotFound,
    StateRefused,
    ValidationFailed,
    VersionConflict,
)
from nisassess.kit.ids import checked_id, new_id
from nisassess.notifications.telling import NoticeKind, tell_role
from nisassess.operators import repository as operators
from nisassess.operators.law import change_duty_on
from nisassess.operators.types import OperatorRow
from nisassess.supervision import repository_changes as repository
from nisassess.supervision.changes_types import (
    ContactPoint,
    Fact,
    Facts,
    NoticeRow,
    PendingChange,
    RegistrationDetails,
    RegistrationRow,
    changes_between,
    facts_of,
)

MOST_CONTACTS, MOST_RANGES = 20, 500
LONGEST_ADDRESS, LONGEST_NAME, LONGEST_EMAIL, LONGEST_NUMBER = 500, 200, 254, 60
LONGEST_NOTE = 2000
EARLIEST_CHANGE = date(2023, 1, 16)
"""Directive (EU) 2022/2555 entered into force (Art. 45)."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{2,38}")


async def save_registration(
    database: Database,
    actor: Actor,
    operator_id: str,
    expected_version: int,
    details: RegistrationDetails,
) -> RegistrationRow:
    """Replace what an operator registered.

    Raises NotFound, Forbidden, ValidationFailed, and VersionConflict with the current row.
    """
    checked_id("opr", operator_id, "operator")
    if await operators.operator(actor, operator_id) is None:
        raise NotFound("operator")
    if not actor.may(Permission.OPERATOR_UPDATE, operator_id):
        raise Forbidden
    clean = checked_registration(details)

    async def work() -> RegistrationRow:
        before = await repository.registered(operator_id)
        if before.version != expected_version:
            raise VersionConflict(before)
        if before.details == clean and before.version:
            return before
        operator = await _operator(actor, operator_id)
        if not await repository.save_registration(actor, before, clean, now()):
            raise VersionConflict(await repository.registered(operator_id))
        await _note(operator_id, facts_of(operator, before.details), facts_of(operator, clean))
        await record(actor, "registration.update", operator_id, organisation_id=operator_id)
        return await repository.registered(operator_id)

    return await database.write(work)


async def operator_changed(before: OperatorRow, after: OperatorRow) -> None:
    """Note that an operator's details changed, inside the write that changes them."""
    registered = (await repository.registered(before.id)).details
    await _note(before.id, facts_of(before, registered), facts_of(after, registered))


async def _note(operator_id: str, before: Facts, after: Facts) -> None:
    """Keep what the authority knows, and the day on which the first thing began to differ."""
    if before == after:
        return
    told = await repository.told(operator_id)
    facts, changed_on = told or (before, None)
    if facts == after:
        await repository.keep_told(operator_id, facts, None)
    else:
        await repository.keep_told(operator_id, facts, changed_on or today())


async def pending(actor: Actor, operator_id: str) -> PendingChange | None:
    """What is to be told; None if nothing is, or to whoever is no member of the operator."""
    if not actor.may(Permission.OPERATOR_READ, operator_id):
        return None
    operator = await operators.operator(actor, operator_id)
    told = await repository.told(operator_id) if operator else None
    if operator is None or told is None:
        return None
    registered = (await repository.registered(operator_id)).details
    return await _pending(operator, told, registered)


async def _pending(
    operator: OperatorRow, told: tuple[Facts, date | None], registered: RegistrationDetails
) -> PendingChange | None:
    facts, since = told
    changes = changes_between(facts, facts_of(operator, registered))
    if not changes or since is None:
        return None
    duty = change_duty_on(since)
    return PendingChange(
        changed_on=since,
        due_on=since + timedelta(days=duty.days),
        citation=duty.citation,
        changes=changes,
        authorities=await _addressees(operator, facts),
    )


async def _addressees(operator: OperatorRow, told: Facts) -> tuple[AuthorityRow, ...]:
    """The nearest competent authority, and that which was so by what was told before."""
    place = operator.classification
    if place.regime is None:
        return ()
    regime = place.regime.value
    found: dict[str, AuthorityRow] = {}
    for country, subsector in (
        (operator.details.country, place.subsector or ""),
        (told.get(Fact.COUNTRY, ""), told.get(Fact.SUBSECTOR, "")),
    ):
        authorities = await identity.authorities(country, regime, subsector)
        competences = await identity.competences([one.id for one in authorities])
        near = {one.authority_id for one in competences if one.subsector == subsector}
        chosen = [one for one in authorities if one.id in near] or list(authorities)
        found |= {one.id: one for one in chosen[:1]}
    return tuple(found.values())


async def send(
    database: Database, actor: Actor, operator_id: str, changed_on: date | None, note: str
) -> tuple[NoticeRow, ...]:
    """Tell the competent authority what changed: one notice for each that is to know.

    Raises NotFound, ValidationFailed and StateRefused (`nothing_changed`, `no_authority`).
    """
    checked_id("opr", operator_id, "operator")
    if not actor.may(Permission.CHANGE_NOTIFY, operator_id):
        raise NotFound("operator")
    day, words = _checked_notice(changed_on, note)

    async def work() -> tuple[NoticeRow, ...]:
        operator = await _operator(actor, operator_id)
        told = await repository.told(operator_id)
        registered = (await repository.registered(operator_id)).details
        found = await _pending(operator, told, registered) if told else None
        if found is None:
            message = "Nothing differs from what the authority was told last."
            raise StateRefused("nothing_changed", message)
        if not found.authorities:
            message = "No authority that is competent for the operator is registered here."
            raise StateRefused("no_authority", message)
        rows = tuple(
            _row(actor, operator, authority, found, (day, words)) for authority in found.authorities
        )
        for row in rows:
            await _send(actor, row)
        await repository.keep_told(operator_id, facts_of(operator, registered), None)
        return rows

    return await database.write(work)


def _row(
    actor: Actor,
    operator: OperatorRow,
    authority: AuthorityRow,
    found: PendingChange,
    given: tuple[date | None, str],
) -> NoticeRow:
    day = given[0] or found.changed_on
    return NoticeRow(
        id=new_id("chn"),
        operator_id=operator.id,
        operator_name=operator.details.name,
        authority=authority,
        changed_on=day,
        due_on=day + timedelta(days=change_duty_on(day).days),
        note=given[1],
        changes=found.changes,
        sent_at=now(),
        sent_by=actor.name,
        acknowledged_at=None,
        acknowledged_by=None,
    )


async def _send(actor: Actor, row: NoticeRow) -> None:
    await repository.add_notice(actor, row)
    await record(
        actor,
        "change.notify",
        row.id,
        organisation_id=row.operator_id,
        authority=row.authority.id,
        facts=[one.fact.value for one in row.changes],
    )
    await tell_role(
        NoticeKind.CHANGE_NOTIFIED,
        row.authority.id,
        Permission.REGISTER_MANAGE,
        subject=row.operator_name,
        path=f"/register/changes/{row.id}",
        by=actor,
    )


async def acknowledge(database: Database, actor: Actor, notice_id: str) -> NoticeRow:
    """Say that the authority took a notice in; raises NotFound and StateRefused."""

    async def work() -> None:
        row = await repository.notice(actor, notice_id)
        if row is None or not actor.may(Permission.REGISTER_MANAGE, row.authority.id):
            raise NotFound("notice")
        if not await repository.acknowledge(actor, row, now()):
            raise StateRefused("acknowledged", "Somebody has acknowledged this notice already.")
        await record(actor, "change.acknowledge", row.id, organisation_id=row.authority.id)

    await database.write(work)
    found = await repository.notice(actor, notice_id)
    if found is None:
        raise NotFound("notice")
    return found


async def _operator(actor: Actor, operator_id: str) -> OperatorRow:
    row = await operators.operator(actor, operator_id)
    if row is None:
        raise NotFound("operator")
    return row


def _checked_notice(changed_on: date | None, note: str) -> tuple[date | None, str]:
    check = _Check()
    words = check.text("note", note, LONGEST_NOTE, lines=True)
    if changed_on is not None and not EARLIEST_CHANGE <= changed_on <= today():
        message = f"must be from {EARLIEST_CHANGE} to today, {today()}"
        check.fault("changedOn", "out_of_range", message)
    check.finish()
    return changed_on, words


def checked_registration(given: RegistrationDetails) -> RegistrationDetails:
    """The details as they are stored; raises ValidationFailed with all faults."""
    check = _Check()
    clean = RegistrationDetails(
        national_number=check.text("nationalNumber", given.national_number, LONGEST_NUMBER),
        address=check.text("address", given.address, LONGEST_ADDRESS, lines=True),
        ip_ranges=_ranges(check, given.ip_ranges),
        contact_points=_contacts(check, given.contact_points),
    )
    check.finish()
    return clean


@dataclass(slots=True)
class _Check:
    issues: list[Issue] = field(default_factory=list)

    def fault(self, path: str, code: str, message: str) -> None:
        self.issues.append(Issue(path, code, message))

    def text(self, path: str, value: str, longest: int, *, lines: bool = False) -> str:
        """The text without blanks around it; empty is for the caller to judge."""
        clean = value.strip()
        if len(clean) > longest:
            self.fault(path, "bad_length", f"must be at most {longest} characters")
        elif not is_plain(clean, lines=lines):
            self.fault(path, "bad_characters", "must be plain text, no control characters")
        return clean

    def finish(self) -> None:
        if self.issues:
            raise ValidationFailed(self.issues)


def is_plain(text: str, *, lines: bool = False) -> bool:
    """Whether a text holds no control characters, ends of line apart where they are welcome."""
    allowed = "\n\r\t" if lines else ""
    return all(one in allowed or unicodedata.category(one) not in {"Cc", "Cs"} for one in text)


def is_email(text: str) -> bool:
    """Whether a text is one e-mail address."""
    return len(text) <= LONGEST_EMAIL and bool(_EMAIL.fullmatch(text)) and is_plain(text)


def _ranges(check: _Check, ranges: tuple[str, ...]) -> tuple[str, ...]:
    if len(ranges) > MOST_RANGES:
        check.fault("ipRanges", "too_many", f"must be at most {MOST_RANGES}, not {len(ranges)}")
        return ()
    clean: list[str] = []
    for index, one in enumerate(ranges):
        try:
            network = ipaddress.ip_network(one.strip())
        except ValueError:
            message = (
                "must be an address or a range such as 192.0.2.0/24 or 2001:db8::/32, with "
                "nothing set beyond its prefix"
            )
            check.fault(f"ipRanges.{index}", "bad_range", message)
            continue
        text = str(network.network_address) if network.num_addresses == 1 else str(network)
        if text in clean:
            check.fault(f"ipRanges.{index}", "duplicate", "is named twice; remove one")
        clean.append(text)
    return tuple(clean)


def _contacts(check: _Check, points: tuple[ContactPoint, ...]) -> tuple[ContactPoint, ...]:
    if len(points) > MOST_CONTACTS:
        message = f"must be at most {MOST_CONTACTS}, not {len(points)}"
        check.fault("contactPoints", "too_many", message)
        return ()
    clean = []
    for index, one in enumerate(points):
        path = f"contactPoints.{index}"
        name = check.text(f"{path}.name", one.name, LONGEST_NAME)
        email, phone = one.email.strip(), one.phone.strip()
        if not name:
            check.fault(f"{path}.name", "missing", "must be a name or a function")
        if email and not is_email(email):
            check.fault(f"{path}.email", "bad_email", "must be one e-mail address")
        if phone and not _PHONE.fullmatch(phone):
            message = "must be a telephone number such as +43 1 5550199"
            check.fault(f"{path}.phone", "bad_phone", message)
        if not email and not phone:
            check.fault(f"{path}.email", "missing", "must have an e-mail address or a number")
        clean.append(ContactPoint(name, email, phone, one.around_the_clock))
    return tuple(clean)
