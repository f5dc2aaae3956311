"""Tagging: a small trained model's view of which words of a page are objects of which relation."""

from raregraph.tagging.features import hint_tags, line_features, place_features, seen_features, word_features
from raregraph.tagging.lines import NAME, Hint, Line, read_lines
from raregraph.tagging.model import OUTSIDE, SCALE, Model, Weights, load_model, write_model
from raregraph.tagging.tagger import Tagged, Tagger, Tagging, find_tagged

__all__ = [
    "NAME",
    "OUTSIDE",
    "SCALE",
    "Hint",
    "Line",
    "Model",
    "Tagged",
    "Tagger",
    "Tagging",
    "Weights",
    "find_tagged",
    "hint_tags",
    "line_features",
    "load_model",
    "place_features",
    "read_lines",
    "seen_features",
    "word_features",
    "write_model",
]
