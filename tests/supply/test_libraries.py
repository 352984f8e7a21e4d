"""What we stand on: few libraries, each by its digest, listed, under a licence that goes with ours."""

import json
import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import distribution, distributions, version
from pathlib import Path

import pytest
from cyclonedx.model.bom import Bom
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PINNED = (ROOT / "constraints.txt").read_text(encoding="utf-8")
OURS = "smart-navigator"
IN_A_FILE_ALONE = {"pyrage", "axe-playwright-python", "pyxform"}
"""They name their licence in no field: MIT, MIT, BSD-2-Clause; see the Makefile."""


def needed(name: str, extra: str = "") -> set[str]:
    """All that a library brings with it on this machine, itself among them."""
    names: set[str] = {canonicalize_name(name)}
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            parts = requirement.extras or {""}
            names |= {other for part in parts for other in needed(requirement.name, part)}
    return names


def test_what_runs_stands_on_forty_libraries_at_most() -> None:
    assert len(needed(OURS) - {OURS}) <= 40


def test_every_library_is_pinned_by_digest_and_no_index_is_named() -> None:
    entries = PINNED.replace(" \\\n", " ").splitlines()
    pinned = {entry.partition("==")[0] for entry in entries}

    assert [
        entry for entry in entries if not re.fullmatch(r"[a-z0-9-]+==\S+( ;.*)?(\s+--hash=sha256:[0-9a-f]{64})+", entry)
    ] == []
    assert {canonicalize_name(it.name) for it in distributions()} - pinned <= {OURS}


def test_a_file_with_another_digest_is_refused(tmp_path: Path) -> None:
    """Here an index has a pip of its own under the number of ours."""
    version = re.findall(r"^pip==(\S+)", PINNED, re.MULTILINE)[0]
    with zipfile.ZipFile(tmp_path / f"pip-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"pip-{version}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: pip\nVersion: {version}\n")
        wheel.writestr(
            f"pip-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"pip-{version}.dist-info/RECORD", "")
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
    path = f"{Path(sys.base_prefix) / 'bin'}:/usr/bin:/bin"

    run = subprocess.run(
        ["sh", "install.sh", "run", str(tmp_path / "venv")],
        cwd=ROOT,
        env={**os.environ, **index, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert "handed over a file that is not the one of constraints.txt" in run.stderr


@pytest.fixture(scope="module")
def bom(tmp_path_factory: pytest.TempPathFactory) -> Bom:
    """As `make sbom` makes it, of this Python."""
    file = tmp_path_factory.mktemp("bom") / "sbom.json"
    program = Path(sys.executable).with_name("cyclonedx-py")
    how = ("--pyproject", "pyproject.toml", "--output-reproducible", "--no-validate", "-o", str(file))
    subprocess.run([program, "environment", *how, sys.executable], cwd=ROOT, check=True, capture_output=True)
    read: Bom = Bom.from_json(json.loads(file.read_text(encoding="utf-8")))  # type: ignore[attr-defined]  # it is made
    return read


def test_the_list_of_libraries_is_what_is_installed(bom: Bom) -> None:
    listed = {(canonicalize_name(it.name), it.version) for it in bom.components}

    assert listed == {(canonicalize_name(it.name), it.version) for it in distributions()} - {(OURS, version(OURS))}
    assert bom.metadata.component is not None
    assert bom.metadata.component.name == OURS


def test_each_library_of_the_list_has_a_place_in_its_graph_and_a_licence(bom: Bom) -> None:
    assert {it.ref for it in bom.dependencies} >= {it.bom_ref for it in bom.components}
    assert {it.name for it in bom.components if not it.licenses} <= IN_A_FILE_ALONE


def test_every_licence_goes_with_ours() -> None:
    run = subprocess.run(["make", "licences"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr
