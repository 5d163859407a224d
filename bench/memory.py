"""Memory, processor time and open files of a process and all below it, as Linux tells them."""

from __future__ import annotations

import os
from pathlib import Path


def family(process: int) -> list[int]:
    """The process and all that it started, and they."""
    below: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        below.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found = [process]
    for each in found:
        found += below.get(each, [])
    return found


def resident(process: int) -> dict[int, int]:
    """Bytes of memory of each of them; what several share is counted in parts (Pss)."""
    found = {}
    for each in family(process):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        found[each] = sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return found


def worked(process: int) -> float:
    """Seconds of processor time that they have taken so far."""
    ticks = 0
    for each in family(process):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def open_files(process: int) -> int:
    """Files, sockets and pipes that a process holds."""
    return len(os.listdir(f"/proc/{process}/fd"))
