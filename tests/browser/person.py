"""A person at the browser: reads the page, chooses and presses, and keeps a picture of what was seen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

PICTURES = Path(__file__).parents[2] / ".state" / "browser"
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Person:
    """Who consents, or does not."""

    browser: Chrome

    def opens(self, url: str) -> None:
        """Type an address, as one may also do with an old one or a changed one."""
        self.browser.get(url)

    @property
    def address(self) -> str:
        """What the address bar shows."""
        return str(self.browser.current_url)

    @property
    def told(self) -> dict[str, str]:
        """What the address bar carries behind the question mark."""
        return dict(parse_qsl(urlsplit(self.address).query))

    @property
    def heading(self) -> str:
        return self.browser.find_element(By.TAG_NAME, "h1").text

    def reads(self) -> str:
        """The page's text."""
        return self.browser.find_element(By.TAG_NAME, "body").text

    def companies(self) -> list[str]:
        """What the page lets one choose."""
        return [option.text for option in Select(self.browser.find_element(By.NAME, "realm")).options]

    def chooses(self, realm_id: str) -> None:
        Select(self.browser.find_element(By.NAME, "realm")).select_by_value(realm_id)

    def presses(self, button: str) -> None:
        """Press it, and wait for the page it leads to."""
        pressed = self.browser.find_element(By.XPATH, f"//button[normalize-space()='{button}']")
        pressed.click()
        wait = WebDriverWait(self.browser, PATIENCE, ignored_exceptions=[WebDriverException])
        wait.until(staleness_of(pressed))

    def clicks(self, button: str) -> None:
        """Press a button that leads nowhere."""
        self.browser.find_element(By.XPATH, f"//button[normalize-space()='{button}']").click()

    def sees(self, text: str) -> None:
        """Wait until the page says so."""
        WebDriverWait(self.browser, PATIENCE).until(lambda _: text in self.reads())

    def complaints(self) -> list[str]:
        """What the browser complained of since it was asked last: refused by a policy, not found, crashed."""
        lines = self.browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium left it so
        return [line["message"] for line in lines if line["level"] == "SEVERE"]

    def keeps_a_picture(self, name: str) -> Path:
        """Save what is on the screen as `.state/browser/{name}.png`."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture = PICTURES / f"{name}.png"
        assert self.browser.save_screenshot(str(picture))
        return picture
