"""A Ray cluster is joined, or started on this machine, and left again."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from askdoc.errors import ClusterError

# What is not reached by then is not there; Ray itself would try for two minutes.
CONNECT_SECONDS = 10.0
CONNECT_TRIES = 3


@contextmanager
def cluster(address: str | bool) -> Iterator[Any]:
    """While entered, `ray` is connected to the cluster: the module of that name.

    address: as Ray takes it, such as "auto", "ray://host:10001" or "host:6379"; True for the
    cluster that runs on this machine, or else one that is started here and ends with this.
    Where the program has called `ray.init` itself, that connection is used and left as it is.

    Raises `ClusterError` if there is no such cluster, or Ray is not installed.
    """
    # Ray would tell a host on the network how it is used.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
        from ray._private import worker
    except ImportError:
        raise ClusterError(
            'spreading over machines needs the package ray; run: pip install "askdoc[ray]"'
        ) from None
    if ray.is_initialized():
        yield ray
        return
    logging.getLogger("ray").setLevel(logging.ERROR)  # it warns while it looks for a cluster
    place = _place(address)
    # subtle: Ray tells of every worker that ends on stdout, whatever its log settings say; what
    # a caller must know of it comes as an error
    told = worker.print_to_stdstream
    worker.print_to_stdstream = lambda *_, **__: None
    try:
        _connect(ray, place)
        yield ray
    finally:
        with suppress(Exception):  # of a cluster that is gone
            ray.shutdown()
        worker.print_to_stdstream = told


def _connect(ray: Any, place: str) -> None:
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    if place == "local":
        quiet["include_dashboard"] = False
    for left in reversed(range(CONNECT_TRIES)):
        try:
            ray.init(place, **quiet)
            return
        except Exception as error:  # whatever Ray raises, a reader needs the one line
            lines = str(error).strip().split("\n")
            # on a busy machine the process that Ray starts for a client may be late, or find its
            # port taken; the next one has another port
            if left and lines[0].startswith("Initialization failure"):
                with suppress(Exception):
                    ray.shutdown()
                continue
            # a traceback from the cluster says what happened in its last line
            reason = lines[-1 if lines[0].endswith(":") else 0].rstrip(".") or type(error).__name__
            raise ClusterError(
                f"Ray at {place}: cannot be used ({reason}); see that it runs there with the same "
                "versions of Python and Ray"
            ) from error


def _place(address: str | bool) -> str:
    """Where the cluster is: "local" to start one, else an address that something listens at."""
    from ray._private import services

    canonical: Any = services.canonicalize_bootstrap_address
    named = None if isinstance(address, bool) else address
    if named is None:
        named = os.environ.get("RAY_ADDRESS") or None
    try:
        found = named if named and "://" in named else canonical(named)
        if found is None:
            return "local"
        host, _, port = found.rpartition("://")[2].partition("/")[0].rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()
        except OSError as error:
            if named is None:  # what ran here once has ended without a word
                return "local"
            reason = (error.strerror or str(error) or type(error).__name__).lower()
            raise ClusterError(
                f"Ray at {named}: nothing answers ({reason}); start it with `ray start --head`, "
                "check the address, or leave it out to use this machine alone"
            ) from None
    except (ConnectionError, ValueError):  # Ray's own are long
        raise ClusterError(
            f"Ray at {named}: found no such cluster; write the address as host:6379 or "
            "ray://host:10001, or leave it out to use this machine alone"
        ) from None
    return found
