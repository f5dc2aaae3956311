"""Draft claims: what each rule finds in each sentence, before anything is grounded or merged."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from raregraph.claims.cues import Cue, Rule, load_section_cues
from raregraph.mentions import (
    NOTHING_SAID,
    Clause,
    Item,
    Rules,
    Said,
    View,
    add_words,
    find_hedge,
    has_verb,
    is_negated,
    list_end,
    make_view,
    read_subject,
    split_clauses,
    split_list,
    subject_type,
    trim,
)
from raregraph.mentions.sieve import Sifted
from raregraph.mentions.view import BRACKET_MASK, NAME_MASK
from raregraph.model import Block, Hedge, Page, Section, Sentence, Span

# Relations whose objects are small fixed expressions: they may stand inside the words of another claim.
FIELDS = frozenset({"gene", "inheritance", "onset", "prevalence"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim in the page's own words. All spans are offsets of the page."""

    cue: Rule
    section: Section
    sentence: Sentence
    fragments: tuple[Span, ...]
    glosses: tuple[Span, ...]
    said: Said
    hedge: Hedge | None
    negated: bool
    target: str | None = None
    marker: bool = False
    example: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What a clause is about: its words and their type. A clause without a subject has that of the clause before it."""

    text: str
    type: str


# The time that patterns take grows with the square of the length. In 460 real pages the longest sentence has 919.
LONGEST_SENTENCE = 8_000


def is_endless(sentence: Sentence) -> bool:
    """Say whether a sentence is too long to be one: a dump, a table without lines, a page without full stops."""
    return sentence.end - sentence.start > LONGEST_SENTENCE


def find_drafts(page: Page, names: re.Pattern[str], rules: Rules, criteria: Collection[int] = ()) -> Iterator[Draft]:
    """Yield what the rules find on the page, in the order of the text.

    `criteria` are the offsets of sentences that open a set of criteria: their lists are not read again.
    """
    for section in page.sections:
        if section.kind in ("names", "references", "boilerplate", "question", "answer"):
            continue
        cues = load_section_cues(rules.ontology, section.kind)
        blocks = section.blocks
        for number, block in enumerate(blocks):
            if block.kind == "row":
                continue  # a row is no sentence; claims.tables reads it
            items = _items_after(blocks, number)
            for sentence in block.sentences:
                if is_endless(sentence):
                    continue
                reader = SentenceReader(page, section, sentence, names, rules)
                if sentence.start in criteria:
                    # "At least 2 of the following criteria" names no test.
                    yield from reader.read(cues.where(lambda cue: cue.relation != "diagnosis"), ())
                else:
                    yield from reader.read(cues, items if sentence is block.sentences[-1] else ())


def _items_after(blocks: tuple[Block, ...], number: int) -> tuple[Block, ...]:
    """Return the list items that follow a paragraph."""
    if blocks[number].kind == "item":
        return ()
    items = []
    for block in blocks[number + 1 :]:
        if block.kind != "item":
            break
        items.append(block)
    return tuple(items)


class SentenceReader:
    """Applies the rules to one sentence. Words that one rule has used are not used by another."""

    def __init__(self, page: Page, section: Section, sentence: Sentence, names: re.Pattern[str], rules: Rules) -> None:
        self._page = page
        self._section = section
        self._sentence = sentence
        self._names = names
        self._rules = rules
        self._view = make_view(page.text, sentence, names)
        self._used: list[Span] = []
        self._fields: list[tuple[str, Span]] = []

    def read(self, cues: Sifted[Cue], items: tuple[Block, ...]) -> Iterator[Draft]:
        """Yield the drafts of the sentence; `items` are the list items that follow it."""
        before = Subject("", "")
        for clause in split_clauses(self._view, self._rules):
            for cue in cues.sift(self._view.text[clause.start : clause.end]):
                # Members of one list may share words: what a rule uses is closed to the rules after it.
                found = [draft for draft in self._apply(cue, clause, before, items) if self._is_free(draft)]
                spans = [span for draft in found for span in draft.fragments]
                if cue.relation in FIELDS:
                    self._fields.extend((cue.relation, span) for span in spans)
                else:
                    self._used.extend(spans)
                yield from found
            before = self._clause_subject(clause) or before

    def _is_free(self, draft: Draft) -> bool:
        """Say whether no other rule has these words. A gene or mode of inheritance in them makes the claim its own."""
        if draft.cue.relation in FIELDS:
            span = draft.fragments[0]
            said = (known for relation, known in self._fields if relation == draft.cue.relation)
            return not any(known.start < span.end and span.start < known.end for known in said)
        if draft.cue.relation not in ("synonym", "subtype_of") and self._names_disease(draft):
            return False
        fields = [known for relation, known in self._fields if relation in ("gene", "inheritance")]
        taken = [*self._used, *fields] if draft.cue.relation in ("cause", "phenotype", "treatment") else self._used
        return not any(
            used.start < span.end and span.start < used.end for used in taken for span in draft.fragments[:1]
        )

    def _names_disease(self, draft: Draft) -> bool:
        start = self._view.start
        return any(NAME_MASK in self._view.text[span.start - start : span.end - start] for span in draft.fragments)

    def _clause_subject(self, clause: Clause) -> Subject | None:
        """Return what this clause is about, for a clause after it that has no subject of its own."""
        text = self._view.text[clause.start : clause.end]
        words = self._before_verb(text)
        words = "" if words == text else words
        return Subject(words, subject_type(words, self._rules)) if words.strip() else None

    def _apply(self, cue: Cue, clause: Clause, before: Subject, items: tuple[Block, ...]) -> Iterator[Draft]:
        text = self._view.text
        for match in cue.pattern.finditer(text, clause.start, clause.end):
            words = text[clause.start : match.start()]
            subject = self._subject(words, cue)
            if not subject.text.strip() and cue.object != "before" and before.type and "" not in cue.subjects:
                subject = before
            if not self._fits(cue, subject):
                continue
            # "In people who | have X" says nothing of X; it limits what comes.
            if subject.type == "people" and self._rules.grammar.open_relative.search(subject.text):
                continue
            yield from self._objects(cue, clause, match, subject, items)
            if cue.object in ("before", "clause", "intro"):
                return

    def _subject(self, words: str, cue: Cue) -> Subject:
        """Return what the words before a cue are about. Behind another verb a clause is about something else."""
        behind = cue.relation not in ("phenotype", "trigger") and has_verb(words, self._rules)
        return Subject(words, "other" if behind else subject_type(words, self._rules))

    def _fits(self, cue: Cue, subject: Subject) -> bool:
        """Say whether the rule holds for the subject; what names a sign of the lexicon is a finding."""
        other, finding = cue.fits_subject("other"), cue.fits_subject("finding")
        if subject.type != "other" or other == finding:
            return cue.fits_subject(subject.type)
        listed = self._listed_words(subject.text)
        known = any(self._rules.lexicon.find_names(words, ("phenotype",)) for words in listed)
        return finding if known else other

    def _before_verb(self, words: str) -> str:
        """Return what stands before the first verb; a clause may have two ("occurs when ... and worsens with ...")."""
        match = self._rules.grammar.first_verb.search(words)
        return words[: match.start()] if match else words

    def _objects(
        self, cue: Cue, clause: Clause, match: re.Match[str], subject: Subject, items: tuple[Block, ...]
    ) -> Iterator[Draft]:
        said = read_subject(subject.text, clause.opening, self._rules)
        if cue.object == "group":
            yield from self._groups(cue, clause, match, said)
        elif cue.object == "clause":
            yield from self._whole_clause(cue, clause, match, said)
        elif cue.object == "intro":
            yield from self._list_items(cue, match[0], said, items)
        elif cue.object == "before":
            said = clause.opening
            if self._rules.grammar.verb.search(
                self._rules.grammar.relative.sub(" ", self._view.text[clause.start : match.start()])
            ):
                return
            if not match.groupdict().get("marker"):
                said = self._with_following(match, clause, said)
            yield from self._listed(cue, clause, match, said, (clause.start, match.start()), subject)
        else:
            end = list_end(self._view, match.end(), clause.end, self._rules)
            if items and not self._view.text[match.end() : end].strip(" :.-"):
                yield from self._list_items(cue, self._view.text[clause.start : match.end()], said, items)
            else:
                yield from self._listed(cue, clause, match, said, (match.end(), end), subject)

    def _listed(
        self, cue: Cue, clause: Clause, match: re.Match[str], said: Said, region: tuple[int, int], subject: Subject
    ) -> Iterator[Draft]:
        text = self._view.text
        before = cue.object == "before"
        framing = match[0] if before else text[clause.start : match.end()]
        # What "people who do not respond" do not do is not what is denied.
        framing = self._rules.grammar.relative.sub(" ", framing)
        negated = is_negated("" if before else framing, framing if before else "", self._rules.negations)
        negated = negated or bool(match.groupdict().get("not"))
        hedge = self._hedge(framing, said)
        targets = self._targets(cue, match, subject) or (None,)
        tail = text[region[1] : clause.end]
        # What follows a test that shows a marker is about the marker.
        contrast = self._rules.grammar.contrast.search(tail) if before and not match.groupdict().get("marker") else None
        tail = tail[contrast.start() :] if contrast else tail
        for item in split_list(self._view, *region, self._rules):
            for target in targets:
                draft = self._draft(cue, item, said, hedge, negated, target)
                yield draft
                yield from self._contrast(draft, tail)
        if match.groupdict().get("marker"):
            yield from self._marker(cue, match, clause, said, hedge, negated)

    def _with_following(self, match: re.Match[str], clause: Clause, said: Said) -> Said:
        """Return `said` with what follows the verb: "occurs in 85% of people", "is present in adults"."""
        contrast = self._rules.grammar.contrast.search(self._view.text, match.end(), clause.end)
        rest = trim(self._view, match.start(), contrast.start() if contrast else clause.end, self._rules)
        for meaning, words in rest.said if rest else ():
            if meaning in ("frequency", "age_group", "population", "condition"):
                said = add_words(said, meaning, words)
        return said

    def _marker(
        self, cue: Cue, match: re.Match[str], clause: Clause, said: Said, hedge: Hedge | None, negated: bool
    ) -> Iterator[Draft]:
        end = list_end(self._view, match.end("marker"), clause.end, self._rules)
        contrast = self._rules.grammar.contrast.search(self._view.text, match.end("marker"), len(self._view.text))
        subject_said = read_subject(self._view.text[clause.start : match.start()], said, self._rules)
        for item in split_list(
            self._view, match.start("marker"), min(end, contrast.start() if contrast else end), self._rules
        ):
            draft = replace(self._draft(cue, item, subject_said, hedge, negated, None), marker=True)
            yield draft
            if contrast:
                yield from self._contrast(draft, self._view.text[contrast.start() :])

    def _contrast(self, draft: Draft, tail: str) -> Iterator[Draft]:
        """Yield the denial that "but not in children" adds."""
        match = self._rules.grammar.contrast.match(tail)
        if match:
            said = read_subject(match["group"], Said(), self._rules)
            yield replace(draft, said=said, negated=not draft.negated)

    def _groups(self, cue: Cue, clause: Clause, match: re.Match[str], said: Said) -> Iterator[Draft]:
        text = self._view.text
        spans = [match.span(name) for name in match.groupdict() if name.startswith("object") and match[name]]
        shared = match.span("shared") if match.groupdict().get("shared") else None
        rest = trim(self._view, match.end(), clause.end, self._rules)
        framing = text[clause.start : match.start("object")]
        field = cue.relation in ("onset", "prevalence", "prognosis", "subtype_of")
        # An age or a rate is what the pattern says, whole: "fewer than 200 cases" has no edge to trim.
        stated = cue.relation in ("onset", "prevalence")
        negated = is_negated(framing, "", self._rules.negations) and not field
        for start, end in spans:
            item = None if stated else trim(self._view, start, end, self._rules)
            fragments = item.fragments if item else (self._span(start, end),)
            glosses = item.glosses if item else ()
            if shared:
                fragments = (*fragments, self._span(*shared))
            extra = tuple(pair for pair in (rest.said if rest else ()) if pair[0] in ("condition", "age_group"))
            yield self._draft(cue, Item(fragments, glosses, extra), said, self._hedge(framing, said), negated, None)

    def _whole_clause(self, cue: Cue, clause: Clause, match: re.Match[str], said: Said) -> Iterator[Draft]:
        start, end = match.span("object") if match.groupdict().get("object") else (clause.start, clause.end)
        item = trim(self._view, start, end, self._rules, whole=True)
        if item:
            # "May not fully return" is the outlook itself; only what stands before it weakens it.
            framing = self._view.text[clause.start : match.start()]
            yield self._draft(cue, item, said, self._hedge(framing, said), False, None)

    def _list_items(self, cue: Cue, framing: str, said: Said, items: tuple[Block, ...]) -> Iterator[Draft]:
        negated = is_negated(framing, "", self._rules.negations)
        said = self._in_own_words(said)
        for block in items:
            reader = SentenceReader(self._page, self._section, block.sentences[0], self._names, self._rules)
            view = reader._view
            stop = self._rules.grammar.item_end.search(view.text)
            end = stop.start() if stop else list_end(view, 0, len(view.text), self._rules)
            for item in split_list(view, 0, end, self._rules):
                yield reader._draft(cue, item, said, self._hedge(framing, said), negated, None)

    def _draft(self, cue: Cue, item: Item, said: Said, hedge: Hedge | None, negated: bool, target: str | None) -> Draft:
        for meaning, words in item.said:
            if meaning == "negation":
                negated = True
            elif meaning == "hedge":
                hedge = Hedge(words, "doubt")
            else:
                said = add_words(said, meaning, words)
        return Draft(
            cue,
            self._section,
            self._sentence,
            item.fragments,
            item.glosses,
            self._in_own_words(said),
            hedge,
            negated,
            self._own_words(target),
            example=item.examples,
        )

    def _in_own_words(self, said: Said) -> Said:
        """Return what is said in the page's words: the view hides names and brackets, and knows one kind of quotes."""
        if said == NOTHING_SAID:
            return said
        return replace(
            said,
            frequency=self._own_words(said.frequency),
            age_group=self._own_words(said.age_group),
            population=self._own_words(said.population),
            condition=self._own_words(said.condition),
        )

    def _own_words(self, words: str | None) -> str | None:
        found = self._view.text.find(words) if words else -1
        if not words or found < 0:
            return words  # of the line that opens a list, or of several places
        start = self._view.start + found
        return " ".join(self._page.text[start : start + len(words)].split())

    def _targets(self, cue: Cue, match: re.Match[str], subject: Subject) -> tuple[str, ...]:
        """Return what a treatment, test or trigger is said to act on, where that is not the disease."""
        words = match.groupdict().get("target")
        if words:
            targets = self._listed_words(words.replace(BRACKET_MASK, " "))
            return tuple(target for target in targets if not self._rules.grammar.people.fullmatch(target))
        if cue.relation in ("treatment", "trigger") and cue.object == "after" and subject.type in ("other", "signs"):
            listed = self._listed_words(self._before_verb(subject.text).replace(BRACKET_MASK, ""))
            return tuple(target for target in listed if self._is_thing(target))
        return ()

    def _is_thing(self, words: str) -> bool:
        """Say whether words name something besides the disease: "fragile nails", not "it" or "most symptoms"."""
        normal = self._rules.lexicon.normalizer.words(words)
        return NAME_MASK not in words and not all(word in self._rules.generic for word in normal)

    def _listed_words(self, words: str) -> Iterator[str]:
        for item in split_list(View(words, words, 0, ()), 0, len(words), self._rules):
            yield " ".join(words[slice(*span)] for span in item.fragments)

    def _hedge(self, framing: str, said: Said) -> Hedge | None:
        if said.hedge:
            return Hedge(said.hedge, "doubt")
        found = find_hedge(framing, self._rules.hedges)
        return Hedge(found[1], "doubt" if found[0] == "doubt" else "modal") if found else None

    def _span(self, start: int, end: int) -> Span:
        return Span(self._view.start + start, self._view.start + end)
