"""The writer's lock of a store folder: one process writes at a time, a second one waits and says so."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path


class StoreBusy(Exception):
    """Another process writes to the store, and the time to wait for it is over."""


def take_lock(store_dir: Path, patience: float, notice: Callable[[str], None]) -> int:
    """Takes the lock and gives its file handle; closing that, or dying, lets it go.

    ``patience``: seconds to wait; ``notice`` is told once when it has to. Raises StoreBusy when the wait is over.
    """
    handle = os.open(store_dir / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    deadline, told = time.monotonic() + patience, False
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.ftruncate(handle, 0)
                os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
                return handle
            except BlockingIOError:
                other = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "?"
                if time.monotonic() >= deadline:
                    raise StoreBusy(
                        f"{store_dir}: process {other} still writes after {patience:g} s; try again later"
                    ) from None
                if not told:
                    notice(f"{store_dir}: process {other} is writing; waiting for it to finish")
                    told = True
                time.sleep(0.1)
    except BaseException:
        os.close(handle)
        raise
