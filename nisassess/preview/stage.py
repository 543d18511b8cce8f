"""The real application on a folder's content, put up anew when the content changes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.types import ASGIApp

from nisassess.app import Application, compose
from nisassess.kit.database import Database
from nisassess.kit.migrating import migrate
from nisassess.kit.settings import Settings
from nisassess.plugins import Plugin, PluginRegistry, RefusedPlugin, load_plugins
from nisassess.plugins.asking import ask, failure
from nisassess.plugins.checking import check
from nisassess.plugins.opening import opened
from nisassess.preview.watching import fingerprint
from nisassess.preview.world import World
from nisassess.sdk import ContentFault

_LOOK_EVERY = 0.4
"""Seconds between two looks at the folder."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in the folder: a plugin, or faults."""

    plugin: Plugin | None
    faults: tuple[ContentFault, ...]


class Stage:
    """One folder, the application that shows it, and what is wrong with it at the moment."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.generation = 0
        """Counts the states of the content that were looked at."""
        self.faults: tuple[ContentFault, ...] = ()
        self.world: World | None = None
        self._installed = load_plugins(settings.plugin_folders)
        self._application: Application | None = None
        self._up = AsyncExitStack()
        self._visitors = 0
        self._may_enter = asyncio.Event()
        self._empty = asyncio.Event()
        self._may_enter.set()
        self._empty.set()

    @property
    def home(self) -> str:
        """Where to begin: the assessment of the first profile."""
        ids = list(self.world.assessments.values()) if self.world else []
        return f"/assessments/{ids[0]}" if ids else "/"

    @asynccontextmanager
    async def application(self) -> AsyncIterator[ASGIApp | None]:
        """The application as it stands, which stays up for the length of the block."""
        await self._may_enter.wait()
        self._visitors += 1
        self._empty.clear()
        try:
            yield self._application.asgi if self._application else None
        finally:
            self._visitors -= 1
            if not self._visitors:
                self._empty.set()

    async def watch(self) -> None:
        """Follow the folder until cancelled."""
        seen = fingerprint(self.folder)
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            now = fingerprint(self.folder)
            if now != seen:  # an editor may still be writing; what comes later is seen later
                seen = now
                await self.renew()

    async def renew(self) -> None:
        """Read the folder; put its content on the stage, or keep the last and tell the faults."""
        try:
            found = await asyncio.to_thread(read, self.folder, self._installed)
            if found.plugin is not None:
                await self._put_up(self._installed.with_plugin(found.plugin), found.plugin)
            self.faults = found.faults
        except Exception as error:  # the next change may put it right, so the preview stays
            message = failure("cannot be shown:", error)
            self.faults = (ContentFault(str(self.folder), 0, "", message),)
        self.generation += 1

    async def close(self) -> None:
        """Take everything down."""
        await self._up.aclose()

    async def _put_up(self, registry: PluginRegistry, plugin: Plugin) -> None:
        self._may_enter.clear()
        try:
            await self._empty.wait()
            await self._up.aclose()
            if self.world is None:
                await migrate(self.settings.effective_database_url)
            application = compose(self.settings, registry)
            lifespan = application.asgi.router.lifespan_context(application.asgi)
            await self._up.enter_async_context(lifespan)
            database = application.services.get(Database)
            self.world = self.world or World(database)
            self.world.database = database
            await self.world.settle(registry, plugin.profiles)
            self._application = application
        finally:
            self._may_enter.set()


def read(folder: Path, installed: PluginRegistry) -> Read:
    """The folder's plugin, or every fault that keeps it from being shown.

    A translation that lags behind a text that is being written keeps nothing from being shown.
    """
    with opened(str(folder)) as found:
        faults = check(found, installed, complete=None, scoring=False).faults
        if faults:
            return Read(None, faults)
        plugin = ask(found.candidate)
    if isinstance(plugin, RefusedPlugin):
        return Read(None, tuple(ContentFault(str(folder), 0, "", one) for one in plugin.reasons))
    if not plugin.profiles:
        message = "there is no profile; what an operator sees is a profile's controls"
        return Read(None, (ContentFault(str(folder / "profiles"), 0, "", message),))
    return Read(plugin, ())
