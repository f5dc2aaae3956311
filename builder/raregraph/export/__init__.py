"""Writing what was found: the graph in the formats that databases load, the claims as tables to review."""
