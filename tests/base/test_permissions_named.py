"""No address, command or job without a line in the permission table: one that is planted shows."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import cast

from django.core.management import get_commands
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from safetoshare.base.permissions import COMMANDS, JOBS, MANAGE_COMMANDS, TABLE, Action, Role, roles_of
from safetoshare.base.schedule import Job, all_jobs, all_watches
from safetoshare.cli import GROUPS
from safetoshare.web.urls import urlpatterns

ADDRESSES = cast("Sequence[URLPattern | URLResolver]", urlpatterns)
IN_THE_TABLE = {permit.action for permit in TABLE}


def views(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[tuple[str, Callable[..., object]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            assert pattern.callback is not None
            yield str(pattern.pattern), pattern.callback


def addresses_without_a_line(patterns: Sequence[URLPattern | URLResolver]) -> list[str]:
    return [address for address, view in views(patterns) if getattr(view, "action", None) not in IN_THE_TABLE]


def commands(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[str]:
    """Each command that can be run, as it is typed."""
    if parser.get_default("run") is not None:
        yield " ".join(words)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from commands(inner, (*words, name))


def whole_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    for group in GROUPS:
        importlib.import_module(f"safetoshare.cli.{group}").register(subparsers)
    return parser


def jobs_without_a_line(jobs: Iterable[Job]) -> list[str]:
    return [job.name for job in jobs if JOBS.get(job.name) not in IN_THE_TABLE]


def test_every_address_names_an_action_of_the_table() -> None:
    assert addresses_without_a_line(ADDRESSES) == []


def test_an_address_without_a_line_shows() -> None:
    def planted(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert addresses_without_a_line([*ADDRESSES, path("planted/", planted)]) == ["planted/"]


def test_every_command_has_a_line_and_every_line_a_command() -> None:
    assert set(commands(whole_parser())) == set(COMMANDS)
    assert set(COMMANDS.values()) <= IN_THE_TABLE


def test_a_command_without_a_line_shows() -> None:
    parser = whole_parser()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            action.add_parser("planted").set_defaults(run=print)
    assert set(commands(parser)) - set(COMMANDS) == {"planted"}


def test_every_command_of_ours_behind_manage_has_a_line() -> None:
    ours = {name for name, part in get_commands().items() if str(part).startswith("safetoshare.")}
    assert ours == set(MANAGE_COMMANDS)
    assert set(MANAGE_COMMANDS.values()) <= IN_THE_TABLE


def test_every_job_has_a_line_and_every_line_a_job() -> None:
    assert jobs_without_a_line(all_jobs()) == []
    assert {job.name for job in all_jobs()} | {watch.name for watch in all_watches()} == set(JOBS)


def test_a_job_without_a_line_shows() -> None:
    planted = Job("planted", from_hour=1, do=lambda _day: None)
    assert jobs_without_a_line([*all_jobs(), planted]) == ["planted"]


def test_what_is_done_at_the_machine_is_for_its_operator_or_anyone_and_never_opens_a_record() -> None:
    # A rotation is done with the keys that a member of the unit unlocks for it, whoever types the command.
    done_there = {*COMMANDS.values(), *MANAGE_COMMANDS.values()} - {Action.KEY_ROTATE}
    assert all(roles_of(action) <= {Role.SYSTEM_ADMINISTRATOR} for action in done_there)
    assert not {Action.RECORD_OPEN, Action.RESTRICTED_OPEN, Action.PACKAGE_OPEN, Action.AUDIT_READ} & done_there
    assert all(roles_of(action) == frozenset() for action in JOBS.values())
