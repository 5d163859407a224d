"""`/text2sparql`: a question in, the SPARQL that answers it out, in one call as the TEXT2SPARQL challenge defines it.

https://text2sparql.aksw.org: GET with ``dataset`` and ``question``; JSON with both and ``query``.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from api.holdings.generation import Holdings
from api.http.problems import Problem
from api.questions.ask import LONGEST, answered

router = APIRouter(tags=["Questions"])


class Translated(BaseModel):
    """A question and the query that answers it, for `/sparql`."""

    dataset: str
    question: str
    query: str


def names_of(base: str) -> tuple[str, str]:
    """What the data set is called here: the base of its IRIs, and its name in `/.well-known/void`."""
    return base, f"{base}.well-known/void#dataset"


@router.get(
    "/text2sparql", summary="The SPARQL for a question (TEXT2SPARQL)", response_model=Translated,
    responses={404: {"description": "Another data set"}, 422: {"description": "No query answers the question"}},
)  # fmt: skip
async def text2sparql(
    request: Request,
    dataset: Annotated[str, Query(max_length=1000, description="The base of the IRIs here, or the data set's IRI")],
    question: Annotated[str, Query(min_length=1, max_length=LONGEST, description="In Chinese or English")],
) -> dict[str, Any]:
    """The query that `/ask` would run; 422 with the reason where it would refuse."""
    holdings: Holdings = request.app.state.holdings
    known = names_of(holdings.current().base)
    if dataset not in known:
        raise Problem(404, "no-such-dataset", f"the data set here is called {' or '.join(known)}")
    answer = await answered(request, question, None)
    if not answer["sparql"]:
        raise Problem(422, "unanswered", str(answer["text"] or answer["reason"]))
    return {"dataset": dataset, "question": question, "query": answer["sparql"]}
