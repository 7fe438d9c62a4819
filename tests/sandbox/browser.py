"""A browser that reads the consent page, chooses, and follows no redirect out of the sandbox."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import httpx
from lxml import html


@dataclass
class Page:
    """The consent page as a person sees it."""

    http: httpx.Client
    url: str
    tree: html.HtmlElement

    @classmethod
    def open(cls, http: httpx.Client, url: str) -> "Page":
        answer = http.get(url)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/html")
        return cls(http, url, html.fromstring(answer.text))

    @property
    def companies(self) -> dict[str, str]:
        """What one can choose, by the name shown."""
        return {str(each.text): str(each.get("value")) for each in self.tree.iter("option")}

    def press(self, button: str, company: str | None = None) -> httpx.Response:
        """Send the form by the button of that text."""
        (form,) = self.tree.forms
        fields = {str(name): str(value) for name, value in form.form_values()}
        if company is not None:
            fields["realm"] = company
        (pressed,) = [each for each in form.iter("button") if each.text == button]
        fields[str(pressed.get("name"))] = str(pressed.get("value"))
        return self.http.post(str(form.action), data=fields)


def sent_to(answer: httpx.Response) -> tuple[str, dict[str, str]]:
    """Where a redirect leads, and with what."""
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["location"])
    return f"{parts.scheme}://{parts.netloc}{parts.path}", dict(parse_qsl(parts.query))
