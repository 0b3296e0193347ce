"""links.toml: what is missing, wrong or unsafe is refused before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.link.links_file import BadLinks, read_links
from data.texts import Language, texts

GOOD = """
[[link]]
department = "fire"
url = "https://fire.example/tasks"
key_env = "FIRE_KEY"
"""
ENVIRONMENT = {"FIRE_KEY": "0123456789abcdef0123456789abcdef", "SHORT": "0123456789"}

BAD = {
    "not_toml": "[[link]",
    "field": GOOD + "surprise = 1\n",
    "twice": GOOD + GOOD,
    "url": GOOD.replace("https://", "http://"),
    "no_reason": GOOD + "full = true\n",
    "one_key": GOOD.replace('key_env = "FIRE_KEY"', ""),
    "key_short": GOOD.replace("FIRE_KEY", "SHORT"),
    "key_unreadable": GOOD.replace('key_env = "FIRE_KEY"', 'key_file = "nowhere.key"'),
}


def written(folder: Path, text: str) -> Path:
    """A configuration of that text."""
    path = folder / "links.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str) -> BadLinks:
    """How the text is refused."""
    with pytest.raises(BadLinks) as caught:
        read_links(written(folder, text), ENVIRONMENT)
    return caught.value


def test_a_link_is_read_with_its_key_and_its_defaults(tmp_path: Path) -> None:
    (linked,) = read_links(written(tmp_path, GOOD), ENVIRONMENT)
    assert (linked.key.department, linked.key.secret) == ("fire", ENVIRONMENT["FIRE_KEY"].encode())
    config = linked.config
    assert (config.full, config.tries) == (False, 3)
    assert (config.connect_seconds, config.read_seconds, config.total_seconds) == (3, 10, 30)


@pytest.mark.parametrize("reason", BAD)
def test_what_cannot_be_used_is_refused_with_words(tmp_path: Path, reason: str) -> None:
    bad = refused(tmp_path, BAD[reason])
    assert bad.reason == reason
    for language in Language:
        assert "{" not in texts(language)(f"link.config.{reason}", **bad.facts)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadLinks) as caught:
        read_links(tmp_path / "nowhere.toml", {})
    assert caught.value.reason == "unreadable"


@pytest.mark.parametrize(
    "change",
    [
        ("[[link]]", "[link]"),
        ('"fire"', "7"),
        ('key_env = "FIRE_KEY"', 'key_env = "FIRE_KEY"\nread_seconds = 0'),
        ('key_env = "FIRE_KEY"', 'key_env = "FIRE_KEY"\ntries = 99'),
        ('key_env = "FIRE_KEY"', 'key_env = "FIRE_KEY"\nfull = "yes"'),
        (GOOD, ""),
    ],
)
def test_a_field_of_the_wrong_kind_is_refused(tmp_path: Path, change: tuple[str, str]) -> None:
    assert refused(tmp_path, GOOD.replace(*change)).reason == "field"


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.8/tasks",
        "ftp://fire.example/",
        "//fire.example/",
        "https://user:word@fire.example/",
        "https://fire.example:http/",
        "https://fire.example/#part",
        "https:///tasks",
        "https://消防.example/",
        "http://localhost.fire.example/",
    ],
)
def test_what_is_neither_sealed_nor_this_machine_s_is_refused(tmp_path: Path, url: str) -> None:
    assert refused(tmp_path, GOOD.replace("https://fire.example/tasks", url)).reason == "url"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8070/tasks", "http://[::1]/", "http://localhost:1/"])
def test_this_machine_s_own_needs_no_seal(tmp_path: Path, url: str) -> None:
    assert read_links(written(tmp_path, GOOD.replace("https://fire.example/tasks", url)), ENVIRONMENT)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    key = tmp_path / "fire.key"
    key.write_text(ENVIRONMENT["FIRE_KEY"])
    text = GOOD.replace('key_env = "FIRE_KEY"', 'key_file = "fire.key"')
    key.chmod(mode)
    assert refused(tmp_path, text).reason == "key_open"
    key.chmod(0o600)
    (linked,) = read_links(written(tmp_path, text), {})
    assert linked.key.secret == ENVIRONMENT["FIRE_KEY"].encode()


def test_what_is_refused_never_shows_the_key(tmp_path: Path) -> None:
    bad = refused(tmp_path, GOOD.replace("FIRE_KEY", "SHORT"))
    assert ENVIRONMENT["SHORT"] not in str(bad.facts) + str(bad)
