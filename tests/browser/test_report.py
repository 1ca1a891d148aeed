"""The report in a browser, opened as a file: it draws everything and asks nobody."""

import runpy
import time
from pathlib import Path

import pytest

from assessment.reporting.exports import html

pytestmark = pytest.mark.browser
BUILDERS = runpy.run_path(str(Path(__file__).parents[1] / "reporting" / "conftest.py"))


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return html.write(BUILDERS["example"](), tmp_path_factory.mktemp("report") / "report.html")


INK = {"light": "rgb(31, 41, 51)", "dark": "rgb(230, 234, 240)"}  # of figures/theme.py


def drawn(page):
    for at in range(11):  # ten kinds of figure, and one for the second road
        page.locator(".figure").nth(at).locator(".main-svg").first.wait_for(timeout=30_000)


def ink(page):
    return page.locator(".figure .annotation-text").first.evaluate("node => getComputedStyle(node).fill")


def soon(holds):
    """True as soon as `holds()` is; False after ten seconds."""
    until = time.monotonic() + 10
    while not (found := holds()) and time.monotonic() < until:
        time.sleep(0.1)
    return found


@pytest.mark.parametrize("unguarded", [False, True], ids=["as it is", "without its content policy"])
def test_it_draws_every_figure_and_makes_no_request(report, visit, unguarded):
    """Without the policy too: nothing is asked for, not merely stopped."""
    page = visit(report.as_uri(), bypass_csp=unguarded)
    drawn(page)
    page.wait_for_timeout(500)
    assert [url for url in page.requests if not url.startswith(("data:", "blob:"))] == [report.as_uri()]
    assert page.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_light_and_dark(report, visit, scheme):
    page = visit(report.as_uri(), color_scheme=scheme)
    drawn(page)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ink(page), paper) == (INK[scheme], {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 21, 30)"}[scheme])


def test_a_page_that_turns_dark_is_drawn_again(report, visit):
    page = visit(report.as_uri(), color_scheme="light")
    drawn(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "getComputedStyle(document.querySelector('.figure .annotation-text')).fill === 'rgb(230, 234, 240)'", timeout=10_000
    )


def test_on_paper_it_is_light_and_fits(report, visit, tmp_path):
    page = visit(report.as_uri(), color_scheme="dark")
    drawn(page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    widths = page.evaluate("[...document.querySelectorAll('.figure .main-svg')].map(svg => svg.getBoundingClientRect().width)")
    assert ink(page) == INK["light"]
    assert max(widths) <= 680
    assert len(page.pdf(path=tmp_path / "report.pdf", format="A4")) > 50_000


@pytest.mark.parametrize("width", [420, 1400])
def test_nothing_is_wider_than_the_page(report, visit, width):
    page = visit(report.as_uri())
    page.set_viewport_size({"width": width, "height": 900})
    drawn(page)
    assert soon(lambda: page.evaluate("document.documentElement.scrollWidth") <= width)
