"""A process that finds what is wrong in the disclosures held, beside a writer and without its lock.

``python -m api.findings_process STORE BASE`` prints the findings as one JSON list. It works on a copy of the journal;
records never change once they are written.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from graph.findings import findings, findings_across
from graph.findings.joined import joined
from graph.journal import Journal
from graph.revisions import fold, merged
from graph.units import UNITS
from ingest.records import Disclosure


def held(store: Path) -> list[Disclosure]:
    """The current disclosures, as the journal tells them now."""
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        copy = Path(folder)
        for name in ("journal.jsonl", UNITS):
            if (store / name).exists():
                shutil.copyfile(store / name, copy / name)
        (copy / "records").symlink_to(store / "records")
        journal = Journal(copy)
        found = []
        for key in sorted(journal.by_key, key=lambda key: (key.unit, key.year, key.kind, key.scope)):
            current = fold(journal.by_key[key])[-1]
            found.append(merged({entry.digest: (journal.read(entry), parts) for entry, parts in current.items()}))
        return found


def main() -> None:
    store, base = Path(sys.argv[1]), sys.argv[2]
    whole = joined(held(store))
    found = [finding for disclosure in whole for finding in findings(disclosure, base)]
    found.extend(findings_across(whole, base))
    json.dump([finding.as_json() for finding in found], sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
