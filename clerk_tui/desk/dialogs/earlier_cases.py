"""What somebody has filed before, told beside the form as soon as their identifier is right."""

from __future__ import annotations

from collections.abc import Sequence

from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.fields import Values
from clerk_tui.shell.forms.form import Below
from clerk_tui.shell.hall_thread import HallThread
from data.law import identifier
from data.model.applicant import IdKind
from data.model.item import Item
from data.model.query import AskFiled
from data.model.view import CaseLine
from widgets.base.ink import Ink, Spans
from widgets.base.light import INKS, light_word
from widgets.base.phrases import day_word, named

MOST = 6
"""The lines that earlier cases take beside the form."""


class Filed:
    """Follows the identifier of one form; asks the hall once for each that is right."""

    def __init__(self, context: DeskContext, hall: HallThread, item: Item) -> None:
        self._desk_context, self._hall, self._item = context, hall, item
        self._asked = ("", "")

    def notice(self, values: Values, tell: Below) -> None:
        """Ask for the earlier cases of a new right identifier, and tell of them; of a wrong one, of none."""
        kind, number = IdKind(values["id_kind"]), values["id_number"]
        try:
            checked = identifier.check(kind, number, self._desk_context.today())
        except identifier.IdentifierError:
            checked = ""
        asked = (kind.value, checked)
        if asked == self._asked:
            return
        self._asked = asked
        tell(())
        if checked:
            query = AskFiled(id_kind=kind, id_number=checked, name=values["name"])
            self._hall.ask(query, lambda lines: tell(self._lines(lines)), slot="filed")

    def _lines(self, lines: Sequence[CaseLine]) -> Sequence[Spans]:
        """The twin that is open first, then the newest; the lights as everywhere."""
        texts = self._desk_context.texts
        if not lines:
            return ((), ((f" {texts('filed.none')}", Ink.DIM),))
        twins = [line for line in lines if line.item == self._item.code and not line.status.ended]
        told: list[Spans] = [(), ((f" {texts('filed.count', count=len(lines))}", Ink.BOLD),)]
        if twins:
            told.append(((f" {texts('filed.twin')}", Ink.WARN),))
        others = [line for line in lines if line not in twins]
        told += [self._line(line) for line in [*twins, *others][:MOST]]
        return told

    def _line(self, line: CaseLine) -> Spans:
        context = self._desk_context
        texts = context.texts
        return (
            (f" {day_word(line.received, context.today())} ", Ink.DIM),
            (light_word(line.light, line.left, texts), INKS[line.light]),
            (f" {texts(f'status.{line.status}')} ", Ink.PLAIN),
            (named(texts, line.item_name, line.item_name_en), Ink.PLAIN),
        )
