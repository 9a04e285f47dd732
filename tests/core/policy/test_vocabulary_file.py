import pytest

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.vocabulary_file import MARKS, parse_vocabulary, published
from tests.core.policy.examples import REDUCED

WHOLE = REDUCED.read_text("utf-8")


def test_the_published_vocabulary_spans_469_billion_requests() -> None:
    assert [len(attribute.values) for attribute in published().attributes] == [
        12, 39, 8, 9, 13, 9, 9, 5, 7, 3, 3, 7, 2, 3,
    ]  # fmt: skip
    assert published().states == 469_425_378_240


def test_the_published_lists_are_of_actors_subjects_pathways_and_data_only() -> None:
    assert {attribute.id: attribute.several for attribute in published().attributes if attribute.several != "no"} == {
        "actor": "strictest",
        "subject": "strictest",
        "pathway": "most_helpful",
        "data": "each",
    }


def test_pathways_are_read_helpfully_towards_those_who_help_and_nobody_else() -> None:
    box = published().most_helpful_when
    assert box is not None
    helpers = published().conditions(box)
    assert helpers == {
        "recipient": [
            "specialist_service",
            "immigration_adviser",
            "third_party_reporting_centre",
            "social_care",
            "housing_or_nrpf_team",
            "marac",
            "nhs",
            "school",
            "fire_and_rescue",
            "interpreter",
        ]
    }


def test_everyone_but_a_mere_suspect_is_protected() -> None:
    subjects = published().attribute("subject")
    assert subjects.groups["protected"] == subjects.everything & ~subjects.bits["suspect"]


def test_personal_is_all_but_figures_and_identifying_all_but_the_anonymised_of_it() -> None:
    data = published().attribute("data")
    assert data.groups["personal"] == data.everything & ~data.bits["aggregate"]
    assert data.groups["identifying"] == data.groups["personal"] & ~data.bits["anonymised_account"]


def test_five_bodies_are_of_the_home_office() -> None:
    recipients = published().attribute("recipient")
    assert [value.id for value in recipients.inside(recipients.groups["home_office_bodies"])] == [
        "immigration_enforcement",
        "home_office_nrm",
        "home_office_other",
        "forced_marriage_unit",
        "asylum_accommodation_or_detention",
    ]


def test_the_system_may_decide_nothing_that_is_left_to_a_human() -> None:
    assert set(published().attribute("actor").bits) - set(published().deciders) == {"system"}


def test_every_value_and_obligation_has_a_definition_and_a_marked_source() -> None:
    terms = [value for attribute in published().attributes for value in attribute.values]
    terms += published().obligations.values()
    assert len(terms) == 129 + 16
    for term in terms:
        assert term.mark in MARKS
        assert term.definition.endswith(".")
        assert term.source


def test_no_label_speaks_of_people_in_words_that_the_field_avoids() -> None:
    labels = " ".join(value.label for attribute in published().attributes for value in attribute.values)
    assert not {"client", "ticket", "alien", "illegal"} & set(labels.lower().split())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('mark = "R" }', 'mark = "sure" }', "mark must be one of R, R2, B, own"),
        ('definition = "Doubt.", ', "", "status_basis.values.doubt: needs exactly label, definition, source, mark"),
        ('label = "doubt only"', 'label = ""', "status_basis.values.doubt: needs exactly"),
        (
            'phrase = "with {}"',
            'phrase = "with {}"\nseveral = "most_helpful"',
            'at most one attribute may have several = "most_helpful"',
        ),
        ('several = "each"', 'several = "all"', "several must be one of no, strictest, most_helpful, each"),
        ('several = "each"', 'several = "no"', 'exactly one attribute needs several = "each"'),
        ('phrase = "with {}"', 'phrase = "with"', "phrase needs {}"),
        ('label = "About whom"', 'label = ""', "needs a label and values"),
        ('helpers = ["nhs"]', 'nhs = ["nhs"]', "groups.recipient.nhs: a value has this name"),
        ('helpers = ["nhs"]', 'helpers = ["nsh"]', "recipient has no value nsh: did you mean nhs?"),
        ("[groups.data]", "[groups.dada]", "groups.dada: no such attribute"),
    ],
)
def test_a_vocabulary_that_is_not_whole_is_refused(old: str, new: str, problem: str) -> None:
    with pytest.raises(PolicyError) as caught:
        parse_vocabulary(WHOLE.replace(old, new, 1))
    assert any(problem in line for line in caught.value.problems)


def test_a_text_that_is_not_toml_is_refused() -> None:
    with pytest.raises(PolicyError, match="vocabulary: not TOML"):
        parse_vocabulary("[attributes")


def test_without_helpers_there_is_no_helpful_reading() -> None:
    text = "\n".join(line for line in WHOLE.splitlines() if not line.startswith("most_helpful_when"))
    assert parse_vocabulary(text).most_helpful_when is None
