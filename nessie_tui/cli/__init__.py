"""Arguments in, exit code out: the only place that wires the parts together."""
