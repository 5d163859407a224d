"""What people say of findings: a small JSON file, one line a finding, that outlives every new reading."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import get_args

from graph.findings.records import Finding, Review, Verdict
from graph.store.generation import write_whole

REVIEWS = "findings-reviews.jsonl"
"""File of a store that keeps what people said of findings."""


def read_reviews(path: Path) -> dict[str, Review]:
    """Reviews by the id of their finding; none where there is no file. ValueError names file and line."""
    if not path.exists():
        return {}
    found: dict[str, Review] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            name = data.pop("id")
            review = Review(**data)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: no review ({error}); correct or delete the line") from None
        if review.verdict not in get_args(Verdict):
            raise ValueError(f"{path.name}, line {number}: verdict {review.verdict!r}; confirmed or dismissed")
        found[name] = review
    return found


def write_review(path: Path, finding: str, review: Review) -> None:
    """Keeps a review under the id of its finding; an empty one takes back what was said. On disk when this returns."""
    reviews = read_reviews(path)
    reviews.pop(finding, None)
    if review != Review():
        reviews[finding] = review
    lines = [json.dumps({"id": name, **asdict(each)}, ensure_ascii=False) for name, each in sorted(reviews.items())]
    write_whole(path, "".join(line + "\n" for line in lines).encode())


def reviewed(findings: Iterable[Finding], reviews: Mapping[str, Review]) -> list[Finding]:
    """The findings with what was said of them."""
    return [replace(each, review=reviews[each.id]) if each.id in reviews else each for each in findings]
