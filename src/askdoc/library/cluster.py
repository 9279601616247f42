"""Connect to a Ray cluster, or start one on this machine."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from askdoc.errors import ClusterError
from askdoc.messages import tr

# How long to wait for a connection; Ray itself would wait two minutes.
CONNECT_SECONDS = 10.0
CONNECT_TRIES = 3


@contextmanager
def cluster(address: str | bool) -> Iterator[Any]:
    """A context manager that yields the module `ray`, connected to the cluster.

    address: what Ray accepts, such as "auto", "ray://host:10001" or "host:6379"; True for the
    cluster that runs on this machine, or else a new one that ends with the context. If your
    program has called `ray.init` itself, that connection is used and stays open.

    Raises `ClusterError` if there is no such cluster or Ray is not installed.
    """
    # Turn off the usage statistics that Ray would send.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    # Else gRPC may print that a file descriptor is bad when Ctrl-C ends the process.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    try:
        import ray
        from ray._private import worker
    except ImportError:
        raise ClusterError(
            tr('reading on several machines needs the package ray; run: pip install "askdoc[ray]"')
        ) from None
    if ray.is_initialized():
        yield ray
        return
    logging.getLogger("ray").setLevel(logging.ERROR)  # it warns while it searches for a cluster
    place = _place(address)
    # subtle: Ray prints to stdout when a worker ends, whatever its log settings are; callers get
    # an error instead
    told = worker.print_to_stdstream
    worker.print_to_stdstream = lambda *_, **__: None
    try:
        _connect(ray, place)
        yield ray
    finally:
        with suppress(Exception):  # the cluster may be gone
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
        except Exception as error:  # Ray raises many kinds; the user needs one line
            lines = str(error).strip().split("\n")
            # on a busy machine the process that Ray starts for a client may be late or find its
            # port in use; the next one gets another port
            if left and lines[0].startswith("Initialization failure"):
                with suppress(Exception):
                    ray.shutdown()
                continue
            # the last line of a traceback from the cluster is the error
            reason = lines[-1 if lines[0].endswith(":") else 0].rstrip(".") or type(error).__name__
            raise ClusterError(
                tr(
                    "Ray at {place}: cannot be used ({reason}); check that it runs with the same "
                    "versions of Python and Ray",
                    place=place,
                    reason=reason,
                )
            ) from error


def _place(address: str | bool) -> str:
    """The address of the cluster, where something listens; "local" to start one."""
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
            if named is None:  # a cluster that ran here has ended
                return "local"
            reason = (error.strerror or str(error) or type(error).__name__).lower()
            raise ClusterError(
                tr(
                    "Ray at {named}: no answer ({reason}); start it with `ray start --head`, check "
                    "the address, or omit it to use only this machine",
                    named=named,
                    reason=reason,
                )
            ) from None
    except (ConnectionError, ValueError):  # Ray's own messages are long
        raise ClusterError(
            tr(
                "Ray at {named}: no such cluster; write the address as host:6379 or "
                "ray://host:10001, or omit it to use only this machine",
                named=named,
            )
        ) from None
    return found
