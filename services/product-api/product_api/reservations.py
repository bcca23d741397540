"""
Stock set aside for an order, once for each key.

The order's id is the key. order-api may be killed between asking and hearing the answer, so it asks again with the same key,
and gets the same answer without a second piece leaving the shelf.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from product_api.database import Database, Transaction
from product_api.problem import Problem, violation


@dataclass(frozen=True)
class Wanted:
    product: str
    quantity: int


def _existing(transaction: Transaction, key: str, wanted: Sequence[Wanted]) -> dict[str, object]:
    state, text = transaction.execute("SELECT state, lines FROM reservations WHERE key = ?", (key,))[0]
    if state == "released":
        raise Problem(409, "Already released", "This reservation was released and cannot be taken again.")
    lines = json.loads(text)
    if {(line["product"], line["quantity"]) for line in lines} != {(want.product, want.quantity) for want in wanted}:
        raise Problem(422, "Key used before", "This key already stands for a reservation of other products.")
    return _answer(key, lines)


def _answer(key: str, lines: list[dict[str, object]]) -> dict[str, object]:
    total = sum(int(str(line["price_cents"])) * int(str(line["quantity"])) for line in lines)
    return {"key": key, "state": "reserved", "lines": lines, "total_cents": total}


def _take(transaction: Transaction, want: Wanted) -> dict[str, object] | None:
    """The price now is the price the customer pays, whatever the shelf says later."""
    if (
        transaction.changed(
            "UPDATE products SET stock = stock - ? WHERE id = ? AND stock >= ?",
            (want.quantity, want.product, want.quantity),
        )
        == 0
    ):
        return None
    name, price = transaction.execute("SELECT name, price_cents FROM products WHERE id = ?", (want.product,))[0]
    return {"product": want.product, "name": name, "price_cents": price, "quantity": want.quantity}


def reserve(database: Database, key: str, wanted: Sequence[Wanted]) -> tuple[dict[str, object], bool]:
    """The reservation, and whether this call made it."""
    with database.transaction() as transaction:
        made = transaction.changed(
            "INSERT INTO reservations (key, state, lines, reserved_at) VALUES (?, 'reserved', '[]', ?)"
            " ON CONFLICT (key) DO NOTHING",
            (key, datetime.now(UTC).isoformat()),
        )
        if made == 0:
            return _existing(transaction, key, wanted), False
        # always in the same order, so that two orders for the same products never wait for each other in a circle
        taken = [(want, _take(transaction, want)) for want in sorted(wanted, key=lambda want: want.product)]
        short = [want.product for want, line in taken if line is None]
        if short:
            raise Problem(
                409,
                "Not in stock",
                "Some products are not there in that number.",
                [violation(product, "fewer pieces, or another product") for product in short],
            )
        lines = [line for _, line in taken if line is not None]
        transaction.execute("UPDATE reservations SET lines = ? WHERE key = ?", (json.dumps(lines), key))
        return _answer(key, lines), True


def release(database: Database, key: str) -> None:
    """
    Puts the pieces back, once. A key never seen is noted as released too: the request that would reserve under it may still
    be on its way, and must not find the door open.
    """
    with database.transaction() as transaction:
        noted = transaction.changed(
            "INSERT INTO reservations (key, state, lines, reserved_at) VALUES (?, 'released', '[]', ?)"
            " ON CONFLICT (key) DO NOTHING",
            (key, datetime.now(UTC).isoformat()),
        )
        if noted == 1:
            return
        if transaction.changed("UPDATE reservations SET state = 'released' WHERE key = ? AND state = 'reserved'", (key,)):
            text = transaction.execute("SELECT lines FROM reservations WHERE key = ?", (key,))[0][0]
            for line in json.loads(text):
                transaction.changed(
                    "UPDATE products SET stock = stock + ? WHERE id = ?", (line["quantity"], line["product"])
                )
