"""OBO 1.2 and 1.4. Read by line: fastobo and pronto need 3 to 6 times as long and refuse a file for one broken line."""

import re
from collections.abc import Iterator

from raregraph.terms.formats.lines import numbered_lines
from raregraph.terms.records import Entry, Header, Record, Report, Synonym

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s+(EXACT|NARROW|BROAD|RELATED))?(?:\s+([^\s\[{]+))?')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": " ", "W": " ", "t": " "}
# Comments and qualifiers after an id: "HP:0001507 {source="x"} ! Growth abnormality".
_AFTER_ID = re.compile(r"\s.*")


def read_obo(content: bytes, report: Report) -> Iterator[Record]:
    """Yield the header and the terms of an OBO file."""
    stanza = _Stanza("", 0)
    for number, line in numbered_lines(content, report):
        if line.startswith("["):
            yield from stanza.records(report)
            stanza = _Stanza(line.strip(), number)
        elif line.strip() and not line.startswith("!"):
            stanza.add(number, line, report)
    yield from stanza.records(report)


class _Stanza:
    """The lines of one stanza, "" for those before the first."""

    def __init__(self, kind: str, line: int) -> None:
        self.kind = kind
        self._line = line
        self._values: dict[str, list[str]] = {}
        self._synonyms: list[Synonym] = []

    def add(self, number: int, line: str, report: Report) -> None:
        tag, colon, value = line.partition(":")
        if not colon:
            if self.kind in ("", "[Term]"):
                report(number, f"no `tag: value`: {line[:60]!r}; the line is left out")
        elif tag == "synonym":
            self._add_synonym(number, value.strip(), report)
        else:
            self._values.setdefault(tag, []).append(value.strip())

    def _add_synonym(self, number: int, value: str, report: Report) -> None:
        match = _SYNONYM.match(value)
        if match is None:
            report(number, f"the synonym has no closing quote: {value[:60]!r}; it is left out")
            return
        text, scope, kind = match.groups("")
        self._synonyms.append(Synonym(_plain(text), scope, kind))

    def records(self, report: Report) -> Iterator[Record]:
        if self.kind == "":
            version = self._first("data-version").removeprefix("releases/")
            yield Header(version, next(self._licenses(), ""))
        elif self.kind == "[Term]":
            yield from self._term(report)

    def _term(self, report: Report) -> Iterator[Entry]:
        ids = self._ids("id")
        obsolete = self._first("is_obsolete") == "true"
        if not ids or ":" not in ids[0]:
            report(self._line, "a term without an id; it is left out")
            return
        yield Entry(
            ids[0],
            _plain(self._first("name")),
            tuple(self._synonyms),
            self._ids("is_a"),
            self._ids("xref"),
            self._ids("alt_id"),
            obsolete,
            next(iter(self._ids("replaced_by")), ""),
        )

    def _first(self, tag: str) -> str:
        return self._values.get(tag, [""])[0]

    def _ids(self, tag: str) -> tuple[str, ...]:
        return tuple(_plain(_AFTER_ID.sub("", value)) for value in self._values.get(tag, ()))

    def _licenses(self) -> Iterator[str]:
        for value in self._values.get("property_value", ()):
            name, _, license_text = value.partition(" ")
            if name.endswith(":license"):
                yield license_text.split(" ")[0].strip('"')


def _plain(text: str) -> str:
    if "\\" not in text:
        return text.strip()
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text).strip()
