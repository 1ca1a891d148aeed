"""How the app is started: the command and the environment of its process."""

import os
import sys
from pathlib import Path

from assessment.shipped import shipped


def script() -> Path:
    """The app's entry script, beside the shipped data."""
    return shipped().parent / "app" / "main.py"


def command(port: int) -> list[str]:
    """Command line of the app; it listens on localhost alone, so that nothing leaves the machine."""
    options = {
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "browser.gatherUsageStats": "false",
        "server.fileWatcherType": "none",
    }
    return [sys.executable, "-m", "streamlit", "run", str(script()), *(f"--{key}={value}" for key, value in options.items())]


def environment(folder: Path) -> dict[str, str]:
    """Environment of the app: this one, plus where the workspace is."""
    return {**os.environ, "ASSESS_WORKSPACE": str(folder.resolve())}
