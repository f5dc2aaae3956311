"""raregraph turns rare-disease information pages into a knowledge graph that can be checked."""
