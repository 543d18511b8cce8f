"""The authority's register of entities, and what operators registered and told of a change."""

from datetime import timedelta

from nisassess.access import Actor, Role
from nisassess.demo.cast import cast, read_text
from nisassess.demo.people import People
from nisassess.demo.script import dated
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.pagination import PageRequest
from nisassess.operators import repository as operators
from nisassess.plugins import PluginRegistry
from nisassess.supervision import changes, register
from nisassess.supervision import repository_changes as told
from nisassess.supervision import repository_register as entries
from nisassess.supervision.changes_types import ContactPoint, RegistrationDetails, facts_of
from nisassess.supervision.register_types import RegisterFilter

_TIED = "nordkamm"
"""The others of the register who have an account wait for the officer to say so."""

_NORDKAMM = RegistrationDetails(
    national_number="FN 401882 k",
    address="Kammstraße 14, 8010 Graz",
    ip_ranges=("198.51.100.0/25", "2001:db8:40::/48"),
    contact_points=(
        ContactPoint("Control centre, shift lead", "", "+43 316 555 01 10", around_the_clock=True),
        ContactPoint("Valerie Kronsteiner", "valerie.kronsteiner@nordkamm.example", ""),
    ),
)
_NORDKAMM_MOVED = RegistrationDetails(
    national_number=_NORDKAMM.national_number,
    address="Am Umspannwerk 2, 8055 Graz",
    ip_ranges=("198.51.100.0/25", "203.0.113.64/27", "2001:db8:40::/48"),
    contact_points=(
        ContactPoint("Control centre, shift lead", "", "+43 316 555 02 10", around_the_clock=True),
        _NORDKAMM.contact_points[1],
    ),
)
_NOTE = (
    "The control centre moved to the substation. The old one stays ready as the emergency control "
    "centre until the end of March; its numbers are forwarded."
)
_SONNKAR = RegistrationDetails(
    national_number="FN 226574 m",
    address="Sonnkarweg 3, 6020 Innsbruck",
    ip_ranges=("192.0.2.0/26",),
    contact_points=(
        ContactPoint(
            "Grid control centre",
            "leitstelle@sonnkar-netz.example",
            "+43 512 555 01 12",
            around_the_clock=True,
        ),
    ),
)


async def keep_register(database: Database, registry: PluginRegistry, people: People) -> None:
    """Fill Austria's register, and register two of its operators; one has moved since."""
    officer = people.of(cast().authority("at").people, Role.AUTHORITY_OFFICER)
    authority_id = people.authority_id("at")
    body = dated(read_text("register.csv")).encode()
    report = await register.take(database, registry, officer, body, authority_id, preview=False)
    if not report.imported:
        message = f"register.csv: {report.faults}"
        raise ValueError(message)
    await _tie(database, officer, authority_id)
    await _register(database, people, "sonnkar", _SONNKAR)
    await _register(database, people, _TIED, _NORDKAMM)
    mover = people.in_operator(_TIED, Role.OPERATOR_COORDINATOR)
    id_ = cast().operator(_TIED).id
    await changes.save_registration(database, mover, id_, 1, _NORDKAMM_MOVED)
    await changes.send(database, mover, id_, today() - timedelta(days=9), _NOTE)


async def _tie(database: Database, officer: Actor, authority_id: str) -> None:
    operator = cast().operator(_TIED)
    narrowed = RegisterFilter(search=operator.name)
    (row,) = await entries.entries(officer, narrowed, PageRequest(1, None), authority_id)
    await register.tie(database, officer, row.id, operator.id)


async def _register(
    database: Database, people: People, key: str, details: RegistrationDetails
) -> None:
    """Register what the authority knows already."""
    actor = people.in_operator(key, Role.OPERATOR_COORDINATOR)
    id_ = cast().operator(key).id
    await changes.save_registration(database, actor, id_, 0, details)
    operator = await operators.operator(actor, id_)
    if operator is not None:
        await told.keep_told(id_, facts_of(operator, details), None)
