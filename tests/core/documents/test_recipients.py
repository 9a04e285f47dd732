import pytest

from safetoshare.core.documents.recipients import Recipients, addressed_in, read_recipients


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("To chief constables", ("chief_constables",)),
        ("To chief constables and police and crime commissioners", ("chief_constables", "pccs")),
        ("to the Home Office, the NPCC and the College of Policing", ("home_office", "npcc", "college")),
        ("To all recipients of recommendations from this investigation", ("all_recipients",)),
        ("the Association of Police and Crime Commissioners", ("apcc",)),
        ("National Police Chiefs’ Council", ("npcc",)),
        ("PCCs/PFCCs", ("pccs",)),
        ("All Chief Constables", ("chief_constables",)),
    ],
)
def test_addressees_are_read_in_the_order_of_the_text(text: str, codes: tuple[str, ...]) -> None:
    assert read_recipients(text) == Recipients(codes, "")


def test_an_unknown_body_is_handed_back_as_printed() -> None:
    assert read_recipients("To PCCs and the Widget Board") == Recipients(("pccs",), "Widget Board")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Chief constables should train staff.", ("chief_constables",)),
        ("“By 27 March 2025, chief constables and PCCs should plan.”", ("chief_constables", "pccs")),
        ("The Home Office must review the law.", ("home_office",)),
        ("Conduct an assessment with the Home Office.", ()),
        ("Every victim should be told by the Home Office.", ()),
        ("With chief constables' help, nobody should wait.", ()),
    ],
)
def test_a_recommendation_addresses_only_whom_its_sentence_begins_with(text: str, codes: tuple[str, ...]) -> None:
    assert addressed_in(text) == codes
