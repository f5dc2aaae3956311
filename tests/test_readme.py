import re
import subprocess
import sys
from pathlib import Path

import raregraph
from raregraph.cli import app
from typer.main import get_command

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_the_first_screen_has_exactly_two_commands() -> None:
    commands = blocks("sh")
    assert len(commands) == 2
    assert all(command.count("\n") == 1 for command in commands)
    assert TEXT.index(commands[1]) < TEXT.index("## ")


def test_the_python_example_runs_as_it_stands(tmp_path: Path) -> None:
    (example,) = blocks("python")
    done = subprocess.run([sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.count(" True\n") == 7, "the seven relapse triggers, each with its quote"
    assert (tmp_path / "oms.ttl").stat().st_size > 0


def test_every_command_stands_in_the_readme() -> None:
    commands = get_command(app)
    names = commands.commands  # type: ignore[attr-defined]  # a Typer app with several commands is a click group
    missing = [name for name in names if f"raregraph {name}" not in TEXT]
    assert missing == []


def test_every_dependency_has_its_reason() -> None:
    project = (README.parent / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert block
    for name in re.findall(r'"([A-Za-z-]+)', block[1]):
        assert re.search(rf"^\|[^|]*\b{name}\b", TEXT, re.MULTILINE), name


def test_what_is_public_is_what_all_names() -> None:
    assert sorted(raregraph.__all__) == raregraph.__all__
    assert all(hasattr(raregraph, name) for name in raregraph.__all__)


def test_the_disclaimer_stands_in_the_readme() -> None:
    assert "Not for clinical use; information extracted from the named page" in TEXT
