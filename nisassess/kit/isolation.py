"""Has another process of our own look at what a stranger sent, for so long and no longer.

What hostile bytes do to a parser, they do to that process. It bounds itself (`bound`), reads its
request from standard input and writes its answer to standard output.
"""

import asyncio
import resource
import sys
from contextlib import suppress


class NoAnswer(Exception):
    """The process gave none: it took too long, or ended; `code` and `told` say how it ended."""

    def __init__(self, code: int | None = None, told: str = "") -> None:
        self.code = code
        self.told = told
        super().__init__("too long" if code is None else f"ended with {code}: {told}")


async def answer_of(module: str, request: bytes, patience: float) -> bytes:
    """The answer of `python -m module` to a request within some seconds; raises NoAnswer."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(patience):
            answer, told = await process.communicate(request)
    except TimeoutError:
        raise NoAnswer from None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode != 0:
        raise NoAnswer(process.returncode, told[-400:].decode(errors="replace"))
    return answer


def bound(memory: int, seconds: int) -> None:
    """Let this process have so many bytes of addresses and seconds of computing, and no more."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
