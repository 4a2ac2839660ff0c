# SPDX-License-Identifier: GPL-3.0-or-later
"""One `gapcheck batch` that stays, and is asked line by line."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import threading
from typing import Any, Dict, Iterable, List, Optional


class GapcheckError(Exception):
    """The command is missing, or a question makes no model; the message says what would be right."""


def command() -> str:
    """The path of the command: what GAPCHECK names, else what is on PATH."""
    path = os.environ.get("GAPCHECK") or shutil.which("gapcheck")
    if not path:
        raise GapcheckError("gapcheck is not on PATH: install it, or set GAPCHECK to its path")
    return path


class Batch:
    """A process, begun when it is first needed; every line that it gets has one line of answer."""

    def __init__(self) -> None:
        self._process: Optional["subprocess.Popen[str]"] = None
        self._owner = 0
        self._row_timeout: Optional[float] = None
        self._is_registered = False
        self._lock = threading.Lock()

    def ask(self, rows: Iterable[Dict[str, Any]]) -> List[Dict[str, Any]]:
        """The rows with their results, in the same order."""
        lines = [json.dumps(row, allow_nan=False) + "\n" for row in rows]
        if not lines:
            return []
        with self._lock:
            process = self._running()
            assert process.stdin and process.stdout
            stdin = process.stdin

            def write() -> None:
                try:
                    stdin.write("".join(lines))
                    stdin.flush()
                except (BrokenPipeError, ValueError):
                    pass  # Who reads finds the end of the answers.

            # More than a pipe holds would wait for answers to be read.
            writer = threading.Thread(target=write, daemon=True)
            writer.start()
            try:
                answers = [process.stdout.readline() for _ in lines]
            except BaseException:
                # What is left unread would answer the next question.
                process.kill()
                self._end()
                raise
            writer.join()
            if not answers[-1].endswith("\n"):
                self._end()
                raise GapcheckError("gapcheck batch has ended before it had answered")
        return [json.loads(answer) for answer in answers]

    @property
    def row_timeout(self) -> Optional[float]:
        """How many seconds of processor time a row may take; None for those of the command, 8."""
        return self._row_timeout

    @row_timeout.setter
    def row_timeout(self, seconds: Optional[float]) -> None:
        if seconds is not None and not (seconds > 0 and seconds < float("inf")):
            raise GapcheckError(f"the time of a row must be a positive number of seconds, or None, got {seconds!r}")
        with self._lock:
            if seconds != self._row_timeout:
                # It is an option of the process: the next question begins one.
                self._end()
            self._row_timeout = seconds

    @property
    def options(self) -> List[str]:
        """The options of the time."""
        return [] if self._row_timeout is None else ["--row-timeout", repr(float(self._row_timeout))]

    def _running(self) -> "subprocess.Popen[str]":
        # After a fork the pipes belong to the parent.
        if self._process is None or self._process.poll() is not None or self._owner != os.getpid():
            try:
                self._process = subprocess.Popen(
                    [command(), "batch", "--input-format", "ndjson", "--infinity", "text", *self.options],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
            except OSError as error:
                raise GapcheckError(f"gapcheck cannot be started: {error}") from error
            self._owner = os.getpid()
            if not self._is_registered:
                atexit.register(self._end)
                self._is_registered = True
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:
                pass
        try:
            # At the end of its input it ends; only a row that takes long is cut short.
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


BATCH = Batch()
