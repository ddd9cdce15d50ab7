"""Study notes of Chinese speeches and reflections, every line with its place in the source."""

__version__ = "0.1.0"
