"""One-window collection (一窗领取): everything of one applicant that is ready, over all departments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from clerk_tui.desk.acts.handler import ActHandler, Desk
from clerk_tui.desk.acts.notices import Notices
from clerk_tui.desk.dialogs.notice_preview import Offered
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.forms.fields import ChoiceField, Field, TextField, TicksField, Values
from clerk_tui.shell.notice_output import Failed
from clerk_tui.shell.wording import refused
from data.model.command import Deliver
from data.model.notice import Notice, NoticeKind, Paper
from data.model.notice_facts import NoticeFacts
from data.model.query import AskCollection, AskDraft, AskReady
from data.model.view import CaseFile, CaseLine
from data.port.hall import Hall
from widgets.base.ink import Ink, Spans
from widgets.base.phrases import day_word, named

Method: TypeAlias = Literal["window", "courier", "electronic"]
METHODS: tuple[Method, ...] = ("window", "courier", "electronic")
SELF, AGENT, OTHER = "applicant", "agent", "other"
PAPERS = (Paper.ROLL_58, Paper.ROLL_80)


@dataclass(frozen=True, slots=True)
class Ready:
    """What may be handed out now, and who may come for it."""

    lines: tuple[CaseLine, ...]
    applicant: str
    agent: str
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOut:
    """What is handed out now: which cases, to whom, how."""

    codes: tuple[str, ...]
    recipient: str
    method: Method


class Collecting(ActHandler):
    """What handing out takes."""

    def __init__(self, desk: Desk, notices: Notices) -> None:
        super().__init__(desk)
        self._notices = notices

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {"deliver": self.deliver}

    def deliver(self) -> None:
        """Everything of this applicant that is ready, all ticked; then to whom and how."""
        file = self.desk.state.file
        if file is None:
            return

        def look(hall: Hall) -> Ready:
            lines = hall.ask(AskReady(code=file.line.code))
            who = hall.ask(AskDraft(commands=(self._specimen(lines[0]),))) if lines else ()
            told = who[0] if who else None
            if told is None:
                return Ready(lines, "", "", "")
            return Ready(lines, told.applicant, told.agent, told.agent_authority)

        self.desk.hall.use(look, lambda ready: self._ask(file, ready))
        self.desk.sender.wait()

    def _specimen(self, line: CaseLine) -> Deliver:
        return Deliver(**self.desk.context.who(), case=line.code, recipient="-")

    def _ask(self, file: CaseFile, ready: Ready) -> None:
        if not ready.lines:
            refusal = self.desk.state.refusal("deliver", about_ticket=False)
            reason = refused(self.texts, refusal, file) if refusal else self.texts("collect.nothing")
            self.desk.message.warn(reason)
            return
        intro: list[Spans] = [((f" {self.texts('collect.ready', count=len(ready.lines))}", Ink.BOLD),)]
        self.form(
            "deliver",
            self._fields(ready),
            lambda values: self._show(self._wanted(values, ready), ready),
            intro=intro,
            of=file.line.code,
            first="who",
        )

    def _fields(self, ready: Ready) -> Sequence[Field]:
        texts = self.texts
        who = [(SELF, texts("collect.applicant"))]
        brings = {SELF: ("recipient", ready.applicant), OTHER: ("recipient", "")}
        if ready.agent:
            who.append((AGENT, texts("collect.agent")))
            brings[AGENT] = ("recipient", ready.agent)
        who.append((OTHER, texts("collect.other")))

        def proven(values: Values) -> str:
            foreign = values["who"] == OTHER and not values["authority"].strip()
            return texts("collect.authority_needed") if foreign else ""

        methods = tuple((each, texts(f"method.{each}")) for each in METHODS)
        return (
            TicksField(
                name="cases",
                label=texts("field.cases"),
                options=tuple((line.code, self._line(line)) for line in ready.lines),
            ),
            ChoiceField(name="who", label=texts("field.who"), options=tuple(who), brings=brings),
            TextField(name="recipient", label=texts("field.recipient"), required=True, value=ready.applicant),
            TextField(name="authority", label=texts("field.authority"), check=proven),
            ChoiceField(name="method", label=texts("field.method"), options=methods),
        )

    def _line(self, line: CaseLine) -> str:
        name = named(self.texts, line.item_name, line.item_name_en)
        return f"{name}  {self.texts(f'status.{line.status}')}"

    def _wanted(self, values: Values, ready: Ready) -> HandOut:
        recipient, authority = values["recipient"].strip(), values["authority"].strip()
        if values["who"] == AGENT:
            authority = authority or ready.authority
        if values["who"] != SELF and authority:
            recipient = self.texts("collect.by_authority", name=recipient, authority=authority)
        return HandOut(
            codes=tuple(values["cases"].split()),
            recipient=recipient,
            method=next(each for each in METHODS if each == values["method"]),
        )

    def _show(self, wanted: HandOut, ready: Ready) -> None:
        """Ask once, showing the list of what is collected."""
        desk, language = self.desk, self.texts.language
        query = self._query(wanted.codes)

        def drafted(hall: Hall) -> dict[Paper, list[Notice]]:
            told = hall.ask(query)
            if told is None:
                return {}
            written = {paper: desk.scribe.write(told, language, paper) for paper in PAPERS}
            return {paper: [each] for paper, each in written.items() if not isinstance(each, Failed)}

        names = [self._line(line) for line in ready.lines if line.code in wanted.codes]
        lines = [f"{self.texts(f'method.{wanted.method}')}: {wanted.recipient}", *names]
        desk.hall.use(
            drafted, lambda sheets: self.confirm("deliver", lines, lambda: self._hand_out(wanted), sheets)
        )
        desk.sender.wait()

    def _hand_out(self, wanted: HandOut) -> None:
        """Hand out one after the other; a refusal ends it, and what was handed out before stays so."""
        who = self.desk.context.who
        commands = [
            Deliver(**who(), case=code, recipient=wanted.recipient, method=wanted.method)
            for code in wanted.codes
        ]
        self.send_all("deliver", commands, lambda receipt: self._offer_list(wanted.codes))

    def _offer_list(self, codes: tuple[str, ...]) -> None:
        """Show the collection list to be printed, under the number of the first proof of delivery."""
        query = self._query(codes)

        def told(hall: Hall) -> NoticeFacts | None:
            return hall.ask(query)

        def show(facts: NoticeFacts | None) -> None:
            if facts is None:
                return
            offered = Offered(
                kind=NoticeKind.COLLECTION,
                number=facts.number,
                case=facts.plain_code,
                prints=0,
                day=day_word(facts.at, self.desk.context.today()),
                facts=told,
            )
            self._notices.show([offered], at=facts.number)

        self.desk.hall.use(told, show)
        self.desk.sender.wait()

    def _query(self, codes: tuple[str, ...]) -> AskCollection:
        context = self.desk.context
        return AskCollection(codes=codes, window=context.window, handler=context.user)
