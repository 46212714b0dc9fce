"""The same plan gives the same bytes, in every process and for ordinary plans without black."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("compiler", "emitters", "runtime_shim", "tests")

PROGRAM = """
import hashlib, sys
from emitters.everything import everything
from flashc_emitters import emit_all
digest = hashlib.sha256()
for tree in emit_all([everything(), everything()]):
    for file in tree.files:
        digest.update(file.path.encode() + b"\\0" + file.content)
print(digest.hexdigest(), "black" in sys.modules)
"""


def run(**variables: str) -> str:
    path = os.pathsep.join(str(ROOT / folder) for folder in FOLDERS)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_hash_seed_locale_and_time_zone_do_not_matter() -> None:
    first = run(PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    second = run(PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Tokyo", PYTHONUTF8="0")
    assert first == second


def test_black_is_not_even_imported_for_an_ordinary_worker() -> None:
    assert run().split()[1] == "False"
