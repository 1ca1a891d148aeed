"""A headless Chromium, and the app as `assess app` starts it."""

import os
import runpy
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from assessment import launching
from assessment.reporting.exports import results

ROOT = Path(__file__).parents[2]
BUILDERS = runpy.run_path(str(ROOT / "tests" / "reporting" / "conftest.py"))
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser():
    """Chromium of this machine; without one the tests skip, but never in CI."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        reason = f"no browser: none of {', '.join(NAMES)} is installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--disable-gpu", "--disable-quic"])
        yield opened
        opened.close()


@pytest.fixture
def visit(browser):
    """Open an address in a new window; its requests and errors are kept in `page.requests` and `page.errors`."""
    contexts = []

    def opened(address, **options):
        contexts.append(browser.new_context(**({"viewport": {"width": 1400, "height": 1000}} | options)))
        page = contexts[-1].new_page()
        page.requests, page.errors = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def _free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    """Address of the running app on the example result, started from another folder."""
    folder = tmp_path_factory.mktemp("workspace")
    results.save(BUILDERS["example"](), folder / "results" / "2026-11-22")
    (folder / "app").mkdir()
    (folder / "app" / "__init__.py").write_text("raise ImportError('a package of the visitor, not ours')")
    with _served(launching.command, launching.environment(folder), folder) as address:
        yield address


@pytest.fixture(scope="session")
def served():
    """Start a command line made for a port, and wait until it answers: `with served(command, environment, folder) as address`."""
    return _served


@contextmanager
def _served(command, environment, folder):
    port = _free_port()
    log = (folder / "app.log").open("w")
    environment = environment | {"STREAMLIT_SERVER_HEADLESS": "true"}
    process = subprocess.Popen(command(port), env=environment, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process, folder / "app.log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _wait(address, process, log):
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the app did not start: {log.read_text()}")
