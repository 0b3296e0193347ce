"""A small form over the right side: Enter to the next empty field, F10 finishes, Esc keeps the draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, TypeAlias

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.drafts import Draft
from clerk_tui.shell.forms.fields import Choice, ChoiceField, Field, Line, TextField, TicksField, Values
from clerk_tui.shell.forms.side import Side
from clerk_tui.shell.forms.ticks import Ticks
from widgets.base.cells import cells, wrap
from widgets.base.ink import Ink, Palette, Spans
from widgets.base.lines import Heading, Lines

WIDEST_LABEL = 18
"""The cells from which on a label stands over its field rather than beside it."""


Below: TypeAlias = Callable[[Sequence[Spans]], None]
Noticing: TypeAlias = Callable[[Values, Below], None]
"""Told what the fields hold whenever it changes, and how to show lines below them."""


class Form(Side):
    """Fields to fill in. Answers its values when finished, None when left.

    `draft` holds what was typed, from the first key on: its owner clears it once it has been put to use.
    The keys go to the field named `first`, else to the first empty line. What is still needed is always told.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+s", "finish", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
        Binding("tab,down", "step(1)", show=False, priority=True),
        Binding("shift+tab,up", "step(-1)", show=False, priority=True),
        Binding("ctrl+q", "app.quit", show=False, priority=True),
    ]

    def __init__(
        self,
        context: DeskContext,
        title: str,
        fields: Sequence[Field],
        *,
        intro: Sequence[Spans] = (),
        draft: Draft | None = None,
        first: str = "",
        noticing: Noticing | None = None,
    ) -> None:
        super().__init__()
        self._desk_context = context
        self._title, self._fields, self._intro = title, fields, tuple(intro)
        self._draft = Draft({}, lambda: None) if draft is None else draft
        self._first, self._noticing = first, noticing
        self._told: Sequence[Spans] = ()
        self._fresh: Values = {}
        texts, palette = context.texts, context.palette
        self._inputs = {field.name: _input(field, palette) for field in fields}
        width = max((cells(field.label) for field in fields), default=0) + 2
        self._stacked = width > WIDEST_LABEL
        self._labels = {
            field.name: Lines(palette, (((f" {field.label}", Ink.PLAIN),),), id=f"label-{field.name}")
            for field in fields
        }
        for label in self._labels.values():
            label.styles.width = "100%" if self._stacked else width
        self._wrong = Lines(palette, id="wrong")
        self._lacking = Lines(palette, id="lacking")
        self._below = Lines(palette, id="below")
        self._hint = Lines(palette, (((f" {texts('form.hint')}", Ink.DIM),),), id="hint")

    def compose(self) -> ComposeResult:
        """The title, what it is about, the fields, what is wrong, the keys."""
        heading = Heading(self._desk_context.palette, "+", id="title")
        heading.title(self._title)
        heading.mark(focused=True)
        with Vertical(id="side"):
            yield heading
            if self._intro:
                intro = Lines(self._desk_context.palette, self._intro, id="intro")
                intro.styles.height = len(self._intro)
                yield intro
            for field in self._fields:
                if isinstance(field, TicksField):
                    yield self._labels[field.name]
                    yield self._inputs[field.name]
                    continue
                with Vertical(classes="stacked") if self._stacked else Horizontal(classes="field"):
                    yield self._labels[field.name]
                    yield self._inputs[field.name]
            yield self._wrong
            yield self._lacking
            yield self._below
            yield self._hint

    def on_mount(self) -> None:
        """Bring the draft back, and give the keys to what is wanting in it, else to the first empty field."""
        self._fresh = self.values
        for name, value in self._draft.items():
            if name in self._inputs:
                self._inputs[name].value = value
        names = [field.name for field in self._fields]
        wanting = next((field.name for field in self._fields if self._draft and self._lacks(field)), "")
        first = self._first or wanting or self._empty(names) or self._first_line(names)
        self._changed()
        self.ready(self._inputs[first])

    def _first_line(self, names: Sequence[str]) -> str:
        return next((field.name for field in self._fields if isinstance(field, TextField)), names[0])

    @property
    def values(self) -> Mapping[str, str]:
        """What the fields hold now."""
        return {name: each.value for name, each in self._inputs.items()}

    def action_finish(self) -> None:
        """Finish, if every field is right; otherwise go to the first one that is not and say why."""
        self._resolve()
        for field in self._fields:
            wrong = self._problem(field)
            if wrong:
                self._say(wrong)
                self.focus_now(self._inputs[field.name])
                return
        self._keep()
        self.dismiss(self.values)

    def action_leave(self) -> None:
        """Leave; what was typed is there again when the form is next opened."""
        self._keep()
        self.dismiss(None)

    def action_step(self, by: int) -> None:
        """Go to the next field or the one before."""
        names = [field.name for field in self._fields]
        here = self._here()
        place = names.index(here) if here in names else 0
        self._go(names[(place + by) % len(names)])

    @on(Line.Submitted)
    @on(Choice.Passed)
    def _entered(self) -> None:
        """From a choice go to the next field, from a line to the next empty one; after the last, finish."""
        self._resolve()
        names = [field.name for field in self._fields]
        here = self._here()
        place = names.index(here) if here in names else 0
        wrong = self._problem(self._fields[place])
        if wrong:
            self._say(wrong)
            return
        self._say("")
        if isinstance(self._fields[place], ChoiceField):
            following = next(iter(names[place + 1 :]), "") or self._empty(names, required=True)
        else:
            following = self._empty(names[place + 1 :]) or self._empty(names[:place], required=True)
        if following:
            self._go(following)
        else:
            self.action_finish()

    @on(Line.Changed)
    def _typed(self, event: Line.Changed) -> None:
        """Check what is long enough to be whole, and take back what was wrong once it is right."""
        field = next((each for each in self._fields if f"field-{each.name}" == event.input.id), None)
        if isinstance(field, TextField) and (self._wrong.lines or 0 < field.eager <= len(event.value)):
            self._say(self._problem(field))
        self._changed()

    @on(Choice.Chosen)
    def _chosen(self, event: Choice.Chosen) -> None:
        """Bring the choice that usually goes with it, when the clerk rather than a draft has chosen."""
        self._say("")
        for field in self._fields:
            if isinstance(field, ChoiceField) and self._inputs[field.name] is self.focused is event.choice:
                name, value = field.brings.get(event.choice.value, ("", ""))
                if name:
                    self._inputs[name].value = value
        self._changed()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the field that has the keys."""
        for field in self._fields:
            here = event.widget is self._inputs[field.name]
            mark, ink = (">", Ink.BOLD) if here else (" ", Ink.PLAIN)
            self._labels[field.name].show_lines((((mark, Ink.MARK), (field.label, ink)),))
        self._show_below()

    def _here(self) -> str:
        return (self.focused.id or "").removeprefix("field-") if self.focused is not None else ""

    def _go(self, name: str) -> None:
        """Leave the field, saying what is wrong with it, for another."""
        here = next((field for field in self._fields if field.name == self._here()), None)
        wrong = self._problem(here) if here is not None and self._inputs[here.name].value else ""
        self._say(wrong)
        self.focus_now(self._inputs[name])

    def _empty(self, names: Sequence[str], *, required: bool = False) -> str:
        """The first of those lines that holds nothing, and is not passed over."""
        for field in self._fields:
            if not isinstance(field, TextField) or field.name not in names:
                continue
            if self._inputs[field.name].value.strip() or self._passed(field):
                continue
            if field.required or not required:
                return field.name
        return ""

    def on_resize(self) -> None:
        """Show as many phrases as fit."""
        self.call_after_refresh(self._show_below)

    def _keep(self) -> None:
        self._draft.keep({} if self.values == self._fresh else self.values)

    def _resolve(self) -> None:
        """Put the phrases in the place of the numbers typed for them."""
        for field in self._fields:
            if isinstance(field, TextField) and field.phrases:
                given = self._inputs[field.name]
                if field.resolved(given.value) != given.value:
                    given.value = field.resolved(given.value)

    def _changed(self) -> None:
        """Keep what is typed, tell what is still needed, and let whoever notices say something to it."""
        self._keep()
        lacking = [field.label for field in self._fields if self._lacks(field)]
        text = self._desk_context.texts(
            "form.lacking", fields=self._desk_context.texts("form.and").join(lacking)
        )
        self._lacking.show_lines((((f" {text}" if lacking else "", Ink.DIM),),))
        if self._noticing is not None:
            self._noticing(self.values, self._tell)
        self._show_below()

    def _lacks(self, field: Field) -> bool:
        """Whether the field is needed and holds nothing right."""
        return isinstance(field, TextField) and bool(self._problem(field)) and not self._passed(field)

    def _passed(self, field: TextField) -> bool:
        return bool(field.after) and not self._inputs[field.after].value.strip()

    def _tell(self, lines: Sequence[Spans]) -> None:
        self._told = lines
        if self.is_attached:
            self._show_below()

    def _show_below(self) -> None:
        """The phrases that the focused line may be filled with, else what there is to be told."""
        here = next((field for field in self._fields if field.name == self._here()), None)
        phrases = here.phrases if isinstance(here, TextField) else ()
        if not phrases or here is None:
            self._below.show_lines(tuple(self._told))
            return
        typed = self._inputs[here.name].value.strip().casefold()
        found = [
            (number, phrase)
            for number, phrase in enumerate(phrases, start=1)
            if typed in phrase.casefold() or str(number).startswith(typed)
        ]
        lines: list[Spans] = [((f" {number:>2} ", Ink.KEY), (phrase, Ink.PLAIN)) for number, phrase in found]
        room = self._below.size.height
        if 0 < room < len(lines):
            more = self._desk_context.texts("form.more", count=len(lines) - room + 1)
            lines[room - 1 :] = [((f" {more}", Ink.DIM),)]
        self._below.show_lines(tuple(lines))

    def _problem(self, field: Field) -> str:
        if isinstance(field, TicksField):
            return "" if self._inputs[field.name].value else self._desk_context.texts("form.one_at_least")
        if isinstance(field, ChoiceField):
            return ""
        if field.required and not self._inputs[field.name].value.strip():
            return self._desk_context.texts("form.required", label=field.label)
        return field.check(self.values)

    def _say(self, wrong: str) -> None:
        if not wrong:
            self._wrong.show_lines(())
            self._wrong.styles.height = 1
            return
        lines = wrap(wrong, max(self._wrong.size.width - 2, 20))
        self._wrong.styles.height = len(lines)
        self._wrong.show_lines(tuple(((f" {line}", Ink.BAD),) for line in lines))


def _input(field: Field, palette: Palette) -> Line | Choice | Ticks:
    match field:
        case TextField():
            return Line(field)
        case ChoiceField():
            return Choice(field, palette)
        case TicksField():
            return Ticks(field, palette)
