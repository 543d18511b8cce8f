"""What a foreign file may hold at most, and how its bytes become text."""

from pathlib import Path

from nisassess.sdk.errors import ContentError, ContentFault

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes; the largest catalogues that are published have some four million."""
DEEPEST = 64
"""Levels of nesting; published catalogues have some twenty."""
MOST_ENTRIES = 1_500_000
"""Values in one file, aliases written out; the largest published has some 200,000."""

_OTHER_ENCODINGS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def refusal(file: str, line: int, key: str, message: str) -> ContentError:
    """An error with one fault."""
    return ContentError((ContentFault(file, line, key, message),))


def read_bytes(path: Path, largest: int = LARGEST_FILE) -> bytes:
    """The bytes of a regular file of bounded size; raises ContentError."""
    name = str(path)
    try:
        if not path.is_file():
            what = "is no regular file" if path.exists() else "the file is missing"
            raise refusal(name, 0, "", what)
        with path.open("rb") as stream:
            content = stream.read(largest + 1)
    except OSError as error:
        raise refusal(name, 0, "", f"cannot be read: {error.strerror}") from error
    if len(content) > largest:
        message = f"is larger than {largest // 1024 // 1024} MB, the most that is read"
        raise refusal(name, 0, "", message)
    return content


def decode(name: str, content: bytes) -> str:
    """UTF-8 text, a byte order mark allowed; raises ContentError naming what else it may be."""
    for mark, encoding in _OTHER_ENCODINGS.items():
        if content.startswith(mark):
            raise refusal(name, 1, "", f"is {encoding} text; save it as UTF-8")
    zero = content.find(b"\0")
    if zero >= 0:
        line = content.count(b"\n", 0, zero) + 1
        raise refusal(name, line, "", "holds a NUL character; it is no text, or UTF-16 text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8 text (byte {error.start}), perhaps Latin-1; save it as UTF-8"
        raise refusal(name, line, "", message) from error
