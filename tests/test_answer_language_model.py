"""The optional language model, against servers of our own: one answers well, others lie, hang, talk rubbish."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from answer_store import knowledge
from disclosure_builders import UNIT

from answer.answer import answer
from answer.holdings.knowledge import Knowledge
from answer.holdings.language_model import LanguageModel

QUESTION = f"{UNIT}2023年福利费是多少？"
UNREAD = f"{UNIT}2023年福利金是多少？"


@contextmanager
def served(say: Callable[[str, str], Any], seconds: float = 2.0) -> Iterator[LanguageModel]:
    """A server that answers with what ``say(system, user)`` gives; bytes are sent as they are."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = say(*(m["content"] for m in asked["messages"]))
            message = {"choices": [{"message": {"role": "assistant", "content": told}}]}
            body = told if isinstance(told, bytes) else json.dumps(message).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield LanguageModel(f"http://127.0.0.1:{server.server_port}/v1", "fake", seconds=seconds)
    finally:
        server.shutdown()
        server.server_close()


def asked(question: str, say: Callable[[str, str], Any], seconds: float = 2.0) -> dict[str, Any]:
    with served(say, seconds) as model:
        return answer(question, Knowledge(knowledge().generation, model=model))


def rules(question: str) -> dict[str, Any]:
    return answer(question, knowledge())


def figure() -> str:
    return str(rules(QUESTION)["values"][0]["value"])


def test_off_by_default() -> None:
    assert knowledge().model is None
    assert rules(QUESTION)["engine"] == "rules"


def test_other_words_with_the_same_figure_are_taken() -> None:
    text = f"2023年，{UNIT}的福利费决算数为{figure()}万元。"
    reply = asked(QUESTION, lambda system, user: text)
    assert (reply["text"], reply["engine"]) == (text, "llm")
    assert reply["values"] == rules(QUESTION)["values"]


def test_a_lie_is_not_said() -> None:
    for text in (
        f"{UNIT}2023年福利费为99.99万元。",
        f"{UNIT}2023年福利费为{figure()}亿元。",
        f"{UNIT}2023年福利费为{figure()}万元，比上年增长。",
        f"示例市档案局2023年福利费为{figure()}万元。",
        "福利费为三百万元。",
    ):
        reply = asked(QUESTION, lambda system, user, text=text: text)  # type: ignore[misc]
        assert (reply["text"], reply["engine"]) == (rules(QUESTION)["text"], "rules")


def test_rubbish_is_no_answer() -> None:
    for told in (b"\xff\xfe", b"{}", b"[]", b'{"choices": []}', b"<html>", "", "{", 7, None):
        for question in (QUESTION, UNREAD):
            reply = asked(question, lambda system, user, told=told: told)  # type: ignore[misc]
            assert reply["text"] == rules(question)["text"]


def test_one_that_hangs_is_not_waited_for() -> None:
    over, ended = threading.Event(), []

    def hangs(system: str, user: str) -> str:
        over.wait(60)
        ended.append(user)
        return ""

    reply = asked(QUESTION, hangs, seconds=0.3)
    assert not ended
    over.set()
    assert reply["text"] == rules(QUESTION)["text"]


def test_a_server_that_is_not_there() -> None:
    model = LanguageModel("http://127.0.0.1:9/v1", "fake", seconds=1)
    assert answer(QUESTION, Knowledge(knowledge().generation, model=model))["text"] == rules(QUESTION)["text"]


def plan(**changes: Any) -> Callable[[str, str], str]:
    told = {"units": [UNIT], "years": [2023], "operator": "", "parts": {}, "rest": "福利费",
            "terms": [{"said": "福利金", "means": "福利费"}], **changes}
    return lambda system, user: json.dumps(told, ensure_ascii=False) if "JSON" in system else ""


def test_a_plan_is_carried_out_by_the_rules() -> None:
    assert rules(UNREAD)["status"] == "unanswered"
    reply = asked(UNREAD, plan())
    assert (reply["status"], reply["engine"]) == ("answered", "llm")
    assert reply["values"][0]["value"] == figure()
    assert "福利金" in reply["text"]


def test_a_plan_may_not_read_another_unit_year_or_word() -> None:
    for changes in (
        {"units": ["示例市档案局"]},
        {"years": [2022]},
        {"rest": "办公费", "terms": [{"said": "福利金", "means": "办公费"}]},
        {"operator": "delete everything"},
        {"operator": "verify"},
        {"units": 7},
    ):
        assert asked(UNREAD, plan(**changes))["status"] == "unanswered"
