"""Validation: what is wrong with a graph, in words."""

from raregraph.validate.check import validate
from raregraph.validate.files import FORMATS, read_graph, validate_file
from raregraph.validate.releases import check_ids

__all__ = ["FORMATS", "check_ids", "read_graph", "validate", "validate_file"]
