"""The desk in a real browser: every page in both directions and three widths, by keyboard, without JavaScript, read by
axe-core, under attack; and the way from bringing a story in to handing it on, which also makes the tutorial's pictures
(`RIWAYA_PICTURES=1 pytest tests/test_desk_browser.py` writes docs/pictures)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from desk_kept import EVIL, hostile, kept, served
from invented import bakery
from riwaya.desk import places
from riwaya.desk.asking import House
from riwaya.desk.jobs import Job, Kept
from riwaya.export.json import loads
from riwaya.model import Problem
from riwaya.store import Store

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = Path("/usr/bin/chromium")
WIDTHS = (360, 1024, 2560)
SERIOUS = ("serious", "critical")
PICTURES = ROOT / "docs" / "pictures" if os.environ.get("RIWAYA_PICTURES") else None

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium here")
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api", reason="no playwright here")
    with sync.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """Address, a good story, a hostile one."""
    folder = tmp_path_factory.mktemp("browser")
    with (
        kept(folder, bakery(), hostile()) as (store, ids),
        served(store, prepare=lambda house: jobs(house, ids)) as address,
    ):
        yield address, ids[0], ids[1]


def jobs(house: House, stories: list[str]) -> None:
    """A job of each kind that somebody may be looking at."""
    held = {
        "over": Job("over", "tracing", kept=[Kept("new", "marsad", "انهيار سقف مخبز", stories[0]),
                                             Kept("revision", "sawt", EVIL[0], stories[0])], stories=stories,
                    problems=[Problem("pages/empty.html", "holds no words"), Problem(EVIL[1], "no page")], over=True),
        "failed": Job("failed", "tracing", failure="OSError: no room is left", over=True),
        "running": Job("running", "claims", 3, 7, stories=stories[:1]),
        "waiting": Job("waiting"),
    }  # fmt: skip
    house.jobs._jobs.update(held)


@pytest.fixture
def open_(browser: Any) -> Iterator[Open]:
    contexts = []

    def opened(speech: str = "en", width: int = 1024, **more: Any) -> Any:
        context = browser.new_context(locale=speech, viewport={"width": width, "height": 800}, **more)
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


PAGES: dict[str, Callable[[str], str]] = {
    "stories": lambda s: "/stories",
    "search": lambda s: "/search",
    "search-words": lambda s: "/search?q=roof",
    "search-claims": lambda s: "/search?for=claims&kind=number&conflict=1&outlets_from=2",
    "search-wrong": lambda s: f"/search?since=yesterday&story={s}",
    "story": lambda s: places.story(s),
    "claims": lambda s: places.story(s, "claims"),
    "claim": lambda s: places.story(s, "claims", "fall"),
    "conflicts": lambda s: places.story(s, "conflicts"),
    "descent": lambda s: places.story(s, "descent"),
    "timeline": lambda s: places.story(s, "timeline"),
    "sources": lambda s: places.story(s, "sources"),
    "source": lambda s: places.story(s, "sources", "mayor"),
    "reports": lambda s: places.story(s, "reports"),
    "report": lambda s: places.story(s, "reports", "marsad"),
    "beside": lambda s: places.story(s, "reports", "marsad", beside="lantern"),
    "bring": lambda s: "/bring",
    "correct": lambda s: places.story(s, "correct", kind="statement-chain", statement="s1"),
    "correct-what": lambda s: places.story(s, "correct", statement="m3"),
    "correct-source": lambda s: places.story(s, "correct", kind="source-part", source="al-marsad"),
    "correct-line": lambda s: places.story(s, "correct", kind="line-keep", report="marsad", line=1),
    "correct-words": lambda s: places.story(s, "correct", kind="statement-content", statement="m1"),
    "correct-claims": lambda s: places.story(s, "correct", kind="claim-merge", claim="fall", other="hurt"),
    "correct-descent": lambda s: places.story(s, "correct", kind="derivation-confirm", report="sawt", other="marsad"),
    "story-move": lambda s: places.story(s, "correct", kind="story-move", report="sawt"),
    "story-part": lambda s: places.story(s, "correct", kind="story-part", report="sawt"),
    "story-join": lambda s: places.story(s, "correct", kind="story-join"),
    "correct-nothing": lambda s: places.story(s, "correct", kind="story-part"),
    "corrections": lambda s: places.story(s, "corrections"),
    "job-over": lambda s: "/jobs/over",
    "job-failed": lambda s: "/jobs/failed",
    "job-running": lambda s: "/jobs/running",
    "job-waiting": lambda s: "/jobs/waiting",
    "hand-on": lambda s: places.story(s, "hand-on"),
    "enter": lambda s: "/enter",
    "error": lambda s: "/no/such/page",
}


def wider(page: Any) -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def faults(page: Any) -> list[str]:
    """The serious findings of axe-core."""
    axe = resources.files(pytest.importorskip("axe_playwright_python")).joinpath("axe.min.js").read_text("utf8")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {n['html'][:120]} {n['any'] and n['any'][0]['message']}" for v in found["violations"]
            if v["impact"] in SERIOUS for n in v["nodes"]]  # fmt: skip


@pytest.mark.parametrize("speech", ["ar", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_fits_and_can_be_read_by_all(
    desk: tuple[str, str, str], open_: Open, tmp_path: Path, name: str, speech: str
) -> None:
    page = open_(speech)
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type == "error" and "404" not in m.text else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto(desk[0] + PAGES[name](desk[1]))
    assert page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if speech == "ar" else "ltr")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert wider(page) == 0, f"{width} px"
        shot = page.screenshot(path=tmp_path / f"{name}-{speech}-{width}.png")
        assert shot.startswith(b"\x89PNG")
    page.set_viewport_size({"width": 1024 if speech == "ar" else 2560, "height": 800})
    assert faults(page) == []
    assert said == []


@pytest.mark.parametrize("name", PAGES)
def test_in_the_dark_it_can_be_read_too(desk: tuple[str, str, str], open_: Open, name: str) -> None:
    page = open_("ar", width=360, color_scheme="dark")
    page.goto(desk[0] + PAGES[name](desk[1]))
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", paper))) < 60
    assert faults(page) == []


def test_paragraphs_run_the_way_of_their_own_words(desk: tuple[str, str, str], open_: Open) -> None:
    page = open_("en")
    page.goto(desk[0] + places.story(desk[1]))
    ways = dict(page.evaluate("[...document.querySelectorAll('.version > blockquote')].map(b => [b.textContent.trim(), "
                              "getComputedStyle(b).direction])"))  # fmt: skip
    assert ways["سقف المخبز انهار فجر الثلاثاء"] == "rtl"
    page.goto(desk[0] + places.story(desk[1], "reports", "lantern"))
    assert page.evaluate("getComputedStyle(document.querySelector('.text')).direction") == "ltr"


def test_letters_come_from_the_desk(desk: tuple[str, str, str], open_: Open) -> None:
    page = open_("ar")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(desk[0] + places.story(desk[1]))
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px \"Noto Sans Arabic\"', 'رواية')")
    assert any("noto-sans-arabic" in url for url in asked)
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(desk[0]).netloc}


def test_nothing_hostile_runs(desk: tuple[str, str, str], open_: Open) -> None:
    page = open_("en")
    seen: list[str] = []
    page.on("request", lambda r: seen.append(r.url))
    page.on("dialog", lambda d: seen.append("dialog"))
    with_report = places.story(desk[2], "reports", f"{EVIL[0]}/../0")
    for path in ("/stories", places.story(desk[2]), places.story(desk[2], "claims", "<c>"), with_report,
                 places.story(desk[2], "sources", "<s>"), places.story(desk[2], "hand-on")):  # fmt: skip
        page.goto(desk[0] + path)
        assert page.evaluate("window.hit") is None, path
        assert wider(page) == 0, path
    page.goto(desk[0] + with_report)
    assert EVIL[0] in page.inner_text(".report .text") and "<svg onload" in page.inner_text(".report .text")
    page.hover(".text .s >> nth=0")
    assert page.evaluate("window.hit") is None
    assert {urlsplit(url).netloc for url in seen} == {urlsplit(desk[0]).netloc}


def test_it_is_whole_without_javascript(desk: tuple[str, str, str], open_: Open) -> None:
    page = open_("en", java_script_enabled=False)
    page.goto(desk[0] + places.story(desk[1], "reports", "sawt"))
    assert "سمير حداد" in page.inner_text(".notes >> nth=0")
    page.select_option("#beside", "marsad")
    page.click("form.inline button")
    assert page.locator(".pairing").count() > 1
    page.click("header.top a[accesskey=b]")
    page.click("button.strong")  # nothing in it
    assert page.locator("[role=alert]").inner_text() == "There was nothing in it."
    page.click(".tools button")
    assert page.locator("html").get_attribute("lang") == "ar"


def test_the_chain_shows_where_one_points(desk: tuple[str, str, str], open_: Open) -> None:
    page = open_("en")
    page.goto(desk[0] + places.story(desk[1], "reports", "sawt"))
    page.hover(".text .s >> nth=0")
    assert "سمير حداد" in page.locator(".tip").inner_text()
    page.hover("h1")
    assert page.locator(".tip").count() == 0
    phone = open_("ar", width=360, has_touch=True, is_mobile=True)
    phone.goto(desk[0] + places.story(desk[1], "reports", "sawt"))
    phone.tap(".text .s >> nth=0")
    assert "سمير حداد" in phone.locator(".tip").inner_text()
    assert wider(phone) == 0


def test_by_keyboard_alone(desk: tuple[str, str, str], open_: Open) -> None:
    page = open_("en")
    page.goto(desk[0] + "/stories")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    page.keyboard.type("انهيار")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    page.keyboard.press("s")
    page.wait_for_url("**/stories")
    for _ in range(40):  # every link and field is reached by Tab, and is seen to be
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == places.story(desk[1]):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{places.story(desk[1])}")
    page.keyboard.press("j")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.className").split()[-1] == "stop"
    assert page.evaluate("document.activeElement.innerText") != first
    page.goto(desk[0] + places.story(desk[1], "reports", "marsad"))
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_url("**/correct?statement=*")


def test_it_prints(desk: tuple[str, str, str], open_: Open) -> None:
    page = open_("ar")
    page.goto(desk[0] + places.story(desk[1]))
    page.emulate_media(media="print")
    assert not page.is_visible(".find") and not page.is_visible(".contents")
    assert page.is_visible(".answer")
    assert page.pdf().startswith(b"%PDF")


# The way through

def picture(page: Any, name: str) -> None:
    """A picture for the tutorial, if they are being made."""
    if PICTURES:
        PICTURES.mkdir(exist_ok=True)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURES / f"{name}.png")


def test_from_paste_to_export(open_: Open, tmp_path: Path) -> None:
    """What the tutorial tells, with the example that it tells it with."""
    reports = ROOT / "examples" / "market-fire" / "reports"
    with Store.open(tmp_path / "desk.db") as store, served(store) as address:
        page = open_("en", width=960)
        page.set_viewport_size({"width": 960, "height": 680})
        page.goto(address)
        assert "There are no stories yet." in page.inner_text("main")
        page.click("a.button")
        title, body = (reports / "02_nawaris.txt").read_text(encoding="utf8").split("\n", 1)
        page.fill("#text", f"{title}\n{body}")
        page.fill("#outlet", "وكالة النوارس للأنباء")
        page.fill("#published", "2022-02-15")
        picture(page, "bring")
        page.set_input_files("#files", [p for p in sorted(reports.iterdir()) if not p.name.startswith("02_")])
        page.click("button.strong")
        page.wait_for_url("**/jobs/*")
        page.wait_for_selector("#job progress, #job .button", timeout=120_000)
        page.wait_for_selector("#job:not([hx-get]) .button", timeout=180_000)
        picture(page, "job")
        page.click("#job .button >> nth=0")
        assert page.locator(".claim").count() > 2
        story = page.url
        picture(page, "story")
        page.click("#descent .more")
        picture(page, "descent")
        page.goto(story)
        page.click(".claim h3 a >> nth=0")
        claim = page.url
        picture(page, "claim")
        assert "riwaya" in page.input_value("#citation")
        page.goto(f"{story}/reports")
        page.click(".report-list p[dir] a >> nth=0")
        page.hover(".text .s:not(.own) >> nth=0")
        picture(page, "report")
        page.select_option("#beside", index=1)
        page.click("form.inline button")
        picture(page, "beside")

        page.goto(f"{story}/descent")
        before = page.locator(".edges li").count()
        page.click(".edges .fix >> nth=0")
        page.fill("#who", "Salma")
        page.fill("#why", "They print the same agency text")
        picture(page, "correct")
        page.click("button.strong")
        page.wait_for_selector(".log li", timeout=120_000)  # where tracing anew takes long, by way of its progress
        assert "Salma" in page.inner_text(".log") and "the same agency text" in page.inner_text(".log")
        picture(page, "corrections")
        page.goto(f"{story}/descent")
        assert page.locator(".edges li").count() == before - 1
        page.goto(f"{story}/corrections")
        page.click(".log button")
        page.wait_for_selector(".log .empty", timeout=120_000)
        page.goto(f"{story}/descent")
        assert page.locator(".edges li").count() == before

        page.goto(f"{story}/reports")
        page.check("#correct input[type=checkbox] >> nth=0")
        page.click("#correct form button")
        assert page.locator("blockquote.target").count() == 1 and page.is_visible("#why")
        picture(page, "another-story")
        page.goto(f"{address}/search")
        page.click(".spelled a >> text=contradict")
        assert page.locator("#listed .story-card").count() > 0
        picture(page, "search")

        page.goto(f"{story}/hand-on")
        picture(page, "hand-on")
        with page.expect_download() as download:
            page.click("a[download$='.json'] >> nth=0")
        trace = loads(Path(download.value.path()).read_text(encoding="utf8"))
        assert len(trace.reports) > 4 and trace.stories[0].claims
        assert urlsplit(claim).path.rpartition("/")[2] in {c.id for c in trace.stories[0].claims}
        arabic = open_("ar", width=960)
        arabic.set_viewport_size({"width": 960, "height": 680})
        arabic.goto(story)
        picture(arabic, "story-ar")
        assert wider(arabic) == 0
        assert json.loads(arabic.request.get(f"{story}.json").text())["figures"]["reports"] == len(trace.reports)
