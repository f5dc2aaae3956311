"""All that rules and tagger find on a page, side by side, before it is decided what stands."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.claims.assemble import Statement, assemble
from raregraph.claims.drafts import LONGEST_SENTENCE, Draft, find_drafts
from raregraph.claims.judging import Candidate, judge, weigh
from raregraph.claims.tagged import draft_tagged
from raregraph.mentions import DiseaseNames, Rules
from raregraph.model import Page
from raregraph.tagging import Hint, Line, Model, Tagger, Tagging, find_tagged, load_model, read_lines

# Sections that are read for no claims in sentences.
UNREAD = frozenset({"names", "references", "boilerplate", "question", "answer"})


class Judgement(NamedTuple):
    """What decides: a model, and the tagger that it makes."""

    model: Model
    tagger: Tagger


@lru_cache(maxsize=4)
def load_judgement(path: Path) -> Judgement:
    """Read a model. Raises `KnowledgeError` for a damaged file."""
    model = load_model(path)
    return Judgement(model, Tagger(model))


def read_hinted(
    page: Page, names: DiseaseNames, rules: Rules, criteria: Collection[int]
) -> tuple[list[Draft], list[Line], list[Hint]]:
    """Return the rules' drafts, the lines that the tagger reads, and the drafts as its hints."""
    drafts = list(find_drafts(page, names.pattern, rules, criteria))
    sections = [section for section in page.sections if section.kind not in UNREAD]
    lines = list(read_lines(page, sections, names.pattern, LONGEST_SENTENCE))
    hints = [Hint(*span, draft.cue.relation, draft.cue.rule) for draft in drafts for span in draft.fragments]
    return drafts, lines, hints


def find_candidates(
    page: Page, drafts: Sequence[Draft], tagging: Tagging, leniency: int, rules: Rules
) -> list[Candidate]:
    """Return what the drafts and the tagger's finds say, weighed by the tagger."""
    tagged = draft_tagged(page, find_tagged(tagging, leniency), rules)
    return weigh(list(assemble(page, [*drafts, *tagged], rules)), tagging, rules)


def find_statements(
    page: Page, names: DiseaseNames, rules: Rules, criteria: Collection[int], judgement: Judgement | None
) -> Iterator[Statement]:
    """Yield what the sentences of a page say: all that the rules find, or, with a model, what stands its judgement."""
    if judgement is None:
        yield from assemble(page, find_drafts(page, names.pattern, rules, criteria), rules)
        return
    drafts, lines, hints = read_hinted(page, names, rules, criteria)
    tagging = judgement.tagger.tag(lines, hints)
    candidates = find_candidates(page, drafts, tagging, judgement.model.settings["leniency"], rules)
    yield from judge(candidates, tagging, judgement.model)
