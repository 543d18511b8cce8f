"""Pinned profiles in the database; read back once per process, since they never change."""

import json
from collections import OrderedDict

from pydantic import TypeAdapter

from nisassess.catalogues.models import ResolvedProfile
from nisassess.catalogues.types import PinnedProfile
from nisassess.kit.clock import now
from nisassess.kit.errors import NotFound

_adapter = TypeAdapter(PinnedProfile)
_cache: OrderedDict[str, PinnedProfile] = OrderedDict()
PROFILES_KEPT = 64
"""How many pinned profiles a process keeps in memory."""


async def pin(digest: str, profile: PinnedProfile, document: str) -> None:
    """Keep a resolved profile; the same document again changes nothing."""
    if await ResolvedProfile.exists(digest=digest):
        return
    row = ResolvedProfile(
        digest=digest,
        profile_id=profile.id,
        version=profile.version,
        title=profile.title,
        document=document,
        pinned_at=now(),
    )
    await ResolvedProfile.bulk_create([row], ignore_conflicts=True)


async def pinned_document(digest: str) -> str:
    """The pinned profile's canonical document; callers reach it as they reach `pinned`."""
    row = await ResolvedProfile.get_or_none(digest=digest).values_list("document", flat=True)
    if row is None:
        raise NotFound("profile")
    return str(row)


async def pinned(digest: str) -> PinnedProfile:
    """The pinned profile; callers reach a digest only through rows they may see."""
    found = _cache.get(digest)
    if found is None:
        found = _adapter.validate_python(json.loads(await pinned_document(digest)))
        _cache[digest] = found
        if len(_cache) > PROFILES_KEPT:
            _cache.popitem(last=False)
    _cache.move_to_end(digest)
    return found
