"""Learning weights with CRFsuite, and rounding them to the whole numbers that a model holds."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite
from raregraph.tagging import SCALE, Weights

Example = tuple[Sequence[Sequence[str]], Sequence[str]]


def learn(examples: Iterable[Example], *, labels: Sequence[str], least: float, **options: float) -> Weights:
    """Return the weights learnt from sequences of features and labels; those below `least` are left out.

    L-BFGS starts from nothing and draws no lots: the same examples give the same weights.
    """
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False, params=options)
    for features, wanted in examples:
        trainer.append(features, wanted)
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "weights")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        told = tagger.info()
        tagger.close()
    triples = [
        (feature, label, round(weight * SCALE))
        for (feature, label), weight in sorted(told.state_features.items())
        if abs(weight) >= least
    ]
    moves = {pair: round(weight * SCALE) for pair, weight in told.transitions.items()}
    # What was never seen to follow does not: "I" comes after "B" or "I" of its relation.
    for after in labels:
        for before in labels:
            if after.startswith("I-") and before[2:] != after[2:]:
                moves[before, after] = -100 * SCALE
    return Weights.from_triples(labels, triples, moves)
