"""placeholder"""

from collections.abc import Iterable

from pyoxigraph import Quad


def check_structure(quads: Iterable[Quad], base: str) -> None:
    pass
