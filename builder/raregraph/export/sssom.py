"""SSSOM: mappings as a table with a header that says what they are, as sssom-py reads it."""

import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import NamedTuple

from raregraph.export.claim_sheet import table_lines
from raregraph.graph import VALUES, dataset_words, own_terms, read_vocabulary
from raregraph.settings import Settings

NO_TERM = "sssom:NoTermFound"
OWN = "own."
"""What the prefixes of the project's own terms start with; the branch follows."""
VALUE = "value"
"""The prefix of values, which are no terms."""
_BUILT_IN = frozenset({"owl", "rdf", "rdfs", "skos", "semapv", "sssom"})


class SssomRow(NamedTuple):
    """A mapping; the fields are SSSOM's slots, "" where nothing is known.

    `predicate_modifier` is "Not" for what is not so; an object `sssom:NoTermFound` says that none was found.
    """

    subject_id: str
    subject_label: str
    predicate_id: str
    predicate_modifier: str
    object_id: str
    object_label: str
    mapping_justification: str
    object_source_version: str = ""
    object_match_field: str = ""
    match_string: str = ""
    comment: str = ""
    other: str = ""


def sssom_table(rows: Iterable[SssomRow], *, name: str, title: str, settings: Settings) -> Iterator[bytes]:
    """Yield the lines of a mapping set: its header, the names of the columns, the rows.

    `name` is the last part of the set's IRI. Raises `KnowledgeError` for an id whose prefix has no row.
    """
    listed = list(rows)
    for line in _header(listed, name, title, settings):
        yield f"# {line}\n".encode()
    yield table_lines([SssomRow._fields])
    yield table_lines(listed)


def _header(rows: Iterable[SssomRow], name: str, title: str, settings: Settings) -> Iterator[str]:
    yield "curie_map:"
    for prefix, namespace in sorted(_prefixes(rows, settings).items()):
        yield f"  {prefix}: {json.dumps(namespace)}"
    yield f"license: {json.dumps(dataset_words(settings.ontology)['license'])}"
    yield f"mapping_set_id: {json.dumps(f'{settings.base_iri}mappings/{name}')}"
    yield f"mapping_set_title: {json.dumps(title)}"
    yield "mapping_tool: raregraph"
    yield f"mapping_tool_version: {json.dumps(version('raregraph'))}"


def _prefixes(rows: Iterable[SssomRow], settings: Settings) -> dict[str, str]:
    ids = {identifier for row in rows for identifier in (row.subject_id, row.object_id, row.object_match_field)}
    used = {identifier.partition(":")[0] for identifier in ids if identifier}
    return {prefix: _namespace(prefix, settings) for prefix in used | _BUILT_IN}


def _namespace(prefix: str, settings: Settings) -> str:
    if prefix == VALUE:
        return f"{settings.base_iri}{VALUES}"
    if prefix.startswith(OWN):
        return own_terms(settings.base_iri, prefix.removeprefix(OWN))
    return read_vocabulary(settings.ontology).namespace(prefix)
