"""What the authority of the demo asks, so that its desk is not empty."""

from datetime import date, timedelta

from nisassess.access import Actor, Role
from nisassess.demo.cast import cast
from nisassess.demo.people import People
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.plugins import PluginRegistry
from nisassess.requests import service, views
from nisassess.requests.calling import Caller
from nisassess.requests.naming import Namer
from nisassess.requests.types import RequestContent, StatusesReader
from nisassess.sdk import ScopeKind

_ASKED = ("sonnkar", "silberbach", "hohenlinde", "gruenmoos")
_PROFILE = "nis-baseline-important"


async def ask(
    database: Database, registry: PluginRegistry, statuses: StatusesReader, people: People
) -> None:
    """Austria's authority asks four operators for this year's assessment, and keeps a view."""
    officer = people.of(cast().authority("at").people, Role.AUTHORITY_OFFICER)
    authority_id = people.authority_id("at")
    change = service.RequestChange(authority_id, _content(today()))
    row = await service.save(database, registry, officer, change)
    namer = Namer(database, registry, statuses)
    await namer.by_hand(officer, row.id, [cast().operator(key).id for key in _ASKED])
    caller = Caller(database, registry, statuses)
    await service.send(caller, officer, row.id, row.version)
    await caller.settle()
    await _keep_view(database, officer, authority_id)


def _content(on: date) -> RequestContent:
    return RequestContent(
        title=f"Supply and care before the winter {on.year}",
        purpose=(
            "Last winter two suppliers lost their remote access for a day after an update. We want "
            "to know of every supplier of electricity, heat and water, and of hospitals, how the "
            "measures of Art. 21 stand before the cold season, and what is planned by when."
        ),
        legal_basis="Invented Act on Secure Networks, section 24(1)",
        points_essential=("e", "f"),
        points_important=("d", "e"),
        profile_id=_PROFILE,
        scope_kind=ScopeKind.ORGANISATION,
        period_from=date(on.year, 1, 1),
        period_until=date(on.year, 12, 31),
        due_on=on + timedelta(days=45),
    )


async def _keep_view(database: Database, officer: Actor, authority_id: str) -> None:
    given = views.ViewChange(
        authority_id=authority_id,
        name="Energy, not yet submitted",
        query={"sector": "energy", "state": "requested,opened", "sort": "name"},
        shared=True,
    )
    await views.save(database, officer, given)
