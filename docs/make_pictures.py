"""Take the pictures of the README from a running site that holds the demonstration dossier.

    make run                                   # in another terminal
    .venv/bin/python docs/make_pictures.py     # or with the site's address, and the file with its accounts

Needs a Chromium, found as in the tests: by CHROMIUM, or on the PATH. Nothing is kept on the site.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
ACCOUNTS = Path(__file__).parents[1] / "var" / "accounts.txt"
#: name → (address, width, height, words of a fold to open or None)
SHOTS = {
    "front": ("/", 1440, 1000, None),
    "article": ("/articles/meng-flies-home/", 820, 1060, None),
    "event": ("/events/meng-arrest/", 390, 844, "6 sources"),
}
#: what is pasted on the desk for its picture; those who are quoted in it are invented
TEXT = """Home
Subscribe

Canada looks back on the Meng case

By Nora Quill

25 September 2023

OTTAWA – On 24 September 2021 Meng Wanzhou flew home. Michael Kovrig and Michael Spavor landed in Calgary the next day.

“It was a long case,” said Astrid Lindholm of the Fjord Institute. Dominic Barton was Canada’s ambassador in Beijing then.

Vera Holm, a historian, said on Monday that it would be taught in schools.

Sign up for our newsletter
"""


def take(page: Page, site: str, name: str) -> None:
    path, width, height, fold = SHOTS[name]
    page.set_viewport_size({"width": width, "height": height})
    answer = page.goto(site + path)
    if answer is None or not answer.ok:
        sys.exit(f"{site}{path} does not answer: start the site with the demonstration dossier (make run).")
    if fold:
        page.get_by_text(fold, exact=True).first.click()
    page.screenshot(path=PICTURES / f"{name}.png")


def take_desk(page: Page, site: str, accounts: Path) -> None:
    """The reading of a pasted text, before anything is kept."""
    password = dict(line.split(maxsplit=1) for line in accounts.read_text().splitlines())["editor"]
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{site}/admin/paste/")
    page.get_by_label("Paste the text").fill(TEXT)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="Canada looks back").wait_for()
    page.wait_for_timeout(500)  # the page fades in
    page.screenshot(path=PICTURES / "desk.png")


def main() -> None:
    given = dict(enumerate(sys.argv[1:]))
    site, accounts = given.get(0, "http://127.0.0.1:8000").rstrip("/"), Path(given.get(1, ACCOUNTS))
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=False)
        page = browser.new_page(color_scheme="light", locale="en-GB")
        for name in SHOTS:
            take(page, site, name)
        take_desk(page, site, accounts)
        browser.close()


if __name__ == "__main__":
    main()
