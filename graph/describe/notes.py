"""Statements without a figure: terms explained, notes under tables, events, bodies, problems, measures."""

from __future__ import annotations

from pyoxigraph import Literal

from graph.describe.writing import Writer
from graph.naming.identity import normal

OF_PROJECTS = ("problem", "reason", "improvement", "use")
"""Kinds of notes that speak of a project, or of the whole unit."""


def describe_notes(to: Writer) -> None:
    """Writes the notes; those of a project belong to it, the others name what they are of by a label."""
    for note in to.of.notes:
        what = (note.kind, normal(note.subject), note.role, note.period, normal(note.text))
        node = to.node_for("note", what, to.mz.Note)
        to.texts(node, noteKind=note.kind, text=note.text, role=note.role, period=note.period)
        if note.kind in OF_PROJECTS:
            to.project(node, note.subject)
        else:
            to.texts(node, itemLabel=note.subject)
        to.add(node, to.mz.printed, Literal(note.source.printed or note.text))
        to.placed(node, note.source)
