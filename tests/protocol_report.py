"""Write docs/protocol.md: every request of the SPARQL protocols, put to a service over a small store."""

from __future__ import annotations

import tempfile
from pathlib import Path

from protocol_cases import KEY, named, report
from service_store import make_store, service

TARGET = Path(__file__).parents[1] / "docs" / "protocol.md"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = make_store(Path(folder) / "store")
        with service(store, key=KEY) as client:
            TARGET.write_text(report(client, named(store)), encoding="utf-8")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
