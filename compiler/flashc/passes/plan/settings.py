"""Settings: a resource's fields as data for the manifest, and the environment that it declares."""

from collections.abc import Mapping

from flashc.ir.facts import Construction, Fact, Known, Reference, Value
from flashc.ir.plan import types as planned
from flashc.ir.program import Resource
from flashc.passes.fold.environment import GETTERS
from flashc.passes.secrets import looks_secret
from flashc.sdk.endpoint import written_settings

SECRET: planned.Json = {"secret": True}


def settings_of(resource: Resource) -> Mapping[str, planned.Json]:
    """Give every field that the user set, except the name; values of `env` only if not secret.

    Fields have the names of the API that the resource is written in.
    """
    fields = {
        setting.name: _environment(setting.value) if setting.name == "env" else _json(setting.value)
        for setting in resource.settings
    }
    return written_settings(resource.resource_class, fields)


def environment_of(resource: Resource) -> tuple[tuple[str, str], ...]:
    """Give the variables of `env` whose values are literal and do not look secret, sorted."""
    env = next((s.value for s in resource.settings if s.name == "env"), {})
    pairs = env.items() if isinstance(env, Mapping) else ()
    return tuple(
        sorted(
            (name, value)
            for name, value in pairs
            if isinstance(value, str) and not looks_secret(name, value)
        )
    )


def configured_of(resource: Resource) -> tuple[str, ...]:
    """Give the variables of `env` that `flash.toml` has the last word on, sorted."""
    return tuple(sorted(name for s in resource.settings if s.name == "env" for name in s.entries))


def _environment(value: Value) -> planned.Json:
    if not isinstance(value, Mapping):
        return _json(value)
    return {name: _variable(name, value[name]) for name in sorted(value)}


def _variable(name: str, value: Value) -> planned.Json:
    if isinstance(value, str):
        return SECRET if looks_secret(name, value) else {"value": value}
    if isinstance(value, Construction) and value.name in GETTERS:
        source = _argument(value.arguments, 0)
        return {"from": source if isinstance(source, str) else name}
    if isinstance(value, Reference):
        return {"from": name}
    return {"value": _json(value)}


def _argument(arguments: tuple[Fact, ...], index: int) -> Value:
    fact = arguments[index] if index < len(arguments) else None
    return fact.value if isinstance(fact, Known) else None


def _json(value: Value) -> planned.Json:
    match value:
        case Reference():
            return value.name.rpartition(".")[2]
        case Construction():
            known = {k: f.value for k, f in value.keywords if isinstance(f, Known)}
            keywords = {k: _fact(f) for k, f in value.keywords} | _entries(known)
            positional = tuple(_fact(fact) for fact in value.arguments)
            name = value.name.rpartition(".")[2]
            return {name: {**keywords, "arguments": positional} if positional else keywords}
        case bytes():
            return value.decode("latin-1")
        case str():
            return SECRET if looks_secret("", value) else value
        case tuple():
            return tuple(_json(item) for item in value)
        case Mapping():
            return _entries(value)
        case _:
            return value


def _entries(value: Mapping[str, Value]) -> dict[str, planned.Json]:
    """Give a dictionary without its secrets: `{name: value}`, or `{"key": name, "value": value}`."""
    key, named = value.get("key"), value.get("value")
    if isinstance(key, str) and isinstance(named, str) and len(value) == 2:
        return {"key": key, "value": SECRET if looks_secret(key, named) else named}
    return {
        name: SECRET if isinstance(item, str) and looks_secret(name, item) else _json(item)
        for name, item in value.items()
    }


def _fact(fact: Fact) -> planned.Json:
    return _json(fact.value) if isinstance(fact, Known) else {"unknown": fact.reason}
