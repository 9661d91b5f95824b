import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import CommandLine, command_line
from pydantic import JsonValue
from workflow_files import Nodes, document

from weft.document.files import save
from weft.events import read_line


@pytest.fixture
def weft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return command_line(tmp_path, monkeypatch)


FILE = Path("count.workflow.json")


def write_count(**slow: float | str) -> None:
    save(
        document(
            {
                "numbers": ("numbers", {"count": "${count}"}),
                "slow": ("slow", {"seconds": 0.0, **slow}),
                "parts": ("even_odd", {}),
            },
            "numbers.out slow.in",
            "slow.out parts.in",
            parameters={"count": {"type": "integer", "default": 10}},
        ),
        FILE,
    )


def test_a_run_tells_its_nodes_line_by_line_and_ends_with_0(weft: CommandLine) -> None:
    write_count()
    said = weft("run", FILE)
    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert lines[0] == "3 nodes: 3 to run, 0 kept"
    assert any(line.startswith("slow     10 records") for line in lines)
    assert any(line.startswith("parts    records: even 5, odd 5") for line in lines)
    assert lines[-1].startswith("succeeded in ")
    assert lines[-1].endswith("; nodes: 3 ran")


def test_a_second_run_keeps_everything(weft: CommandLine) -> None:
    write_count()
    weft("run", FILE)
    said = weft("run", FILE)
    assert said.out.splitlines()[0] == "3 nodes: 0 to run, 3 kept"
    assert said.out.splitlines()[-1].endswith("; nodes: 3 kept")


def test_no_cache_and_force_run_again_and_only_runs_what_is_needed(weft: CommandLine) -> None:
    write_count()
    weft("run", FILE)
    assert weft("run", FILE, "--no-cache").out.splitlines()[0] == "3 nodes: 3 to run, 0 kept"
    assert weft("run", FILE, "--force", "parts").out.splitlines()[0] == "3 nodes: 3 to run, 0 kept"
    assert weft("run", FILE, "--only", "slow").out.splitlines()[0].startswith("2 nodes: ")


def test_nodes_that_do_not_run_are_told_with_the_reason(weft: CommandLine) -> None:
    nodes: Nodes = {"a": ("numbers", {}), "b": ("add", {})}
    containers: dict[str, JsonValue] = {"c": {"title": "Later", "enabled": False, "nodes": ["b"]}}
    save(document(nodes, "a.out b.in", containers=containers), FILE)
    assert "skipped: b: the container 'Later' is disabled" in weft("run", FILE).out.splitlines()


def test_a_set_value_reaches_the_tools(weft: CommandLine) -> None:
    write_count()
    weft("run", FILE, "--set", "count=4")
    assert "even 2, odd 2" in weft("run", FILE, "--set", "count=4", "--no-cache").out


def test_warnings_give_1(weft: CommandLine) -> None:
    write_count(warn="merged")
    said = weft("run", FILE)
    assert said.code == 1
    assert "warning: slow: 10 numbers were slow; first: number 0" in said.out.splitlines()
    assert said.out.splitlines()[-1].endswith("; 1 warning")


def test_a_wrong_workflow_gives_2_and_every_problem(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {"count": "ten"}), "b": ("addd", {}), "c": ("add", {})}), FILE)
    said = weft("run", FILE)
    assert said.code == 2
    assert len([line for line in said.err.splitlines() if line.startswith("error: ")]) == 3
    assert "unknown tool 'test.addd'; did you mean 'test.add'?" in said.err


def test_a_file_that_is_not_there_gives_2(weft: CommandLine) -> None:
    write_count()
    said = weft("run", "cuont.workflow.json")
    assert said.code == 2
    assert "there is no file 'cuont.workflow.json'; did you mean 'count.workflow.json'?" in said.err


def test_a_tool_that_says_why_it_failed_gives_3_and_no_traceback(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {}), "bad": ("fail", {})}, "a.out bad.in"), FILE)
    said = weft("run", FILE)
    assert said.code == 3
    assert said.err == "error: bad.how: this cannot be done; do that\n"
    assert said.out.splitlines()[-1].startswith("failed in ")


def test_a_tool_that_broke_gives_3_and_its_traceback(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {}), "bad": ("fail", {"how": "bug"})}, "a.out bad.in"), FILE)
    said = weft("run", FILE)
    assert said.code == 3
    assert "error: bad: the tool broke: ValueError: a bug" in said.err
    assert 'raise ValueError("a bug")' in said.err
    assert "events.jsonl" in said.err


def test_a_store_that_cannot_be_made_gives_3(weft: CommandLine) -> None:
    write_count()
    (weft.folder / "taken").write_text("a file")
    said = weft("run", FILE, "--store", weft.folder / "taken")
    assert said.code == 3
    assert "choose another folder; `weft run` takes one by --store" in said.err


def test_events_are_the_lines_of_the_journal_and_nothing_else(weft: CommandLine) -> None:
    write_count()
    said = weft("run", FILE, "--events", "jsonl")
    entries = [read_line(line) for line in said.out.splitlines()]
    (journal,) = (weft.folder.parent / ".weft" / "runs").glob("*/events.jsonl")
    assert said.out == journal.read_text(encoding="utf-8")
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert entries[-1].event.type == "run.finished"


def test_events_of_a_failing_run_stay_alone_on_standard_output(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {}), "bad": ("fail", {})}, "a.out bad.in"), FILE)
    said = weft("run", FILE, "--events", "jsonl")
    assert said.code == 3
    assert all(json.loads(line)["v"] == 1 for line in said.out.splitlines())
    assert said.err == "error: bad.how: this cannot be done; do that\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--set", "count"), "'count' is not of the form name=value"),
        (("--cache-size", "many"), "'many' is no size; write 500MB or 20GB"),
        (("--set", "cuont=3"), "the workflow has no parameter 'cuont'; did you mean 'count'?"),
        (("--only", "solw"), "there is no node 'solw'; did you mean 'slow'?"),
        (("--device", "tpu"), "'--device': 'tpu' is not known here; write auto or cpu or cuda"),
        (("--events", "json"), "'--events': 'json' is not known here; write jsonl"),
        (("--plugins", "nodir"), "there is no folder 'nodir'"),
    ],
)
def test_wrong_options_give_2_and_say_what_would_be_right(
    weft: CommandLine, arguments: tuple[str, ...], complaint: str
) -> None:
    write_count()
    said = weft("run", FILE, *arguments)
    assert said.code == 2
    # The complaint stands in a frame, broken into lines.
    assert complaint in " ".join(said.err.replace("│", " ").split())


def test_plugins_of_a_folder_load_when_asked_for(weft: CommandLine) -> None:
    (weft.folder / "plugins").mkdir()
    (weft.folder / "plugins" / "mine.py").write_text(
        "from stub_tools import Numbers\n\nclass Mine(Numbers):\n    id = 'mine.numbers'\n"
    )
    (weft.folder / "mine.workflow.json").write_text('{"nodes": {"a": {"tool": "mine.numbers"}}}')
    assert weft("run", "mine.workflow.json").code == 2
    assert weft("run", "mine.workflow.json", "--plugins", "plugins").code == 0


def start(weft: CommandLine, *how: str, until: str) -> subprocess.Popen[str]:
    """Start a run as a process of its own, and wait until it says something."""
    process = subprocess.Popen(
        weft.process("run", FILE, *how),
        env=weft.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    while until not in (line := process.stdout.readline()):
        assert line, process.communicate()[1]
    return process


FINISHING = "finishing: trainings end with their best so far; Ctrl-C again cancels"


def test_ctrl_c_once_ends_a_training_with_its_best_so_far(weft: CommandLine) -> None:
    settings: dict[str, JsonValue] = {"epochs": 100, "seconds": 0.1}
    save(document({"a": ("numbers", {}), "learn": ("learn", settings)}, "a.out learn.in"), FILE)
    process = start(weft, until="epoch 1")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert FINISHING in err
    assert "nodes: 2 ran" in out.splitlines()[-1]
    assert len(json.loads(weft("show", FILE, "learn", "log", "--format", "json").out)) < 100


def test_ctrl_c_twice_cancels(weft: CommandLine) -> None:
    # Asked to finish, a training still ends its epoch; other nodes go on as well.
    nodes: Nodes = {
        "a": ("numbers", {"count": 4000}),
        "b": ("slow", {"seconds": 0.05}),
        "learn": ("learn", {"epochs": 100, "seconds": 0.1}),
    }
    save(document(nodes, "a.out b.in", "a.out learn.in"), FILE)
    process = start(weft, until="epoch 1")
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    while FINISHING not in process.stderr.readline():
        pass
    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    out, err = process.communicate(timeout=20)
    assert time.monotonic() - asked < 2
    assert process.returncode == 130
    assert "cancelling" in err
    assert out.splitlines()[-1].startswith("cancelled in ")


@pytest.mark.parametrize("how", [["--events", "jsonl"], []])
def test_ctrl_c_cancels_at_once_where_nothing_can_finish_early(weft: CommandLine, how: list[str]) -> None:
    save(document({"a": ("numbers", {"count": 4000}), "b": ("slow", {"seconds": 0.05})}, "a.out b.in"), FILE)
    process = start(weft, *how, until="run")
    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - asked < 2
    assert process.returncode == 130
    assert err.strip() == "cancelling"


def test_a_polite_kill_cancels_at_once(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {"count": 4000}), "b": ("slow", {"seconds": 0.05})}, "a.out b.in"), FILE)
    process = start(weft, until="2 to run")
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 130


@pytest.mark.skipif(os.name == "nt", reason="needs pipes that break")
@pytest.mark.parametrize("how", [["--events", "jsonl"], []])
def test_a_run_that_nobody_listens_to_any_more_ends(weft: CommandLine, how: list[str]) -> None:
    soon: Nodes = {"a": ("numbers", {}), "b": ("slow", {"seconds": 0.3})}
    late: Nodes = {"c": ("numbers", {"count": 4000}), "d": ("slow", {"seconds": 0.05})}
    save(document({**soon, **late}, "a.out b.in", "c.out d.in"), FILE)
    process = subprocess.Popen(
        weft.process("run", FILE, *how),
        env=weft.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(20) == 130
    assert process.stderr.read() == ""
    process.stderr.close()


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_on_a_terminal_there_are_bars_and_the_lines_stay(weft: CommandLine) -> None:
    import pty

    write_count(seconds=0.3)
    ours, theirs = pty.openpty()
    environment = {**weft.environment, "TERM": "xterm-256color"}
    process = subprocess.Popen(weft.process("run", FILE), env=environment, stdout=theirs, stderr=theirs)
    os.close(theirs)
    chunks: list[bytes] = []
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # how a pseudo-terminal says that the other side is gone
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(ours)
    assert process.wait(20) == 0
    text = b"".join(chunks).decode()
    assert "━" in text
    assert "10 records" in text
    assert "succeeded in" in text.splitlines()[-1]


AT_A_TERMINAL = """
import os, sys
os.open(os.ttyname(0), os.O_RDWR)  # the first terminal that a new session opens is its own
sys.argv = ["weft", *sys.argv[1:]]
from weft.cli import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_ctrl_c_at_a_terminal_is_not_shown_and_the_terminal_is_as_before(weft: CommandLine) -> None:
    import pty
    import termios

    settings: dict[str, JsonValue] = {"epochs": 100, "seconds": 0.1}
    save(document({"a": ("numbers", {}), "learn": ("learn", settings)}, "a.out learn.in"), FILE)
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    process = subprocess.Popen(
        [sys.executable, "-c", AT_A_TERMINAL, "run", FILE],
        env={**weft.environment, "TERM": "xterm-256color"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    text, asked = "", False
    while "succeeded in" not in text:
        assert select.select([ours], [], [], 20)[0], text
        text += os.read(ours, 65536).decode(errors="replace")
        if "epoch 1" in text and not asked:
            asked = os.write(ours, b"\x03") == 1
    assert process.wait(20) == 0
    assert termios.tcgetattr(theirs) == before
    os.close(ours)
    os.close(theirs)
    assert FINISHING in text
    assert "^C" not in text


def test_events_are_json_whatever_the_terminal_can_write(weft: CommandLine) -> None:
    file = Path("é 😀.workflow.json")
    save(document({"n": ("numbers", {})}), file)
    arguments = weft.process("run", file, "--events", "jsonl")
    environment = {**weft.environment, "PYTHONIOENCODING": "ascii"}
    found = subprocess.run(arguments, env=environment, capture_output=True, check=True, timeout=60)
    first, *_ = [read_line(line).event for line in found.stdout.decode().splitlines()]
    assert first.type == "run.started"
    assert first.workflow == str(file.absolute())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_told_in_a_sentence(weft: CommandLine) -> None:
    write_count()
    with Path("/dev/full").open("w") as full:
        found = subprocess.run(
            weft.process("run", FILE),
            env=weft.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert found.returncode != 0
    assert found.stderr.startswith("error: [Errno 28] No space left on device\n")
    assert "Traceback" not in found.stderr
