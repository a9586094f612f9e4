"""nessie-tui: watch Mixpanel Data Pipelines from the terminal."""

__version__ = "0.1.0"
