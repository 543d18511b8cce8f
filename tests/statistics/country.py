"""Submissions as many as a test wants, written as release and import write them."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from nisassess.identity.service import SYSTEM
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id
from nisassess.operators import service as operators
from nisassess.plugins import PluginRegistry
from nisassess.results.canonical import canonical, digest
from nisassess.results.types import ControlResult, Measure, Results
from nisassess.submissions import foreign, repository
from nisassess.submissions.types import SubmissionRow
from tests.documents.factory import make_results
from tests.support.inhabitants import details
from tests.support.world import GRID

NO_LEVEL = {"open", "not_applicable"}


@dataclass(frozen=True)
class Country:
    """Operators and their submissions to one authority."""

    database: Database
    registry: PluginRegistry
    authority: str

    async def operator(self, name: str) -> str:
        """A new operator."""
        given = details(name, "AT", GRID)
        return await operators.create_operator(self.database, SYSTEM, self.registry, given)

    async def submits(
        self,
        operator: str,
        states: dict[str, str],
        *,
        year: int = 2026,
        number: int = 1,
        profile: str = "profile-of-tests",
        **more: Any,
    ) -> str:
        """One submission: a state for each control, named `group.control`; its id.

        `reasons` and `until` are by control; `row` changes columns.
        """
        results = _results(states, year, more.get("reasons", {}), more.get("until", {}))
        results = replace(
            results,
            number=number,
            profile=replace(results.profile, id=profile),
            language=more.get("language", "en"),
        )
        document = canonical(results)
        row = foreign.row_of(results, digest(document), origin="", seal="")
        row = replace(
            row,
            operator_id=operator,
            addressee_id=self.authority,
            addressee_country="AT",
            submitted_at=datetime(year + 1, 1, 31, tzinfo=UTC),
            **{"origin": None, "seal": None, **more.get("row", {})},
        )
        await self._write(row, document.decode(), results)
        return row.id

    async def _write(self, row: SubmissionRow, document: str, results: Results) -> None:
        await self.database.write(lambda: repository.add(row, document, results))


def _results(
    states: dict[str, str], year: int, reasons: dict[str, str], until: dict[str, date]
) -> Results:
    usual = make_results(groups=1, controls=1)
    group, control = usual.groups[0], usual.groups[0].controls[0]
    names = list(dict.fromkeys(id_.partition(".")[0] for id_ in states))
    groups = tuple(
        replace(
            group,
            id=name,
            label=name.upper(),
            title=f"Group {name}",
            figures=replace(group.figures, level=None),
            controls=tuple(
                _control(control, id_, state, reasons.get(id_), until.get(id_))
                for id_, state in states.items()
                if id_.partition(".")[0] == name
            ),
        )
        for name in names
    )
    counts = [one.state for each in groups for one in each.controls]
    figures = replace(
        usual.figures,
        met=counts.count("met"),
        below=counts.count("below"),
        not_applicable=counts.count("not_applicable"),
    )
    return replace(
        usual,
        submission=new_id("sub"),
        period_from=f"{year}-01-01",
        period_until=f"{year}-12-31",
        groups=groups,
        figures=figures,
    )


def _control(
    usual: ControlResult, id_: str, state: str, reason: str | None, until: date | None
) -> ControlResult:
    level = {"met": 3, "below": 1}.get(state)
    measure = Measure("Close the gap", "Ada", until.isoformat(), "low") if until else None
    part = replace(
        usual.parts[0],
        state=state,
        level=level,
        not_applicable_reason=reason,
        measure=measure,
    )
    return replace(
        usual,
        id=id_,
        label=id_,
        title=f"Control {id_}",
        state=state,
        level=level,
        target=2,
        parts=(part,),
    )
