"""product-api: what the shop sells, and what of it is set aside for orders."""

import json
import os
import time
from pathlib import Path

from flask import Blueprint, Flask, Response, g, jsonify, request

from product_api import correlation, products, reservations
from product_api.bodies import reservation_from, stock_from
from product_api.database import Database, Sqlite, open_database
from product_api.log import Log, create_log
from product_api.metrics import exposition, measure
from product_api.migrate import is_current, migrate
from product_api.problem import Problem, answer_with_problems
from product_api.settings import Settings, settings_from
from product_api.tokens import Gate, Keys, fetch_from

OPENAPI = Path(__file__).with_name("openapi.json")
_most_burned_ms = 5000


def _routes(database: Database, gate: Gate, settings: Settings) -> Blueprint:
    routes = Blueprint("routes", __name__)

    @routes.get("/products")
    def _find() -> Response:
        return jsonify(products.find(database, products.search_from(request.args.to_dict())))

    @routes.get("/products/<product>")
    def _get(product: str) -> Response:
        return jsonify(products.get(database, product))

    @routes.put("/products/<product>/stock")
    def _set_stock(product: str) -> tuple[str, int]:
        gate.require(request.headers.get("Authorization"), "admin")
        products.set_stock(database, product, stock_from(request))
        return "", 204

    @routes.post("/reservations")
    def _reserve() -> tuple[Response, int]:
        gate.require(request.headers.get("Authorization"), "service")
        reservation, made = reservations.reserve(database, *reservation_from(request))
        return jsonify(reservation), 201 if made else 200

    @routes.delete("/reservations/<key>")
    def _release(key: str) -> tuple[str, int]:
        gate.require(request.headers.get("Authorization"), "service")
        reservations.release(database, key)
        return "", 204

    @routes.get("/openapi.json")
    def _openapi() -> Response:
        return Response(OPENAPI.read_text(encoding="utf-8"), content_type="application/json")

    if settings.burn:

        @routes.get("/burn")
        def _burn() -> Response:
            given = request.args.get("ms", "100")
            if not (given.isascii() and given.isdecimal() and len(given) < 5 and int(given) <= _most_burned_ms):
                raise Problem(400, "Bad burn", f"ms: expected a whole number from 0 to {_most_burned_ms}.")
            # the processor's time, not the clock's: waiting for a turn would load nothing
            end, rounds = time.thread_time() + int(given) / 1000, 0
            while time.thread_time() < end:
                rounds += 1
            return jsonify({"burned_ms": int(given), "rounds": rounds})

    return routes


def _readiness(database: Database, log: Log) -> tuple[Response, int]:
    try:
        if is_current(database):
            return jsonify({"status": "ready"}), 200
        why = "the database lacks this release's migrations"
    except Exception:  # whatever the driver says, the answer is "not ready"; the log has the reason
        log.failure("not ready")
        why = "the database cannot be read"
    return jsonify({"status": why}), 503


def create_app(settings: Settings, log: Log, database: Database, gate: Gate) -> Flask:
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.json.sort_keys = False  # type: ignore[attr-defined]

    @app.before_request
    def _adopt() -> None:
        correlation.adopt(request.headers.get(correlation.HEADER))

    registry = measure(app, settings.release, settings.commit)

    @app.after_request
    def _tell(response: Response) -> Response:
        response.headers[correlation.HEADER] = correlation.current() or ""
        response.headers["X-Content-Type-Options"] = "nosniff"
        quiet = request.path in ("/healthz", "/readyz", "/metrics")
        say = log.debug if quiet else log.warn if response.status_code >= 500 else log.info
        duration = round((time.perf_counter() - g.started) * 1000, 1)
        say("answered", method=request.method, path=request.path, status=response.status_code, duration_ms=duration)
        return response

    @app.get("/healthz")
    def _healthz() -> Response:
        return jsonify({"status": "ok"})

    @app.get("/readyz")
    def _readyz() -> tuple[Response, int]:
        return _readiness(database, log)

    @app.get("/metrics")
    def _metrics() -> Response:
        return exposition(registry)

    @app.get("/version")
    def _version() -> Response:
        return jsonify(
            {
                "service": "product-api",
                "release": settings.release,
                "commit": settings.commit,
                "image": settings.image,
            }
        )

    routes = _routes(database, gate, settings)
    app.register_blueprint(routes)
    # as the Ingress hands it on: /api/products stays /api/products
    app.register_blueprint(routes, url_prefix="/api", name="behind_ingress")
    answer_with_problems(app, log)
    return app


def from_environment() -> Flask:
    """What gunicorn serves."""
    settings = settings_from(os.environ)
    log = create_log(settings.log_level)
    database = open_database(settings.database_url, settings.data_dir)
    if isinstance(database, Sqlite):
        # a file of this pod's own: no Job could reach it
        migrate(database)
    return create_app(settings, log, database, Gate(Keys(fetch_from(settings.jwks_url))))


def openapi() -> dict[str, object]:
    document: dict[str, object] = json.loads(OPENAPI.read_text(encoding="utf-8"))
    return document
