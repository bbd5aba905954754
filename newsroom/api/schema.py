"""What the OpenAPI description says beyond what the endpoints themselves do: every error, and refs in paths."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from newsroom.api.filters import REF_SCHEMA
from newsroom.api.problems import CONTENT_TYPE, SCHEMA

PROBLEM = "Problem"
PROBLEMS = {
    "400": "A parameter is unknown or makes no sense.",
    "401": "The token is not known.",
    "404": "There is nothing at this address.",
    "405": "The API is only read.",
    "406": "There is JSON only.",
    "410": "It is withdrawn; the detail is what readers are told.",
    "429": "Too many requests: `Retry-After` says how many seconds to wait.",
    "500": "The server failed.",
    "503": "What it needs is not there for now.",
}


class Described(AutoSchema):
    """Operations are named by their place, and each has its problems."""

    def get_operation_id(self) -> str:
        place = getattr(self.view, "place", None)
        return f"{place}_{self.view.action}" if place else super().get_operation_id()  # type: ignore[attr-defined]

    def get_tags(self) -> list[str]:
        return [getattr(self.view, "place", "api")]

    def _get_parameters(self) -> list[dict[str, Any]]:
        return super()._get_parameters() + getattr(self.view, "parameters", [])

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "in": "path",
                "required": True,
                "description": "Id or slug; an old one, or one that was merged into another, leads to the row of now.",
                "schema": REF_SCHEMA,
            }
            for name in variables
        ]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        one = "{" in self.path
        codes = set(PROBLEMS) - ({"503"} if not self.path.endswith("/search/") else set())
        codes -= set() if one else {"404"}
        codes -= set() if self.path.endswith(("/articles/{ref}/", "/editions/{ref}/")) else {"410"}
        return bodies | {code: _answer(PROBLEMS[code]) for code in sorted(codes)}


def _answer(text: str) -> dict[str, Any]:
    content = {CONTENT_TYPE: {"schema": {"$ref": f"#/components/schemas/{PROBLEM}"}}}
    return {"description": text, "content": content}


def with_problems(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Adds the shape of problem details: a postprocessing hook of drf-spectacular."""
    result["components"]["schemas"][PROBLEM] = SCHEMA
    result["components"]["schemas"] = dict(sorted(result["components"]["schemas"].items()))
    return result
