"""What kind of cause it is: paraneoplastic, post-infectious, genetic ..."""

from raregraph.mentions import Grounding, Rules


def find_cause_kind(grounding: Grounding, text: str, rules: Rules) -> str | None:
    """Return the kind of a cause by the ancestors of its term, else by its words; None where neither tells."""
    identifiers = {match.term.id for match in grounding.matches} | {grounding.term.id if grounding.term else None}
    ancestors: set[str] = set()
    for identifier in identifiers:
        if identifier:
            ancestors |= rules.lexicon.ancestors(identifier)
    for row in rules.cause_kinds:
        if row.id in ancestors:
            return row.kind
    words = f" {' '.join(rules.lexicon.normalizer.words(text))} "
    for row in rules.cause_kinds:
        for known in row.words.split("|"):
            normal = " ".join(rules.lexicon.normalizer.words(known))
            if normal and f" {normal} " in words:
                return row.kind
    return None
