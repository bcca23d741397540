"""T4: how the cluster, Prometheus and a human at night ask after the service."""

import json
import logging

import pytest

from product_api.app import create_app, from_environment
from product_api.database import Sqlite
from product_api.log import create_log
from product_api.migrate import is_current, main, migrate, migrations
from product_api.settings import settings_from
from product_api.tokens import Gate, Keys


def test_version_says_what_the_pod_template_states(client):
    assert client.get("/version").get_json() == {
        "service": "product-api",
        "release": "r7",
        "commit": "abc1234",
        "image": "x@y",
    }


def test_t2_alive_and_ready(client):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").get_json() == {"status": "ready"}


def test_not_ready_without_this_releases_migrations_and_alive_all_the_same(tmp_path, monkeypatch):
    database = Sqlite(tmp_path / "x.sqlite")
    app = create_app(settings_from({}), create_log("error"), database, Gate(Keys(dict)))
    client = app.test_client()
    assert client.get("/readyz").get_json() == {"status": "the database cannot be read"}
    migrate(database)
    more = [*migrations(), ("9999_later", "")]
    monkeypatch.setattr("product_api.migrate.migrations", lambda: more)
    assert client.get("/readyz").get_json() == {"status": "the database lacks this release's migrations"}
    assert client.get("/healthz").status_code == 200


def test_a_database_that_is_further_on_is_fine(database):
    with database.transaction() as transaction:
        transaction.execute("INSERT INTO migrations (name) VALUES ('9999_of_the_next_release')")
    assert is_current(database)


def test_migrations_run_once(database):
    assert migrate(database) == []


def test_a_migration_that_breaks_leaves_nothing_behind(tmp_path, monkeypatch):
    database = Sqlite(tmp_path / "x.sqlite")
    monkeypatch.setattr(
        "product_api.migrate.migrations", lambda: [("1", "CREATE TABLE one (x TEXT)"), ("2", "CREATE NONSENSE")]
    )
    with pytest.raises(Exception, match="NONSENSE"):
        migrate(database)
    with pytest.raises(Exception, match="no such table"), database.transaction() as transaction:
        transaction.execute("SELECT * FROM one")


def test_the_migration_job_and_the_server_find_their_settings_in_the_environment(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    main()
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["applied"] == [name for name, _ in migrations()]
    assert from_environment().test_client().get("/readyz").status_code == 200


def test_the_histogram_knows_routes_not_paths(client):
    client.get("/products/pebble-mouse")
    client.get("/products/anchor")
    client.get("/wp-login.php")
    text = client.get("/metrics").get_data(as_text=True)
    labels = 'http_request_method="GET",http_response_status_code="200",http_route="/products/<product>"'
    assert f"http_server_request_duration_seconds_count{{{labels}}} 1.0" in text
    assert 'http_route="unmatched"' in text
    assert "pebble-mouse" not in text
    assert "process_cpu_seconds_total" in text
    assert 'service_build_info{commit="abc1234",release="r7"} 1.0' in text


def lines_of(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_correlation_id_is_taken_logged_and_returned(client, capsys):
    create_log("debug")
    answer = client.get("/products", headers={"X-Correlation-Id": "click-1"})
    assert answer.headers["X-Correlation-Id"] == "click-1"
    line = lines_of(capsys)[-1]
    assert (line["correlation_id"], line["level"], line["path"], line["status"]) == ("click-1", "info", "/products", 200)


@pytest.mark.parametrize("given", [None, "two words", "x" * 129, "<script>"])
def test_an_id_that_is_missing_or_harmful_is_replaced(client, given):
    answer = client.get("/products", headers={} if given is None else {"X-Correlation-Id": given})
    assert len(answer.headers["X-Correlation-Id"]) == 36


def test_an_error_of_ours_is_logged_in_full_and_told_in_short(app, capsys):
    create_log("debug")
    app.add_url_rule("/break", view_func=lambda: 1 / 0)
    with app.test_request_context("/break", headers={"X-Correlation-Id": "night-1"}):
        response = app.full_dispatch_request()
    assert response.status_code == 500
    assert "division" not in response.get_data(as_text=True)
    error = next(line for line in lines_of(capsys) if line["level"] == "error")
    assert "ZeroDivisionError" in error["error"]
    assert error["correlation_id"] == "night-1"


def test_what_is_not_there_is_a_problem_too(client):
    missing = client.get("/nothing")
    assert (missing.status_code, missing.mimetype) == (404, "application/problem+json")
    wrong = client.patch("/products")
    assert wrong.status_code == 405
    assert "GET" in wrong.headers["Allow"]


def test_burning_is_bounded_and_off_unless_asked_for(client, database):
    assert client.get("/burn?ms=1").get_json()["burned_ms"] == 1
    assert client.get("/burn?ms=5001").status_code == 400
    off = create_app(settings_from({}), create_log("error"), database, Gate(Keys(dict)))
    assert off.test_client().get("/burn").status_code == 404


def test_the_document_is_served(client):
    assert client.get("/openapi.json").get_json()["info"]["title"] == "TechCommerce product-api"


def test_every_bad_setting_is_named_in_one_message():
    with pytest.raises(ValueError) as caught:
        settings_from({"PORT": "x", "LOG_LEVEL": "loud", "DATABASE_URL": "mysql://", "JWKS_URL": "keys", "BURN": "1"})
    for name in ("PORT", "LOG_LEVEL", "DATABASE_URL", "JWKS_URL", "BURN"):
        assert name in str(caught.value)


def test_levels_below_the_chosen_one_stay_silent(capsys):
    log = create_log("warn")
    log.info("small talk")
    log.warn("listen", depth=3)
    assert [line["message"] for line in lines_of(capsys)] == ["listen"]
    assert logging.getLogger("product-api").level == logging.WARNING
