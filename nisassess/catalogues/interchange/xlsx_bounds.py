"""What a workbook may hold at most: looked at before any of it is parsed."""

import io
import re
import zipfile

LARGEST_WORKBOOK = 16 * 1024 * 1024
LARGEST_UNPACKED = 32 * 1024 * 1024
HIGHEST_RATIO = 200
"""Unpacked to packed size of one member; tables of text reach some 40."""
MOST_MEMBERS = 2_000
MOST_ROWS = 50_000
"""Rows that hold something, in all sheets."""
MOST_COLUMNS = 60
MOST_SHEETS = 200
WIDEST_GAP = 10_000
"""Empty rows after which nothing more is looked for."""
LONGEST_CELL = 32_767

_SMALL_MEMBER = 1024 * 1024
_HEAD = 64 * 1024
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_OLD = b"\xd0\xcf\x11\xe0"


class WorkbookError(Exception):
    """A workbook cannot be read; `row` is 0 and `column` empty where none can be told."""

    def __init__(self, sheet: str, row: int, column: str, message: str) -> None:
        self.sheet = sheet
        self.row = row
        self.column = column
        self.message = message
        super().__init__(f"{place(sheet, row, column)}: {message}")


def place(sheet: str, row: int, column: str) -> str:
    """Where something stands in a workbook, in words."""
    parts = [
        f"sheet '{sheet}'" if sheet else "workbook",
        f"row {row}" if row else "",
        f"column {column}" if column else "",
    ]
    return ", ".join(part for part in parts if part)


def check_archive(content: bytes) -> None:
    """Refuse what is no workbook, unpacks to too much or declares entities."""
    if len(content) > LARGEST_WORKBOOK:
        raise _refusal(f"is larger than {LARGEST_WORKBOOK // 1024 // 1024} MB")
    if content.startswith(_OLD):
        raise _refusal("is an old or password-protected workbook; save it as xlsx, unprotected")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_members(archive)
    except WorkbookError:
        raise
    except RuntimeError as error:
        raise _refusal("is encrypted; save it without a password") from error
    except Exception as error:
        # Damaged archives fail in a dozen ways, down to the decompressor.
        raise _refusal(f"is no xlsx workbook ({error})") from error


def _refusal(message: str) -> WorkbookError:
    return WorkbookError("", 0, "", message)


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise _refusal(f"holds more than {MOST_MEMBERS} files")
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise _refusal(f"unpacks to more than {LARGEST_UNPACKED // 1024 // 1024} MB")
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise _refusal("holds two files of one name")
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > _SMALL_MEMBER and ratio > HIGHEST_RATIO:
            raise _refusal(f"{member.filename} unpacks to {ratio:.0f} times its size")
        if member.filename.endswith((".xml", ".rels", ".vml")):
            _check_xml(archive, member)
    if "[Content_Types].xml" not in names:
        raise _refusal("is a zip archive, but no workbook")


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A declaration of entities stands before the first element, so the head is enough."""
    with archive.open(member) as stream:
        head = stream.read(_HEAD)
    if head.startswith(_UTF_16):
        raise _refusal(f"{member.filename} is no UTF-8 text")
    if _DOCTYPE.search(head):
        raise _refusal(f"{member.filename} declares entities, which no workbook needs")
