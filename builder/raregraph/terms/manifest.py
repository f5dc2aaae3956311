"""The rows of `terminologies.toml`: where the full terminologies come from."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from raregraph.errors import KnowledgeError
from raregraph.terms.formats import FORMATS

PROFILES = ("default", "full")
_REQUIRED = ("name", "version", "license", "format", "profile", "sha256")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of terms or links. `keep` names the only branches that are taken from it, none for all."""

    name: str
    version: str
    license: str
    format: str
    sha256: str
    profile: str = "added"
    released: str = ""
    """The date of the release, ISO 8601; "" is older than any."""
    url: str = ""
    wheel: str = ""
    member: str = ""
    scope: str = ""
    branch: str = ""
    keep: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Name and version, as terms name their source."""
        return f"{self.name} {self.version}".strip()


def read_manifest(ontology: Path, profile: str) -> tuple[Source, ...]:
    """Return the sources of a profile. Raises `KnowledgeError` for a wrong row."""
    path = ontology / "terminologies.toml"
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("source", [])
    except (OSError, ValueError) as error:
        raise KnowledgeError(str(path), f"cannot be read ({error})", "restore the file") from error
    sources = [_source(row, f"{path}: source {number}") for number, row in enumerate(rows, 1)]
    if profile == "full":
        return tuple(_whole(source) for source in sources)
    return tuple(source for source in sources if source.profile == profile)


def _whole(source: Source) -> Source:
    return Source(**{field.name: getattr(source, field.name) for field in fields(Source) if field.name != "keep"})


def _source(row: dict[str, Any], where: str) -> Source:
    missing = [key for key in _REQUIRED if not row.get(key)]
    unknown = sorted(set(row) - {field.name for field in fields(Source)})
    if missing or unknown:
        what = f"no {', '.join(missing)}" if missing else f"unknown {', '.join(unknown)}"
        raise KnowledgeError(where, what, f"write {', '.join(_REQUIRED)} and a url or a wheel with its member")
    if row["format"] not in FORMATS or row["profile"] not in PROFILES:
        raise KnowledgeError(
            where, f"unknown format or profile {row['format']} {row['profile']}", f"formats: {', '.join(FORMATS)}"
        )
    if not row.get("url") and not (row.get("wheel") and row.get("member")):
        raise KnowledgeError(where, f"{row['name']} has no place to be read from", "give a url, or wheel and member")
    return Source(**{**row, "keep": tuple(row.get("keep", ()))})
