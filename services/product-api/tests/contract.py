"""Checks each answer (and each accepted body) against the OpenAPI document, as every test's client does in passing."""

import json
import re
from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

from product_api.app import openapi

DOCUMENT = openapi()
_registry: Registry[Any] = Registry().with_resource(
    "openapi", Resource.from_contents(DOCUMENT, default_specification=DRAFT202012)
)


def _at(pointer: str) -> Any:
    here: Any = DOCUMENT
    for part in pointer.removeprefix("#/").split("/"):
        here = here[part.replace("~1", "/").replace("~0", "~")]
    return here


def _validator(schema: Any) -> Draft202012Validator:
    absolute = json.loads(json.dumps(schema).replace('"#/', '"openapi#/'))
    return Draft202012Validator(absolute, registry=_registry)


def _operation(method: str, path: str) -> Any:
    bare = path.split("?")[0].removeprefix("/api")
    for template, item in _at("#/paths").items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), bare) and method.lower() in item:
            return item[method.lower()]
    return None


class ContractClient(FlaskClient):
    """A test client that fails the test when service and document disagree."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        request = response.request
        operation = _operation(request.method, request.path)
        if operation is None:
            assert response.status_code in (404, 405), f"{request.method} {request.path} is not in the document"
            return response
        documented = operation["responses"].get(str(response.status_code))
        assert documented is not None, f"{request.method} {request.path} gave {response.status_code}, undocumented"
        documented = _at(documented["$ref"]) if "$ref" in documented else documented
        content = documented.get("content")
        if content is None:
            assert response.data == b""
            return response
        assert response.mimetype in content
        if response.mimetype.endswith("json"):
            _validator(content[response.mimetype]["schema"]).validate(response.get_json(force=True))
        if "requestBody" in operation and response.status_code < 300:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            _validator(schema).validate(json.loads(kwargs.get("data") or json.dumps(kwargs["json"])))
        return response
