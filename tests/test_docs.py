"""The guides name commands, options and files that exist."""

import re
import shlex
from pathlib import Path

import pytest
from raregraph.cli import app
from typer.main import get_command

ROOT = Path(__file__).parent.parent
GUIDES = sorted((ROOT / "docs").glob("*.md"))
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]  # a Typer app with several commands is a group


def command_lines(text: str) -> list[list[str]]:
    """Return the calls of raregraph in the blocks of shell commands."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = (line for block in blocks for line in block.splitlines() if line.startswith("raregraph "))
    return [shlex.split(line)[1:] for line in lines]


def unknown_parts(call: list[str]) -> list[str]:
    """Return the command, or the options, of a call that do not exist."""
    command = COMMANDS.get(call[0])
    if command is None:
        return [call[0]]
    known = {option for parameter in command.params for option in parameter.opts}
    return [word for word in call[1:] if word.startswith("-") and word not in known]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_command_and_option_of_a_guide_exists(guide: Path) -> None:
    calls = command_lines(guide.read_text(encoding="utf-8"))
    assert calls
    assert [(call, unknown_parts(call)) for call in calls if unknown_parts(call)] == []


def test_an_unknown_command_or_option_would_be_found() -> None:
    assert unknown_parts(["destroy", "out"]) == ["destroy"]
    assert unknown_parts(["build", "--quickly", "-o", "out"]) == ["--quickly"]


@pytest.mark.parametrize("page", [ROOT / "README.md", *GUIDES], ids=lambda page: page.stem)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_guide_is_linked_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert GUIDES
    assert [guide.name for guide in GUIDES if f"(docs/{guide.name})" not in readme] == []


def test_every_extra_that_a_guide_asks_for_exists() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    asked = {name for guide in GUIDES for name in re.findall(r"raregraph\[(\w+)\]", guide.read_text(encoding="utf-8"))}
    assert asked
    assert [name for name in sorted(asked) if not re.search(rf"^{name} = \[", project, re.MULTILINE)] == []
