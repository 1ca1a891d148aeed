"""What is installed from a wheel works without the checkout: data, templates and app travel inside the package."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The wheel, built offline and unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(code, unpacked, folder):
    return subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(unpacked)!r}); {code}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_no_top_level_package_but_ours_is_installed(unpacked):
    assert {path.name.split("-")[0] for path in unpacked.iterdir()} == {"assessment", "platform_assessment"}


def test_the_demo_runs_from_the_wheel(unpacked, tmp_path):
    code = "from assessment import cli; assert '/site/' in cli.__file__; sys.argv[1:] = ['demo', 'here', '--no-app', '--quiet']; cli.main()"
    made = run(code, unpacked, tmp_path)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "here/report.html").exists()


def test_the_app_lies_beside_its_pages(unpacked, tmp_path):
    made = run("from assessment import launching; print(launching.script())", unpacked, tmp_path)
    script = Path(made.stdout.strip())
    assert script.is_relative_to(unpacked)
    assert (script.parent / "app_pages" / "verdict.py").exists()
    assert (script.parent / ".streamlit" / "config.toml").exists()


def test_questionnaires_and_the_page_that_works_offline_are_in_the_wheel(unpacked, tmp_path):
    export = "['questionnaire', 'export', 'maturity', '--to', 'html']"
    made = run(f"from assessment import cli; assert '/site/' in cli.__file__; sys.argv[1:] = {export}; cli.main()", unpacked, tmp_path)
    assert made.returncode == 0, made.stderr
    assert "Reife der Plattform" in (tmp_path / "maturity.html").read_text(encoding="utf-8")  # its translation


def test_the_survey_is_in_the_wheel_with_its_migrations_and_its_form(unpacked, tmp_path):
    code = "from pathlib import Path; from assessment import launching; from assessment.survey.store.store import open_store; "
    made = run(f"{code} print(len(open_store(Path('survey.db')).rounds())); print(launching.script('survey.py'))", unpacked, tmp_path)
    assert made.returncode == 0, made.stderr
    rounds, script = made.stdout.split()
    assert rounds == "0"
    assert Path(script).is_relative_to(unpacked)
    assert (Path(script).parent / "form" / "words.py").exists()
