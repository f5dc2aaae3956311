"""What a run is told from outside, made once at the edge and passed down."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from raregraph.errors import UsageError
from raregraph.resources import knowledge_folder, shipped_model

BASE_IRI = "https://w3id.org/raregraph/"


def _ontology() -> Path:
    return knowledge_folder("ontology")


def _shapes() -> Path:
    return knowledge_folder("shapes")


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders of knowledge, the base of all data IRIs, the date that stands for "now" (None: none), and more."""

    ontology: Path = field(default_factory=_ontology)
    shapes: Path = field(default_factory=_shapes)
    base_iri: str = BASE_IRI
    source_date: str | None = None
    terms: Path | None = None
    """A full terminology, made by `raregraph terms build`, to ask for what the embedded lexicon does not know."""
    model: Path | None = field(default_factory=shipped_model)
    """What was learnt from pages that were read (None: the rules alone)."""
    engine: str | None = None
    """What runs the shapes: pyshacl or fast (None: the fast one where it is installed)."""
    reader: str | None = None
    """The reader of all files; None lets each file's content tell its format."""
    profile: Path | None = None
    """A layout of the user's own, see `readers.profile`."""


def source_date(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return SOURCE_DATE_EPOCH (seconds since 1970, UTC) as an ISO date, None where it is not set."""
    seconds = environment.get("SOURCE_DATE_EPOCH")
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH: {seconds!r} is no number of seconds; unset it or set whole seconds"
        ) from error
