"""A user's own layout, in a small TOML file: which headings and columns mean what, which lines belong to the site."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from raregraph.errors import KnowledgeError

_TABLES = ("headings", "columns")
_LISTS = ("furniture", "leave_out")
_WORDS = ("collection", "publisher", "license")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile says. Headings, columns and furniture are patterns, matched whole and case-insensitively."""

    where: str
    collection: str
    publisher: str
    license: str
    headings: tuple[tuple[str, str], ...]
    """(kind of section, pattern)"""
    columns: tuple[tuple[str, str], ...]
    """(role of the column, pattern)"""
    furniture: tuple[str, ...]
    leave_out: tuple[str, ...]
    """Classes and ids of HTML elements that are no text of the page."""


def load_profile(path: Path, *, kinds: Collection[str], roles: Collection[str]) -> Profile:
    """Read a profile. Raises `KnowledgeError` for what is no profile, or names a kind or role that is not known."""
    where = str(path)
    data = _parse(path)
    unknown = sorted(set(data) - {*_TABLES, *_LISTS, *_WORDS})
    if unknown:
        allowed = ", ".join((*_WORDS, *_LISTS, *_TABLES))
        raise KnowledgeError(where, f"{unknown[0]!r} is no key of a profile", f"use one of {allowed}")
    words = {key: data.get(key, "") for key in _WORDS}
    for key, value in words.items():
        if not isinstance(value, str):
            raise KnowledgeError(where, f"{key} is {value!r}", "write words in quotes")
    return Profile(
        where=where,
        collection=str(words["collection"]),
        publisher=str(words["publisher"]),
        license=str(words["license"]),
        headings=_pairs(data, "headings", kinds, where),
        columns=_pairs(data, "columns", roles, where),
        furniture=_list(data, "furniture", where),
        leave_out=_list(data, "leave_out", where),
    )


def _parse(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(str(path), f"the profile cannot be read ({error})", "check the path") from error
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(str(path), f"no TOML ({error})", "correct that place") from error


def _pairs(data: Mapping[str, object], key: str, allowed: Collection[str], where: str) -> tuple[tuple[str, str], ...]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise KnowledgeError(
            where, f"{key} is {table!r}", f'write it as a table: [{key}] and lines "pattern" = "meaning"'
        )
    for pattern, meaning in table.items():
        if meaning not in allowed:
            known = ", ".join(sorted(allowed))
            raise KnowledgeError(where, f"{key}: {pattern!r} means {meaning!r}", f"make it one of {known}")
    return tuple((str(meaning), pattern) for pattern, meaning in table.items())


def _list(data: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    values = data.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise KnowledgeError(where, f"{key} is {values!r}", f'write it as a list: {key} = ["...", "..."]')
    return tuple(values)
