"""Other Pythons of this machine, where there are any."""

import os
import shutil
import subprocess


def interpreter(python: str) -> str | None:
    """Find an interpreter that is installed; pyenv's own ones want to be told which is meant."""
    tool = shutil.which(f"python{python}")
    environment = {**os.environ, "PYENV_VERSION": python}
    if tool is None:
        return None
    run = subprocess.run(
        [tool, "-c", "import sys; print(sys.executable)"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout.strip() if run.returncode == 0 else None
