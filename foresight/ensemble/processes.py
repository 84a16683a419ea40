"""Processes that work for this one: they start from one that has loaded the model already, where the system can do that.

Elsewhere (on Windows) each starts afresh and loads the model itself. Every worker has one thread, so that workers do not compete
for cores and a run takes as long beside others as alone.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from types import ModuleType

LOADED = "foresight.ensemble.loaded"
"""The module that the first process imports, so that the others have what it holds."""

PARENT = os.getppid()
"""Who started this process; looked up before anything that takes long is loaded."""

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def workers(count: int, begin: Callable[[], None] | None = None) -> ProcessPoolExecutor:
    """Return so many processes, each started when there is work for it; none outlives this one, however it ends.

    Parameters
    ----------
    begin
        What each does before its first work.
    """
    return ProcessPoolExecutor(count, mp_context=get_ready(), initializer=partial(_begin, begin))


def get_ready() -> BaseContext:
    """Let the first process load the model meanwhile, where it does not yet; return how the others are started."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415 - Windows has none

    resource_tracker.ensure_running()  # which lets interrupts through again where it has to start something
    found = get_context("forkserver")
    found.set_forkserver_preload([__name__, LOADED])
    with one_thread_each(), _interrupts_left_to_this_one():
        forkserver.ensure_running()
    return found


def end_if_alone() -> None:
    """End this process where the one that started it has ended meanwhile: there is nobody left to make workers for."""
    if os.getppid() != PARENT:
        os._exit(0)


@contextmanager
def _interrupts_left_to_this_one() -> Iterator[None]:
    """Let the processes that are started meanwhile take no notice of Ctrl-C: this one ends, and they with it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # held back here, and for good in what is started
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Let the processes that are started meanwhile use one thread each."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def no_main_module() -> Iterator[None]:
    """Hide the main module while processes start: each would import it, and under Streamlit it is the page itself."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _begin(then: Callable[[], None] | None) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if then is not None:
        then()


def _end_with_parent() -> None:
    """End once the process that started this one has ended, however it did; otherwise a worker would wait for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
