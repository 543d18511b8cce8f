"""The hooks that a plugin may implement (pluggy).

Each returns frozen values and must be pure: no input or output beyond the plugin's own package
files, no clock, no randomness.
"""

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from nisassess.sdk.content import Catalogue, Profile, Sector
    from nisassess.sdk.scoring import ScoringMethod
    from nisassess.sdk.sections import SealedView, Section

PROJECT = "nisassess"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """Namespace of the hook specifications; never instantiated by plugins."""

    @hookspec
    def nisassess_sdk_version(self) -> str:  # type: ignore[empty-body]
        """The version of the contract that the plugin was written for, e.g. `"1.0"`.

        A plugin whose major version differs from the platform's is refused at start.
        """

    @hookspec
    def nisassess_sector(self) -> "Sector":  # type: ignore[empty-body]
        """The sector that the plugin is for: the NIS2 subsectors and entity types it covers."""

    @hookspec
    def nisassess_catalogues(self) -> "tuple[Catalogue, ...]":  # type: ignore[empty-body]
        """The plugin's control catalogues, each with its own version."""

    @hookspec
    def nisassess_profiles(self) -> "tuple[Profile, ...]":  # type: ignore[empty-body]
        """The plugin's profiles; they may build on controls of other plugins' catalogues."""

    @hookspec
    def nisassess_scoring_methods(self) -> "tuple[ScoringMethod, ...]":  # type: ignore[empty-body]
        """Scoring methods of the plugin's own, beside those of the sdk.

        An id is unique over all plugins; a profile of any plugin may choose it. Each is held to
        the contract of `ScoringMethod` before the plugin is accepted. A method must return: one
        that never does is not stopped, neither at start nor later.
        """

    @hookspec
    def nisassess_document_sections(  # type: ignore[empty-body]
        self, results: "SealedView"
    ) -> "tuple[Section, ...]":
        """Sections to add to the printed document of a submission, e.g. a register by article.

        Asked once, when results are sealed, of the plugins whose catalogues the profile uses.
        What it returns is sealed with the results and printed for good. It is plain text within
        the bounds of `nisassess.sdk.sections`; markup is printed as it is written. An answer
        that raises or leaves the bounds is left out and logged, and the submission goes on.
        """
