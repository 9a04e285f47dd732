import json

from tests.core.documents.comparing import RESPONSES, read_as_json

FIXTURE = RESPONSES / "avon-and-somerset-pcc-2021"


def test_a_reading_has_every_key_of_an_expected_reading() -> None:
    expected = json.loads(FIXTURE.with_suffix(".expected.json").read_text(encoding="utf-8"))
    read = read_as_json(FIXTURE.with_suffix(".md").read_text(encoding="utf-8"))
    assert expected.keys() <= read.keys()
    for recommendation in expected["recommendations"]:
        assert recommendation.keys() - {"also_accept"} <= read["recommendations"][0].keys()


def test_every_text_is_found_again_at_its_span() -> None:
    read = read_as_json(FIXTURE.with_suffix(".md").read_text(encoding="utf-8"))
    plain = read["plain_text"]
    for recommendation in read["recommendations"]:
        passage = recommendation["response_passages"][0]
        span = passage["span"]
        assert plain[span["start"] : span["end"]].split() == passage["text"].split()
        for item in recommendation["items"]:
            assert plain[item["span"]["start"] : item["span"]["end"]] == item["text"]
        evidence = recommendation["stance_evidence"]
        if evidence:
            assert plain[evidence["span"]["start"] : evidence["span"]["end"]] == evidence["text"]


def test_silence_is_null() -> None:
    read = read_as_json("## Recommendation\n\nAct.")
    (recommendation,) = read["recommendations"]
    for key in ("title", "super_complaint", "report_published", "responder", "responder_kind", "response_date"):
        assert read[key] is None
    for key in ("number", "response_first_words", "response_text", "stance_evidence", "progress"):
        assert recommendation[key] is None
    assert recommendation["recipients"] == []
