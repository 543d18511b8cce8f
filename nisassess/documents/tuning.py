"""What makes the renderer's time grow with the document and not faster."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pydyf


@contextmanager
def without_collector() -> Iterator[None]:
    """Layout makes millions of objects that live to the end; collecting among them is lost time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def with_page_references_kept() -> Iterator[None]:
    """Keep the list of pages, which the library makes anew for every tagged element."""
    original = pydyf.PDF.page_references
    kept: dict[int, tuple[bytes, ...]] = {}

    def page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
        if len(kept.get(id(pdf), ())) != pdf.pages["Count"]:
            kept[id(pdf)] = original.fget(pdf)
        return kept[id(pdf)]

    pydyf.PDF.page_references = property(page_references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = original
