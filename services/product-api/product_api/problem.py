"""An answer that says no, as RFC 9457 problem details."""

import json

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from product_api import correlation
from product_api.log import Log

Violation = dict[str, str]


class Problem(Exception):
    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        violations: list[Violation] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.title = title
        self.detail = detail
        self.violations = violations or []
        self.headers = headers or {}


def violation(where: str, expected: str) -> Violation:
    return {"where": where, "expected": expected}


def _answer(problem: Problem) -> Response:
    body: dict[str, object] = {
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "correlation_id": correlation.current(),
    }
    if problem.violations:
        body["violations"] = problem.violations
    return Response(
        json.dumps(body), status=problem.status, headers=problem.headers, content_type="application/problem+json"
    )


def answer_with_problems(app: Flask, log: Log) -> None:
    @app.errorhandler(Problem)
    def _known(problem: Problem) -> Response:
        return _answer(problem)

    @app.errorhandler(HTTPException)
    def _from_flask(error: HTTPException) -> Response:
        status = error.code or 500
        detail = (
            f"Nothing answers {request.method} {request.path} here."
            if status == 404
            else error.description or error.name
        )
        allowed = getattr(error, "valid_methods", None)
        return _answer(Problem(status, error.name, detail, headers={"Allow": ", ".join(allowed)} if allowed else None))

    @app.errorhandler(Exception)
    def _unknown(_error: Exception) -> Response:
        log.failure("request failed", method=request.method, path=request.path)
        return _answer(
            Problem(500, "Something broke here", "The error is in this service's log, under the correlation id.")
        )
