"""Validation: what is wrong with a graph, in words."""

from raregraph.validation.check import validate
from raregraph.validation.files import FORMATS, read_graph, validate_file
from raregraph.validation.releases import check_ids

__all__ = ["FORMATS", "check_ids", "read_graph", "validate", "validate_file"]
