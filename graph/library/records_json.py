"""Disclosure records ↔ JSON, exactly: decimals as strings, fields at their default left out, keys sorted.

The library keeps every record it accepted, so that joins, removals and a rebuild need no second reading of files.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from ingest.records import Disclosure


def dumps(disclosure: Disclosure) -> str:
    """The record as one line of canonical JSON: equal records give equal text."""
    return json.dumps(_plain(disclosure), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(text: str | bytes) -> Disclosure:
    """The record that ``dumps`` wrote. Raises ValueError where the text is no such record."""
    try:
        found = _reader(Disclosure)(json.loads(text))
    except (KeyError, TypeError, ArithmeticError) as error:
        raise ValueError(f"not a disclosure record: {error!r}") from error
    assert isinstance(found, Disclosure)
    return found


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(found)
            for field in dataclasses.fields(value)
            if (found := getattr(value, field.name)) != _default(field)
        }
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return dataclasses.MISSING


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """How a JSON value becomes a value of the type ``kind``; the types are those of ``ingest.records``."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _record_reader(kind)
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = _reader(next(arg for arg in args if arg is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        if args[-1] is Ellipsis:
            item = _reader(args[0])
            return lambda value: tuple(map(item, value))
        items = [_reader(arg) for arg in args]
        return lambda value: tuple(read(part) for read, part in zip(items, value, strict=True))
    if origin is frozenset:
        return frozenset
    if kind is Decimal:
        return Decimal
    if kind is float:
        return float
    if kind in (str, int, bool) or origin is Literal:
        return lambda value: value
    raise TypeError(f"records_json can't read the type {kind}")


def _record_reader(kind: type) -> Callable[[Any], Any]:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise TypeError(f"{value!r} is no {kind.__name__}")
        return kind(**{name: readers[name](part) for name, part in value.items()})

    return read
