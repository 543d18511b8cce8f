"""The effective NIS2 status of many operators at once, in two statements."""

from collections.abc import Sequence

from nisassess.identity import repository as identity
from nisassess.kit.clock import today
from nisassess.operators import service as operators
from nisassess.operators.types import OperatorRow
from nisassess.plugins import PluginRegistry
from nisassess.supervision import policy, repository


async def statuses(registry: PluginRegistry, rows: Sequence[OperatorRow]) -> dict[str, str]:
    """Status by operator, of rows that the caller may see; a listing prevails, as for one."""
    listings = await repository.listings_of([row.id for row in rows])
    authorities = {one.authority.id for found in listings.values() for one in found}
    competences = await identity.competences(authorities) if authorities else ()
    on = today()
    found = {}
    for row in rows:
        indicative = operators.indicative_status(row, registry, on)
        own = listings.get(row.id, [])
        found[row.id] = policy.nis_status(row, indicative, own, competences).effective.value
    return found
