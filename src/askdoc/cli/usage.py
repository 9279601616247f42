"""Translate Typer's own texts: the frame of `--help`, and usage errors; convert arguments.

Typer reads some of its texts from gettext's default domain, which `translate_frame` sets; the
others are replaced here.
"""

from __future__ import annotations

import gettext
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from types import ModuleType
from typing import Any, get_args

from typer import BadParameter
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from askdoc.messages import FOLDER, LANGUAGES, later, spoken, tr

FRAME = (
    later("Arguments"),
    later("Options"),
    later("Commands"),
    later("(deprecated) "),
    later("[default: {}]"),
    later("[env var: {}]"),
    later("[required]"),
    later("(dynamic)"),
)
HELP = {
    "help": later("Show this help and exit."),
    "install_completion": later("Install completion for the current shell."),
    "show_completion": later("Print completion for the current shell, to install it yourself."),
}
TYPES = {int: later("a whole number"), float: later("a number")}


def translate_frame() -> None:
    """Translate Typer's `FRAME`; call it before help is printed."""
    if spoken() != LANGUAGES[0]:
        gettext.bindtextdomain("askdoc", str(FOLDER))
        gettext.textdomain("askdoc")


class _Conversion:
    """Converts the value of a parameter: str, int, float, Path, an Enum, or a list of one.

    Typer's own does it with pydantic, which takes a seventh of the time of a first answer to
    import.
    """

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        kind = param.type_descriptor.annotation
        (one,) = get_args(kind) or (kind,)
        try:
            return [one(part) for part in value] if several else one(value)
        except ValueError:
            raise BadParameter(str(value), ctx=ctx, param=param) from None


def _import_help() -> None:
    """Import what prints the help, without two modules of rich that this needs only for Markdown
    and for tracebacks, and which take a third of the time of `askdoc --help`."""
    unused = {"rich.markdown": "Markdown", "rich.traceback": "Traceback"}
    absent = [name for name in unused if name not in sys.modules]
    for name in absent:
        sys.modules[name] = ModuleType(name)
        setattr(sys.modules[name], unused[name], None)
    try:
        import typer.rich_utils  # noqa: F401
    finally:
        for name in absent:
            del sys.modules[name]


class _Usage:
    """Shared code of commands and groups."""

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage:", tr("Usage:"), 1)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _import_help()
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_params(self, ctx: Any) -> list[Any]:
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            param.get_runtime_param = _Conversion
            if param.name in HELP:
                param.help = tr(HELP[param.name])
            if getattr(param, "is_flag", False):
                param.metavar = ""  # otherwise "<bool>", as if the flag took a value
            if param.param_type_name == "argument":
                param.metavar = param.metavar or param.name.upper()
                param.display_type_rich = lambda ctx: ""  # noqa: ARG005 - else "<list[str]>"
        return params

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            parsed: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except TyperException as error:
            error.ctx = ctx  # type: ignore[attr-defined] # some have none; `misuse` names the command
            raise
        return parsed


class Command(_Usage, TyperCommand):
    """A command."""


class Group(_Usage, TyperGroup):
    """All commands."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            said = tr("{command}: no such command", command=name)
            question = ["ask"] if " " in name else []
            ctx.fail(_with_similar(said, get_close_matches(name, self.commands) or question))
        return super().resolve_command(ctx, args)


def misuse(error: Any) -> str:
    """A one-line message about a usage error, with a pointer to the help.

    error: any of Typer's usage errors. Most of them have no public names, so they are distinguished
    by their attributes; the text of an unknown one is unchanged.
    """
    ctx = getattr(error, "ctx", None)  # an error outside of any command has none
    command = ctx.command_path if ctx else "askdoc"
    return tr("{said}; see: {command} --help", said=_misuse(error), command=command)


def _misuse(error: Any) -> str:
    kind, message = type(error).__name__, str(error.format_message())
    option, param = getattr(error, "option_name", ""), getattr(error, "param", None)
    if kind == "NoSuchOption":
        return _with_similar(tr("{option}: no such option", option=option), error.possibilities)
    if kind == "BadOptionUsage" and message.endswith("value."):
        return tr("{option}: takes no value", option=option)
    if kind == "BadOptionUsage":
        return tr("{option}: its value is missing", option=option)
    if kind == "MissingParameter":
        return tr("{name}: missing", name=_name(param))
    if kind == "BadParameter" and param:
        expected = param.type_descriptor
        if expected.is_choice:
            choices = ", ".join(
                str(getattr(choice, "value", choice)) for choice in expected.choices
            )
            return tr("{name}: must be one of {choices}", name=_name(param), choices=choices)
        if expected.annotation in TYPES:
            wanted = tr(TYPES[expected.annotation])
            return tr("{name}: must be {wanted}", name=_name(param), wanted=wanted)
    if kind == "BadParameter" and not param:  # raised by a command, in the reader's language
        return str(error.message)
    if extra := re.fullmatch(r"Got .+\(s\) \((.*)\)", message):
        return tr("{arguments}: too many arguments", arguments=extra[1])
    return message.rstrip(".")


def _with_similar(said: str, names: Sequence[str] | None) -> str:
    similar = ", ".join(sorted(names or ()))
    return tr("{said} (similar: {similar})", said=said, similar=similar) if similar else said


def _name(param: Any) -> str:
    """An option as it is written, an argument as the help names it."""
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar)
