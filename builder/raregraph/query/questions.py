"""The questions: files of SPARQL that start with a title and a description."""

import re
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import KnowledgeError, UsageError
from raregraph.settings import Settings

FOLDER = "queries"
SUFFIX = ".rq"


class Question(NamedTuple):
    """A query with what it asks. A file of the user's own may have no title and no description."""

    name: str
    title: str
    description: str
    text: str
    path: Path


def find_queries(*, settings: Settings | None = None) -> dict[str, Question]:
    """Return the packaged questions by name, sorted. Raises `KnowledgeError` for one without title or description."""
    folder = (settings or Settings()).ontology / FOLDER
    questions = [read_question(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    for question in questions:
        for key in ("title", "description"):
            if not getattr(question, key):
                raise KnowledgeError(str(question.path), f"no {key}", f"start it with a line `# {key}: ...`")
    return {question.name: question for question in questions}


def get_query(name: str, *, settings: Settings | None = None) -> Question:
    """Return a packaged question by its name, or the one in a file. Raises `UsageError` if it is neither."""
    path = Path(name)
    if path.suffix == SUFFIX or path.is_file():
        return read_question(path)
    questions = find_queries(settings=settings)
    if name not in questions:
        raise UsageError(f"{name}: no such query; name a {SUFFIX} file or one of {', '.join(questions)}")
    return questions[name]


def read_question(path: Path) -> Question:
    """Read a query. Raises `UsageError` if the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path}: cannot be read ({reason}); name a file of SPARQL in UTF-8") from error
    return Question(path.stem, _comment(text, "title"), _comment(text, "description"), text, path)


def _comment(text: str, key: str) -> str:
    found = re.search(rf"^#\s*{key}:\s*(.+?)\s*$", text, re.MULTILINE)
    return found[1] if found else ""
