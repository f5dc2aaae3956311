"""Mentions: what the words of a sentence name, and what stands around them."""

from raregraph.mentions.candidates import CURATED_RANK, Candidate, find_candidates
from raregraph.mentions.clauses import (
    NOTHING_SAID,
    Clause,
    Said,
    add_words,
    find_hedge,
    has_verb,
    is_negated,
    read_subject,
    split_clauses,
    subject_type,
)
from raregraph.mentions.finder import Finder, load_finder, prepare_finders
from raregraph.mentions.found import Found
from raregraph.mentions.grounding import Grounding, ground, is_acronym
from raregraph.mentions.items import Item, list_end, split_list, trim
from raregraph.mentions.names import DiseaseNames, find_disease_names
from raregraph.mentions.nesting import Nested
from raregraph.mentions.rules import Rules, load_rules
from raregraph.mentions.view import View, make_view

__all__ = [
    "CURATED_RANK",
    "NOTHING_SAID",
    "Candidate",
    "Clause",
    "DiseaseNames",
    "Finder",
    "Found",
    "Grounding",
    "Item",
    "Nested",
    "Rules",
    "Said",
    "View",
    "add_words",
    "find_candidates",
    "find_disease_names",
    "find_hedge",
    "ground",
    "has_verb",
    "is_acronym",
    "is_negated",
    "list_end",
    "load_finder",
    "load_rules",
    "make_view",
    "prepare_finders",
    "read_subject",
    "split_clauses",
    "split_list",
    "subject_type",
    "trim",
]
