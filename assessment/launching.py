"""How the app and the respondents' form are started: the command and the environment of each process."""

import os
import sys
from pathlib import Path

from assessment.shipped import shipped

SECRETS = ("ASSESS_STORE", "ASSESS_WORKSPACE", "ASSESS_FORM_STORE")  # of the leader: the form is told its own store and nothing else


def script(name: str = "main.py") -> Path:
    """An entry script of the app, beside the shipped data."""
    return shipped().parent / "app" / name


def command(port: int) -> list[str]:
    """Command line of the app; it listens on localhost alone, so that nothing leaves the machine."""
    return _streamlit(script(), "127.0.0.1", port)


def form_command(port: int, address: str = "127.0.0.1") -> list[str]:
    """Command line of the respondents' form; at another address than localhost, put a server that speaks HTTPS in front of it.

    Python looks for garbage when it thinks fit: doing so after every page, as Streamlit would, took more than drawing the page.
    """
    more = {"client.toolbarMode": "minimal", "server.headless": "true", "runner.postScriptGC": "false"}
    return _streamlit(script("survey.py"), address, port, more)


def _streamlit(entry: Path, address: str, port: int, more: dict[str, str] | None = None) -> list[str]:
    options = {
        "server.address": address,
        "server.port": str(port),
        "browser.gatherUsageStats": "false",
        "server.fileWatcherType": "none",
        **(more or {}),
    }
    return [sys.executable, "-m", "streamlit", "run", str(entry), *(f"--{key}={value}" for key, value in options.items())]


def environment(folder: Path) -> dict[str, str]:
    """Environment of the app: this one, plus where the workspace is."""
    return {**os.environ, "ASSESS_WORKSPACE": str(folder.resolve())}


def form_environment(store: str, k: int) -> dict[str, str]:
    """Environment of the form: this one without what opens the leader's store, plus the form's own address and the k that it promises."""
    kept = {name: value for name, value in os.environ.items() if name not in SECRETS}
    return {**kept, "ASSESS_FORM_STORE": store, "ASSESS_FORM_K": str(k)}
