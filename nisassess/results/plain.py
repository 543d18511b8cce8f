"""Words of strangers, before they stand among our own."""


def plain(text: str, longest: int) -> str:
    """The text on one line, without what a terminal obeys, at most so many characters."""
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(one if one.isprintable() else "\ufffd" for one in cut)
