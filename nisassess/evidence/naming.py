"""Checks what callers call things: names of files, titles, media types, keys. Pure."""

import mimetypes
import re
import unicodedata
from urllib.parse import quote

from nisassess.kit.errors import Issue

LONGEST_FILENAME = 255
LONGEST_TITLE = 200
LONGEST_MEDIA_TYPE = 120
LONGEST_SOURCE_KEY = 200
UNKNOWN_MEDIA_TYPE = "application/octet-stream"

_TOKEN = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*"  # RFC 6838, 4.2
_MEDIA_TYPE = re.compile(f"{_TOKEN}/{_TOKEN}")
_CONTROL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,119}")
_SOURCE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@+/-]{0,199}")
# Overrides of the writing direction make `exe.pdf` of `fdp.exe`.
_DIRECTION_MARKS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_NOT_PRINTED = frozenset({"Cc", "Cs", "Zl", "Zp"})
# The library's own list: the machine's would make the answer differ from place to place.
_LONGEST_TIDIED = 2000
_types = mimetypes.MimeTypes()


def tidy(value: str) -> str:
    """Text in one Unicode form (NFC) without space around it.

    What is far too long for any field is left as it is, for its length to be refused: bringing
    marks into order takes time that grows with the square of their number.
    """
    if len(value) > _LONGEST_TIDIED:
        return value
    return unicodedata.normalize("NFC", value).strip()


def base_name(filename: str) -> str:
    """The last component of a path with either kind of slash."""
    return tidy(re.split(r"[/\\]", filename)[-1])


def filename_issue(name: str) -> Issue | None:
    """What is wrong with the base name of a file."""
    if name in {"", ".", ".."}:
        return Issue("filename", "missing", "must be the name of the file, such as report.pdf")
    return text_issue("filename", name, LONGEST_FILENAME)


def text_issue(path: str, value: str, longest: int) -> Issue | None:
    """What is wrong with one line of text."""
    if not 1 <= len(value) <= longest:
        return Issue(path, "bad_length", f"must be 1 to {longest} characters, not {len(value)}")
    if any(c in _DIRECTION_MARKS or unicodedata.category(c) in _NOT_PRINTED for c in value):
        message = "must not hold control characters, line breaks or marks of writing direction"
        return Issue(path, "bad_characters", message)
    return None


def source_key_issue(key: str) -> Issue | None:
    """What is wrong with a source key."""
    if _SOURCE_KEY.fullmatch(key) and not {"", ".", ".."} & set(key.split("/")):
        return None
    message = (
        f"must be 1 to {LONGEST_SOURCE_KEY} of the characters A-Z a-z 0-9 . _ : @ + - and /, "
        "begin with a letter or a digit, and hold no empty, . or .. step between slashes"
    )
    return Issue("source_key", "bad_characters", message)


def is_control_id(value: str) -> bool:
    """Whether the value has the form of a control's id."""
    return _CONTROL_ID.fullmatch(value) is not None


def media_type_of(content_type: str | None, filename: str) -> str:
    """The media type without parameters; guessed from the name where none is told."""
    told = (content_type or "").partition(";")[0].strip().lower()
    if told and len(told) <= LONGEST_MEDIA_TYPE and _MEDIA_TYPE.fullmatch(told):
        return told
    return _types.guess_type(filename)[0] or UNKNOWN_MEDIA_TYPE


def content_disposition(filename: str) -> str:
    """The header that makes a browser save a file under this name (RFC 6266, RFC 8187).

    Names beyond plain ASCII come twice: for old clients with `_`, for others encoded.
    """
    plain = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in filename
    )
    header = f'attachment; filename="{plain}"'
    if plain == filename:
        return header
    return f"{header}; filename*=UTF-8''{quote(filename, safe='')}"
