"""A reader of Prometheus' text format that is stricter than Prometheus."""

import re

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_TEXT = r'"((?:[^"\\\n]|\\["\\n])*)"'
_SAMPLE = re.compile(rf"({_NAME})\{{((?:[a-z_]+={_TEXT},?)*)\}} (\S+)")
_LABEL = re.compile(rf"([a-z_]+)={_TEXT}")

Sample = tuple[str, frozenset[tuple[str, str]]]


def read_metrics(text: str) -> dict[Sample, float]:
    """Read samples: each metric together behind its HELP and TYPE, and none of them twice."""
    assert text.endswith("\n")
    samples: dict[Sample, float] = {}
    current, seen, lines = "", set(), iter(text.splitlines())
    for line in lines:
        if line.startswith("# HELP "):
            _, _, current, help_text = line.split(" ", 3)
            assert help_text
            assert current not in seen
            seen.add(current)
            assert next(lines) == f"# TYPE {current} gauge"
            continue
        sample = _SAMPLE.fullmatch(line)
        assert sample, line
        assert sample[1] == current
        labels = frozenset((name, _unescaped(value)) for name, value in _LABEL.findall(sample[2]))
        assert (current, labels) not in samples
        samples[current, labels] = float(sample[4])
    return samples


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)
