"""`safetoshare policy diff OLD NEW`: the exact difference between two versions, region by region, in words."""

from __future__ import annotations

import argparse
from typing import Any

from safetoshare.cli.console import Subparsers, print_json, say
from safetoshare.cli.policy.files import NO, OK, add_json, at_work, read_policy
from safetoshare.core.errors import BadInputError
from safetoshare.core.policy.differ import Difference, Region, differ
from safetoshare.core.policy.vocabulary import Vocabulary


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("diff", help="say exactly what a new version decides otherwise than an old one")
    parser.set_defaults(run=diff_files)
    parser.add_argument("old", metavar="OLD", help="the version in force")
    parser.add_argument("new", metavar="NEW", help="the version to compare with it")
    add_json(parser)


def diff_files(arguments: argparse.Namespace) -> int:
    """Run `policy diff OLD NEW`; with `--json` every region has all its boxes, as conditions."""
    if arguments.old == arguments.new == "-":
        raise BadInputError("only one of the two versions can be read from standard input")
    old, new = read_policy(arguments.old), read_policy(arguments.new)
    with at_work("Comparing"):
        difference = differ(old, new)
    if arguments.json:
        print_json(_as_json(difference, new.vocabulary))
    else:
        _show(difference)
    return OK if difference.is_empty else NO


def _as_json(difference: Difference, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "old": difference.old,
        "new": difference.new,
        "newly_permitted": difference.newly_permitted,
        "newly_refused": difference.newly_refused,
        "newly_human": difference.newly_human,
        "sha256": difference.sha256,
        "home_office_sha256": difference.home_office_sha256,
        "regions": [_region_json(region, vocabulary) for region in difference.regions],
    }


def _region_json(region: Region, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "says": region.says,
        "states": region.states,
        "towards_home_office": region.towards_home_office,
        "kind": str(region.kind),
        "widens": region.widens,
        "boxes": [vocabulary.conditions(box) for box in region.boxes],
    }


def _show(difference: Difference) -> None:
    if difference.is_empty:
        say(f"{difference.old} and {difference.new} decide every request alike.")
        return
    say(f"From {difference.old} to {difference.new}, counted in requests:")
    say(f"  newly permitted      {difference.newly_permitted:>20,}")
    say(f"  newly left to human  {difference.newly_human:>20,}")
    say(f"  newly refused        {difference.newly_refused:>20,}")
    say(f"SHA-256 of the difference: {difference.sha256}")
    if difference.home_office_sha256:
        say(f"SHA-256 of what Home Office bodies may newly be told: {difference.home_office_sha256}")
    for number, region in enumerate(difference.regions, start=1):
        marks = [
            mark for mark, is_so in (("widens", region.widens), ("Home Office", region.towards_home_office)) if is_so
        ]
        say()
        say(f"{number}. {region.says}")
        say(f"   {region.states:,} requests" + "".join(f" · {mark}" for mark in marks))
