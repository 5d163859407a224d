"""An optional language model: any server that speaks OpenAI's chat completions, named by two settings.

It may say what a question means that the rules could not read, and put an answer into other words. It never computes,
and nothing it says is taken on trust: a plan is carried out by the rules, and every figure in its words must be one of
the result. What hangs, lies or returns rubbish leaves the rules' answer as it is.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from answer.language.words import lexicon

log = logging.getLogger(__name__)
MOST_BYTES = 200_000
"""Of a reply."""
MOST_SAID = 800
"""Characters of an answer in the model's words."""
FIGURE = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元|%|％|年|个|项|人|次|家|件)?")
VERDICT = re.compile(r"^[\s“]*(是|否|有|没有)(?=[，,。：:\s])|比[^，。]{0,40}?(多|少|高|低)")
CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十百千万亿两]{2,}|[一二三四五六七八九两](?=[万亿百千])")


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A server (``url``: what stands before ``/chat/completions``) and the model asked of it."""

    url: str
    model: str
    key: str = ""
    seconds: float = 8.0
    """Most time for one reply; then the rules' answer stands."""

    def say(self, system: str, user: str) -> str:
        """The model's reply, empty where none comes in time or it is no reply of the agreed form."""
        told: list[str] = []

        def ask() -> None:
            try:
                told.append(self._ask(system, user))
            except Exception as error:  # whatever a foreign server does, the rules' answer stands
                log.warning("the language model at %s gave no answer: %s", self.url, error)

        # A server that sends a byte now and then would outlast any timeout of its socket.
        thread = threading.Thread(target=ask, name="language-model", daemon=True)
        thread.start()
        thread.join(self.seconds)
        return told[0] if told else ""

    def _ask(self, system: str, user: str) -> str:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        body = json.dumps({"model": self.model, "messages": messages, "temperature": 0}).encode()
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {self.key}"} if self.key else {})}
        request = urllib.request.Request(self.url.rstrip("/") + "/chat/completions", body, headers)
        if request.type not in ("http", "https"):
            raise ValueError("the language model's address begins with http:// or https://")
        with urllib.request.urlopen(request, timeout=self.seconds) as response:
            reply = json.loads(response.read(MOST_BYTES))
        content = reply["choices"][0]["message"]["content"]
        return content.strip() if isinstance(content, str) else ""




def phrased(model: LanguageModel, reply: Mapping[str, Any], names: Iterable[str]) -> str:
    """An answer in the model's words, empty where they say what it does not. ``names``: of all units held."""
    text = model.say(lexicon("model")["phrase"], f"问题：{reply['question']}\n回答：{reply['text']}")
    return text if text and faithful(text, reply, names) else ""


def faithful(text: str, reply: Mapping[str, Any], names: Iterable[str]) -> bool:
    """Whether words say the answer's figures, each with its unit, its units and directions, and nothing else."""
    own = str(reply["text"])
    figures = _figures(own)
    said = _figures(text)
    first = [Decimal(str(value["value"])) for value in reply["values"][:1] if value.get("value")]
    return (
        len(text) <= MOST_SAID
        and said <= figures
        and all(any(number == value for number, _ in said) for value in first)
        and set(CHINESE_NUMBER.findall(text)) <= set(CHINESE_NUMBER.findall(own))
        and all(own.startswith(yes) or (more and more in own) for yes, more in VERDICT.findall(text))
        and all(name in own for name in names if name in text)
        and all(word in own for word in lexicon("model")["directions"] if word in text)
        and {e for e in _named(reply) if e in own} <= {e for e in _named(reply) if e in text}
    )


def _named(reply: Mapping[str, Any]) -> set[str]:
    return {str(value["entity"]) for value in reply["values"] if value.get("entity")}


def _figures(text: str) -> set[tuple[Decimal, str]]:
    found = FIGURE.finditer(text.replace("％", "%"))
    return {(Decimal(m["number"].replace(",", "")), m["unit"] or "") for m in found}




@dataclass(frozen=True, slots=True)
class Plan:
    """What a question means: units by their full names, fiscal years, what is done with figures, their names."""

    units: tuple[str, ...]
    years: tuple[int, ...]
    operator: str
    parts: dict[str, str]
    rest: str
    terms: tuple[tuple[str, str], ...]


def proposed(model: LanguageModel, question: str, units: Sequence[str], operators: Iterable[str]) -> Plan | None:
    """The model's plan for a question, None where it gives none of the schema."""
    known = {"units": list(units), "operators": sorted(operators)}
    text = model.say(lexicon("model")["plan"], json.dumps({"question": question, **known}, ensure_ascii=False))
    found = re.search(r"\{.*\}", text, re.DOTALL)
    try:
        return _plan(json.loads(found[0])) if found else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _plan(told: Any) -> Plan:
    years = tuple(told.get("years") or ())
    parts = dict(told.get("parts") or {})
    terms = tuple((t["said"], t["means"]) for t in told.get("terms") or ())
    plan = Plan(tuple(told["units"]), years, told.get("operator") or "", parts, told.get("rest") or "", terms)
    texts = (*plan.units, plan.operator, *parts, *parts.values(), plan.rest, *(t for pair in terms for t in pair))
    if not all(isinstance(t, str) and len(t) <= 200 for t in texts) or not all(type(y) is int for y in years):
        raise ValueError("not a plan of the schema")
    return plan
