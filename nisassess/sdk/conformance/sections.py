"""A submission as it might be sealed, to ask a plugin for the sections of its document."""

from collections.abc import Iterable, Iterator
from itertools import cycle

from nisassess.sdk.citation import citation
from nisassess.sdk.content import Catalogue, Control, Source
from nisassess.sdk.sections import SealedControl, SealedReference, SealedView

_STATES = ("met", "below", "open", "not_applicable")
_TARGET = 2


def sample_view(catalogues: Iterable[Catalogue]) -> SealedView:
    """Every control of the catalogues, in all states by turns."""
    return SealedView("sample", "1", "en", tuple(_controls(catalogues)))


def _controls(catalogues: Iterable[Catalogue]) -> Iterator[SealedControl]:
    states = cycle(_STATES)
    for catalogue in catalogues:
        sources = {source.id: source for source in catalogue.sources}
        for group in catalogue.groups:
            for control in group.controls:
                state = next(states)
                yield SealedControl(
                    id=control.id,
                    label=control.label,
                    title=control.title,
                    group=group.id,
                    state=state,
                    level={"met": _TARGET, "below": _TARGET - 1}.get(state),
                    target=_TARGET,
                    references=tuple(_references(control, sources)),
                )


def _references(control: Control, sources: dict[str, Source]) -> Iterator[SealedReference]:
    for reference in control.references:
        source = sources.get(reference.source)
        if source is not None:
            yield SealedReference(citation(reference, sources), source.title, source.celex)
