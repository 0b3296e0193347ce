"""The command line at a server: the same answers, the same exit codes, and who works there."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from clerk_tui.cli.connect.options import UNTOLD, Connection, chosen
from clerk_tui.cli.exits import Failure
from data.texts import Language, texts
from tests.support.cli.command_line import Cli
from tests.support.remote.far_desk import PASSWORD

PIN = "sha256/" + "A" * 43 + "="
OTHER_PIN = "sha256/" + "B" * 42 + "A="


def signed_in(cli: Cli, api: str, user: str = "zhangmin", window: str = "3") -> None:
    """Somebody signs in."""
    ran = cli(
        "sign-in", "--api", api, "--user", user, "--window", window, "--password-stdin", lines=f"{PASSWORD}\n"
    )
    assert ran.code == 0, ran.err


class TestWhoWorksThere:
    def test_without_a_sign_in_nothing_is_answered(self, cli: Cli, api: str) -> None:
        ran = cli("ask", "hall", "--api", api)
        assert ran.code == 4
        assert ran.complaint == texts(Language.ZH)("unavailable.sign_in")

    def test_a_sign_in_is_kept_for_its_owner_until_they_go(self, cli: Cli, api: str, homes: Path) -> None:
        signed_in(cli, api)
        (kept,) = (homes / "state" / "clerk-tui" / "sign-ins").iterdir()
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert cli("ask", "hall", "--api", api).code == 0
        token = json.loads(kept.read_text())["token"]
        assert cli("sign-out", "--api", api).code == 0
        assert not kept.exists()
        assert cli("ask", "hall", "--api", api).code == 4
        kept.write_text(
            json.dumps(
                {"token": token, "expires": "2999-01-01T00:00:00Z", "authority": {"user": "x", "roles": []}}
            )
        )
        kept.chmod(0o600)
        assert cli("ask", "hall", "--api", api).complaint == texts(Language.ZH)("unavailable.sign_in")
        assert not kept.exists()

    def test_each_window_of_a_machine_has_its_own_sign_in(self, cli: Cli, api: str, homes: Path) -> None:
        signed_in(cli, api, "zhangmin", "3")
        signed_in(cli, api, "zhoulin", "4")
        call = json.dumps({"act": "call_next"})
        for window in ("3", "4"):
            ran = cli("do", "--api", api, "--window", window, lines=call)
            assert ran.records[0]["reason"] == "nobody_waiting"
        ran = cli("do", "--api", api, "--lang", "en", lines=call)
        assert (ran.code, ran.complaint[-6:]) == (2, "(3, 4)")
        assert cli("sign-out", "--api", api, "--window", "4").code == 0
        assert cli("do", "--api", api, "--window", "4", lines=call).code == 4
        assert cli("do", "--api", api, lines=call).records[0]["reason"] == "nobody_waiting"
        assert cli("sign-out", "--api", api, "--window", "4", "--lang", "en").out.startswith("nobody")

    def test_what_others_can_read_is_put_away_at_sign_out(self, cli: Cli, api: str, homes: Path) -> None:
        signed_in(cli, api, "zhangmin", "3")
        signed_in(cli, api, "zhoulin", "4")
        for kept in (homes / "state" / "clerk-tui" / "sign-ins").iterdir():
            kept.chmod(0o644)
        for left in (1, 0):
            assert cli("sign-out", "--api", api).code == 4
            assert len(list((homes / "state" / "clerk-tui" / "sign-ins").iterdir())) == left

    def test_a_wrong_password_is_told_and_never_shown(self, cli: Cli, api: str) -> None:
        arguments = ("sign-in", "--api", api, "--user", "zhangmin", "--password-stdin", "--lang", "en")
        ran = cli(*arguments, lines="not the password\n")
        assert (ran.code, ran.complaint) == (4, "The user or the password is wrong")
        assert "not the password" not in ran.out + ran.err

    def test_a_window_has_one_clerk_until_a_lead_takes_it_over(self, cli: Cli, api: str) -> None:
        signed_in(cli, api)
        arguments = (
            "sign-in",
            "--api",
            api,
            "--user",
            "zhoulin",
            "--window",
            "3",
            "--password-stdin",
            "--lang",
            "en",
        )
        ran = cli(*arguments, lines=f"{PASSWORD}\n")
        assert (ran.code, ran.complaint) == (4, "Somebody has signed in at window 3")
        ran = cli(*arguments, "--take-over", "--json", lines=f"{PASSWORD}\n")
        assert ran.code == 0
        assert (ran.records[0]["user"], ran.records[0]["window"]) == ("zhoulin", "3")

    def test_a_password_is_changed(self, cli: Cli, api: str) -> None:
        signed_in(cli, api)
        change = ("password", "--api", api, "--password-stdin", "--lang", "en")
        assert cli(*change, lines="wrong\nanother one of those\n").code == 4
        ran = cli(*change, lines=f"{PASSWORD}\nshort\n")
        assert ran.code == 4
        assert "10" in ran.complaint
        assert cli(*change, lines=f"{PASSWORD}\nanother one of those\n").code == 0
        assert cli("ask", "hall", "--api", api).code == 0
        again = ("sign-in", "--api", api, "--user", "zhangmin", "--password-stdin")
        assert cli(*again, lines=f"{PASSWORD}\n").code == 4
        assert cli(*again, lines="another one of those\n").code == 0

    @pytest.mark.parametrize("lines", ["", "\n", "x" * 2_000 + "\n"])
    def test_a_password_that_can_be_none_is_wrong_use(self, cli: Cli, lines: str) -> None:
        ran = cli("sign-in", "--api", "http://localhost:1", "--user", "x", "--password-stdin", lines=lines)
        assert ran.code == 2

    def test_a_password_is_typed_at_a_terminal_or_comes_in_by_its_own_option(self, cli: Cli) -> None:
        ran = cli("sign-in", "--api", "http://localhost:1", "--user", "x", lines=f"{PASSWORD}\n")
        assert (ran.code, ran.complaint) == (2, texts(Language.ZH)("cli.sign_in.no_terminal"))

    def test_a_file_that_others_can_read_is_not_used_and_a_new_sign_in_puts_it_right(
        self, cli: Cli, api: str, homes: Path
    ) -> None:
        signed_in(cli, api)
        (kept,) = (homes / "state" / "clerk-tui" / "sign-ins").iterdir()
        kept.chmod(0o644)
        ran = cli("ask", "hall", "--api", api)
        assert ran.code == 4
        assert str(kept) in ran.complaint
        signed_in(cli, api)
        assert cli("ask", "hall", "--api", api).code == 0


class TestTheSameAnswers:
    def test_commands_and_questions(self, cli: Cli, api: str, homes: Path) -> None:
        signed_in(cli, api)
        zone = json.loads(cli("ask", "hall", "--api", api).out)["zones"][0][0]
        lines = (
            json.dumps({"act": "take_ticket", "zone": zone})
            + "\n"
            + '{"act":"call_next"}\n{"act":"call_next"}\n'
        )
        ran = cli("do", "--api", api, lines=lines)
        assert [each["outcome"] for each in ran.records] == ["receipt", "receipt", "refusal"]
        assert ran.code == 1
        far = cli("ask", "window", "window=3", "--api", api).out
        assert far == cli("ask", "window", "window=3", "--db", homes / "hall.db").out
        assert cli("ask", "entries", "--api", api).code == 1
        assert cli("close-day", "--api", api).code == 1
        assert cli("why", "50010226031800001", "--api", api).code == 2

    def test_what_is_somebody_else_s_is_refused(self, cli: Cli, api: str) -> None:
        signed_in(cli, api)
        line = json.dumps({"act": "call_next"})
        ran = cli("do", "--api", api, "--user", "zhoulin", lines=line)
        assert (ran.code, ran.records[0]["reason"]) == (1, "not_yourself")
        ran = cli("do", "--api", api, lines=json.dumps({"act": "call_next", "window": "4"}))
        assert (ran.code, ran.records[0]["reason"]) == (1, "not_your_window")
        ran = cli("do", "--api", api, "--window", "4", lines=line)
        assert (ran.code, ran.complaint) == (4, texts(Language.ZH)("unavailable.sign_in"))
        assert cli("do", "--api", api, "--read-only", lines=line).code == 4

    def test_the_doctor_looks_at_the_server(self, cli: Cli, api: str) -> None:
        def found() -> dict[object, object]:
            return {each["name"]: each["ok"] for each in cli("doctor", "--json", "--api", api).records}

        assert found()["sign-in"] is False
        signed_in(cli, api)
        told = found()
        assert [told[name] for name in ("server", "trust", "clock", "sign-in")] == [True] * 4
        assert "database" not in told

    def test_the_doctor_says_that_nobody_is_there(self, cli: Cli) -> None:
        told = {
            each["name"]: each["ok"]
            for each in cli("doctor", "--json", "--api", "http://localhost:1").records
        }
        assert told["server"] is False
        assert "sign-in" not in told


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify"],
        ["backup", "copy.db"],
        ["init"],
        ["due", "2026-03-02", "5"],
        ["account", "list"],
        ["link", "--config", "links.toml", "--once"],
        ["serve"],
    ],
    ids=lambda each: each[0],
)
def test_what_works_on_a_database_alone_refuses_a_server_in_one_line(
    cli: Cli, arguments: list[str], homes: Path
) -> None:
    (homes / "links.toml").write_text("")
    given = [str(homes / each) if each == "links.toml" else each for each in arguments]
    ran = cli(*given, "--api", "http://localhost:1")
    assert ran.code == 2
    assert ran.complaint
    assert not ran.out


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (["--api", "http://localhost:1", "--db", "hall.db"], "cli.api_and_db"),
        (["--api", "hall"], "address.not_a_url"),
        (["--api", "https://a:b@hall.example.cn"], "address.secret_inside"),
        (["--api", "http://hall.example.cn"], "address.plain"),
        (["--api", "https://hall.example.cn", "--pin", "x"], "address.pin"),
        (["--api", "http://localhost:1", "--ca", "x"], "address.no_tls"),
        (["--api", "https://hall.example.cn", "--client-key", "x"], "address.key_alone"),
        (["--ca", "x"], "cli.no_api"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_use(cli: Cli, arguments: list[str], key: str) -> None:
    ran = cli("ask", "hall", *arguments)
    assert ran.code == 2
    url = arguments[arguments.index("--api") + 1] if "--api" in arguments else ""
    assert ran.complaint == texts(Language.ZH)(key).format(url=url)


def test_another_day_than_the_server_s_is_for_questions_only(cli: Cli, api: str) -> None:
    signed_in(cli, api)
    assert cli("ask", "counts", "--today", "2026-03-18", "--api", api).records[0]["today"] == "2026-03-18"
    assert cli("do", "--today", "2026-03-18", "--api", api).code == 2


class TestWhichServer:
    ENVIRONMENT = {  # noqa: RUF012 - never changed
        "CLERK_TUI_API": "https://environment.example.cn",
        "CLERK_TUI_PIN": PIN,
        "CLERK_TUI_CA": "environment.pem",
    }

    def test_options_go_before_the_environment_and_that_before_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "server.toml"
        file.write_text(f'api = "https://file.example.cn"\npin = ["{OTHER_PIN}"]\nca = "file.pem"\n')
        options = Connection(url="https://option.example.cn", ca="option.pem")

        def where(told: Connection, environment: dict[str, str]) -> tuple[str, str, list[str]]:
            address = chosen(told, None, environment, file)
            assert address is not None
            return address.url, str(address.ca), [str(pin) for pin in address.pins]

        assert where(UNTOLD, {}) == ("https://file.example.cn", "file.pem", [OTHER_PIN])
        assert where(UNTOLD, self.ENVIRONMENT) == ("https://environment.example.cn", "environment.pem", [PIN])
        assert where(options, self.ENVIRONMENT) == ("https://option.example.cn", "option.pem", [PIN])
        assert where(options, {}) == ("https://option.example.cn", "option.pem", [OTHER_PIN])

    def test_a_database_that_is_named_goes_before_what_is_not_said(self, tmp_path: Path) -> None:
        assert chosen(UNTOLD, Path("hall.db"), self.ENVIRONMENT, tmp_path / "server.toml") is None
        assert chosen(UNTOLD, None, {}, tmp_path / "server.toml") is None

    def test_a_server_on_this_machine_has_nothing_of_another_s(self, tmp_path: Path) -> None:
        address = chosen(
            Connection(url="http://localhost:8480"), None, self.ENVIRONMENT, tmp_path / "server.toml"
        )
        assert address is not None
        assert (address.ca, address.pins) == (None, ())

    @pytest.mark.parametrize(
        "text",
        [
            "api = 7",
            "pin = [7]",
            "plain-http = 'yes'",
            "password = 'x'",
            "api",
            "[server]\napi = 'x'",
            "\udcff",
        ],
    )
    def test_a_file_that_is_none_is_wrong_use(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "server.toml"
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
        with pytest.raises(Failure) as failed:
            chosen(UNTOLD, None, {}, file)
        assert failed.value.key in ("cli.server_file.wrong", "cli.server_file.no_toml")

    def test_a_run_goes_by_the_environment(self, cli: Cli, api: str, monkeypatch: pytest.MonkeyPatch) -> None:
        signed_in(cli, api)
        monkeypatch.setenv("CLERK_TUI_API", api)
        assert cli("ask", "hall").code == 0
        assert cli("verify").code == 2
