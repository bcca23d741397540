"""The histogram every service here has, and the process's own figures."""

import gc
import time
from typing import Any

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, GCCollector, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

# OpenTelemetry's boundaries, and 2: the alert on slow answers asks for "above two seconds", and a quantile is only exact
# at a boundary. https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
_seconds = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2, 2.5, 5, 7.5, 10)
UNMEASURED = frozenset({"/healthz", "/readyz", "/metrics", "/version"})


def measure(app: Flask, release: str, commit: str) -> CollectorRegistry:
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    if gc.isenabled():
        GCCollector(registry=registry)
    Gauge(
        "service_build_info",
        "Always 1: its labels say which release this process is, so that other figures can be told apart by release.",
        ("release", "commit"),
        registry=registry,
    ).labels(release, commit).set(1)
    durations = Histogram(
        "http_server_request_duration_seconds",
        "Time from the request's first byte to the answer's last.",
        ("http_request_method", "http_route", "http_response_status_code"),
        buckets=_seconds,
        registry=registry,
    )

    @app.before_request
    def _start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def _stop(response: Response) -> Any:
        if request.path not in UNMEASURED:
            # the rule, never the path: a label with ids in it grows without bound
            route = request.url_rule.rule if request.url_rule else "unmatched"
            durations.labels(request.method, route, response.status_code).observe(time.perf_counter() - g.started)
        return response

    return registry


def exposition(registry: CollectorRegistry) -> Response:
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
