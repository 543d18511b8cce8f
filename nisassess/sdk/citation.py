"""How a provision is cited in print."""

from collections.abc import Mapping

from nisassess.sdk.content import Reference, Source


def citation(reference: Reference, sources: Mapping[str, Source]) -> str:
    """A printable citation, e.g. `NIS2 Art. 21(2)(a)` or `IEC 62443-3-3 SR 1.1`.

    A source that is not declared is cited by its id.
    """
    source = sources.get(reference.source)
    parts = [source.short if source else reference.source]
    if reference.article:
        number = reference.article
        parts.append(f"Art. {number}" if number[0].isdigit() and _is_act(source) else number)
    text = " ".join(parts)
    if reference.paragraph:
        text += f"({reference.paragraph})"
    if reference.point:
        text += f"({reference.point})"
    return text


def _is_act(source: Source | None) -> bool:
    return source is None or source.celex is not None
