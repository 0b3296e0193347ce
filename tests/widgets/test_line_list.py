"""A list over pages: its cursor, what it draws, and when it asks for more."""

from __future__ import annotations

from textual import on

from tests.support.stage import Stage
from widgets.base.ink import Ink, Palette, Spans
from widgets.base.line_list import LineList


def draw(row: str, width: int) -> Spans:
    return ((row, Ink.PLAIN),)


def rows(count: int) -> list[str]:
    return [f"row {number}" for number in range(count)]


class Listing(Stage):
    """A stage that counts pages wanted and lines drawn."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.wanted = 0
        self.highlighted: list[str] = []
        super().__init__(
            LineList(self._draw, lambda row: row, Palette(), selectable=lambda row: not row.startswith("-"))
        )

    @property
    def list(self) -> LineList[str]:
        """The list on the stage."""
        assert isinstance(self.widget, LineList)
        return self.widget

    def _draw(self, row: str, width: int) -> Spans:
        self.drawn.append(row)
        return draw(row, width)

    @on(LineList.MoreWanted)
    def _more(self) -> None:
        self.wanted += 1

    @on(LineList.Highlighted)
    def _moved(self, event: LineList.Highlighted) -> None:
        self.highlighted.append(event.key)


async def test_only_the_lines_in_view_are_drawn_of_a_hundred_thousand() -> None:
    app = Listing()
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show_rows(rows(100_000))
        await pilot.pause()
        assert app.lines[0] == ">row 0"
        assert len(set(app.drawn)) <= 20


async def test_a_step_of_the_cursor_draws_no_row_again() -> None:
    app = Listing()
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show_rows(rows(50))
        await pilot.pause()
        app.drawn.clear()
        await pilot.press("j", "down", "k")
        assert app.drawn == []
        assert app.lines[:2] == [" row 0", ">row 1"]
        assert app.highlighted == ["row 1", "row 2", "row 1"]


async def test_keys_move_by_line_page_and_edge() -> None:
    app = Listing()
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show_rows(rows(50))
        await pilot.press("end")
        assert app.list.current == "row 49"
        assert ">row 49" in app.lines
        await pilot.press("pageup")
        assert app.list.current == "row 40"
        await pilot.press("home", "up")
        assert app.list.current == "row 0"


async def test_the_cursor_stays_on_its_row_when_rows_come_and_go() -> None:
    app = Listing()
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show_rows(rows(5))
        await pilot.press("j", "j")
        app.list.show_rows(["new", *rows(5)])
        assert app.list.current == "row 2"
        app.list.show_rows(["row 0", "row 1", "row 3"])
        assert app.list.current == "row 3"
        app.list.show_rows([])
        assert app.list.current is None
        app.list.show_rows(rows(2))
        assert app.list.current == "row 0"


async def test_the_next_page_is_asked_for_once_when_the_cursor_comes_near_the_end() -> None:
    app = Listing()
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show_rows(rows(40), more=True)
        await pilot.pause()
        assert app.wanted == 0
        await pilot.press("end")
        assert app.wanted == 1
        await pilot.press("k")
        assert app.wanted == 1
        app.list.add_rows(rows(80)[40:], more=False)
        await pilot.press("end")
        assert app.wanted == 1
        assert app.list.current == "row 79"


async def test_the_cursor_passes_over_rows_that_are_only_read() -> None:
    app = Listing()
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show_rows(["a", "- detail", "b", "- last"])
        await pilot.press("j")
        assert app.list.current == "b"
        await pilot.press("j")
        assert app.list.current == "b"
        await pilot.press("end")
        assert app.list.current == "b"
        await pilot.press("home")
        assert app.list.current == "a"


async def test_names_are_shown_as_they_are() -> None:
    app = Listing()
    names = ["[bold]x[/]", "a\x1b[2Jb", "\u202etxt", "宽" * 200]
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show_rows(names)
        await pilot.pause()
        assert app.lines[0] == ">[bold]x[/]"
        assert app.lines[1] == " a\\x1b[2Jb"
        assert app.lines[2] == " \\u202etxt"
        assert app.lines[3] == " " + "宽" * 18 + ".."
