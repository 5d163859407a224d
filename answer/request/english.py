"""English questions, put into the Chinese names that documents print: units by the pinyin of their place and a glossary
of bodies, rows and measures by the English labels of the code lists and a glossary. No sentence is translated: a word
that neither list knows stays as it is, so that the lookup says it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from pypinyin import lazy_pinyin

from answer.holdings.directory import HeldUnit
from answer.language.body_names import GOVERNMENT, split_region
from answer.language.words import comparable, compiled, lexicon
from ontology.schemes import concepts

LATIN = re.compile(r"[A-Za-z]{3,}")
HAN = re.compile(r"[\u4e00-\u9fff]")
HAN_TERM = re.compile(r"[\u4e00-\u9fff“”（）()、]+")
FUNCTION = re.compile(
    r"\b(?:how|what|which|who|whom|why|when|where|did|does|is|was|were|are|of|the|for|in)\b", re.IGNORECASE
)
"""Words that only an English sentence holds: one may name bodies and rows in Chinese."""
WORD = re.compile(r"[a-z][a-z'\-]*|[\u4e00-\u9fff“”（）()]+|\d+(?:\.\d+)?%?|[^\s]")
YEARS = re.compile(r"(?:from |between )?(?<!\d)(20[0-3]\d) (?:to|and|through|until|-|–) (20[0-3]\d)(?!\d)")
MILLIONS = re.compile(r"(?P<number>\d+(?: , \d{3})*(?:\.\d+)?) (?P<scale>million|billion)(?: (?:yuan|rmb))?")
GLUED = re.compile("(?<=[\u4e00-\u9fff]) ([比占和]) (?=[\u4e00-\u9fff])")
"""A word between two names, which stand right beside it in Chinese."""
HEADS = frozenset({"expenditure", "expenditures", "spending", "costs", "cost", "expenses", "expense"})
COST = re.compile("(?:费|费用|支出|经费|工资|奖金|补贴|公积金)$")
"""Names that say by themselves that money is spent."""
LEAST_PLURAL = 5
"""Characters of a phrase that may stand in the plural."""
PLACE = re.compile(r"[\u4e00-\u9fff]+?(?:省|自治区|市|州|盟|区|县|旗)")


def is_english(text: str) -> bool:
    """Whether a question is English: it may hold a Chinese term in brackets."""
    words, terms = len(LATIN.findall(text)), len(HAN_TERM.findall(text))
    return words >= 2 and (words * 2 > len(HAN.findall(text)) or (words > terms and FUNCTION.search(text) is not None))


def in_chinese(text: str, units: Iterable[HeldUnit]) -> str:
    """The question with every known phrase as its Chinese name, fillers left out and unknown words kept."""
    plain = " ".join(WORD.findall(text.lower().replace("’", "'"))).rstrip(" ?？.")
    plain = MILLIONS.sub(_ten_thousands, plain)
    for pattern, replacement in lexicon("english")["phrasing"]["rules"]:
        plain = compiled(pattern).sub(lambda m, r=replacement: m.expand(r), plain)  # type: ignore[misc]
    plain = YEARS.sub(lambda m: " ".join(map(str, range(int(m[1]), int(m[2]) + 1))), plain)
    unit, plain = _unit(plain, list(units))
    found: list[str] = []
    words = plain.split()
    phrases, longest = _phrases()
    fillers = set(lexicon("english")["filler"]["words"])
    at = named_to = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            chinese = phrases.get(phrase)
            if chinese is None and len(phrase) > LEAST_PLURAL:
                chinese = phrases.get(phrase.removesuffix("s"))
            if phrase in HEADS and named_to == at and COST.search(found[-1]):
                at = named_to = at + size  # training expenditure is what is spent on training
                break
            if chinese is not None:
                found.append(chinese)
                at = named_to = at + size
                break
        else:
            if words[at][0] in "(（" and HAN.search(words[at]) and found and HAN.search(found[-1]):
                # The name in brackets is the document's own: it stands for the words before it.
                found.pop()
            elif words[at][0] in "(（" and HAN.search(words[at]):
                while found and LATIN.search(found[-1]):
                    found.pop()  # nor need these be known
            if words[at] not in fillers and not re.fullmatch(r"[^\w\u4e00-\u9fff]+", words[at]):
                found.append(words[at])
            at += 1
    years = [w for w in found if re.fullmatch(r"(?:19|20)\d{2}", w)]
    found = _counting(found)
    names = list(dict.fromkeys(re.sub(r"[()（）]", "", w) for w in found if w not in years))
    tails = lexicon("english")["operators"]["names"]
    # Chinese says what is done with the figures after their names.
    names.sort(key=lambda name: name in tails)
    deeds = set(lexicon("english")["deeds"].values())
    # What was done stands before what it was done with.
    names.sort(key=lambda name: name not in deeds)
    said = " ".join(names)
    if names and names[-1] in lexicon("english")["operators"]["of_two"]:
        said = GLUED.sub(r"\1", said)
    return f"{unit}{'、'.join(f'{y}年' for y in years)} {said}"


def _ten_thousands(amount: re.Match[str]) -> str:
    """An amount in the units that documents print: 20 million yuan is 2000万元."""
    value = Decimal(amount["number"].replace(",", "").replace(" ", ""))
    scaled = value * (100 if amount["scale"] == "million" else Decimal(10))
    return f"{scaled.normalize():f}{'万元' if amount['scale'] == 'million' else '亿元'}"


def _counting(found: list[str]) -> list[str]:
    """The words with 多少 put to the thing it counts: 多少棉被; alone it says nothing."""
    told: list[str] = []
    for word in found:
        if told and told[-1] == "多少":
            told.pop()
            name = word.strip("()（）")
            known = word in lexicon("english")["prose"].values() or name != word
            # How many is no question for money.
            told.append(f"{name}的数量" if COST.search(name) else f"多少{name}" if known else word)
        else:
            told.append(word)
    return [word for word in told if word != "多少"]


@cache
def _phrases() -> tuple[dict[str, str], int]:
    """English phrase → Chinese name, and the words of the longest."""
    phrases: dict[str, str] = {}
    for scheme in ("measures", "funds", "natures", "three_public", "facts"):
        for concept in concepts(scheme):
            if concept.en:
                phrases.setdefault(" ".join(WORD.findall(concept.en.lower())), concept.zh)
    items = lexicon("english_items")
    for chinese, names in {**items["functional"], **items["economic"]}.items():
        for name in names:
            plain = " ".join(WORD.findall(name))
            for phrase in (plain, *(f"{plain} {head}" for head in items["heads"])):
                phrases[phrase] = chinese
    for part in ("prose", "deeds", "names"):
        phrases |= {" ".join(WORD.findall(k)): v for k, v in lexicon("english")[part].items()}
    return phrases, max(len(p.split()) for p in phrases)


def _unit(plain: str, units: list[HeldUnit]) -> tuple[str, str]:
    """The one unit whose body and place the question names, and the question without them; nothing where none is, or
    where what stands with the body is another place."""
    best: tuple[int, str, str] = (0, "", plain)
    for phrase, bodies in sorted(lexicon("english")["bodies"].items(), key=lambda p: -len(p[0])):
        phrase = " ".join(WORD.findall(phrase))
        if not re.search(rf"(?<![a-z]){re.escape(phrase)}(?![a-z])", plain):
            continue
        for unit in units:
            region, body = split_region(comparable(unit.name))
            if not any(b in body for b in bodies):
                continue
            places = [_latin(place) for place in PLACE.findall(region)] or [_latin(region)]
            inner = [_latin(p) for p in re.findall(r"[\u4e00-\u9fff]{2,4}(?=街道|镇|乡)", GOVERNMENT.sub("", body))]
            named = [p for p in (*places, *inner) if re.search(rf"(?<![a-z]){p}(?![a-z])", plain)]
            least = (inner or places)[-1]
            if least not in named:
                continue
            rest = plain.replace(phrase, " ")
            for place in named:
                rest = re.sub(rf"(?<![a-z]){place}(?![a-z])", " ", rest)
            if len(named) > best[0]:
                best = (len(named), unit.name, rest)
        if best[0]:
            break
    return (best[1], best[2]) if best[0] else _composed(plain, units)


LEAST_COVERED = 0.6
"""Share of a body's characters that the English words for it must translate to."""


def _composed(plain: str, units: list[HeldUnit]) -> tuple[str, str]:
    """The one unit whose place stands in the question in pinyin and whose body the words beside the place translate to,
    word by word: Chulan City Relief Management Station."""
    words = plain.split()
    found: list[tuple[float, str, str]] = []
    for unit in units:
        region, body = split_region(comparable(unit.name))
        least = _latin((PLACE.findall(region) or [region])[-1])
        if not least or least not in words:
            continue
        at = words.index(least)
        after, before = _said_of(body, words[at + 1 :]), _said_of(body, words[:at][::-1])
        covered, size = max(after, before)
        if covered >= LEAST_COVERED:
            rest = words[:at] + words[at + 1 + size :] if after >= before else words[: at - size] + words[at + 1 :]
            outer = {_latin(place) for place in PLACE.findall(region)}
            found.append((covered, unit.name, " ".join(w for w in rest if w not in outer)))
    found.sort(reverse=True)
    sure = found and (len(found) == 1 or found[0][0] > found[1][0])
    return (found[0][1], found[0][2]) if sure else ("", plain)


def _said_of(body: str, words: list[str]) -> tuple[float, int]:
    """(share of a body's name that the first words translate to, its end among it, and how many words these are)."""
    glossary: dict[str, list[str]] = lexicon("english")["body_words"]
    links = lexicon("english")["filler"]["words"]
    covered: set[int] = set()
    best = (0.0, 0)
    for at, word in enumerate(words):
        if meant := next((m for m in glossary.get(word, []) if m in body), ""):
            covered.update(range(body.rfind(meant), body.rfind(meant) + len(meant)))
            if len(body) - 1 in covered:
                best = (len(covered) / len(body), at + 1)
        elif word not in links:
            break
    return best


@cache
def _latin(place: str) -> str:
    """A place in pinyin, without the word for its kind: 武汉市 → wuhan."""
    core = place[:-1] if len(place) > 2 and place[-1] in "省市州盟区县旗" else place
    return "".join(lazy_pinyin(core))
