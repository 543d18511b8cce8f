"""Reads uploaded workbooks in processes of their own, with bounds on memory and time.

A file within every bound of size can still make a reader build millions of objects. Run as
`python -m nisassess.assessments.workbook_apart`: it reads a workbook from standard input and
writes what stands in it as JSON.
"""

import asyncio
import sys

import structlog
from pydantic import TypeAdapter

from nisassess.assessments.workbook import SheetAnswers, SheetFault, SheetPlace, read_workbook
from nisassess.kit.isolation import NoAnswer, answer_of, bound

MEMORY = 1024**3
"""Bytes of address space."""
SECONDS = 30
"""Of computing; a workbook of 350 controls in ten parts takes some five."""
LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes; a text that stands once in the file may stand in many cells."""
PATIENCE = 90.0
"""Seconds that anybody waits."""
_SHEET = TypeAdapter(SheetAnswers)
_log = structlog.get_logger("nisassess.assessments")


async def read_apart(content: bytes, patience: float = PATIENCE) -> SheetAnswers:
    """What somebody filled in; a workbook that takes too much is one fault."""
    try:
        answer = await answer_of(__name__, content, patience)
    except NoAnswer as ended:
        _log.warning("workbook_reading_ended", code=ended.code, told=ended.told)
        message = "takes more time or memory to read than the workbook of any assessment"
        fault = SheetFault(SheetPlace("", 0, ""), message)
        return SheetAnswers("", "", (), (), (fault,))
    return await asyncio.to_thread(_SHEET.validate_json, answer)


def main() -> int:
    """Answer one request."""
    bound(MEMORY, SECONDS)
    answer = _SHEET.dump_json(read_workbook(sys.stdin.buffer.read()))
    if len(answer) > LARGEST_ANSWER:
        return 1
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
