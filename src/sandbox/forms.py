"""Form bodies in bracket notation, validated as strictly as Stripe does."""

import re
import urllib.parse
from typing import Annotated, Any, LiteralString, TypeVar

import pydantic
import pydantic_core

from sandbox import errors, store

Form = dict[str, Any]

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\]){0,8})")


def decode(encoded: bytes) -> Form:
    """Decode `a[b][0]=x` into {"a": {"b": {"0": "x"}}}. Lists remain numbered; parameters convert them."""
    form: Form = {}
    try:
        pairs = urllib.parse.parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict")
    except ValueError:
        raise errors.invalid("Invalid request: the body is not form-encoded UTF-8.") from None
    for name, value in pairs:
        parsed = _NAME.fullmatch(name)
        if parsed is None:
            raise errors.invalid(f"Invalid parameter name: {name}", param=name)
        _put(form, [parsed[1], *re.findall(r"\[([^\[\]]*)\]", parsed[2])], name, value)
    return form


def _put(form: Form, path: list[str], name: str, value: str) -> None:
    for part in path[:-1]:
        inner = form.setdefault(part, {})
        if not isinstance(inner, dict):
            raise errors.invalid(f"Invalid parameter: {name}", param=name)
        form = inner
    last = path[-1] or str(len(form))
    if isinstance(form.get(last), dict):
        raise errors.invalid(f"Invalid parameter: {name}", param=name)
    form[last] = value


def _problem(kind: LiteralString, message: LiteralString, **context: Any) -> pydantic_core.PydanticCustomError:
    return pydantic_core.PydanticCustomError(f"parameter_invalid_{kind}", message, context)


def _integer(value: Any) -> int:
    if isinstance(value, int):
        return value
    if not isinstance(value, str) or re.fullmatch(r"-?\d{1,18}", value, re.ASCII) is None:
        raise pydantic_core.PydanticCustomError(
            "parameter_invalid_integer", "Invalid integer: {value}", {"value": value}
        )
    return int(value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise pydantic_core.PydanticCustomError(
            "parameter_invalid_boolean", "Invalid boolean: {value}", {"value": value}
        )
    return bool(value == "true")


def _text(value: Any) -> str:
    if value == "":
        raise pydantic_core.PydanticCustomError(
            "parameter_invalid_empty", "You passed an empty string for this parameter."
        )
    if not isinstance(value, str):
        raise _problem("string", "Invalid string: {value}", value=value)
    return value


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or not all(key.isdecimal() for key in value):
        raise _problem("array", "Invalid array")
    return [value[key] for key in sorted(value, key=int)]


def _metadata(value: Any) -> dict[str, str]:
    if value == "":
        return {}
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise _problem("hash", "Invalid object")
    if len(value) > 50 or any(len(key) > 40 or len(text) > 500 for key, text in value.items()):
        raise pydantic_core.PydanticCustomError(
            "parameter_invalid_metadata",
            "Metadata can have up to 50 keys of up to 40, with values of up to 500 characters.",
        )
    return value


Integer = Annotated[int, pydantic.BeforeValidator(_integer)]
Boolean = Annotated[bool, pydantic.BeforeValidator(_boolean)]
Text = Annotated[str, pydantic.BeforeValidator(_text)]
Texts = Annotated[list[Text], pydantic.BeforeValidator(_list)]
Metadata = Annotated[dict[str, str], pydantic.BeforeValidator(_metadata)]


class Hash(pydantic.BaseModel):
    """A nested parameter. Undeclared fields are errors."""

    model_config = pydantic.ConfigDict(extra="forbid")


class Params(Hash):
    """Parameters of one operation."""

    expand: Texts = []


class ListParams(Params):
    """Parameters of every list operation."""

    limit: Annotated[Integer, pydantic.Field(ge=1, le=100)] = 10
    starting_after: Text | None = None
    created: Annotated[int | dict[str, Integer] | None, pydantic.BeforeValidator(lambda value: _range(value))] = None

    def list_query(self, *, types: list[str] | None = None, **equals: str | None) -> store.ListQuery:
        """The requested page of objects of these types whose fields have these values."""
        bounds = self.created if isinstance(self.created, dict) else {}
        if isinstance(self.created, int):
            bounds = {"gte": self.created, "lte": self.created}
        conditions = {field: value for field, value in equals.items() if value is not None}
        return store.ListQuery(self.limit, self.starting_after, bounds, conditions, types or [])


def _range(value: Any) -> Any:
    if isinstance(value, dict):
        if not set(value) <= {"gt", "gte", "lt", "lte"}:
            raise _problem("range", "Invalid range of time")
        return value
    return None if value is None else _integer(value)


P = TypeVar("P", bound=Hash)


def read(params: type[P], form: Form) -> P:
    """Validate the form as these parameters. Raises ApiError."""
    try:
        return params.model_validate(form)
    except pydantic.ValidationError as error:
        raise _to_api_error(error) from None


def _to_api_error(error: pydantic.ValidationError) -> errors.ApiError:
    problems = error.errors(include_url=False, include_context=False)
    unknown = [_param(problem["loc"]) for problem in problems if problem["type"] == "extra_forbidden"]
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        message = f"Received unknown parameter{plural}: {', '.join(unknown)}"
        return errors.invalid(message, code="parameter_unknown", param=unknown[0])
    problem = problems[0]
    param = _param(problem["loc"])
    if problem["type"] == "missing":
        return errors.invalid(f"Missing required param: {param}.", code="parameter_missing", param=param)
    code = problem["type"] if problem["type"].startswith(("parameter_", "url_")) else "parameter_invalid"
    return errors.invalid(f"{problem['msg']} ({param})", code=code, param=param)


def _param(location: tuple[int | str, ...]) -> str:
    return str(location[0]) + "".join(f"[{part}]" for part in location[1:]) if location else ""


def merge_metadata(current: dict[str, str], changes: dict[str, str]) -> dict[str, str]:
    """Merge changes into the current metadata. An empty value removes its key."""
    return {key: value for key, value in {**current, **changes}.items() if value != ""}
