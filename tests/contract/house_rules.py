"""Rules of the architecture that no import contract can express.

Each is a function over one parsed `Source` and yields one sentence for each breach, with its line.
They keep: "No Django signals between parts, no superuser short-cuts"; "Between parts only uuid
columns, no foreign keys"; "`unit_of_work` is the only door"; "core: no I/O, no clock of its own";
"Nothing else may send personal data to another body".
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.contract.houses import PARTS

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
LOADERS = {"get_model", "import_module", "import_string", "__import__"}
CONNECTING = re.compile(
    r"(smtplib|ftplib|imaplib|poplib|socket|telnetlib|xmlrpc|http\.client|urllib\.request|urllib3|requests|httpx|aiohttp"
    r"|django\.core\.mail)(\.|$)"
)
SIGNALS = re.compile(r"django\.dispatch(\.|$)|django\.(.+\.)?signals(\.|$)")


@dataclass(frozen=True)
class Source:
    """One source file: its module name, and its text."""

    module: str
    text: str

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(ast.parse(self.text)))

    @property
    def part(self) -> str:
        """The package below safetoshare: "hub" for safetoshare.hub.views."""
        return self.module.split(".")[1]

    @cached_property
    def imported(self) -> dict[str, tuple[str, int]]:
        """Each name that an import binds, the dotted path it stands for, and the line."""
        found: dict[str, tuple[str, int]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found |= {name.asname or name.name: (name.name, node.lineno) for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {name.asname or name.name: (f"{node.module}.{name.name}", node.lineno) for name in node.names}
        return found

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Calls of a function or method of one of these names, however it is reached."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and _last_name(node.func) in names:
                yield node

    def inside(self, *packages: str) -> bool:
        return any(self.module == package or self.module.startswith(f"{package}.") for package in packages)


Rule = Callable[[Source], Iterator[str]]


def no_foreign_key_between_parts(source: Source) -> Iterator[str]:
    """A relation stays inside its part or leads to base; a string would escape the contracts."""
    for call in source.calls(*RELATIONS):
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        target = call.args[0] if call.args else keywords.get("to")
        if (part := _part_named_by(source, target)) is not None:
            yield f"line {call.lineno}: a relation to {part}; keep its uuid instead"
    for call in source.calls("GenericForeignKey"):
        yield f"line {call.lineno}: a relation to any table; keep a uuid instead"


def no_signals(source: Source) -> Iterator[str]:
    """What happens next is called by name, so that a reader finds it."""
    if source.inside("safetoshare.base"):
        return
    for path, line in source.imported.values():
        if SIGNALS.match(path):
            yield f"line {line}: {path} is a signal; call the api of the other part"


def one_door_to_transactions(source: Source) -> Iterator[str]:
    """`unit_of_work` opens every transaction, and sets the security context with it."""
    if source.inside("safetoshare.base.database"):
        return
    for path, line in source.imported.values():
        if re.match(r"django\.db\.transaction(\.|$)", path):
            yield f"line {line}: {path}; use base.database.unit_of_work"
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("django.db.transaction"):
            yield f"line {node.lineno}: {ast.unparse(node)}; use base.database.unit_of_work"
        if isinstance(node, ast.Dict):
            yield from _atomic_requests(node)


def no_superuser(source: Source) -> Iterator[str]:
    """Nobody is above the permission table."""
    for node in source.nodes:
        if (name := _last_name(node)) in {"is_superuser", "create_superuser", "PermissionsMixin"}:
            yield f"line {getattr(node, 'lineno', 0)}: {name}; ask the permission table"


def core_has_no_clock_and_no_files(source: Source) -> Iterator[str]:
    """Time and bytes are passed in, so that every answer of core can be computed again."""
    if not source.inside("safetoshare.core"):
        return
    for call in source.calls("now", "utcnow", "today", "open", "input", "print", "write_text", "write_bytes"):
        if not _opens_bytes(call):
            yield f"line {call.lineno}: {ast.unparse(call.func)}(); take it as an argument"


def no_side_door_into_a_part(source: Source) -> Iterator[str]:
    """A module fetched by its name would escape the contracts. Only urls are included so."""
    for call in source.calls(*LOADERS):
        target = call.args[0] if call.args else None
        if (part := _part_named_by(source, target)) is not None:
            yield f"line {call.lineno}: {ast.unparse(call.func)} of {part}; import its api"


def only_base_connects(source: Source) -> Iterator[str]:
    """What leaves the house leaves by sharing's sealed packages or by base's outbox."""
    if source.inside("safetoshare.base", "safetoshare.cli"):
        return
    for path, line in source.imported.values():
        if CONNECTING.match(path):
            yield f"line {line}: {path}; only base opens connections"


RULES: tuple[Rule, ...] = (
    no_foreign_key_between_parts,
    no_signals,
    one_door_to_transactions,
    no_superuser,
    core_has_no_clock_and_no_files,
    no_side_door_into_a_part,
    only_base_connects,
)


def _opens_bytes(call: ast.Call) -> bool:
    """Whether it opens what is in memory already: a picture from its bytes, or an entry of an archive.

    An archive itself is opened by its class; a path cannot stand in core, which may not import one.
    """
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "open" or not call.args:
        return False
    first = call.args[0]
    return ast.unparse(first).startswith("io.BytesIO(") or ast.unparse(call.func.value) == "archive"


def _last_name(node: ast.AST) -> str | None:
    """The name itself, or the last name of a dotted one."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else None


def _part_named_by(source: Source, target: ast.AST | None) -> str | None:
    """The other part that a string ("hub.Case") or an imported name leads to, if any."""
    if isinstance(target, ast.Constant) and isinstance(target.value, str):
        path = target.value
    elif isinstance(target, ast.Name | ast.Attribute):
        written = ast.unparse(target)
        path = next(
            (path for name, (path, _) in source.imported.items() if f"{written}.".startswith(f"{name}.")),
            "",
        )
    else:
        return None
    part = path.removeprefix("safetoshare.").split(".")[0].lower()
    return part if part in PARTS and part != source.part else None


def _atomic_requests(node: ast.Dict) -> Iterator[str]:
    for key, value in zip(node.keys, node.values, strict=True):
        switch = key.value if isinstance(key, ast.Constant) else None
        if switch == "ATOMIC_REQUESTS" and not (isinstance(value, ast.Constant) and value.value is False):
            yield f"line {value.lineno}: ATOMIC_REQUESTS; use base.database.unit_of_work"
