"""Short names by a JSON-LD context: what `ontology/context.jsonld` calls a property, a class, an IRI."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from raregraph.errors import KnowledgeError

XSD = "http://www.w3.org/2001/XMLSchema#"
STRING = f"{XSD}string"
GENERIC_DELIMITERS = (":", "/", "?", "#", "[", "]", "@")
# Containers that only say "always a list"; under any other a plain value would mean something else.
LISTS = {"@set"}


class Name(NamedTuple):
    """A name of a property: how a value under it is read, and whether it is always a list."""

    key: str
    type: str | None
    always_list: bool


class Context:
    """Shortens what a graph says to the names of a context, so that expanding gives it back."""

    def __init__(self, definitions: Mapping[str, Any], base: str) -> None:
        """Take the definitions; `base` is what relative IRIs are resolved against."""
        self.definitions = definitions
        self._base = base
        self._names: dict[str, Name] = {}
        self._prefixes: list[tuple[str, str]] = [("", base)]
        self._aliases = {"@id": "@id", "@type": "@type"}
        for key, definition in definitions.items():
            if not key.startswith("@"):
                self._define(key, {"@id": definition} if isinstance(definition, str) else definition)
        self._prefixes.sort(key=lambda prefix: (-len(prefix[1]), prefix[0]))

    def alias(self, keyword: str) -> str:
        """Return the context's word for `@id` or `@type`."""
        return self._aliases[keyword]

    def expand(self, key: str) -> str:
        """Return the IRI that a key of the context, or a CURIE, stands for."""
        definition = self.definitions.get(key)
        if isinstance(definition, dict):
            definition = definition.get("@id", key)
        if definition is not None and definition != key:
            return definition if definition.startswith("@") else self.expand(definition)
        prefix, colon, local = key.partition(":")
        return self.expand(prefix) + local if colon and prefix in self.definitions else key

    def name(self, predicate: str) -> Name:
        """Return the name of a property."""
        return self._names.get(predicate) or Name(self.vocabulary_name(predicate), None, False)

    def identifier(self, iri: str) -> str:
        """Return an IRI as a CURIE or relative to the base."""
        for prefix, namespace in self._prefixes:
            local = iri.removeprefix(namespace)
            if local == iri or local.startswith("//"):
                continue
            if prefix:
                return f"{prefix}:{local}"
            # Anything else would not be resolved to the same IRI again, or be taken for a CURIE.
            if local[:1].isalnum() and ":" not in local:
                return local
        return iri

    def vocabulary_name(self, iri: str) -> str:
        """Return a property or a class as a name of the context, a CURIE, or as it is."""
        name = self._names.get(iri)
        if name:
            return name.key
        short = self.identifier(iri)
        return short if ":" in short else iri

    def value(self, term: NamedNode | Literal, name: Name) -> object:
        """Return a value as it is written under the name."""
        if isinstance(term, NamedNode):
            return self._reference(term, name)
        return self._literal(term, name)

    def _define(self, key: str, definition: dict[str, Any]) -> None:
        iri = self.expand(key)
        if iri.startswith("@"):
            self._aliases[iri] = key
            return
        simple = isinstance(self.definitions[key], str)
        if definition.get("@prefix", simple and iri.endswith(GENERIC_DELIMITERS)):
            self._prefixes.append((key, iri))
            return
        container = definition.get("@container")
        if container is None or container in LISTS:
            kind = definition.get("@type")
            self._names.setdefault(iri, Name(key, self.expand(kind) if kind else None, container in LISTS))

    def _reference(self, node: NamedNode, name: Name) -> object:
        if name.type == "@id":
            return self.identifier(node.value)
        if name.type == "@vocab":
            return self.vocabulary_name(node.value)
        return {self.alias("@id"): self.identifier(node.value)}

    def _literal(self, literal: Literal, name: Name) -> object:
        datatype = literal.datatype.value
        if literal.language:
            return {"@value": literal.value, "@language": literal.language}
        native = _native(literal)
        if native is not None and name.type in {None, datatype}:
            return native
        if name.type == datatype or (name.type is None and datatype == STRING):
            return literal.value
        return {"@value": literal.value} | ({} if datatype == STRING else {"@type": self.vocabulary_name(datatype)})


def _native(literal: Literal) -> bool | int | None:
    """Return what JSON itself can say, if it says the very same literal."""
    datatype, text = literal.datatype.value, literal.value
    if datatype == f"{XSD}boolean" and text in {"true", "false"}:
        return text == "true"
    if datatype == f"{XSD}integer" and text.removeprefix("-").isdecimal() and len(text) < 16 and str(int(text)) == text:
        return int(text)
    return None


@lru_cache(maxsize=8)
def read_context(path: Path, base: str) -> Context:
    """Read a context. Raises `KnowledgeError` if the file is no JSON-LD context."""
    return Context(read_json(path)["@context"], base)


@lru_cache(maxsize=8)
def read_json(path: Path) -> dict[str, Any]:
    """Read a context or a frame. Raises `KnowledgeError` if the file is no JSON object with a context."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KnowledgeError(str(path), f"cannot be read ({error})", "restore the file") from error
    if not isinstance(document, dict) or "@context" not in document:
        raise KnowledgeError(str(path), "no @context", "make it an object with a key @context")
    return document
