"""`safetoshare network load FOLDER`: bring the directory of services in line with a folder of JSON files."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from safetoshare.cli.console import Subparsers, print_json, say
from safetoshare.cli.django_setup import load_django


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("network", help="the directory of services")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    load = commands.add_parser("load", help="load organisations and services, one JSON file an organisation")
    load.add_argument("folder", metavar="FOLDER", help="the folder of *.json files")
    load.add_argument("--json", action="store_true", help="print JSON only")
    load.set_defaults(run=load_folder)


def load_folder(arguments: argparse.Namespace) -> int:
    """Load all files of the folder or, when anything is wrong with one of them, none."""
    load_django()
    from safetoshare.network import api

    loaded = api.load_folder(Path(arguments.folder))
    if arguments.json:
        print_json(asdict(loaded))
    else:
        say(
            f"Organisations: {loaded.added} new, {loaded.changed} changed, {loaded.unchanged} as before. "
            f"Services: {loaded.services}."
        )
    return 0
