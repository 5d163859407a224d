"""Word files of before 2007, through LibreOffice where it is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ingest.documents.content import Content
from ingest.documents.document import UnreadableDocument
from ingest.documents.word import read_docx

_SECONDS = 120
_REMEDY = "请另存为 docx 或 PDF"


def read_doc(path: Path, name: str) -> Content:
    """Blocks of the .doc (or .wps) file at ``path``; ``name`` is what errors call it.

    Raises UnreadableDocument where LibreOffice is missing, fails, or takes more than two minutes.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnreadableDocument(
            name, "旧式 Word 文件（.doc）需要 LibreOffice，本机没有安装", f"安装 LibreOffice，或{_REMEDY[1:]}"
        )
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as scratch:
        folder = Path(scratch)
        source = folder / "source.doc"
        shutil.copyfile(path, source)
        # A profile of its own: LibreOffice allows one process a profile, and a user's may be open.
        command = [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            str(folder),
            str(source),
        ]
        _run(command, name)
        converted = folder / "source.docx"
        if not converted.is_file():
            raise UnreadableDocument(name, "旧式 Word 文件（.doc）已损坏或有密码，LibreOffice 打不开", _REMEDY)
        return read_docx(converted, name)


def _without_limit() -> None:
    """LibreOffice reserves more memory than it uses; it has a limit of time of its own."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _run(command: list[str], name: str) -> None:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_without_limit,
    )
    try:
        process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(name, f"LibreOffice 转换超过 {_SECONDS} 秒", _REMEDY) from error
    finally:
        if process.poll() is None:
            # The launcher starts the program proper as its child; only the whole group ends both.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
