"""How properties invent their examples: the same ones in every run, or freely with `--endurance`.

What the gate invents depends on a test's own text and on the version of Hypothesis alone, which is
why pyproject.toml pins that. `derandomize` does not suffice: Hypothesis also draws from the
constants of all modules that the process has imported so far, and those differ from run to run when
pytest-xdist distributes the tests. Nor may a test fail because its values took long to draw.
"""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal import constants_ast
from hypothesis.internal.conjecture import providers
from sortedcontainers import SortedSet

from environments import REPOSITORY

MORE = 20
"""So many times as many examples are invented with `--endurance`."""
_TIMED = HealthCheck.too_slow
_CODE = ("compiler", "emitters", "runtime_shim")
_freely = False


def prepare(config: pytest.Config) -> None:
    """Decide how all properties invent, before the first of them is defined.

    With `--endurance` a seed is chosen where `--hypothesis-seed` gives none; the processes of
    pytest-xdist are handed the same one.
    """
    if not config.option.endurance:
        invent_alike()
        return
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(random.SystemRandom().getrandbits(32))
    invent_freely()


def invent_alike() -> None:
    """Invent the same examples in every run."""
    _settle(freely=False, code=())


def invent_freely() -> None:
    """Invent other examples for every seed, many more of them, and with the product's constants."""
    code = (path for folder in _CODE for path in (REPOSITORY / folder).rglob("*.py"))
    _settle(freely=True, code=sorted(code))


def _settle(*, freely: bool, code: Iterable[Path]) -> None:
    # Settings are made while modules are imported, where nobody can hand them anything.
    global _freely  # noqa: PLW0603
    _freely = freely
    own = constants_ast.Constants(
        integers=SortedSet(),
        floats=SortedSet(key=providers.float_to_int),
        bytes=SortedSet(),
        strings=SortedSet(),
    )
    for path in code:
        own |= constants_ast._constants_from_source(path.read_bytes(), limit=True)
    providers._get_local_constants = lambda: own
    providers.CONSTANTS_CACHE.cache.clear()
    settings.register_profile(
        "flashc",
        settings.get_profile("default"),
        max_examples=many(100),
        derandomize=not freely,
        # What failed once would be tried first the next time, in this folder and nowhere else.
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=[_TIMED],
    )
    settings.load_profile("flashc")


def seed_of(config: pytest.Config) -> int:
    """Give the seed of what is invented without Hypothesis: 0 in the gate."""
    return int(config.option.hypothesis_seed) if config.option.endurance else 0


def many(count: int, factor: int = MORE) -> int:
    """Give how many of something to invent: `count`, or so many times as many."""
    return count * factor if _freely else count


def invented(
    examples: int = 100,
    *,
    unchecked: Iterable[HealthCheck] = (),
    phases: Iterable[Phase] = tuple(Phase),
    factor: int = MORE,
) -> settings:
    """Give the settings of a property that needs other than the usual ones.

    `unchecked` are the health checks that it cannot pass, `factor` is how many times as many
    examples are worth their time with `--endurance`.
    """
    return settings(
        max_examples=many(examples, factor),
        phases=phases,
        suppress_health_check=[_TIMED, *unchecked],
    )


def how_to_repeat(config: pytest.Config) -> str:
    """Say which seed the examples come from; empty where they are always the same."""
    if not config.option.endurance:
        return ""
    seed, minutes = config.option.hypothesis_seed, config.option.endurance
    return (
        f"examples are invented from seed {seed}; the same ones again, for any selection of tests: "
        f"pytest --endurance {minutes:g} --hypothesis-seed {seed}"
    )
