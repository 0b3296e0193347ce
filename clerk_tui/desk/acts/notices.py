"""Acts on notices: looking at them, printing them, and showing what an act would issue before it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clerk_tui.desk.acts.handler import ActHandler
from clerk_tui.desk.dialogs.notice_preview import NoticePreview, Offered, Wanted, first_of
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.notice_output import Failed
from data.model.case import IssuedNotice
from data.model.command import PrintNotice
from data.model.legal.time_zone import day_of
from data.model.notice_facts import NoticeFacts
from data.model.query import AskNotice
from data.model.view import CaseFile
from data.port.hall import Hall
from widgets.base.phrases import day_word


class Notices(ActHandler):
    """What the acts on notices do."""

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {"notices": self.notices}

    def notices(self) -> None:
        """The notices of the case in view, beginning with the first that has not been printed."""
        file = self.desk.state.file
        if file is None:
            return
        if not file.notices:
            self.desk.message.warn(self.texts("notices.none"))
            return
        offered = [self._offered(file, each) for each in file.notices]
        self.show(offered, at=first_of(offered))

    def show(
        self, offered: Sequence[Offered], *, at: str = "", then: Callable[[], None] = lambda: None
    ) -> None:
        """Show notices to be printed; `then` follows once one has been put on paper."""
        wanted: list[Wanted] = []
        side = NoticePreview(
            self.desk.context,
            self.desk.hall,
            self.desk.scribe,
            offered,
            lambda each: wanted.append(each),
            at=at,
        )
        self.desk.sender.open(side, lambda values: self._put_out(wanted[-1], then))

    def _put_out(self, wanted: Wanted, then: Callable[[], None]) -> None:
        """Put a notice on paper beside the desk's own work, and once that is done record it.

        Keys wait meanwhile: an act sent before the print is recorded would have seen an older case.
        """
        desk, notice, way = self.desk, wanted.notice, wanted.way
        at = desk.context.clock.now()
        desk.message.note(self.texts("notices.printing"))

        def done(failed: Failed | None) -> None:
            desk.ahead.release()
            if failed is not None:
                desk.message.warn(self.texts(failed.key, **failed.facts))
                return
            then()
            if not wanted.offered.number:
                return
            command = PrintNotice(
                **desk.context.who(),
                case=wanted.offered.case,
                number=wanted.offered.number,
                to="printer" if way == "printer" else "file",
            )
            self.desk.sender.send("print_notice" if way == "printer" else "file_notice", command)

        desk.ahead.hold()
        desk.hall.beside(lambda: desk.scribe.put_out(notice, way, at), done)

    def _offered(self, file: CaseFile, notice: IssuedNotice) -> Offered:
        query = AskNotice(code=file.line.code, number=notice.number)

        def facts(hall: Hall) -> NoticeFacts | None:
            return hall.ask(query)

        return Offered(
            kind=notice.kind,
            number=notice.number,
            case=file.line.code,
            prints=notice.prints,
            day=day_word(day_of(notice.issued), self.desk.context.today()),
            facts=facts,
        )
