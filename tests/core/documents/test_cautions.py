from safetoshare.core.documents.cautions import subject


def test_a_message_names_recommendations_actions_and_those_without_number() -> None:
    assert [subject("4"), subject("Action 2"), subject(None)] == [
        "recommendation 4",
        "Action 2",
        "a recommendation without number",
    ]
