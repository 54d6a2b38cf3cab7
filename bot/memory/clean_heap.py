"""Memory that a library writes to disk as it finds it, emptied before the library gets it.

Chroma's index of vectors takes memory for its first hundred rows with `malloc` and writes all of it into its
files, whatever stood there before: notes of people, in the worst case a token
(https://github.com/chroma-core/chroma/issues/7688). Deleting a row later does not reach that.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# glibc's `mallopt(M_PERTURB, value)`: what `malloc` hands out is filled with the complement of `value`.
_M_PERTURB = -6
_FILL_WITH_ZEROS = 0xFF
_OFF = 0

_lock = threading.Lock()
_inside = 0


@contextmanager
def clean_heap() -> Iterator[None]:
    """Have `malloc` hand out zeros meanwhile, in every thread: it costs as much as filling the memory does.

    Only glibc can; elsewhere nothing is changed. Small blocks of which a thread keeps a few at hand (glibc's tcache)
    are not emptied: of Chroma's first 160 KB that is one of 400 bytes, and Python's own short texts are never in such.
    """
    global _inside
    with _lock:
        _inside += 1
        if _inside == 1:
            _mallopt(_M_PERTURB, _FILL_WITH_ZEROS)
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                _mallopt(_M_PERTURB, _OFF)


def _find_mallopt() -> Callable[[int, int], object]:
    found = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    return found or (lambda _parameter, _value: None)


_mallopt = _find_mallopt()
