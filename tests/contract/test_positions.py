"""A receipt tells where in the log its last event stands, so that a desk knows its own write again."""

from __future__ import annotations

from data.model.case import Verdict
from data.model.command import CheckMaterials, Finding, TakeTicket
from data.model.outcome import Receipt
from data.port.codec import read
from tests.support.sitting import Sitting


def test_a_receipt_tells_the_position_of_the_last_event_written(desk: Sitting) -> None:
    ticket = desk.hall.do(desk.make(TakeTicket, zone="market"))
    assert isinstance(ticket, Receipt)
    assert ticket.position == desk.position()
    case = desk.opened()
    findings = (Finding(material="plan", verdict=Verdict.MISSING),)
    checked = desk.hall.do(desk.make(CheckMaterials, case=case, findings=findings))
    assert isinstance(checked, Receipt)
    assert checked.position == desk.position() > ticket.position


def test_the_receipt_of_a_command_that_is_sent_again_tells_the_first_position(desk: Sitting) -> None:
    command = desk.make(TakeTicket, zone="market")
    first = desk.hall.do(command)
    desk.take()
    again = desk.hall.do(command)
    assert isinstance(first, Receipt)
    assert again == first
    assert first.position < desk.position()


def test_a_receipt_of_long_ago_tells_no_position() -> None:
    kept = '{"command": "c1", "stream": "s", "seq": 1, "events": ["k"], "at": "2026-03-18T09:00:00+08:00"}'
    assert read(Receipt, kept).position == 0
