"""What machines ask of this process: whether to send it visitors, and its figures."""

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis import RedisError

from playground.loopback import is_loopback
from playground.runs.engine import engine

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when it can take visitors; 503 with the reason while it stops, or what it needs is away."""
    reason = not_ready()
    return JsonResponse({"status": reason or "ready"}, status=503 if reason else 200)


def not_ready() -> str:
    if engine.draining:
        return "stopping"
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "the database lacks migrations"
    except Error:
        return "the database does not answer"
    if settings.REDIS_URL:
        try:
            cache.get("ready")
        except RedisError:
            return "Redis does not answer"
    return ""


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures of this process in Prometheus' text format, for METRICS_TOKEN, or without one for this machine."""
    if not may_read(request):
        words = "Send METRICS_TOKEN as Authorization: Bearer; without one, only this machine may read this."
        return HttpResponse(words, status=403, content_type="text/plain")
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        expected = f"Bearer {settings.METRICS_TOKEN}"
        return constant_time_compare(request.headers.get("Authorization", ""), expected)
    # A proxy on this machine is not the one who asks.
    if any(name in request.headers for name in FORWARDED):
        return False
    return is_loopback(request.META.get("REMOTE_ADDR") or "")
