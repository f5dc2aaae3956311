"""Validation: what is wrong with a graph, in words."""

from raregraph.validation.check import validate
from raregraph.validation.files import FORMATS, read_graph, validate_file

__all__ = ["FORMATS", "read_graph", "validate", "validate_file"]
