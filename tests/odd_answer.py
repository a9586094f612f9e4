"""Answers that are odd and no fault: each is read, and the next question is asked as ever."""

import gzip
import json
from dataclasses import dataclass

from fault_server import CHUNKED, Reply, http, then_closed

_JOBS = b'{"2195193":[{"name":"daily"}]}'
_GZIP = "Content-Encoding: gzip"


@dataclass(frozen=True)
class OddAnswer:
    """How `route` answers, and what is read: names of pipelines, or tasks by state."""

    name: str
    reply: Reply
    read: list[str] | dict[str, int]

    @property
    def route(self) -> str:
        return "jobs" if isinstance(self.read, list) else "status"


def _jobs(**fields: object) -> bytes:
    return http(json.dumps({"2195193": [{"name": "daily"} | fields]}).encode())


def _tasks(*tasks: dict[str, object], state: str = "failed") -> bytes:
    return http(json.dumps({state: tasks}).encode())


_DAY = {"from_date": "2026-11-01T00:00:00-07:00", "to_date": "2026-11-01T00:00:00-07:00"}
_TIMES = (
    *("0000-12-31T16:00:00-08:00", "9999-12-31T23:59:59Z", "2019-02-01 12:00:00 US/Pacific"),
    *(" 2019-08-20 14:33:09.315098 -0700 PDT", "2019-08-20 14:33:09", "", "soon", None, 7),
)
_COOKIES = [f"Set-Cookie: c{n}=v; Path=/" for n in range(5)]

ODD_ANSWERS = [
    # The connection.
    OddAnswer("closed after the answer", then_closed(http(_JOBS)), ["daily"]),
    OddAnswer("HTTP/1.0", then_closed(b"HTTP/1.0 200 OK\r\n\r\n" + _JOBS), ["daily"]),
    OddAnswer("bare line feeds", b"HTTP/1.1 200 OK\nContent-Length: 30\n\n" + _JOBS, ["daily"]),
    OddAnswer("an early hint", b"HTTP/1.1 103 Early Hints\r\n\r\n" + http(_JOBS), ["daily"]),
    OddAnswer(
        "chunks with notes and a trailer",
        CHUNKED + b'1e;note="x"\r\n' + _JOBS + b"\r\n0\r\nX-Sum: 1\r\n\r\n",
        ["daily"],
    ),
    OddAnswer(
        "5,000 headers",
        http(_JOBS, *(f"X-{n}: v" for n in range(5_000))),
        ["daily"],
    ),
    OddAnswer("new cookies", http(_JOBS, *_COOKIES), ["daily"]),
    OddAnswer("gzip", http(gzip.compress(_JOBS), _GZIP), ["daily"]),
    OddAnswer("gzip and more", http(gzip.compress(_JOBS) + b"more", _GZIP), ["daily"]),
    OddAnswer("JSON that says it is text", http(_JOBS, "Content-Type: text/plain"), ["daily"]),
    # The document.
    OddAnswer("null", http(b"null"), []),
    OddAnswer("an empty object", http(b"{}"), []),
    OddAnswer("a project with null", http(b'{"2195193":null}'), []),
    OddAnswer("a bare list", http(b'[{"name":"daily"}]'), ["daily"]),
    OddAnswer("a single object", http(b'{"1":{"name":"daily"}}'), ["daily"]),
    OddAnswer("two projects", http(b'{"1":[{"name":"a"}],"2":[{"name":"b"}]}'), ["a", "b"]),
    OddAnswer("the same name twice", http(b'{"1":[{"name":"a"},{"name":"a"}]}'), ["a", "a"]),
    OddAnswer("a member twice", http(b'{"1":[{"name":"a","name":"b"}]}'), ["b"]),
    OddAnswer("a byte order mark", http(b"\xef\xbb\xbf" + _JOBS), ["daily"]),
    OddAnswer(
        "names that are no text", http(b'{"1":[{"name":5},{"name":null},7]}'), ["5", "", "7"]
    ),
    OddAnswer("fields of other types", _jobs(sync_enabled=[], frequency=7), ["daily"]),
    OddAnswer("unknown fields", _jobs(color={"r": [1]}, created=1e300), ["daily"]),
    OddAnswer("5,000 digits", http(_JOBS[:-3] + b',"n":' + b"9" * 5_000 + b"}]}"), ["daily"]),
    OddAnswer("a terminal's escape", _jobs(name="a\x1b[2Jb"), ["a^[[2Jb"]),
    OddAnswer("half a character", _jobs(name="a\ud800"), ["a\N{REPLACEMENT CHARACTER}"]),
    OddAnswer("markup", _jobs(name="[/b][@click=app.quit]"), ["[/b][@click=app.quit]"]),
    # The tasks.
    OddAnswer("no state", http(b"{}"), {}),
    OddAnswer("a state with null", http(b'{"failed":null}'), {}),
    OddAnswer("an unknown state", _tasks({}, state="skipped"), {"skipped": 1}),
    OddAnswer("another state than the list's", _tasks({"state": "running"}), {"running": 1}),
    OddAnswer("counts in place of lists", http(b'{"failed":3}'), {"failed": 3}),
    OddAnswer("the same task twice", _tasks(_DAY, _DAY), {"failed": 2}),
    OddAnswer(
        "odd times", _tasks(*({"run_at": at, "to_date": at} for at in _TIMES)), {"failed": 9}
    ),
    OddAnswer("tasks that are no objects", http(b'{"failed":[1,null,"x",[]]}'), {"failed": 4}),
]
