"""T2: what the shop sells."""

import pytest


def test_t2_pages_hold_what_was_asked_for_in_the_shelfs_order(client):
    first = client.get("/products?per_page=5").get_json()
    last = client.get("/products?per_page=5&page=3").get_json()
    assert [item["name"] for item in first["items"]][:2] == ["Halyard Keyboard", "Cove Headphones"]
    assert (len(first["items"]), first["pages"], first["total"]) == (5, 3, 12)
    assert len(last["items"]) == 2


def test_a_page_past_the_end_is_empty_and_no_error(client):
    assert client.get("/products?page=99").get_json()["items"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=KEYBOARD", ["halyard-keyboard"]),
        ("q=floats", ["buoy-speaker"]),
        ("q=%25", []),
        ("q=_", []),
        ("q=%5C", []),
        ("q=' OR 1=1 --", []),
        ("category=screen", ["horizon-monitor", "gull-webcam"]),
        ("category=screen&q=glass", ["gull-webcam"]),
        ("category=nothing", []),
    ],
)
def test_a_search_takes_its_words_literally(client, query, found):
    assert [item["id"] for item in client.get(f"/products?{query}").get_json()["items"]] == found


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=-1", "page=1.5", "per_page=101", "page=99999999999"])
def test_a_parameter_that_cannot_be_used_is_named(client, query):
    answer = client.get(f"/products?{query}")
    assert answer.status_code == 400
    assert [wrong["where"] for wrong in answer.get_json(force=True)["violations"]] == [query.split("=")[0]]


def test_every_bad_parameter_is_named_at_once(client):
    answer = client.get(f"/products?page=0&per_page=0&q={'x' * 201}&category=%00")
    assert [wrong["where"] for wrong in answer.get_json(force=True)["violations"]] == [
        "page",
        "per_page",
        "q",
        "category",
    ]


def test_t2_one_product_also_under_the_ingress_path(client):
    assert client.get("/products/pebble-mouse").get_json() == client.get("/api/products/pebble-mouse").get_json()
    assert client.get("/products/anchor").status_code == 404


def test_stock_is_set_by_admins_only(client, as_):
    path = "/products/pebble-mouse/stock"
    assert client.put(path, json={"stock": 3}).status_code == 401
    assert client.put(path, json={"stock": 3}, headers=as_("customer")).status_code == 403
    assert client.put(path, json={"stock": 3}, headers=as_("admin")).status_code == 204
    assert client.get("/products/pebble-mouse").get_json()["stock"] == 3


@pytest.mark.parametrize("stock", [-1, 1.5, "3", None, True, 1_000_001])
def test_a_stock_that_is_no_number_of_pieces_is_refused(client, as_, stock):
    answer = client.put("/products/pebble-mouse/stock", json={"stock": stock}, headers=as_("admin"))
    assert answer.status_code == 400


def test_the_stock_of_an_unknown_product_is_404(client, as_):
    assert client.put("/products/anchor/stock", json={"stock": 1}, headers=as_("admin")).status_code == 404
