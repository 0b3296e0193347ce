"""Receiving an application: the item found by typing, then who applies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from clerk_tui.desk.acts.handler import ActHandler
from clerk_tui.desk.dialogs.earlier_cases import Filed
from clerk_tui.desk.dialogs.situation import Questions
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.drafts import Draft
from clerk_tui.shell.forms.fields import ChoiceField, Field, TextField, Values
from clerk_tui.shell.forms.picker import PICKED, Picker
from data.law import identifier
from data.model.applicant import Agent, Applicant, IdKind
from data.model.case import Channel
from data.model.command import OpenCase
from data.model.item import ApplicantKind, Item, ItemKind
from data.model.outcome import Receipt, Refusal
from data.model.query import AskItem, AskItems
from data.model.ticket import TicketStatus
from data.model.view import ItemLine, Page
from widgets.base.cells import cells, fit
from widgets.base.ink import Ink, Spans
from widgets.base.phrases import named

WHOLE_ID = 18
ITEMS = 50
SITUATION = "situation of"
IDENTIFIERS = {
    kind.value: (
        "id_kind",
        (IdKind.RESIDENT_ID if kind is ApplicantKind.PERSON else IdKind.CREDIT_CODE).value,
    )
    for kind in ApplicantKind
}
"""The identifier that a kind of applicant usually has."""


class Receiving(ActHandler):
    """What a new case takes."""

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {"new_case": self.new_case}

    def new_case(self) -> None:
        """Find the item by characters or initials."""
        picker: Picker[ItemLine] = Picker(
            self.desk.context,
            self.texts("act.new_case"),
            self._find,
            self._draw,
            lambda row: row.code,
            hint=self.texts("picker.item"),
            draft=self.desk.context.drafts.of("item"),
            hold=self.desk.ahead.hold,
            release=self.desk.ahead.release,
        )

        def then(values: Values) -> None:
            self.desk.hall.ask(AskItem(code=values[PICKED]), self._ask_applicant)
            self.desk.sender.wait()

        self.desk.sender.open(picker, then)

    def _find(self, text: str, found: Callable[[Sequence[ItemLine]], None]) -> None:
        def hear(page: Page[ItemLine]) -> None:
            found(page.lines)

        self.desk.hall.ask(AskItems(find=text, limit=ITEMS), hear, slot="items")

    def _draw(self, row: ItemLine, width: int) -> Spans:
        department = named(self.texts, row.department_name, row.department_name_en)
        days = "" if row.promised_days is None else self.texts("timeline.days", days=row.promised_days)
        kind = days or self.texts(f"kind.{row.kind}")
        beside = min(cells(department), max(width // 3, 12)) if width >= 60 else 0
        left = width - cells(kind) - 1 - (beside + 1 if beside else 0)
        return (
            (fit(named(self.texts, row.name, row.name_en), left), Ink.PLAIN),
            (f" {fit(department, beside)}" if beside else "", Ink.DIM),
            (f" {kind}", Ink.DIM),
        )

    def _ask_applicant(self, item: Item | None) -> None:
        if item is None:
            self.desk.message.warn(self.texts("refusal.item_unknown", item=""))
            return
        answers = self.desk.context.drafts.of(f"{SITUATION} {item.code}")
        if not item.questions:
            self._ask_who(item, answers)
            return

        def then(given: Values) -> None:
            answers.keep(given)
            self._ask_who(item, answers)

        self.desk.sender.open(Questions(self.desk.context, item), then)

    def _ask_who(self, item: Item, answers: Draft) -> None:
        name = named(self.texts, item.name, item.name_en)
        filed = Filed(self.desk.context, self.desk.hall, item)
        self.form(
            "new_case",
            self._fields(item),
            lambda values: self._send(item, values, answers),
            intro=[((f" {name}", Ink.BOLD),)],
            of=item.code,
            noticing=filed.notice,
        )

    def _fields(self, item: Item) -> Sequence[Field]:
        texts = self.texts
        kinds = tuple((each.value, texts(f"applicant.{each}")) for each in item.applicants)
        organisation = item.applicants[0] is not ApplicantKind.PERSON
        ids = tuple((each.value, texts(f"id_short.{each}")) for each in IdKind)
        first = IdKind.CREDIT_CODE if organisation else IdKind.RESIDENT_ID
        return (
            ChoiceField(name="kind", label=texts("field.kind"), options=kinds, brings=IDENTIFIERS),
            TextField(name="name", label=texts("field.name"), required=True),
            ChoiceField(name="id_kind", label=texts("field.id_kind"), options=ids, value=first.value),
            TextField(
                name="id_number",
                label=texts("field.id_number"),
                required=True,
                check=lambda values: self._wrong_id(values["id_kind"], values["id_number"]),
                eager=WHOLE_ID,
            ),
            TextField(name="phone", label=texts("field.phone"), check=self._wrong_phone),
            TextField(name="agent", label=texts("field.agent")),
            TextField(
                name="agent_id",
                label=texts("field.agent_id"),
                check=self._wrong_agent,
                eager=WHOLE_ID,
                after="agent",
            ),
            TextField(
                name="authority", label=texts("field.authority"), check=self._wrong_authority, after="agent"
            ),
            ChoiceField(
                name="channel",
                label=texts("field.channel"),
                options=tuple((each.value, texts(f"channel.{each}")) for each in Channel),
            ),
        )

    def _wrong_id(self, kind: str, number: str) -> str:
        try:
            identifier.check(IdKind(kind), number, self.desk.context.today())
        except identifier.IdentifierError as error:
            return self.texts(error.key, **error.facts)
        return ""

    def _wrong_agent(self, values: Values) -> str:
        if not values["agent"].strip():
            return ""
        return self._wrong_id(IdKind.RESIDENT_ID, values["agent_id"])

    def _wrong_authority(self, values: Values) -> str:
        alone = values["agent"].strip() and not values["authority"].strip()
        return self.texts("refusal.agent_unproven") if alone else ""

    def _wrong_phone(self, values: Values) -> str:
        if not values["phone"].strip():
            return ""
        try:
            identifier.phone(values["phone"])
        except identifier.IdentifierError as error:
            return self.texts(error.key, **error.facts)
        return ""

    def _send(self, item: Item, values: Values, answers: Draft) -> None:
        agent = None
        if values["agent"].strip():
            agent = Agent(
                name=values["agent"].strip(),
                id_number=values["agent_id"].strip(),
                authority=values["authority"].strip(),
            )
        applicant = Applicant(
            name=values["name"].strip(),
            kind=ApplicantKind(values["kind"]),
            id_kind=IdKind(values["id_kind"]),
            id_number=values["id_number"].strip(),
            phone=values["phone"].strip(),
            agent=agent,
        )
        window = self.desk.state.window
        active = window.active if window is not None else None
        ticket = active.id if active is not None and active.status is TicketStatus.SERVING else ""
        command = OpenCase(
            **self.desk.context.who(),
            item=item.code,
            applicant=applicant,
            ticket=ticket,
            channel=Channel(values["channel"]),
            answers=tuple(answers.items()),
        )

        def then(receipt: Receipt) -> None:
            answers.clear()
            self.desk.view.show_case(receipt.stream)
            if item.kind is ItemKind.INSTANT:
                self.desk.view.perform_soon("at_once")

        def twin(refusal: Refusal) -> bool:
            """Ask whether a second open case of the same person and item is meant."""
            if refusal.reason != "open_already":
                return False
            lines = [self.texts("refusal.open_already", **refusal.facts)]
            again = replace(command, again=True)
            self.confirm("new_case", lines, lambda: self.desk.sender.send("new_case", again, then))
            return True

        self.desk.sender.send("new_case", command, then, twin)
