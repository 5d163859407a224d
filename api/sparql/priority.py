"""The priority of queries: a long one gives way to everything else, a short one never does.

Whoever asks something heavy must not hold up the process that keeps the clocks, nor other people's short queries. But a
priority once lowered can be raised only by the administrator. Linux keeps one for each thread, so there the thread that
has worked on a query for a while is lowered from outside, since nothing inside gets a turn, and ends after its answer;
the next query goes to a new thread, which begins at the priority of the one that starts it. Elsewhere a process that
answers queries is lowered as a whole, once.
"""

from __future__ import annotations

import contextlib
import os
import sys

BY_THREAD = sys.platform == "linux"
LONG = 0.25
"""Seconds after which a query is a long one."""
LESS = 5
"""How much lower its priority is then, in steps of nice: a third of the processor time where others want it, too."""
BEGAN_AT = os.getpriority(os.PRIO_PROCESS, 0) if BY_THREAD else 0


def lower_process() -> None:
    """In a process that answers queries, where threads have no priority of their own."""
    if not BY_THREAD:
        with contextlib.suppress(OSError, AttributeError):
            os.nice(LESS)


def lower_threads(process: int) -> None:
    """All threads of a process but its first, from outside. A process that has ended is left in peace."""
    if BY_THREAD:
        with contextlib.suppress(OSError):
            for thread in map(int, os.listdir(f"/proc/{process}/task")):
                if thread != process:
                    os.setpriority(os.PRIO_PROCESS, thread, min(19, os.getpriority(os.PRIO_PROCESS, process) + LESS))


def lowered() -> bool:
    """Whether the thread that asks has been lowered."""
    return BY_THREAD and os.getpriority(os.PRIO_PROCESS, 0) > BEGAN_AT
