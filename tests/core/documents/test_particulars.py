import pytest

from safetoshare.core.documents.bodies import BodyKind
from safetoshare.core.documents.markdown import read_markdown
from safetoshare.core.documents.particulars import Particulars, read_particulars


def particulars(markdown: str) -> Particulars:
    return read_particulars(read_markdown(markdown.encode()).blocks)


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("# Response to “Left waiting? A report on bail”", "Left waiting? A report on bail"),
        ("**‘A REPORT ON THE SISTERS’ SUPER-COMPLAINT ON BAIL’ PUBLISHED 3RD MAY 2021**",
         "A REPORT ON THE SISTERS’ SUPER-COMPLAINT ON BAIL"),
        ("# Northmoor Police\n\n## Answer to the report on bail, published 3 May 2021", "Answer to the report on bail"),
        ("Dear Sam, about the report “Left waiting on bail” we say:", "Left waiting on bail"),
        ("He said “nothing of the kind happened”.", None),
        ("plain text", None),
    ],
)  # fmt: skip
def test_the_title_is_the_reports_where_it_is_quoted_else_the_heading(markdown: str, title: str | None) -> None:
    assert particulars(markdown).title == title


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        (
            "Report on Liberty and Southall Black Sisters’ super-complaint on policing",
            "Liberty and Southall Black Sisters",
        ),
        ("the super-complaint submitted by the Fernhill Trust, on behalf of others", "Fernhill Trust"),
        ("A super-complaint was made on 3 May 2021 by Harbour Rights about bail.", "Harbour Rights"),
        ("On 3 May 2021, the Centre for Harbour Justice made a super-complaint.", "Centre for Harbour Justice"),
        ("the Centre for Women’s Justice super-complaint was published", None),
        ("Response to Super Complaint by Fernhill Trust (17/12/2020)", "Fernhill Trust"),
        ("This is a super-complaint about bail.", None),
    ],
)
def test_who_made_the_super_complaint(text: str, maker: str | None) -> None:
    assert particulars(text).super_complaint == maker


@pytest.mark.parametrize(
    ("markdown", "name", "kind"),
    [
        ("RESPONSE FROM AVON AND SOMERSET PCC DATED 17TH JUNE 2021", "AVON AND SOMERSET PCC", BodyKind.PCC),
        ("Response from Vale PCC and Vale Police, 1st June 2023", "Vale PCC and Vale Police", BodyKind.JOINT),
        ("From: Jo Example, Northmoor Constabulary", "Northmoor Constabulary", BodyKind.FORCE),
        ("| From | Home Office |\n|---|---|\n| To | Inspectorate |", "Home Office", BodyKind.NATIONAL),
        ("# Northmoor Police’s response to the report", "Northmoor Police", BodyKind.FORCE),
        ("Yours sincerely\n\nJo Example\nChief Constable\nVale Constabulary", "Vale Constabulary", BodyKind.FORCE),
        ("# Northmoor Constabulary: our plan", "Northmoor Constabulary", BodyKind.FORCE),
        ("# The police response to bail", None, None),
        ("We thank Northmoor Police for its help.", None, None),
    ],
)
def test_who_answers(markdown: str, name: str | None, kind: BodyKind | None) -> None:
    responder = particulars(markdown).responder
    assert (responder.name if responder else None, responder.kind if responder else None) == (name, kind)
