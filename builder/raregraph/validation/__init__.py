"""Validation: what is wrong with a graph, in words."""

from raregraph.validate.check import validate
from raregraph.validate.files import FORMATS, read_graph, validate_file

__all__ = ["FORMATS", "read_graph", "validate", "validate_file"]
