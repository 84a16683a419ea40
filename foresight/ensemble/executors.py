"""Where runs are made: in line, over processes, or over a Dask cluster. All three are a `concurrent.futures.Executor`."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, ParamSpec, TypeVar

from foresight.ensemble import processes
from foresight.errors import ForesightError

Kind = Literal["serial", "processes", "dask"]
Given = ParamSpec("Given")
Made = TypeVar("Made")

NO_DASK = "--executor dask: found no Dask; expected the extra `cluster`, as in: pip install third-sector-foresight[cluster]"
NOBODY = "The scheduler {} has no worker yet: waiting for the first."
AHEAD = 2  # calls under way for each worker, so that the next one is there when one ends
WAIT = 20  # seconds for a scheduler to answer
LOOK = 5.0  # seconds from one look at the workers of a cluster to the next
DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"  # what a worker of a local cluster begins with


class Hired(NamedTuple):
    """An executor, and what tells how many calls to keep under way so that no worker waits."""

    executor: Executor
    under_way: Callable[[], int]


class Inline(Executor):
    """Runs what it is given at once, in this process."""

    def submit(self, fn: Callable[Given, Made], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Made]:
        """Run a call and return its result as a future that is done."""
        done: Future[Made] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
            done.set_exception(error)
        return done


@dataclass(frozen=True)
class Workforce:
    """Who does the work.

    Parameters
    ----------
    kind : str
        serial, processes or dask.
    workers : int
        Processes to start, one for each core unless told otherwise; an existing cluster has its own.
    scheduler : str
        Address of an existing Dask scheduler, such as tcp://10.0.0.5:8786.
    notice : callable
        Told, in a sentence, what whoever waits should know: that there is no worker yet.
    """

    kind: Kind = "processes"
    workers: int | None = None
    scheduler: str | None = None
    notice: Callable[[str], None] | None = None

    @property
    def count(self) -> int:
        """Return how many workers to start."""
        return 1 if self.kind == "serial" else self.workers or os.cpu_count() or 1

    def check(self) -> None:
        """Make sure that there is somebody to hire, before anything is made ready for them.

        Raises
        ------
        ForesightError
            Where Dask is not installed, or no scheduler answers.
        """
        if self.kind == "dask":
            distributed = _distributed()
            if self.scheduler is not None:
                _client(distributed, self.scheduler).close()

    @contextmanager
    def hired(self) -> Iterator[Hired]:
        """Open the executor, and close it afterwards; calls that have not begun by then are dropped."""
        if self.kind == "serial":
            yield Hired(Inline(), lambda: 1)
        elif self.kind == "processes":
            yield from _processes(self.count)
        else:
            yield from _dask(self)


def _processes(workers: int) -> Iterator[Hired]:
    with processes.one_thread_each():
        pool = processes.workers(workers, _leave_interrupts_to_the_parent)
        try:
            yield Hired(pool, lambda: AHEAD * workers)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _dask(workforce: Workforce) -> Iterator[Hired]:
    distributed = _distributed()
    if workforce.scheduler is not None:
        with _client(distributed, workforce.scheduler) as client:
            if workforce.notice is not None and not client.ncores():
                workforce.notice(NOBODY.format(workforce.scheduler))
            yield _cluster(client)
        return
    with processes.one_thread_each():
        cluster: Any = distributed.LocalCluster(
            n_workers=workforce.count, threads_per_worker=1, dashboard_address="127.0.0.1:0", preload=[DEAF]
        )
        with cluster, distributed.Client(cluster) as client:
            yield _cluster(client)


def _distributed() -> Any:  # noqa: ANN401 - Dask is an extra
    """Return Dask's package for clusters."""
    try:
        import distributed  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        raise ForesightError(NO_DASK) from error
    return distributed


def _client(distributed: Any, scheduler: str) -> Any:  # noqa: ANN401 - Dask is an extra
    """Return the client of an existing cluster."""
    try:
        return distributed.Client(scheduler, timeout=WAIT)
    except (OSError, ValueError, TimeoutError) as error:
        msg = f"--scheduler: found {scheduler}, where no Dask scheduler answers; expected an address such as tcp://10.0.0.5:8786"
        raise ForesightError(msg) from error


def _cluster(client: Any) -> Hired:  # noqa: ANN401 - Dask is an extra
    """Return a cluster as an executor; it moves the calls of a worker that dies to another by itself."""
    return Hired(Cluster(client), Seats(client))


class Cluster(Executor):
    """A Dask client as an executor, all of whose calls end.

    Dask's own leaves a call without an end where its result is lost on the way and the call cannot be made again. And it lets
    every call be cancelled, also one that is under way.
    """

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - Dask is an extra
        self._client = client

    def submit(self, fn: Callable[Given, Made], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Made]:
        """Send a call to the cluster."""
        answer: Future[Made] = Future()
        answer.set_running_or_notify_cancel()

        def end(call: Any) -> None:  # noqa: ANN401 - a future of Dask
            try:
                answer.set_result(call.result())
            except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
                answer.set_exception(error)

        self._client.submit(fn, *args, **kwargs, pure=False).add_done_callback(end)
        return answer


class Seats:
    """How many calls to keep under way over a cluster; looked up now and then, since workers come and go."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - Dask is an extra
        self._client = client
        self._count, self._good_until = 0, 0.0

    def __call__(self) -> int:
        """Return the number."""
        if time.monotonic() >= self._good_until:
            self._count = AHEAD * max(len(self._client.ncores()), 1)
            self._good_until = time.monotonic() + LOOK
        return self._count


def _leave_interrupts_to_the_parent() -> None:
    """Let Ctrl-C reach the parent only, which lets the runs under way come to their end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
