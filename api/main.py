"""The API, put together."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from api import contract, docs, handlers
from api.addresses import KeepEncodedSlashes
from api.middleware import CommonHeaders, Crashes, HeadAsGet, NotModified, RequestIds
from api.routers import (
    api_keys,
    audit,
    causes,
    choices,
    connection,
    contacts,
    credits,  # noqa: A004  # a resource; the built-in of this name is the interpreter's
    error_codes,
    health,
    invoices,
    links,
    logs,
    mappings,
    operations,
    payments,
    record_batches,
    resync,
    settings,
    subscriptions,
    webhooks,
    write_offs,
)
from api.settings import ApiSettings
from domain.ports.rate_limiter import RateLimiter
from domain.use_cases import UseCases

ROUTERS = (
    contacts.router,
    invoices.router,
    payments.router,
    credits.router,
    write_offs.router,
    record_batches.router,
    logs.router,
    resync.router,
    causes.router,
    operations.router,
    links.router,
    mappings.router,
    choices.router,
    settings.router,
    connection.router,
    connection.browsers,
    subscriptions.router,
    audit.router,
    api_keys.router,
    webhooks.router,
    error_codes.router,
    health.router,
)

EXPOSED = (
    "ETag", "Idempotent-Replayed", "Link", "Location", "RateLimit", "RateLimit-Policy", "Request-Id",
    "Retry-After",
)  # fmt: skip


def create_app(use_cases: UseCases, settings: ApiSettings, rate_limiter: RateLimiter) -> FastAPI:
    """Return the API over these use cases."""
    app = assemble(settings)
    app.state.use_cases = use_cases
    app.state.rate_limiter = rate_limiter
    return app


def assemble(settings: ApiSettings) -> FastAPI:
    """Return the API without its use cases: enough to say what its contract is."""
    app = FastAPI(
        title=contract.TITLE,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    for router in ROUTERS:
        app.include_router(router)
    docs.install(app)
    handlers.install(app)
    _wrap(app, settings)
    return app


def _wrap(app: FastAPI, settings: ApiSettings) -> None:
    """The last one added is the outermost."""
    app.add_middleware(KeepEncodedSlashes)
    app.add_middleware(NotModified)
    app.add_middleware(Crashes)
    app.add_middleware(HeadAsGet)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"],
            expose_headers=EXPOSED,
            max_age=600,
        )
    app.add_middleware(CommonHeaders)
    app.add_middleware(RequestIds)
