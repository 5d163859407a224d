"""How long an answer takes beside the least it could take: encoding the question alone and running its query alone.

    python -m bench.answers_latency [--triples 100000 1000000] [--questions 200] [--words-only] [--drawn]

Stores are made once of generated disclosures (``bench.stores``). The questions ask for figures, differences, shares,
rankings, reasons, units and years that are not held, of bodies and years taken at random. "First" asks about bodies and
years of which nothing has been read yet, "warm" other questions about the same, when a question of every form has been
asked about each. The target is warm p95 at most 3 times the p95 of encoding a question plus the p95 of the query that
its answer shows; the encodings and queries are timed between the answers, so that a busy machine slows all three.
``--words-only`` leaves the vectors out (they take a minute for some thousand passages); nothing is then encoded and the
least is the query alone. With ``--drawn``, and always in a store of copies, passages get drawn vectors
(``bench.drawn_vectors``), which search takes as long to compare.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from answer.answer import answer
from answer.holdings.directory import HeldUnit
from answer.holdings.knowledge import Knowledge
from bench.copies import store_of_copies
from bench.drawn_vectors import DrawnPassages
from bench.stores import store_of, triples
from graph.embedding.encoder import Encoder
from graph.search.indexing import complete_vectors
from graph.store.generation import open_current

BODIES = 24
"""Bodies asked about: what has been read of them fits the memory kept for it."""
PLAIN = (
    "{unit}{year}年{item}是多少？",
    "{year}年{unit}的{item}花了多少万元",
    "{item}，{unit}{year}年",
    "{unit}{year}年{item}出自哪张表？",
)
OTHERS = (
    "{unit}{year}年{item}占支出合计的比例是多少？",
    "{unit}{year}年商品和服务支出中金额最大的是哪一项？",
    "{unit}{year}年{item}比上年增加了多少？",
    "{unit}{year}年为什么收入支出总计有变化？",
    "{unit}{year}年公务接待了多少批次、多少人次？",
    "{unit}2009年{item}是多少？",
    "{unit}{year}年食堂承包给了哪家公司？",
    "没有的市没有局{year}年{item}是多少？",
)


Target = tuple[HeldUnit, int]


def asked_about(knowledge: Knowledge, chance: random.Random) -> list[Target]:
    """Bodies taken at random, each with a year."""
    units = chance.sample(knowledge.directory.units, min(BODIES, len(knowledge.directory.units)))
    return [(unit, chance.choice(unit.years)) for unit in units]


def question(knowledge: Knowledge, target: Target, form: str, chance: random.Random) -> str:
    """A question of a form about a body and year, for a row that its tables print."""
    unit, year = target
    figures = knowledge.books(unit, year).figures
    items = sorted({f.item for f in figures if f.item and f.amount and f.kind == "table"})
    return form.format(unit=unit.name, year=year, item=chance.choice(items))


def questions(knowledge: Knowledge, targets: Sequence[Target], count: int, chance: random.Random) -> list[str]:
    """Questions about bodies and years, half of them for a plain figure."""
    return [
        question(knowledge, chance.choice(targets), chance.choice(PLAIN if n % 2 else OTHERS), chance)
        for n in range(count)
    ]


def timed(run: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds of each run."""
    taken = []
    for text in texts:
        started = time.perf_counter()
        run(text)
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def at(sorted_values: Sequence[float], share: float) -> float:
    """A quantile; 0 of nothing."""
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))] if sorted_values else 0.0


def measure(store: Path, count: int, words_only: bool, drawn: bool = False) -> str:
    """One row of the table; ``drawn``: the vectors of the passages are drawn, only questions are encoded."""
    with open_current(store) as generation, Encoder() as encoder:
        model = DrawnPassages(encoder) if drawn else encoder
        if not words_only:
            encoder.start()
            encoder.wait()
            complete_vectors(generation.path, generation.store, generation.base, model)
        chance = random.Random(20260101)
        elsewhere = Knowledge(generation)
        targets = asked_about(elsewhere, chance)
        knowledge = Knowledge(generation, None if words_only else model)
        answer("本级", knowledge)
        forms = [chance.choice(PLAIN + OTHERS) for _ in targets]
        asked = [question(elsewhere, t, form, chance) for t, form in zip(targets, forms, strict=True)]
        first = timed(lambda q: answer(q, knowledge), asked)
        for target in targets:
            for form in PLAIN + OTHERS:
                answer(question(knowledge, target, form, chance), knowledge)
        warm, encoding, query = [], [], []
        answers = []
        for n, text in enumerate(questions(knowledge, targets, count, chance)):
            warm += timed(lambda q: answers.append(answer(q, knowledge)), [text])
            if not words_only:
                # Said otherwise, so that no vector kept from the answer is taken.
                encoding += timed(encoder.encode_question, [f"{text}（{n}）"])
            query += timed(lambda q: list(generation.query(q)), [s for a in answers[-1:] if (s := a["sparql"])])  # type: ignore[call-overload]
        for times in (warm, encoding, query):
            times.sort()
        least = at(encoding, 0.95) + at(query, 0.95)
        ratio = Decimal(at(warm, 0.95) / least).quantize(Decimal("0.1"))
        return (
            f"| {triples(store):,} | {at(encoding, 0.5):.1f} / {at(encoding, 0.95):.1f} | {at(query, 0.5):.1f} / "
            f"{at(query, 0.95):.1f} | {at(warm, 0.5):.1f} / {at(warm, 0.95):.1f} | {ratio} | {at(first, 0.5):.1f} / "
            f"{at(first, 0.95):.1f} | {sum(a['status'] != 'unanswered' for a in answers)} of {len(answers)} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--copies", type=int, default=0, help="also so many times the last size (bench.copies)")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--words-only", action="store_true")
    parser.add_argument("--drawn", action="store_true")
    given = parser.parse_args()
    print("p50 / p95 in ms\n\n| triples | encoding | query | warm | warm p95 to the least | first | answered |")
    print("|---" * 7 + "|")
    for wanted in given.triples:
        print(measure(store_of(wanted), given.questions, given.words_only, given.drawn), flush=True)
    if given.copies:
        copies = store_of_copies(given.triples[-1], given.copies)
        print(measure(copies, given.questions, given.words_only, drawn=True), flush=True)


if __name__ == "__main__":
    main()
