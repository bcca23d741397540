"""Stock is set aside once for each key, whatever happens to the answer on its way."""

import threading

import pytest

MOUSE = {"product": "pebble-mouse", "quantity": 2}
LAMP = {"product": "lantern-lamp", "quantity": 1}


@pytest.fixture
def reserve(client, as_):
    return lambda key, *lines: client.post(
        "/reservations", json={"key": key, "lines": list(lines)}, headers=as_("service")
    )


@pytest.fixture
def stock(client):
    return lambda product="pebble-mouse": client.get(f"/products/{product}").get_json()["stock"]


def test_the_second_call_with_a_key_gets_the_first_ones_answer(reserve, stock):
    before = stock()
    first, second = reserve("order-1", MOUSE, LAMP), reserve("order-1", LAMP, MOUSE)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()
    assert first.get_json()["total_cents"] == 2 * 5900 + 8900
    assert stock() == before - 2


def test_a_key_cannot_stand_for_other_lines(reserve, stock):
    reserve("order-1", MOUSE)
    assert reserve("order-1", {**MOUSE, "quantity": 3}).status_code == 422
    assert reserve("order-1", MOUSE, LAMP).status_code == 422


def test_all_lines_or_none(reserve, stock):
    before = stock("lantern-lamp")
    answer = reserve("order-1", LAMP, {"product": "pebble-mouse", "quantity": 1000}, {"product": "anchor", "quantity": 1})
    assert answer.status_code == 409
    assert [wrong["where"] for wrong in answer.get_json(force=True)["violations"]] == ["anchor"]
    assert stock("lantern-lamp") == before


def test_a_refused_key_may_try_again_once_there_is_stock(client, as_, reserve):
    client.put("/products/pebble-mouse/stock", json={"stock": 1}, headers=as_("admin"))
    assert reserve("order-1", MOUSE).status_code == 409
    client.put("/products/pebble-mouse/stock", json={"stock": 2}, headers=as_("admin"))
    assert reserve("order-1", MOUSE).status_code == 201


def test_released_once_however_often_it_is_asked(client, as_, reserve, stock):
    before = stock()
    reserve("order-1", MOUSE)
    for _ in range(3):
        assert client.delete("/reservations/order-1", headers=as_("service")).status_code == 204
    assert stock() == before


def test_a_reservation_that_comes_after_its_release_is_refused(client, as_, reserve, stock):
    before = stock()
    assert client.delete("/reservations/late", headers=as_("service")).status_code == 204
    assert reserve("late", MOUSE).status_code == 409
    assert stock() == before


def test_many_at_once_never_sell_more_than_there_is(app, client, as_, stock):
    client.put("/products/pebble-mouse/stock", json={"stock": 5}, headers=as_("admin"))
    statuses: list[int] = []

    def buy(index: int) -> None:
        lines = [{"product": "pebble-mouse", "quantity": 1}]
        answer = app.test_client().post(
            "/reservations", json={"key": f"race-{index}", "lines": lines}, headers=as_("service")
        )
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=buy, args=(index,)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201] * 5 + [409] * 3
    assert stock() == 0


def test_only_the_order_service_reserves(client, as_):
    body = {"key": "x", "lines": [MOUSE]}
    assert client.post("/reservations", json=body).status_code == 401
    assert client.post("/reservations", json=body, headers=as_("admin", "customer")).status_code == 403
    assert client.delete("/reservations/x", headers=as_("admin")).status_code == 403


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, ["/key", "/lines"]),
        ({"key": "k", "lines": []}, ["/lines"]),
        ({"key": "", "lines": [MOUSE]}, ["/key"]),
        ({"key": "k", "lines": [MOUSE, MOUSE]}, ["/lines"]),
        ({"key": "k", "lines": [{"product": 1, "quantity": 0}]}, ["/lines/0/product", "/lines/0/quantity"]),
        ({"key": "k", "lines": ["mouse"]}, ["/lines/0/product", "/lines/0/quantity"]),
        ({"key": "k", "lines": [{**MOUSE, "quantity": True}]}, ["/lines/0/quantity"]),
    ],
)
def test_every_mistake_in_a_body_is_named(client, as_, body, where):
    answer = client.post("/reservations", json=body, headers=as_("service"))
    assert answer.status_code == 400
    assert [wrong["where"] for wrong in answer.get_json(force=True)["violations"]] == where


def test_what_is_no_json_object_is_refused(client, as_):
    headers = as_("service")
    assert client.post("/reservations", data="key=1", headers=headers).status_code == 415
    for text in ("{", "[]", "7"):
        answer = client.post("/reservations", data=text, content_type="application/json", headers=headers)
        assert answer.status_code == 400


def test_a_body_past_the_limit_is_refused(client, as_):
    text = '{"key": "' + "x" * 70_000 + '"}'
    answer = client.post("/reservations", data=text, content_type="application/json", headers=as_("service"))
    assert answer.status_code == 413
