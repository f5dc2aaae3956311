"""Graphs in a store, and queries run on it."""

import re
from pathlib import Path

from pyoxigraph import QueryTriples, RdfFormat, Store

from raregraph.errors import UsageError
from raregraph.graph import Graph
from raregraph.query.answers import Answer, read_answer
from raregraph.query.questions import Question, get_query
from raregraph.settings import Settings

# Strings, IRIs and comments, in which a word is no keyword; and the keyword that asks another server.
NOT_CODE = re.compile(r'"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*')
SERVICE = re.compile(r"(?<![?$:\w-])SERVICE\b(?!:)", re.IGNORECASE)


def run_query(source: Path | str | Graph, query: str, *, settings: Settings | None = None) -> Answer:
    """Ask a graph, or a file of one, a packaged question or the one in a file.

    Named graphs are asked as one. Raises `UsageError` for an unknown name, a broken query or a broken file.
    """
    question = get_query(query, settings=settings)
    return _ask(load_store(source), question)


def load_store(source: Path | str | Graph) -> Store:
    """Put a graph, or a file of one, into a store in memory. The suffix says the file's format."""
    store = Store()
    if isinstance(source, Graph):
        store.extend(source.quads)
        return store
    path = Path(source)
    try:
        store.load(path=str(path), format=_format(path))
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{path}: cannot be parsed ({_reason(error)}); give a file that raregraph built") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error}); check the path") from error
    return store


def _format(path: Path) -> RdfFormat:
    if path.is_dir():
        raise UsageError(f"{path}: this is a folder; name one graph in it, such as {path / 'NAME.nq'}")
    found = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if found is None:
        raise UsageError(f"{path}: unknown format {path.suffix!r}; name a .ttl, .jsonld, .nt, .nq, .trig or .rdf file")
    return found


def _ask(store: Store, question: Question) -> Answer:
    if SERVICE.search(NOT_CODE.sub(" ", question.text)):
        raise UsageError(f"{question.path}: SERVICE asks another server, and raregraph works offline; leave it out")
    try:
        results = store.query(question.text, use_default_graph_as_union=True)
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{question.path}: broken query ({_reason(error)}); correct it") from error
    if isinstance(results, QueryTriples):
        raise UsageError(f"{question.path}: the query makes a graph; ask with SELECT or ASK")
    try:
        return read_answer(results)
    except (RuntimeError, OSError) as error:
        raise UsageError(f"{question.path}: the query cannot be answered ({_reason(error)}); correct it") from error


def _reason(error: Exception) -> str:
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    line = f"line {error.lineno}: " if isinstance(error, SyntaxError) and error.lineno else ""
    return line + " ".join(text.split())
