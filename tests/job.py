"""Run a command the way a shell runs a job: in front of a terminal that outlives it.

Usage: job.py REPORT COMMAND...; stdin is the terminal, REPORT a descriptor to write to: first the
job's process id, then a line whenever it stops, and at last its exit code (-n for signal n) and the
CPU seconds it took. The session stays until it is killed, as a shell would.
"""

import fcntl
import os
import signal
import sys
import termios

report = int(sys.argv[1])


def say(line: str) -> None:
    os.write(report, f"{line}\n".encode())


os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, setpgroup=0, setsigdef=[signal.SIGTTOU])
signal.signal(signal.SIGHUP, lambda *_: None)
os.tcsetpgrp(0, job)
say(f"{job}")
while True:
    _, status, usage = os.wait4(job, os.WUNTRACED)
    if not os.WIFSTOPPED(status):
        break
    say("stopped")
say(f"{os.waitstatus_to_exitcode(status)} {usage.ru_utime + usage.ru_stime}")
while True:
    signal.pause()
