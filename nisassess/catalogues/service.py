"""Use cases of catalogues: which profiles fit an operator, and pinning one."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from weakref import WeakKeyDictionary

import rfc8785

from nisassess.catalogues import repository
from nisassess.catalogues.resolve import catalogue_used, opening, resolve, selected
from nisassess.catalogues.translating import offer_in_language
from nisassess.catalogues.types import PinnedProfile, ProfileOffer
from nisassess.plugins import PluginRegistry
from nisassess.sdk import Profile, TargetGroup


@dataclass(frozen=True, slots=True)
class Pinned:
    """A resolved profile, its canonical document, and the document's SHA-256."""

    digest: str
    profile: PinnedProfile
    document: str


_prepared: WeakKeyDictionary[PluginRegistry, dict[str, Pinned]] = WeakKeyDictionary()


def offers(
    registry: PluginRegistry,
    *,
    regime: str | None,
    entity_type: str | None,
    status: str | None,
    language: str | None = None,
) -> tuple[ProfileOffer, ...]:
    """Profiles that fit the regime and entity type, the best fit first.

    The best fit is written for the entity type and for the status; a more specific entity type
    wins over a general one, and one that anybody may use over one that an authority's act opens.
    """
    fitting = [
        profile
        for profile in registry.profiles.values()
        if (regime is None or profile.regime.value == regime) and _fits(profile, entity_type)
    ]
    fitting.sort(
        key=lambda profile: (
            -_fit(profile, entity_type, status),
            profile.opening is not None,
            profile.title,
        )
    )
    return tuple(
        offer_in_language(
            _offer(registry, profile, recommended=position == 0 and entity_type is not None),
            profile,
            language,
        )
        for position, profile in enumerate(fitting)
    )


def offers_under(
    registry: PluginRegistry, regimes: Iterable[str], language: str | None = None
) -> tuple[ProfileOffer, ...]:
    """Every profile of some legal regimes, by title; for whoever asks others to use one."""
    wanted = set(regimes)
    found = [one for one in registry.profiles.values() if one.regime.value in wanted]
    found.sort(key=lambda profile: (profile.opening is not None, profile.title))
    return tuple(
        offer_in_language(_offer(registry, one, recommended=False), one, language) for one in found
    )


def _fits(profile: Profile, entity_type: str | None) -> bool:
    return not profile.entity_types or (
        entity_type is not None and any(_covers(p, entity_type) for p in profile.entity_types)
    )


def _covers(prefix: str, entity_type: str) -> bool:
    return entity_type == prefix or entity_type.startswith(f"{prefix}.")


def _fit(profile: Profile, entity_type: str | None, status: str | None) -> int:
    groups = {group.value for group in profile.target_groups}
    wanted = status if status in {"essential", "important"} else TargetGroup.SMALL.value
    specific = max(
        (len(p) for p in profile.entity_types if entity_type and _covers(p, entity_type)),
        default=0,
    )
    return (1000 if wanted in groups else 0) + specific


def _offer(registry: PluginRegistry, profile: Profile, *, recommended: bool) -> ProfileOffer:
    used = [registry.catalogues[id_] for id_ in profile.catalogues]
    controls = [control for _, control, _ in selected(profile, used)]
    return ProfileOffer(
        id=profile.id,
        version=profile.version,
        title=profile.title,
        summary=profile.summary,
        notice=profile.notice,
        regime=profile.regime.value,
        target_groups=tuple(group.value for group in profile.target_groups),
        scope_kinds=tuple(kind.value for kind in profile.scope_kinds),
        control_count=len(controls),
        question_count=sum(len(control.questions) for control in controls),
        suggested_parts=profile.suggested_parts,
        catalogues=tuple(catalogue_used(registry, catalogue) for catalogue in used),
        recommended=recommended,
        lowest=profile.scoring.lowest,
        levels=profile.scoring.levels,
        languages=tuple(sorted({used[0].language, *profile.translations})),
        opening=opening(registry, profile),
    )


def prepare(registry: PluginRegistry, profile: Profile) -> Pinned:
    """Resolve a profile and compute its digest, once: installed content does not change."""
    known = _prepared.setdefault(registry, {})
    if profile.id not in known:
        resolved = resolve(registry, profile)
        document = rfc8785.dumps(asdict(resolved))
        known[profile.id] = Pinned(sha256(document).hexdigest(), resolved, document.decode())
    return known[profile.id]


async def pin(pinned: Pinned) -> None:
    """Keep the resolved profile, inside the caller's transaction."""
    await repository.pin(pinned.digest, pinned.profile, pinned.document)
