"""Validation: what is wrong with a graph, in words."""

from raregraph.validation.check import validate
from raregraph.validation.engines import ENGINES
from raregraph.validation.files import FORMATS, read_quads, stream_quads, validate_file
from raregraph.validation.releases import check_ids

__all__ = ["ENGINES", "FORMATS", "check_ids", "read_quads", "stream_quads", "validate", "validate_file"]
