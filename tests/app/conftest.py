"""A workspace that holds the example result, and every page of the app run without a browser."""

import runpy
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.reporting.exports import results
from assessment.workspace import Workspace

ROOT = Path(__file__).parents[2]
BUILDERS = runpy.run_path(str(ROOT / "tests" / "reporting" / "conftest.py"))
LEFT = "name: build\njobs:\n  - run: make lint\n  - run: make <b>test</b>\n"
RIGHT = "name: build\njobs:\n  - run: make check\n  - run: make <b>test</b>\n  - run: ./deploy.sh\n"


@pytest.fixture(scope="session")
def builders():
    """The builders of results: example() and nothing()."""
    return BUILDERS


@pytest.fixture(scope="session")
def assessed(tmp_path_factory):
    """A workspace with the example result."""
    folder = tmp_path_factory.mktemp("assessed")
    results.save(BUILDERS["example"](), folder / "results" / "2026-11-22")
    return folder


@pytest.fixture(scope="session")
def silent(tmp_path_factory):
    """A workspace whose result knows nothing."""
    folder = tmp_path_factory.mktemp("silent")
    results.save(BUILDERS["nothing"](), folder / "results" / "2026-11-22")
    return folder


@pytest.fixture
def open_page(monkeypatch):
    """Open a page of the app on a workspace, as a visitor would: by the entry script and its navigation."""

    def opened(folder, page="verdict", **state):
        monkeypatch.setenv("ASSESS_WORKSPACE", str(folder))
        monkeypatch.setattr(Workspace, "content", lambda _self, repository, _path: RIGHT if "payments" in repository else LEFT)
        app = AppTest.from_file(str(ROOT / "app" / "main.py"), default_timeout=60)
        for key, value in state.items():
            app.session_state[key] = value
        app.run()
        return app if page == "verdict" else app.switch_page(f"app_pages/{page}.py").run()

    return opened
