"""What row-level security asks of PostgreSQL: whose account is in context, and its role and organisation (`base.rows`).

The context is what `base.database` sets for one transaction; everything else is read from the account's own row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.backends.utils import CursorWrapper

from safetoshare.base.settings.environment import ProcessRole

# Run as the owner, they read one account's row and tell one thing of it. `door` binds a login role to its own people:
# the partners' process gains nothing by naming an account of the force.
_FUNCTIONS: Final = """
CREATE OR REPLACE FUNCTION safetoshare_account(door text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT id FROM public.base_account WHERE realm = door
    AND id::text = current_setting('safetoshare.account', true)
$$;
CREATE OR REPLACE FUNCTION safetoshare_role(door text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT role FROM public.base_account WHERE realm = door AND is_active
    AND id::text = current_setting('safetoshare.account', true)
$$;
CREATE OR REPLACE FUNCTION safetoshare_organisation() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT organisation FROM public.base_account WHERE realm = 'partner' AND is_active
    AND id::text = current_setting('safetoshare.account', true)
$$;
CREATE OR REPLACE FUNCTION safetoshare_at_the_door(door text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT id FROM public.base_account WHERE realm = door
    AND name = nullif(current_setting('safetoshare.sign_in', true), '')
$$;
CREATE OR REPLACE FUNCTION safetoshare_staff_of(roles text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT id FROM public.base_account WHERE is_active AND realm = 'staff' AND role = ANY (roles)
$$;
-- A rule of one table cannot ask another's whose own rule asks the first. Its table is made later than this function.
CREATE OR REPLACE FUNCTION safetoshare_sent_by_colleagues() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT report_id FROM public.report_centrereport
    WHERE organisation = public.safetoshare_organisation();
END
$$;
"""
_WITH_DOOR: Final = (ProcessRole.HUB, ProcessRole.PARTNER, ProcessRole.SCRUTINY)
# function -> which processes may ask it.
FUNCTIONS: Final[dict[str, tuple[ProcessRole, ...]]] = {
    **dict.fromkeys(
        ("safetoshare_account(text)", "safetoshare_role(text)", "safetoshare_at_the_door(text)"), _WITH_DOOR
    ),
    **dict.fromkeys(("safetoshare_organisation()", "safetoshare_sent_by_colleagues()"), (ProcessRole.PARTNER,)),
    # Opaque identifiers of those who have a role, to be counted.
    "safetoshare_staff_of(text[])": (ProcessRole.SCRUTINY,),
}


def make_functions(cursor: CursorWrapper) -> None:
    """Make what the rules ask. Run it as the owner, after each migration; nobody else may ask it until it is granted.

    Of its own, since a part counts by one of them on a database without login roles too.
    """
    cursor.execute(_FUNCTIONS)
    for function in FUNCTIONS:
        cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")


def grant_functions(cursor: CursorWrapper, logins: Mapping[ProcessRole, str]) -> None:
    """Let each login role that exists ask what is its process's to ask, and nothing else."""
    for function, processes in FUNCTIONS.items():
        for process, login in logins.items():
            may_ask = process is ProcessRole.ALL or process in processes
            cursor.execute(
                f"GRANT EXECUTE ON FUNCTION {function} TO {login}"
                if may_ask
                else f"REVOKE ALL ON FUNCTION {function} FROM {login}"
            )
