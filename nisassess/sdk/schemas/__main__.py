"""Writes every schema to its file."""

from nisassess.sdk.schemas import SCHEMAS, file_of, text_of

for each in SCHEMAS:
    file_of(each).write_text(text_of(each), encoding="utf-8")
