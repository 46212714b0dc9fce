"""black, ruff and Python agree with everything that is emitted, whatever the plan."""

import ast
import subprocess
import warnings
from pathlib import Path

import black
from hypothesis import HealthCheck, Phase, given

from emitters.drawn import plans
from flashc.ir.plan.worker import WorkerPlan
from flashc_emitters import emit
from inventing import invented

MODE = black.Mode(target_versions={black.TargetVersion.PY311})
THOROUGH = invented(60, unchecked=[HealthCheck.data_too_large])


def generated(plan: WorkerPlan) -> dict[str, str]:
    """Return the generated modules by name."""
    start = f"src/{plan.package}/"
    return {
        file.path.removeprefix(start): file.content.decode()
        for file in emit(plan).files
        if file.path.startswith(start)
    }


@THOROUGH
@given(plans())
def test_black_changes_nothing(plan: WorkerPlan) -> None:
    for text in generated(plan).values():
        assert black.format_str(text, mode=MODE) == text


@THOROUGH
@given(plans())
def test_the_modules_say_what_the_plan_says(plan: WorkerPlan) -> None:
    modules = generated(plan)
    functions = {
        node.name: node
        for node in ast.parse(modules["app.py"]).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert list(functions) == [handler.name for handler in plan.app.handlers]
    for handler in plan.app.handlers:
        decorator = functions[handler.name].decorator_list[0]
        assert isinstance(decorator, ast.Call)
        assert ast.literal_eval(decorator.args[0]) == handler.path
        assert ast.literal_eval(decorator.keywords[0].value) == handler.operation_id


def compiled(plan: WorkerPlan) -> None:
    for name, text in generated(plan).items():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compile(text, name, "exec", dont_inherit=True)


@THOROUGH
@given(plans())
def test_python_reads_it_without_a_warning(plan: WorkerPlan) -> None:
    compiled(plan)


def test_ruff_finds_nothing_in_a_crowd_of_drawn_workers(tmp_path: Path) -> None:
    """One run of ruff over many workers, each with its own settings."""

    @invented(40, phases=[Phase.generate])
    @given(plans())
    def write(plan: WorkerPlan) -> None:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        for file in emit(plan).files:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)

    write()
    run = subprocess.run(
        ["ruff", "check", "--no-cache", "--output-format", "concise", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
