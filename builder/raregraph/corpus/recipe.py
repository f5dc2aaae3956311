"""What decides, beside a page itself, what becomes of it."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from raregraph.errors import UsageError
from raregraph.resources import PACKAGE
from raregraph.settings import Settings
from raregraph.terms import Terminology
from raregraph.terms.named_terms import fingerprint


def hash_recipe(formats: Sequence[str], settings: Settings) -> str:
    """Return a hash of all but the page that decides what becomes of it: software, knowledge, terminology, options.

    Raises `UsageError` for a folder or a profile that is not there, `TerminologyError` for such a terminology.
    """
    terms = ""
    if settings.terms is not None:
        with Terminology(settings.terms, ontology=settings.ontology) as terminology:
            terms = fingerprint(terminology)
    knowledge = [_folder_hash(folder) for folder in (settings.ontology, settings.shapes, PACKAGE)]
    told = (settings.base_iri, str(settings.source_date), str(settings.reader), _profile(settings.profile))
    model = hashlib.sha256(settings.model.read_bytes()).hexdigest() if settings.model else ""
    parts = (version("raregraph"), *knowledge, model, terms, *told, *formats)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _profile(path: Path | None) -> str:
    try:
        return path.read_text(encoding="utf-8") if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the profile cannot be read ({error}); check the path") from error


@lru_cache(maxsize=8)
def _folder_hash(folder: Path) -> str:
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder of knowledge; install raregraph at the same place")
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()
