"""T7: who may change data, and what happens when the signing key is changed."""

import http.server
import json
import threading
import time

import jwt
import pytest

from product_api.problem import Problem
from product_api.tokens import Gate, Keys, fetch_from
from tests.conftest import Signer


def refused(gate: Gate, authorization: str | None, role: str = "admin") -> tuple[int, str]:
    with pytest.raises(Problem) as caught:
        gate.require(authorization, role)
    return caught.value.status, caught.value.detail


@pytest.fixture
def gate(signer):
    return Gate(Keys(lambda: {"keys": [signer.public()]}))


def test_a_good_token_gives_its_name(gate, signer):
    assert gate.require(f"bearer {signer.token('admin')}", "admin") == "customer"


def test_each_way_a_token_is_bad(gate, signer):
    stranger = Signer("first")
    bad = {
        "expired": signer.token("admin", exp=time.time() - 1),
        "for another service": signer.token("admin", aud="elsewhere"),
        "from another issuer": signer.token("admin", iss="elsewhere"),
        "signed by a stranger under a known id": stranger.token("admin"),
        "signed with a key nobody published": Signer("other").token("admin"),
        "not signed": jwt.encode({"sub": "customer", "roles": ["admin"]}, "", algorithm="none", headers={"kid": "first"}),
        "signed by the public key as a secret": jwt.encode(
            {"sub": "customer", "roles": ["admin"]}, "x" * 32, algorithm="HS256", headers={"kid": "first"}
        ),
        "no token": "nonsense",
    }
    for why, token in bad.items():
        assert refused(gate, f"Bearer {token}")[0] == 401, why
    assert refused(gate, None)[0] == 401
    assert refused(gate, f"Basic {signer.token('admin')}")[0] == 401
    assert refused(gate, f"Bearer {signer.token('admin', roles='admin')}")[0] == 403


def test_during_a_rotation_both_keys_count(signer):
    second = Signer("second")
    published = [signer.public()]
    now = [1000.0]
    gate = Gate(Keys(lambda: {"keys": list(published)}, clock=lambda: now[0]))
    assert gate.require(f"Bearer {signer.token('admin')}", "admin") == "customer"
    published.append(second.public())
    now[0] += 6
    assert gate.require(f"Bearer {second.token('admin')}", "admin") == "customer"
    assert gate.require(f"Bearer {signer.token('admin')}", "admin") == "customer"
    published.pop(0)
    now[0] += 301
    assert refused(gate, f"Bearer {signer.token('admin')}")[0] == 401


def test_forged_key_ids_do_not_make_us_ask_each_time(signer):
    asked = []

    def fetch():
        asked.append(1)
        return {"keys": [signer.public()]}

    gate = Gate(Keys(fetch, clock=lambda: 1000.0))
    for index in range(5):
        assert refused(gate, f"Bearer {Signer(f'forged-{index}').token('admin')}")[0] == 401
    assert len(asked) == 1


def test_keys_out_of_reach_are_our_failure_not_the_callers(signer):
    gate = Gate(Keys(fetch_from("http://127.0.0.1:1/keys", timeout=0.5)))
    assert refused(gate, f"Bearer {signer.token('admin')}")[0] == 503


def test_the_key_set_is_read_over_http(signer):
    answers = {"/keys": (200, {"keys": [signer.public()]}), "/list": (200, []), "/gone": (404, {})}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers[self.path]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_args) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        assert Gate(Keys(fetch_from(f"{address}/keys"))).require(f"Bearer {signer.token('admin')}", "admin") == "customer"
        for path in ("/list", "/gone"):
            assert refused(Gate(Keys(fetch_from(address + path))), f"Bearer {signer.token('admin')}")[0] == 503
    finally:
        server.shutdown()
        server.server_close()
