"""A reporter at the pages, without script and without a cookie."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.web.trees import Element, tree


def text_of(response: HttpResponse) -> str:
    return tree(response.content.decode()).text


def without_padding(response: HttpResponse) -> bytes:
    """The page as it is without what brings it to its size class (`base.same_size`)."""
    return response.content.partition(b"\n<!-- ")[0]


def hidden(response: HttpResponse, name: str = "ticket") -> str:
    """The value of a hidden field."""
    return str(tree(response.content.decode()).find(tag="input", name=name).attributes["value"])


def shown_receipt(response: HttpResponse) -> str:
    """The receipt as the page shows it: two lines of three groups."""
    elements = tree(response.content.decode()).walk()
    return " ".join(one.text for one in elements if one.tag == "bdi" and len(one.text) == len("0000 0000 0000"))


def value_of(page: Element, name: str) -> str:
    """What stands in a box of a page."""
    element = next(one for one in page.walk() if one.attributes.get("name") == name)
    return element.text if element.tag == "textarea" else str(element.attributes.get("value") or "")


def answers_on(response: HttpResponse) -> dict[str, list[str]]:
    """What a page of the report shows as typed and ticked, by name."""
    answers: dict[str, list[str]] = {}
    for one in tree(response.content.decode()).walk():
        name, kind = str(one.attributes.get("name", "")), one.attributes.get("type")
        if one.tag == "textarea" and one.text.strip():
            answers.setdefault(name, []).append(one.text.strip())
        is_ticked = kind in ("radio", "checkbox") and "checked" in one.attributes
        if is_ticked or (kind == "text" and one.attributes.get("value")):
            answers.setdefault(name, []).append(str(one.attributes["value"]))
    return answers


@dataclass
class Reporter:
    """Goes the whole way, or any step of it."""

    visitor: Client
    language: str = "en"
    receipt: str = ""
    ticket: str = ""
    draft: str = ""

    def post(self, address: str, **fields: object) -> HttpResponse:
        response = self.visitor.post(f"/{self.language}{address}", fields)
        assert isinstance(response, HttpResponse)
        return response

    def get(self, address: str) -> HttpResponse:
        response = self.visitor.get(f"/{self.language}{address}")
        assert isinstance(response, HttpResponse)
        return response

    def take_receipt(self) -> HttpResponse:
        response = self.post("/report/receipt/", promise_day=hidden(self.get("/report/rule/"), "promise_day"))
        self.receipt, self.ticket = shown_receipt(response), hidden(response)
        return response

    def reach_form(self) -> HttpResponse:
        self.take_receipt()
        response = self.post("/report/write/", ticket=self.ticket, groups=self.receipt[-9:])
        return self._keeping(response)

    def go(self, page: str, to: str, **answers: object) -> HttpResponse:
        """Press a button of one page that leads to another."""
        fields = {"ticket": self.ticket, "draft": self.draft, "page": page, "to": to}
        return self._keeping(self.post("/report/next/", **fields, **answers))

    def add(self, *files: tuple[str, bytes], address: str = "/report/files/add/", **fields: object) -> HttpResponse:
        """Choose files and press the button: the fields stand before them, as in the page."""
        chosen = [SimpleUploadedFile(name, content) for name, content in files]
        carried = {"ticket": self.ticket, "draft": self.draft, "page": "files"}
        response = self.post(address, **carried, **fields, file=chosen)
        return self._keeping(response) if b'name="draft"' in response.content else response

    def send(self, on_page: object = "", **answers: object) -> HttpResponse:
        """Send the form that was reached."""
        fields = {"ticket": self.ticket, "draft": self.draft, "page": on_page}
        return self.post("/report/send/", **fields, **answers)

    def _keeping(self, response: HttpResponse) -> HttpResponse:
        """Remember what the page carries to the next one."""
        self.ticket, self.draft = hidden(response), hidden(response, "draft")
        return response

    def report(self, **answers: object) -> HttpResponse:
        self.reach_form()
        return self.send(**(answers or {"account": "He took my wages."}))

    def come_back(self, receipt: str = "") -> HttpResponse:
        return self.post("/return/", receipt=receipt or self.receipt)
