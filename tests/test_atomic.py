import errno
import os
from pathlib import Path

import pytest
from raregraph.atomic import output_error, replacing, write_atomically
from raregraph.errors import OutputError


def test_a_file_is_written_with_its_missing_folders(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "page.ttl"
    write_atomically({target: b"x"})
    assert target.read_bytes() == b"x"
    assert [path.name for path in target.parent.iterdir()] == ["page.ttl"]


def test_an_error_inside_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "claims.jsonl"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError):
        _fail_half_way(target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def _fail_half_way(target: Path) -> None:
    with replacing(target) as file:
        file.write(b"half")
        raise RuntimeError


def test_a_full_disk_leaves_no_file_of_the_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"one\.ttl|two\.nq") as caught:
        write_atomically({tmp_path / "one.ttl": b"1", tmp_path / "two.nq": b"2"})
    assert "the disk is full; free some space" in str(caught.value)
    assert calls
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError, match="a file stands where a folder should be; move it away"):
        write_atomically({tmp_path / "out" / "page.ttl": b"x"})


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder; choose the name of a file"):
        write_atomically({tmp_path: b"x"})


def test_a_device_is_never_replaced() -> None:
    with pytest.raises(OutputError, match="it is a device"):
        write_atomically({Path("/dev/full"): b"x"})
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EACCES, "no permission"), (errno.EROFS, "no permission"), (errno.EIO, "cannot be written")],
)
def test_other_errors_are_said_in_words(number: int, words: str) -> None:
    assert words in str(output_error(Path("x"), OSError(number, "reason")))
