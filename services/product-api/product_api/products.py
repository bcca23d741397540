"""The catalogue: browsing, searching, and what is in stock."""

from dataclasses import dataclass
from math import ceil

from product_api.database import Database, Row
from product_api.problem import Problem, violation

MOST_PER_PAGE = 100
_columns = "id, name, summary, category, price_cents, stock"


@dataclass(frozen=True)
class Search:
    text: str
    category: str | None
    page: int
    per_page: int


def _as_product(row: Row) -> dict[str, object]:
    names = ("id", "name", "summary", "category", "price_cents", "stock")
    return dict(zip(names, row, strict=True))


def _literally(text: str) -> str:
    """`100%` is searched for as it stands, not as a pattern."""
    return text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def search_from(arguments: dict[str, str]) -> Search:
    wrong: list[dict[str, str]] = []

    def whole(name: str, otherwise: int, most: int) -> int:
        given = arguments.get(name)
        if given is None:
            return otherwise
        if given.isascii() and given.isdecimal() and len(given) < 10 and 1 <= int(given) <= most:
            return int(given)
        wrong.append(violation(name, f"a whole number from 1 to {most}"))
        return otherwise

    page = whole("page", 1, 1_000_000)
    per_page = whole("per_page", 12, MOST_PER_PAGE)
    text = arguments.get("q", "").strip()
    if len(text) > 200 or "\0" in text:
        wrong.append(violation("q", "at most 200 characters, none of them NUL"))
    category = arguments.get("category") or None
    if category is not None and (len(category) > 50 or "\0" in category):
        wrong.append(violation("category", "at most 50 characters, none of them NUL"))
    if wrong:
        raise Problem(400, "Bad search", "Some of the search's parameters cannot be used.", wrong)
    return Search(text=text, category=category, page=page, per_page=per_page)


def find(database: Database, search: Search) -> dict[str, object]:
    pattern = f"%{_literally(search.text)}%"
    where = "(lower(name) LIKE ? ESCAPE '\\' OR lower(summary) LIKE ? ESCAPE '\\')"
    values: list[object] = [pattern, pattern]
    if search.category is not None:
        where += " AND category = ?"
        values.append(search.category)
    with database.transaction() as transaction:
        total = int(transaction.execute(f"SELECT count(*) FROM products WHERE {where}", values)[0][0])  # nosec B608
        rows = transaction.execute(
            f"SELECT {_columns} FROM products WHERE {where} ORDER BY shelf, id LIMIT ? OFFSET ?",  # nosec B608
            [*values, search.per_page, (search.page - 1) * search.per_page],
        )
    return {
        "items": [_as_product(row) for row in rows],
        "page": search.page,
        "per_page": search.per_page,
        "pages": ceil(total / search.per_page),
        "total": total,
    }


def _missing(product: str) -> Problem:
    return Problem(404, "No such product", f'There is no product "{product[:100]}".')


def get(database: Database, product: str) -> dict[str, object]:
    with database.transaction() as transaction:
        rows = transaction.execute(f"SELECT {_columns} FROM products WHERE id = ?", (product,))  # nosec B608
    if not rows:
        raise _missing(product)
    return _as_product(rows[0])


def set_stock(database: Database, product: str, stock: int) -> None:
    with database.transaction() as transaction:
        if transaction.changed("UPDATE products SET stock = ? WHERE id = ?", (stock, product)) == 0:
            raise _missing(product)
