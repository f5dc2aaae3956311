"""Train the model that ships with raregraph, or measure on pages held aside how well one so trained reads.

    python training/train_tagger.py PAGES [--gold FILE] [-o MODEL] [--folds 5 --held-out DIR]

PAGES is a folder with the pages that the facts of `facts.jsonl.gz` were read on, as XML: those of GARD, GHR and
NINDS in MedQuAD (github.com/abachaa/MedQuAD, commit 577bd37) that the facts name by collection and number, without
their tables. With `--held-out`, each fifth of the pages is read by a model trained on the others, and what it
says is written as `claims.jsonl` with the fold's number.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from alignment import Fact, find_places, label_words
from learning import Example, learn
from matching import bag_of, likeness, pair
from raregraph import read_page
from raregraph.claims import find_claims
from raregraph.claims.candidates import Candidate, find_candidates, read_hinted
from raregraph.claims.drafts import Draft
from raregraph.claims.judging import candidate_features
from raregraph.mentions import find_disease_names, load_rules
from raregraph.model import Page
from raregraph.resources import reference_page
from raregraph.settings import Settings
from raregraph.tagging import (
    OUTSIDE,
    Hint,
    Line,
    Model,
    Tagger,
    Weights,
    hint_tags,
    line_features,
    place_features,
    seen_features,
    write_model,
)

HERE = Path(__file__).parent
Judged = tuple[list[str], str]
RULES_ALONE = Settings(model=None)
# Words met so often are looked for from afar too.
CUE_COUNT = 25
# How many pages the one that ships with the package counts for: it is to be read well, whatever others teach.
REFERENCE_WEIGHT = 8
LENIENCY = 128
# The judge learns from more than it is shown later: what is this unlikely costs time and rarely stands.
LENIENCY_READING = 64
TAGGER = {"c1": 0.05, "c2": 0.5, "max_iterations": 80, "feature.minfreq": 2}
JUDGE = {"c1": 0.1, "c2": 0.5, "max_iterations": 100, "feature.minfreq": 3}
LEAST_WEIGHT = 0.03
# What nearly the same words as a fact's count as.
NEARLY = {"~": "0"}


@dataclass(frozen=True, slots=True)
class Study:
    """A page as it is learnt from."""

    page: Page
    facts: tuple[Fact, ...]
    drafts: tuple[Draft, ...]
    lines: tuple[Line, ...]
    hints: tuple[Hint, ...]
    path: Path


def read_studies(paths: Iterable[Path], facts: dict[str, list[Fact]]) -> Iterator[Study]:
    """Yield the pages with their facts; pages without any are left out."""
    rules = load_rules(RULES_ALONE.ontology)
    for path in paths:
        page = read_page(path)
        if page.document in facts:
            drafts, lines, hints = read_hinted(page, find_disease_names(page), rules, ())
            yield Study(page, tuple(facts[page.document]), tuple(drafts), tuple(lines), tuple(hints), path)


def read_facts(path: Path) -> dict[str, list[Fact]]:
    """Read the facts by document."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in text.decode("utf-8").splitlines():
        fact = json.loads(line)
        facts[fact["doc"]].append(fact)
    return facts


def read_classes() -> dict[str, str]:
    """Read the classes of words that `word_classes.py` made."""
    with gzip.open(HERE / "word-classes.txt.gz", "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split(" ") for line in lines)
        return {word: row[0] for row in rows for word in row[1:]}


def read_reference(facts: dict[str, list[Fact]]) -> list[Study]:
    """Return the page that ships with the package, as often as it counts."""
    return list(read_studies([reference_page()], facts)) * REFERENCE_WEIGHT


def learn_tagger(studies: Sequence[Study], classes: dict[str, str]) -> Model:
    """Return a model that tags and judges nothing."""
    counts = Counter(word for study in studies for line in study.lines for word in line.words if word.isalpha())
    cues = frozenset(word for word, count in counts.items() if count >= CUE_COUNT)
    relations = sorted({fact["relation"] for study in studies for fact in study.facts})
    labels = [OUTSIDE, *(f"{part}-{relation}" for relation in relations for part in "BI")]
    weights = learn(_tagger_examples(studies, classes, cues), labels=labels, least=LEAST_WEIGHT, **TAGGER)
    nothing = Weights.from_triples(("0", "1"), (), {})
    rules = frozenset(hint.rule for study in studies for hint in study.hints)
    return Model(weights, nothing, classes, cues, rules, {"leniency": LENIENCY_READING, "least": 0})


def _tagger_examples(studies: Iterable[Study], classes: dict[str, str], cues: frozenset[str]) -> Iterator[Example]:
    for study in studies:
        places = list(find_places(study.page, study.facts))
        for line in study.lines:
            start, end = line.sentence.start, line.sentence.end
            tags = hint_tags(line, [hint for hint in study.hints if start <= hint.start < end])
            seen = seen_features(line, classes, cues)
            common = line_features(line, tags)
            features = [[*common, *own, *words] for own, words in zip(place_features(line, tags), seen, strict=True)]
            if features:
                yield features, label_words(line, places)


def judged_examples(study: Study, tagger: Tagger) -> list[Judged]:
    """Return what the judge looks at for each candidate of a page, and whether it is a fact."""
    rules = load_rules(RULES_ALONE.ontology)
    tagging = tagger.tag(study.lines, study.hints)
    candidates = find_candidates(study.page, study.drafts, tagging, LENIENCY, rules)
    verdicts = _verdicts(candidates, study.facts)
    features = candidate_features(candidates, tagging)
    return [(found, verdict) for found, verdict in zip(features, verdicts, strict=True) if verdict]


def _verdicts(candidates: Sequence[Candidate], facts: Sequence[Fact]) -> list[str]:
    """Return "1" for what is a fact, "0" for what is none, "" for what does not count, "~" for nearly the same words.

    Nearly the same words as a fact's, in the same place, are no error, but not the best either.
    """
    said = [candidate.statement.claim for candidate in candidates]
    keys = [(claim.relation, claim.negated, bag_of(claim.object_text)) for claim in said]
    different: list[tuple[str, bool, Counter[str]]] = []
    for key in keys:
        if key not in different:
            different.append(key)
    pairs = pair(facts, different)
    paired = [pairs.get(different.index(key)) for key in keys]
    right = [candidate for candidate, found in zip(candidates, paired, strict=True) if found]
    verdicts = []
    for candidate, key, found in zip(candidates, keys, paired, strict=True):
        if found:
            verdicts.append("" if facts[found[0]].get("optional") else "1")
        else:
            near = (
                other.relation == candidate.relation
                and other.covers(candidate)
                and likeness(bag_of(other.statement.claim.object_text), key[2])
                for other in right
            )
            verdicts.append("~" if any(near) else "0")
    return verdicts


def learn_judge(examples: Iterable[Judged]) -> Weights:
    """Return the judge's weights."""
    sure = (([found], [NEARLY.get(verdict, verdict)]) for found, verdict in examples if NEARLY.get(verdict, verdict))
    return learn(sure, labels=("0", "1"), least=LEAST_WEIGHT, **JUDGE)


class Fold(NamedTuple):
    """A tagger trained without some of the pages, and what the judge can learn from those, by their number."""

    model: Model
    examples: dict[int, list[Judged]]


def _learn_fold(number: int, folds: int) -> Fold:
    studies, classes = _SHARED
    model = learn_tagger([study for at, study in enumerate(studies) if at % folds != number], classes)
    tagger = Tagger(model)
    aside = {at: study for at, study in enumerate(studies) if at % folds == number}
    return Fold(model, {at: judged_examples(study, tagger) for at, study in aside.items()})


# What the processes that learn inherit from the one that starts them.
_SHARED: tuple[Sequence[Study], dict[str, str]] = ((), {})


def learn_folds(studies: Sequence[Study], classes: dict[str, str], folds: int) -> list[Fold]:
    """Return the folds, two learnt at a time."""
    global _SHARED  # noqa: PLW0603
    _SHARED = (studies, classes)
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("fork")) as pool:
        return list(pool.map(_learn_fold, range(folds), [folds] * folds))


def finish(model: Model, examples: Iterable[Judged], least: int) -> Model:
    """Return a tagger's model with a judge that learnt from the examples."""
    return replace(model, judge=learn_judge(examples), settings={**model.settings, "least": least})


def write_folds(folds: Sequence[Fold], folder: Path, least: int) -> None:
    """Write the model of each fold: neither its tagger nor its judge has seen the fold's pages."""
    by_page = {at: examples for fold in folds for at, examples in fold.examples.items()}
    for number, fold in enumerate(folds):
        others = (example for at in sorted(by_page) if at not in fold.examples for example in by_page[at])
        (folder / f"fold-{number}.model").write_bytes(write_model(finish(fold.model, others, least)))


def learn_all(
    studies: Sequence[Study], reference: Sequence[Study], folds: Sequence[Fold], classes: dict[str, str], least: int
) -> Model:
    """Return the model of all pages. The judge learns from what taggers say of pages that they have not seen."""
    model = learn_tagger([*studies, *reference], classes)
    tagger = Tagger(model)
    by_page = {at: examples for fold in folds for at, examples in fold.examples.items()}
    examples = [example for at in sorted(by_page) for example in by_page[at]]
    examples += [example for study in reference for example in judged_examples(study, tagger)]
    return finish(model, examples, least)


def read_held_out(studies: Sequence[Study], folds: int, folder: Path) -> Iterator[str]:
    """Yield the claims of each page by the model that has not seen it, as lines of `claims.jsonl`."""
    for at, study in enumerate(studies):
        found = find_claims(study.page, settings=Settings(model=folder / f"fold-{at % folds}.model"))
        for claim in found.claims:
            row = {
                "document": claim.document,
                "relation": claim.relation,
                "object_text": list(claim.object_text),
                "object": claim.object.id if claim.object else None,
                "negated": claim.negated,
                "rule": claim.rule,
                "fold": at % folds,
            }
            yield json.dumps(row, ensure_ascii=False) + "\n"


def main() -> None:
    """Train, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--gold", type=Path, default=HERE / "facts.jsonl.gz")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--every", type=int, default=1, help="learn from one page of so many")
    parser.add_argument("--least", type=int, default=-8, help="what a candidate must weigh, in 1/64")
    options = parser.parse_args()
    facts, classes = read_facts(options.gold), read_classes()
    studies = list(read_studies(sorted(options.pages.rglob("*.xml"))[:: options.every], facts))
    folds = learn_folds(studies, classes, options.folds)
    if options.held_out:
        options.held_out.mkdir(parents=True, exist_ok=True)
        write_folds(folds, options.held_out, options.least)
        with (options.held_out / "claims.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(read_held_out(studies, options.folds, options.held_out))
    if options.output:
        model = learn_all(studies, read_reference(facts), folds, classes, options.least)
        new = options.output.with_suffix(".new")
        new.write_bytes(write_model(model))
        new.replace(options.output)


if __name__ == "__main__":
    main()
