"""Writing files whole or not at all."""

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from raregraph.errors import OutputError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
NO_FOLDER = {errno.ENOTDIR, errno.EEXIST}


def write_atomically(files: Mapping[Path, bytes]) -> None:
    """Write the files that belong together: no one of them is replaced before all are on the disk.

    Missing folders are made. Raises `OutputError`, and then leaves what stood there before.
    """
    with ExitStack() as stack:
        for path, content in files.items():
            file = stack.enter_context(replacing(path))
            file.write(content)
            file.flush()


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Yield a file that takes the place of `path` when the block ends without an error."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _refuse_what_is_no_file(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise output_error(path, error) from error
    finally:
        _discard(temporary)


def _refuse_what_is_no_file(path: Path) -> None:
    # Moving a file over a device such as /dev/null would replace the device.
    if path.exists() and not path.is_file():
        what = "a folder" if path.is_dir() else "a device"
        raise OutputError(f"{path}: cannot be written, it is {what}; choose the name of a file")


def _discard(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        return  # the folder itself cannot be used, which the error on its way already says


def output_error(path: Path, error: OSError) -> OutputError:
    """Say in one sentence why `path` cannot be written."""
    if error.errno in FULL:
        what, advice = "the disk is full", "free some space or choose another folder"
    elif error.errno in FORBIDDEN:
        what, advice = "no permission to write", "choose a folder that you may write to"
    elif error.errno in NO_FOLDER:
        what, advice = "a file stands where a folder should be", "move it away or choose another folder"
    else:
        what, advice = f"cannot be written ({error.strerror or error})", "choose another folder"
    return OutputError(f"{path}: {what}; {advice}")
