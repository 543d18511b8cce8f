"""Composition root: wires the slices, the routes and the lifespan."""

import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time
from functools import partial

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Lifespan

from nisassess.access import Actor
from nisassess.api.failures import MaskedFailures
from nisassess.api.headers import SecurityHeaders
from nisassess.api.pages import Pages, page_routes
from nisassess.api.view import GraphQLView
from nisassess.assessments import assigning, reminding
from nisassess.assessments import routes as assessment_routes
from nisassess.assessments.attaching import ControlLinker
from nisassess.assessments.progressing import remind_owners
from nisassess.assessments.repository import reads
from nisassess.assessments.repository.attachments import evidence_places
from nisassess.catalogues import repository as profiles
from nisassess.catalogues import routes as profile_routes
from nisassess.catalogues.annexes import AnnexMaker
from nisassess.catalogues.routes import PinnedReader
from nisassess.discussions import routes as discussion_routes
from nisassess.discussions.hub import Hub
from nisassess.discussions.relay import Relay
from nisassess.documents.annexes import Annexes
from nisassess.documents.pool import PdfPool
from nisassess.documents.signing import TimeStamping
from nisassess.evidence import routes as evidence_routes
from nisassess.evidence import validity
from nisassess.evidence.service import EvidenceService
from nisassess.evidence.store import BlobStore, FolderBlobStore
from nisassess.identity.listeners import Listeners
from nisassess.identity.second_factor import SecondFactors
from nisassess.identity.vault import Vault
from nisassess.kit.database import Database, fetch
from nisassess.kit.http import JsonResponse
from nisassess.kit.logs import keep_locals_out
from nisassess.kit.migrating import pending_migrations
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings
from nisassess.notifications import digests
from nisassess.notifications import routes as notification_routes
from nisassess.notifications import service as notifications
from nisassess.notifications.clockwork import Clockwork
from nisassess.notifications.couriers import Courier
from nisassess.notifications.mailing import mail_server, postman, sender
from nisassess.notifications.members import tell_joined
from nisassess.notifications.postman import Postman
from nisassess.operators.types import OperatorWatch
from nisassess.plugins import PluginRegistry, load_plugins
from nisassess.requests import deadlines
from nisassess.requests import routes as request_routes
from nisassess.requests.calling import Caller
from nisassess.requests.naming import Namer
from nisassess.requests.types import StatusesReader
from nisassess.reviews import routes as review_routes
from nisassess.schema import build_schema
from nisassess.statistics import routes as statistics_routes
from nisassess.submissions import routes as submission_routes
from nisassess.submissions.examining import Examiner
from nisassess.submissions.importing import Importer
from nisassess.submissions.keys import seal_keys
from nisassess.submissions.pdf import PdfArchive, PdfSigner
from nisassess.submissions.readings import Readings
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.stamping import time_stamping
from nisassess.submissions.timestamping import Timestamper
from nisassess.submissions.types import StatusFact, StatusReader
from nisassess.submissions.verifying import Verifier
from nisassess.supervision import changes
from nisassess.supervision import routes as supervision_routes
from nisassess.supervision import service as supervision
from nisassess.supervision.statuses import statuses as read_statuses

_log = structlog.get_logger("nisassess.app")
_COLLECT_EVERY = 50_000


@dataclass(frozen=True, slots=True)
class Application:
    """The ASGI application with the services it runs on."""

    asgi: Starlette
    services: Services


def create_app(
    settings: Settings | None = None, registry: PluginRegistry | None = None
) -> Starlette:
    """The ASGI application; the database is opened in its lifespan."""
    found = settings or Settings()
    return compose(found, registry or load_plugins(found.plugin_folders)).asgi


def compose(settings: Settings, registry: PluginRegistry) -> Application:
    """Wire everything."""
    keep_locals_out()
    services = wire(settings, registry)
    routes: list[BaseRoute] = [
        Route("/healthz", _healthz, methods=["GET"]),
        Route("/readyz", _readyz, methods=["GET"]),
        *profile_routes.routes(services),
        *assessment_routes.routes(services),
        *discussion_routes.routes(services),
        *evidence_routes.routes(services),
        *request_routes.routes(services),
        *submission_routes.routes(services),
        *review_routes.routes(services),
        *notification_routes.routes(services),
        *statistics_routes.routes(),
        *supervision_routes.routes(services),
        *page_routes(Pages(), GraphQLView(build_schema(), services)),
    ]
    asgi = Starlette(
        routes=routes,
        middleware=[
            Middleware(SecurityHeaders, secure=settings.secure_cookies),
            Middleware(MaskedFailures),
        ],
        lifespan=_lifespan(services),
    )
    asgi.state.services = services
    return Application(asgi, services)


def wire(settings: Settings, registry: PluginRegistry) -> Services:
    """The long-lived objects, each under its class."""
    for refused in registry.refused:
        _log.error("plugin_refused", plugin=refused.name, reasons=refused.reasons)
    services = Services()
    database = Database(settings.effective_database_url)
    store = FolderBlobStore(settings.evidence_dir)
    pool = PdfPool(
        settings.pdf_workers, timeout=settings.pdf_timeout_seconds, memory=settings.pdf_memory_mib
    )
    services.add(settings)
    services.add(registry)
    services.add(database)
    _add_live(services, database)
    services.add(store, BlobStore)
    services.add(pool)
    services.add(Annexes(pool), AnnexMaker)
    services.add(PinnedReader(_pinned_document))
    services.add(EvidenceService(database, store, ControlLinker(), settings.max_upload_bytes))
    services.add(StatusReader(_status_of(registry)))
    services.add(OperatorWatch(changes.operator_changed))
    vault = Vault(settings.keys_dir / "second-factor.key")
    services.add(SecondFactors(database, vault, settings.installation_name or "nisassess"))
    _add_submissions(settings, services)
    _add_notifications(services)
    _add_requests(services, registry)
    return services


def _add_submissions(settings: Settings, services: Services) -> None:
    """What seals, prints, imports, checks and hands out submissions, and notes who read them."""
    database, registry = services.get(Database), services.get(PluginRegistry)
    keys = seal_keys(settings)
    services.add(Sealer(keys))
    services.add(
        PdfArchive(
            settings.data_dir / "pdf",
            services.get(PdfPool),
            PdfSigner(keys, database, _stamping(settings)),
            verify_url=settings.verify_url,
        )
    )
    sealer, archive = services.get(Sealer), services.get(PdfArchive)
    services.add(Importer(database, registry, sealer, archive, Examiner()))
    services.add(Verifier(Examiner()))
    services.add(Timestamper(database, settings.timestamp_url))
    services.add(Readings(database))


def _add_notifications(services: Services) -> None:
    """What tells people things, and what works by the clock."""
    settings, database = services.get(Settings), services.get(Database)
    services.add(_clockwork(settings, services))
    courier = Courier()
    if settings.sends_mail:
        services.add(postman(settings, database))
        courier = Courier(mail_server(settings), sender(settings))
    services.add(courier)
    services.add(
        Listeners(
            joined=(tell_joined,),
            changed=(assigning.roles_changed,),
            left=(assigning.left,),
            send_invitation=courier.invite,
        )
    )


def _add_live(services: Services, database: Database) -> None:
    hub = Hub()
    database.listen(hub.hear)
    services.add(hub)
    services.add(Relay(hub, database.url, services.get(Settings).live_forget_seconds))


def _add_requests(services: Services, registry: PluginRegistry) -> None:
    database, statuses = services.get(Database), StatusesReader(partial(read_statuses, registry))
    services.add(Caller(database, registry, statuses))
    services.add(Namer(database, registry, statuses))


def _clockwork(settings: Settings, services: Services) -> Clockwork:
    """The installation's daily work; each slice that has some registers it here."""
    database = services.get(Database)
    clockwork = Clockwork(database, settings.time_zone)
    clockwork.every_day("assignments due", at=time(6), work=partial(reminding.remind, database))
    reminded = partial(validity.remind, database, evidence_places)
    clockwork.every_day("evidence expiring", at=time(6), work=reminded)
    digests.register(
        clockwork,
        database,
        notifications.defaults(settings.time_zone),
        sends_mail=settings.sends_mail,
    )
    clockwork.every_day("requests due", at=time(6, 30), work=partial(deadlines.remind, database))
    clockwork.every_day("measures due", at=time(6), work=partial(remind_owners, database))
    return clockwork


async def _pinned_document(actor: Actor, assessment_id: str) -> str | None:
    row = await reads.assessment(actor, assessment_id)
    return await profiles.pinned_document(row.profile_digest) if row else None


def _stamping(settings: Settings) -> TimeStamping | None:
    return time_stamping(settings.timestamp_url) if settings.timestamp_url else None


def _status_of(registry: PluginRegistry) -> Callable[[Actor, str], Awaitable[StatusFact]]:
    async def read(actor: Actor, operator_id: str) -> StatusFact:
        row = await supervision.nis_status(actor, registry, operator_id)
        if row is None:
            return StatusFact("undecided", "indicative", "", "")
        return StatusFact(
            row.effective.value,
            row.basis.value,
            row.indicative.rule,
            row.indicative.citation,
        )

    return read


def _lifespan(services: Services) -> Lifespan[Starlette]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        database, store = services.get(Database), services.get(BlobStore)
        await database.open()
        await store.prepare()
        _settle_garbage()
        services.get(Timestamper).catch_up()
        background = _background(services)
        for one in background:
            one.start()
        if services.get(Settings).background_work:
            services.get(Caller).catch_up()
            services.get(Clockwork).start()
        if not database.is_sqlite:  # other processes can be there
            services.get(Relay).start()
        yield
        await services.get(Relay).close()
        for one in background:
            await one.close()
        await services.get(Courier).close()
        await services.get(Clockwork).close()
        await services.get(Caller).close()
        await services.get(Timestamper).close()
        await services.get(Readings).close()
        await services.get(PdfPool).close()
        await database.close()

    return lifespan


def _background(services: Services) -> list[Clockwork | Postman]:
    """What works behind everybody's back in this process."""
    settings = services.get(Settings)
    if not settings.background_work:
        return []
    clockwork = services.get(Clockwork)
    return [clockwork, services.get(Postman)] if settings.sends_mail else [clockwork]


def _settle_garbage() -> None:
    """What start-up made lives on; collecting it again and again costs tail latency."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_EVERY, 20, 50)


async def _healthz(request: Request) -> Response:
    """The process answers."""
    return JsonResponse({"status": "ok"})


async def _readyz(request: Request) -> Response:
    """The database answers and its schema is current."""
    try:
        await fetch("SELECT 1 AS one")
        pending = await pending_migrations()
    except Exception:  # whatever the driver raises: not ready
        _log.exception("not_ready")
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, 503)
    if pending:
        body = {"status": "unavailable", "pending_migrations": pending}
        return JsonResponse(body, 503)
    return JsonResponse({"status": "ok"})
