"""Small versions of a policy and their claims, for tests of what comes into force: proved and compared at once."""

from __future__ import annotations

A_CLAIM = "never-on-doubt"
ENFORCEMENT = ("immigration_enforcement",)
BASES = ("doubt", "documented")
ALL = (*BASES, "none")

_PARTS = {
    "never-on-doubt": '{ recipient = ["immigration_enforcement"], status_basis = ["doubt"] }',
    "never-documented": '{ recipient = ["immigration_enforcement"], status_basis = ["documented"] }',
    "never-at-all": '{ recipient = ["immigration_enforcement"] }',
    "never-the-address": '{ recipient = ["immigration_enforcement"], data = ["contact_and_location"] }',
    "never-the-nhs": '{ recipient = ["nhs"] }',
}


def version_of(
    name: str = "small",
    *,
    refuses: tuple[str, ...] = BASES,
    requires: tuple[str, ...] = (A_CLAIM,),
    tells: tuple[str, ...] = (),
    from_day: str = "2026-01-01",
) -> bytes:
    """Return a version that tells Immigration Enforcement an identity, but not on the bases that it `refuses`.

    It tells those in `tells` an account of the offence. It is loaded whether or not what it `requires` holds.
    """
    rules = [
        _rule("M1", "may", f'{{ recipient = {_list(ENFORCEMENT)}, status_basis = {_list(ALL)}, data = ["identity"] }}'),
        _rule("M2", "may", '{ recipient = ["nhs"], data = ["needs"] }'),
    ]
    if refuses:
        rules.append(_rule("N1", "never", f"{{ recipient = {_list(ENFORCEMENT)}, status_basis = {_list(refuses)} }}"))
    if tells:
        rules.append(_rule("M3", "may", f'{{ recipient = {_list(tells)}, data = ["account_of_offence"] }}'))
    head = f'id = "{name}"\ntitle = "Small"\nin_force_from = {from_day}\nrequires = {_list(requires)}\n'
    return (head + "".join(rules)).encode()


def claims_of(*names: str, layers: tuple[str, ...] = ()) -> bytes:
    """Return a file of claims by name; those above if none is named."""
    named = names or (A_CLAIM, "never-documented")
    given = layers or ("short",) * len(named)
    return "".join(
        f'[[claim]]\nid = "{name}"\nlayer = "{layer}"\n[claim.says]\nen = "We keep to {name}."\n'
        f'[[claim.part]]\nform = "never"\nbox = {_PARTS[name]}\n\n'
        for name, layer in zip(named, given, strict=True)
    ).encode()


def _rule(name: str, effect: str, when: str) -> str:
    return f'[[rule]]\nid = "{name}"\neffect = "{effect}"\nwhen = {when}\nsays = "A rule."\ncites = ["own"]\n'


def _list(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"
