"""Imported by the process that workers are forked from, and by no other.

It loads the renderer once, so that each worker starts at once, and leaves Ctrl-C to the parent
from its first moment on.
"""

import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)

from nisassess.documents import engine  # noqa: E402

engine.load()
