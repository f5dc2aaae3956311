"""MedQuAD's XML: a page of an NIH site as questions and answers, the answers flattened to one line."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from raregraph.model import Page
from raregraph.readers.composing import compose
from raregraph.readers.flat_text import flat_pieces
from raregraph.readers.layout import Layout, identifier, plain
from raregraph.readers.pieces import Heading, Item, Outline, Piece
from raregraph.readers.sources import read_all
from raregraph.readers.xml_documents import parse_xml, root_name, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "medquad"
CORPUS = "MedQuAD"


def recognises(head: str, _layout: Layout) -> bool:
    """Say whether a file begins like one of MedQuAD's: four of its files have a root and tags of their own."""
    root = root_name(head)
    return (root == "Document" and "<Focus" in head) or (root == "doc" and "<doctitle-focus" in head)


def read(stream: BinaryIO, where: str, layout: Layout) -> Iterator[Page]:
    """Yield the page of a file. Its names are listed as the file has them; its concept ids are left aside."""
    root = parse_xml(read_all(stream, where, layout.largest(NAME)), where)
    collection = _attribute(root, "source", "corpus") or CORPUS
    number = _attribute(root, "id", "docid")
    yield compose(
        Outline(
            where=f"{collection}/{number}" if number else where,
            collection=collection,
            identifier=number or None,
            title=plain(text_of(_first(root, "Focus", "doctitle-focus"))) or None,
            pieces=_pieces(root, layout),
            url=root.get("url"),
            license=layout.collection(CORPUS).license,
        ),
        layout,
    )


def _attribute(root: "_Element", *names: str) -> str:
    value = next(filter(None, (root.get(name) for name in names)), "")
    return identifier(value)


def _first(element: "_Element", *names: str) -> "_Element | None":
    return next(element.iter(*names), None)


def _pieces(root: "_Element", layout: Layout) -> Iterator[Piece]:
    listed = _first(root, "Synonyms")
    if listed is not None and text_of(listed).strip():
        yield Heading("Synonyms", kind="names")
        yield from (Item(text_of(name)) for name in listed)
    for pair in root.iter("QAPair", "pair"):
        question, answer = _first(pair, "Question", "question"), text_of(_first(pair, "Answer", "answer"))
        if question is None or not answer.strip():
            continue
        kind = layout.question_types.get(question.get("qtype", ""), "")
        # The page's own heading stands at the start of most answers.
        heading, start = layout.leading_question(answer)
        yield Heading(heading or text_of(question), kind=kind)
        yield from flat_pieces(answer[start:], layout)
