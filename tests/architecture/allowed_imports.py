"""An import-linter contract that names what may be imported, and refuses the rest."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules


def _inside(module: str, packages: list[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


class AllowedImportsContract(Contract):
    """Of the packages `within`, sources may import only themselves and the allowed modules.

    The forbidden contract of import-linter would need a list of everything else, and a
    slice that is missing from that list would be let through.
    """

    type_name = "allowed"

    source_modules = fields.ListField(subfield=fields.ModuleExpressionField())
    within = fields.ListField(subfield=fields.StringField())
    allowed_modules = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        violations = []
        for source in module_expressions_to_modules(graph, self.source_modules):  # type: ignore[arg-type]
            violations += self._violations_of(source.name, graph)
        return ContractCheck(kept=not violations, metadata={"violations": sorted(violations)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["violations"]:
            output.print_error(f"{importer} imports {imported}", bold=False)

    def _violations_of(self, source: str, graph: ImportGraph) -> list[tuple[str, str]]:
        allowed: list[str] = [source, *self.allowed_modules]  # type: ignore[misc]
        importers = {source} | graph.find_descendants(source)
        return [
            (importer, imported)
            for importer in importers
            for imported in graph.find_modules_directly_imported_by(importer)
            if _inside(imported, self.within)  # type: ignore[arg-type]
            and not _inside(imported, allowed)
        ]
