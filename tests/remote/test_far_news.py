"""What the desk says of its sign-in and its clock: once, when it comes to hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from clerk_tui.desk.far_news import FarNews
from data.port.status import HallStatus
from data.texts import Language, texts
from data.time_source import at

FAR = HallStatus(far=True)
ENDS = at(date(2026, 3, 18), 17, 30)


def test_each_thing_is_said_when_it_comes_to_hold_and_not_again() -> None:
    news = FarNews(texts(Language.EN))
    assert list(news.said(FAR)) == []
    soon = replace(FAR, ends=ENDS)
    assert list(news.said(soon)) == ["The sign-in ends at 17:30"]
    assert list(news.said(soon)) == []
    assert list(news.said(FAR)) == []
    assert list(news.said(replace(FAR, ends=ENDS + timedelta(hours=12)))) == ["The sign-in ends at 05:30"]


def test_a_clock_is_said_to_be_wrong_from_a_minute_on() -> None:
    news = FarNews(texts(Language.EN))
    assert list(news.said(replace(FAR, ahead=timedelta(seconds=59)))) == []
    (told,) = news.said(replace(FAR, ahead=timedelta(seconds=150)))
    assert told == "This machine's clock is 2 min before the hall's, whose time counts"
    assert list(news.said(replace(FAR, ahead=timedelta(seconds=90)))) == []
    assert list(news.said(FAR)) == []
    (told,) = news.said(replace(FAR, ahead=-timedelta(hours=1)))
    assert told == "This machine's clock is 60 min behind the hall's, whose time counts"
