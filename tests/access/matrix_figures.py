"""Rows of statistics, readings, the register of entities and notices of change."""

from collections.abc import Callable
from typing import Any

from tests.access.callers import OFFICERS, OWN
from tests.access.facts import Facts
from tests.access.row import Row, listed, mutation, of
from tests.support.world import NIS2_PROFILE


def _counted(path: str) -> Callable[[Any, Facts], bool]:
    """Whether the operator's submission is among what was counted: no other is by its profile."""

    def shown(data: Any, facts: Facts) -> bool:
        (value,) = data.values()
        if value is None:
            return False
        for name in path.split("."):
            value = value[name]
        return NIS2_PROFILE in [one["id"] for one in value]

    return shown


def _figures(field: str) -> Row:
    return Row(f"{{ {field} {{ basis {{ profiles {{ id }} }} }} }}", OFFICERS, shown=_BASIS)


_entry = of("id", lambda facts: facts.entry)
_grid = of("id", lambda facts: facts.world.grid)


def _late(data: Any) -> list[str]:
    found = data["lateCases"]
    return [edge["node"]["operatorId"] for edge in found["edges"]] if found else []


_BASIS = _counted("basis.profiles")

QUERIES = {
    "Query.outcomeDistribution": _figures("outcomeDistribution"),
    "Query.weakestControls": _figures("weakestControls(first: 9)"),
    "Query.notApplicableFigures": _figures("notApplicableFigures(first: 9)"),
    "Query.lateMeasures": _figures("lateMeasures(first: 9)"),
    "Query.evolution": _figures(f'evolution(profileId: "{NIS2_PROFILE}")'),
    "Query.lateCases": Row(
        "{ lateCases(first: 9) { edges { node { operatorId } } } }",
        OFFICERS,
        shown=lambda data, facts: _late(data) == [facts.world.grid],
    ),
    "Query.readings": Row(
        "query($id: ID!) { readings(submissionId: $id, first: 9) { edges { cursor } } }",
        OWN,
        of("id", lambda facts: facts.world.submission),
    ),
    "Query.statisticsChoices": Row(
        "{ statisticsChoices { profiles { id } } }", OFFICERS, shown=_counted("profiles")
    ),
}
QUERIES |= {
    "Query.registerEntries": Row(
        "{ registerEntries(first: 9) { edges { node { id } } } }",
        OFFICERS,
        shown=listed(lambda facts: facts.entry),
    ),
    "Query.registerEntry": Row(
        "query($id: ID!) { registerEntry(id: $id) { id reason } }", OFFICERS, _entry
    ),
    "RegisterEntry.decisions": Row(
        "query($id: ID!) { registerEntry(id: $id) { decisions { status } } }", OFFICERS, _entry
    ),
    "RegisterEntry.candidates": Row(
        "query($id: ID!) { registerEntry(id: $id) { candidates { id } } }", OFFICERS, _entry
    ),
    "Query.registration": Row(
        "query($id: ID!) { registration(operatorId: $id) { address } }", OWN | OFFICERS, _grid
    ),
    "Query.pendingChange": Row(
        "query($id: ID!) { pendingChange(operatorId: $id) { dueOn } }", OWN, _grid
    ),
    "Query.changeNotices": Row(
        "{ changeNotices(first: 9) { edges { node { id } } } }",
        OWN | OFFICERS,
        shown=listed(lambda facts: facts.changed),
    ),
    "Query.changeNotice": Row(
        "query($id: ID!) { changeNotice(id: $id) { note } }",
        OWN | OFFICERS,
        of("id", lambda facts: facts.changed),
    ),
}
MUTATIONS = {
    "Mutation.tieRegisterEntry": Row(
        "mutation($id: ID!, $operator: ID!) "
        "{ tieRegisterEntry(entryId: $id, operatorId: $operator) { __typename } }",
        OFFICERS,
        lambda facts: {"id": facts.entry, "operator": facts.world.grid},
    ),
    "Mutation.saveRegistration": mutation(
        "saveRegistration",
        "SaveRegistrationInput",
        frozenset({"coordinator"}),
        lambda facts: {
            "operatorId": facts.world.grid,
            "expectedVersion": 2,
            "address": "Another street 2",
            "ipRanges": [],
            "contactPoints": [],
        },
    ),
    "Mutation.sendChangeNotice": mutation(
        "sendChangeNotice",
        "SendChangeNoticeInput",
        frozenset({"coordinator"}),
        lambda facts: {"operatorId": facts.world.grid},
    ),
    "Mutation.acknowledgeChange": Row(
        "mutation($id: ID!) { acknowledgeChange(id: $id) { __typename } }",
        OFFICERS,
        of("id", lambda facts: facts.changed),
    ),
}
