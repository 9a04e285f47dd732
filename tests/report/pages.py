"""A reporter at the pages, without script and without a cookie."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass
class Reporter:
    """Goes the whole way, or any step of it."""

    visitor: Client
    language: str = "en"
    receipt: str = ""
    ticket: str = ""

    def post(self, address: str, **fields: object) -> HttpResponse:
        response = self.visitor.post(f"/{self.language}{address}", fields)
        assert isinstance(response, HttpResponse)
        return response

    def get(self, address: str) -> HttpResponse:
        response = self.visitor.get(f"/{self.language}{address}")
        assert isinstance(response, HttpResponse)
        return response

    def take_receipt(self) -> HttpResponse:
        response = self.post("/report/receipt/", promise_day=hidden(self.get("/report/"), "promise_day"))
        self.receipt, self.ticket = shown_receipt(response), hidden(response)
        return response

    def reach_form(self) -> HttpResponse:
        self.take_receipt()
        response = self.post("/report/write/", ticket=self.ticket, groups=self.receipt[-9:])
        self.ticket = hidden(response)
        return response

    def send(self, **answers: object) -> HttpResponse:
        """Send the form that was reached."""
        return self.post("/report/send/", ticket=self.ticket, **answers)

    def report(self, **answers: object) -> HttpResponse:
        self.reach_form()
        return self.send(**(answers or {"account": "He took my wages."}))

    def come_back(self, receipt: str = "") -> HttpResponse:
        return self.post("/return/", receipt=receipt or self.receipt)
