"""Take the pictures of the README from a running site that holds the demonstration dossier.

    make run                                   # in another terminal
    .venv/bin/python docs/make_pictures.py     # or with the site's address

Needs a Chromium, found as in the tests: by CHROMIUM, or on the PATH.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
#: name → (address, width, height, words of a fold to open or None)
SHOTS = {
    "front": ("/", 1180, 900, None),
    "article": ("/articles/meng-flies-home/", 1180, 900, None),
    "event": ("/events/meng-arrest/", 1180, 900, "6 sources"),
}


def take(page: Page, site: str, name: str) -> None:
    path, width, height, fold = SHOTS[name]
    page.set_viewport_size({"width": width, "height": height})
    answer = page.goto(site + path)
    if answer is None or not answer.ok:
        sys.exit(f"{site}{path} does not answer: start the site with the demonstration dossier (make run).")
    if fold:
        page.get_by_text(fold, exact=True).first.click()
    page.screenshot(path=PICTURES / f"{name}.png")


def main() -> None:
    site = (sys.argv[1:] or ["http://127.0.0.1:8000"])[0].rstrip("/")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=False)
        page = browser.new_page(color_scheme="light", locale="en-GB")
        for name in SHOTS:
            take(page, site, name)
        browser.close()


if __name__ == "__main__":
    main()
