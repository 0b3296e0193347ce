"""The file of a sign-in: its owner's alone, whole or not there, and never shown."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.model.account import Authority, Role
from data.port.errors import HallUnavailable
from data.remote.sign_ins import KeptSignIn, SeveralSignIns, SignIns
from data.remote.tokens import SignedIn, TokenFile, read_signed_in
from data.time_source import TravellingClock, at

URL = "https://hall.example.cn"
SECRET = "t" * 43
SIGNED_IN = SignedIn(
    token=SECRET,
    expires=at(date(2026, 3, 18), 21),
    authority=Authority(user="张敏", roles=(Role.CLERK,), windows=("3", "4"), window="3"),
)


@pytest.fixture
def kept(tmp_path: Path) -> TokenFile:
    """A file with a sign-in."""
    file = sign_ins(tmp_path).at("3", "张敏")
    file.keep(SIGNED_IN)
    return file


def sign_ins(folder: Path, url: str = URL) -> SignIns:
    """What is kept of a server below a folder, in the morning."""
    return SignIns(folder / "state", url, TravellingClock(at(date(2026, 3, 18), 9, 40)))


def of(user: str, window: str) -> SignedIn:
    """The sign-in of somebody at a window, or at none."""
    authority = replace(SIGNED_IN.authority, user=user, windows=(), window=window)
    return replace(SIGNED_IN, authority=authority)


def meant(all_: SignIns, window: str, user: str) -> tuple[str, str] | None:
    """Who has signed in where, of the sign-in that is meant."""
    found = KeptSignIn(all_, all_.meant(window, user)).read()
    return (found.authority.user, found.authority.window) if found is not None else None


def path_of(file: TokenFile) -> Path:
    """The file's path."""
    assert file.path is not None
    return file.path


def test_what_is_kept_is_read_again(kept: TokenFile) -> None:
    assert kept.read() == SIGNED_IN
    kept.keep(replace(SIGNED_IN, token="u" * 43))
    again = kept.read()
    assert again is not None
    assert again.token == "u" * 43


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o777])
def test_only_its_owner_can_read_it_whatever_the_mask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        file = sign_ins(tmp_path).at("3", "张敏")
        if mask == 0o777:
            (tmp_path / "state" / "sign-ins").mkdir(parents=True, mode=0o700)
            (tmp_path / "state").chmod(0o700)
            (tmp_path / "state" / "sign-ins").chmod(0o700)
        file.keep(SIGNED_IN)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path_of(file).stat().st_mode) & 0o177 == 0
    assert stat.S_IMODE(path_of(file).parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_file_that_others_can_read_is_not_used(kept: TokenFile, mode: int) -> None:
    path_of(kept).chmod(mode)
    with pytest.raises(HallUnavailable) as refused:
        kept.read()
    assert refused.value.reason == "token_open"


def test_a_link_to_another_file_is_not_followed(kept: TokenFile, tmp_path: Path) -> None:
    path = path_of(kept)
    elsewhere = tmp_path / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    with pytest.raises(HallUnavailable) as refused:
        kept.read()
    assert refused.value.reason == "token_open"
    kept.keep(replace(SIGNED_IN, token="u" * 43))
    assert SECRET in elsewhere.read_text()
    assert not path.is_symlink()


def test_its_name_tells_neither_server_nor_user(kept: TokenFile) -> None:
    assert "hall" not in path_of(kept).name
    assert "张敏" not in path_of(kept).name
    other = sign_ins(path_of(kept).parents[2], URL + ":8443").at("3", "张敏")
    assert other.path != kept.path
    assert other.read() is None


def test_each_window_has_its_own(tmp_path: Path) -> None:
    all_ = sign_ins(tmp_path)
    for user, window in (("张敏", "3"), ("李强", "4")):
        KeptSignIn(all_, None).keep(of(user, window))
    assert meant(all_, "3", "") == ("张敏", "3")
    assert meant(all_, "4", "") == ("李强", "4")
    assert meant(all_, "5", "") is None
    assert meant(all_, "", "李强") == ("李强", "4")
    with pytest.raises(SeveralSignIns) as several:
        all_.meant("", "")
    assert several.value.known == ("3", "4")
    KeptSignIn(all_, all_.meant("4", "")).forget(SECRET)
    assert meant(all_, "", "") == ("张敏", "3")


def test_who_has_no_window_is_meant_where_none_is_told_and_stands_anywhere(tmp_path: Path) -> None:
    all_ = sign_ins(tmp_path)
    for user, window in (("张敏", "3"), ("周琳", "")):
        KeptSignIn(all_, None).keep(of(user, window))
    assert meant(all_, "", "") == ("周琳", "")
    assert meant(all_, "9", "") == ("周琳", "")
    assert meant(all_, "3", "") == ("张敏", "3")
    KeptSignIn(all_, None).keep(of("李强", ""))
    with pytest.raises(SeveralSignIns):
        all_.meant("9", "")
    assert meant(all_, "9", "李强") == ("李强", "")
    assert meant(all_, "", "张敏") == ("张敏", "3")


def test_a_sign_in_that_is_over_is_meant_by_nobody(tmp_path: Path) -> None:
    all_ = sign_ins(tmp_path)
    KeptSignIn(all_, None).keep(of("张敏", "3"))
    KeptSignIn(all_, None).keep(replace(of("李强", "4"), expires=at(date(2026, 3, 18), 8)))
    assert meant(all_, "", "") == ("张敏", "3")
    assert meant(all_, "4", "") is None


def test_what_was_kept_anew_meanwhile_is_not_forgotten(kept: TokenFile) -> None:
    kept.keep(replace(SIGNED_IN, token="u" * 43))
    kept.forget(SECRET)
    assert kept.read() is not None
    kept.forget("u" * 43)
    assert kept.read() is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"token":"x"}', '{"token":"x","expires":"2026-03-18T21:00:00"}']
)
def test_what_is_no_sign_in_is_none(kept: TokenFile, text: str) -> None:
    path_of(kept).write_text(text)
    assert kept.read() is None


def test_nothing_is_left_behind_when_it_cannot_be_written(kept: TokenFile) -> None:
    path = path_of(kept)
    path.unlink()
    path.mkdir()
    with pytest.raises(HallUnavailable) as refused:
        kept.keep(SIGNED_IN)
    assert refused.value.reason == "folder"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_forgotten_is_gone(kept: TokenFile) -> None:
    kept.forget()
    assert kept.read() is None
    kept.forget()


def test_without_a_file_nothing_is_kept() -> None:
    file = TokenFile(None)
    file.keep(SIGNED_IN)
    assert file.read() is None


def test_the_token_is_never_shown() -> None:
    assert SECRET not in repr(SIGNED_IN)


@pytest.mark.parametrize("token", ["a\r\nb: c", "长", "a\0", 7])
def test_a_token_that_could_not_stand_in_a_header_is_not_understood(token: object) -> None:
    fields = {
        "token": token,
        "expires": "2026-03-18T21:00:00+08:00",
        "authority": {"user": "张敏", "roles": ["clerk"]},
    }
    with pytest.raises(HallUnavailable) as refused:
        read_signed_in(fields)
    assert refused.value.reason == "not_understood"
