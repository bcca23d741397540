"""What callers may send, parsed at the edge; every mistake in a body is named in one answer."""

from typing import Any

from flask import Request

from product_api.problem import Problem, Violation, violation
from product_api.reservations import Wanted

MOST_LINES = 50
MOST_OF_ONE = 1000


def _object(request: Request) -> dict[str, Any]:
    if not request.is_json:
        raise Problem(415, "Not JSON", "Send the body as application/json.")
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Problem(400, "Not JSON", "The body must be one JSON object.")
    return body


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 100 and "\0" not in value


def reservation_from(request: Request) -> tuple[str, list[Wanted]]:
    body = _object(request)
    wrong: list[Violation] = []
    key, lines = body.get("key"), body.get("lines")
    if not _is_name(key):
        wrong.append(violation("/key", "a text of 1 to 100 characters"))
    if not isinstance(lines, list) or not 0 < len(lines) <= MOST_LINES:
        wrong.append(violation("/lines", f"a list of 1 to {MOST_LINES} lines"))
        lines = []
    wanted: list[Wanted] = []
    for index, line in enumerate(lines):
        product = line.get("product") if isinstance(line, dict) else None
        quantity = line.get("quantity") if isinstance(line, dict) else None
        if not _is_name(product):
            wrong.append(violation(f"/lines/{index}/product", "a product's id"))
        if not _is_whole(quantity, 1, MOST_OF_ONE):
            wrong.append(violation(f"/lines/{index}/quantity", f"a whole number from 1 to {MOST_OF_ONE}"))
        wanted.append(Wanted(str(product), quantity if isinstance(quantity, int) else 0))
    if len({want.product for want in wanted}) < len(wanted):
        wrong.append(violation("/lines", "each product once"))
    if wrong:
        raise Problem(400, "Bad reservation", "The reservation cannot be read.", wrong)
    return str(key), wanted


def stock_from(request: Request) -> int:
    stock = _object(request).get("stock")
    if not isinstance(stock, int) or not _is_whole(stock, 0, 1_000_000):
        raise Problem(
            400, "Bad stock", "The stock cannot be read.", [violation("/stock", "a whole number from 0 to 1000000")]
        )
    return stock
