"""The names that a page has for its disease, and the pattern that finds them in its text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from raregraph.model import Evidence, Page, Section, Sentence, Span

_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9-]*[A-Z0-9][A-Za-z0-9-]*")
_LONGEST_ACRONYM = 8


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation that the text itself defines: "opsoclonus myoclonus syndrome (OMS)"."""

    section: Section
    sentence: Sentence
    span: Span


@dataclass(frozen=True, slots=True)
class DiseaseNames:
    """The names in the text's own words, their pattern, and the abbreviations that the text defines."""

    names: tuple[str, ...]
    pattern: re.Pattern[str]
    abbreviations: tuple[Abbreviation, ...]


def find_disease_names(page: Page) -> DiseaseNames:
    """Collect the names: the title, the listed names, and abbreviations defined beside one of these."""
    names = [page.title, *(page.text[item.start : item.end] for _, item in listed_names(page))]
    pattern = _pattern(names)
    abbreviations = tuple(_abbreviations(page, pattern))
    short = [page.text[slice(*abbreviation.span)] for abbreviation in abbreviations]
    return DiseaseNames((*names, *short), _pattern([*names, *short]) if short else pattern, abbreviations)


def listed_names(page: Page) -> Iterator[tuple[Section, Sentence]]:
    """Yield the items of the page's list of names."""
    for section in page.sections:
        if section.kind == "names":
            for block in section.blocks:
                for sentence in block.sentences[:1]:
                    yield section, Sentence(sentence.start, block.sentences[-1].end, sentence.citations)


def looks_like_acronym(name: str) -> bool:
    """Say whether a name is an acronym: "OMS", "CMT1A"."""
    return len(name) <= _LONGEST_ACRONYM and _ACRONYM.fullmatch(name) is not None and " " not in name


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    forms = sorted({_form(name) for name in names if name.strip()}, key=lambda form: (-len(form), form))
    # A name inside a longer word or before "-like" is not the name.
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w]|-like)")


def _form(name: str) -> str:
    words = [re.escape(word) for word in re.split(r"[\s\u2013-]+", name.strip().replace("’", "'")) if word]
    joined = r"[\s\u2013-]+".join(words)
    if looks_like_acronym(name):
        return joined
    plural = "" if joined.endswith("s") else "s?"
    return f"(?i:{joined}{plural})"


def _abbreviations(page: Page, names: re.Pattern[str]) -> Iterator[Abbreviation]:
    seen: set[str] = set()
    for section in page.sections:
        for block in section.blocks:
            for sentence in block.sentences:
                plain = page.text[sentence.start : sentence.end].replace("\xa0", " ").replace("’", "'")
                for match in names.finditer(plain):
                    bracket = re.match(r"\s?\(\s?([^\s(),;]+)\s?[),;]", plain[match.end() :])
                    if bracket and looks_like_acronym(bracket[1]) and bracket[1] not in seen:
                        seen.add(bracket[1])
                        start = sentence.start + match.end() + bracket.start(1)
                        yield Abbreviation(section, sentence, Span(start, start + len(bracket[1])))


def make_evidence(page: Page, section: Section, sentence: Sentence, spans: Iterable[Span]) -> Evidence:
    """Return the evidence of a sentence for the words at `spans`."""
    quote = page.text[sentence.start : sentence.end]
    return Evidence(
        section.heading, section.index, sentence.start, sentence.end, quote, tuple(spans), sentence.citations
    )
