"""What is said about the figures: the table, the goals, and for each miss its measured reason."""

import os
import platform
import statistics
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from serving_measures import (
    LARGE,
    LATE,
    MEMORY,
    SMALL_GET,
    SMALL_POST,
    START,
    START_CPU,
    SYNC,
    Figures,
    Series,
)
from serving_servers import ALONE, FASTAPI, OURS, SDK, STARLETTE

DISTRIBUTIONS = "fastapi starlette pydantic uvicorn httptools uvloop".split()
OTHERS = (FASTAPI, SDK, STARLETTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A ratio of our figure to another program's."""

    what: str
    other: str
    ratio: float
    at_least: bool = True

    def is_met(self, found: float) -> bool:
        """Say whether a ratio is good enough."""
        return found >= self.ratio if self.at_least else found <= self.ratio


GOALS = (
    Goal(what=SMALL_POST, other=FASTAPI, ratio=3.0),
    Goal(what=SMALL_POST, other=STARLETTE, ratio=1.1),
    Goal(what=SMALL_GET, other=FASTAPI, ratio=3.0),
    Goal(what=SMALL_GET, other=STARLETTE, ratio=1.1),
    Goal(what=SYNC, other=FASTAPI, ratio=1.0),
    Goal(what=LARGE, other=FASTAPI, ratio=20.0),
    Goal(what=LATE, other=STARLETTE, ratio=1.0, at_least=False),
    Goal(what=START, other=FASTAPI, ratio=1.0, at_least=False),
    Goal(what=MEMORY, other=FASTAPI, ratio=1.05, at_least=False),
)


def ratio(series: Series, other: str) -> float:
    """Return the median of the rounds' own ratios of our figure to another program's.

    A machine that is busy with something else slows both sides of a round.
    """
    pairs = zip(series.of[OURS], series.of[other], strict=True)
    return statistics.median(ours / theirs for ours, theirs in pairs)


def environment(load_before: float) -> list[str]:
    """Say on what was measured."""
    wrk = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False).stdout
    versions = [f"{name} {version(name)}" for name in DISTRIBUTIONS]
    return [
        f"{os.cpu_count()} cores ({processor()}), {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, {', '.join(versions)}",
        " ".join(wrk.split()[:2]),
        f"load average {load_before:.1f} before, {os.getloadavg()[0]:.1f} after",
    ]


def processor() -> str:
    """Return the processor's name, as the system gives it."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def full_table(figures: Figures) -> str:
    """Lay out the medians of everything, and the ratios to the others."""
    shown = {
        **{f"{name}, requests/s": series for name, series in figures.rates.items()},
        **{f"{name}, CPU µs": series for name, series in figures.cpu.items()},
        **figures.rest,
    }
    names = [
        name for name in (OURS, *OTHERS, ALONE) if any(name in one.of for one in shown.values())
    ]
    others = [name for name in OTHERS if name in names]
    rows = [["", *names, *(f"to {other}" for other in others)]]
    for what, series in shown.items():
        medians = [
            digits(statistics.median(series.of[each])) if each in series.of else ""
            for each in names
        ]
        rows.append([what, *medians, *(f"{ratio(series, other):.2f}" for other in others)])
    return markdown(rows)


def short_table(figures: Figures) -> str:
    """Lay out the table of the README: our figure, and the others' as ratios.

    Of rates, the ratio by processor time follows in brackets.
    """
    others = [name for name in OTHERS if name in figures.rates[SMALL_POST].of]
    rows = [["", OURS, *(f"x {other}" for other in others)]]
    for what, series in figures.rates.items():
        by_cpu = figures.cpu[what]
        row = [what, f"{digits(statistics.median(series.of[OURS]))}/s"]
        # Less time for a request is more requests.
        row += [f"{ratio(series, each):.2f} ({1 / ratio(by_cpu, each):.2f})" for each in others]
        rows.append(row)
    for what in (LATE, START, MEMORY):
        series = figures.rest[what]
        row = [what, digits(statistics.median(series.of[OURS]))]
        rows.append(row + [f"{ratio(series, each):.2f}" for each in others])
    return markdown(rows)


def markdown(rows: list[list[str]]) -> str:
    """Write rows as a table; the first is its head."""
    head, *rest = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "|---" + "|--:" * (len(rows[0]) - 1) + "|", *rest])


def digits(figure: float) -> str:
    """Write a figure with three digits that mean something."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def judged(figures: Figures) -> Iterator[str]:
    """Say of each goal whether it is met, and of a missed one why, as far as it was measured."""
    for goal in GOALS:
        series = figures.rates.get(goal.what) or figures.rest[goal.what]
        found = ratio(series, goal.other)
        met = goal.is_met(found)
        bound = "at least" if goal.at_least else "at most"
        mark = "met   " if met else "MISSED"
        yield f"{mark} {goal.what}: {found:.2f} x {goal.other}, wanted {bound} {goal.ratio}"
        if not met:
            yield f"       measured reason: {reason(goal, figures)}"


def reason(goal: Goal, figures: Figures) -> str:
    """Say what the figures tell about a goal that was missed."""
    load = f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    if goal.what in figures.cpu:
        cpu = figures.cpu[goal.what]
        parts = [f"by CPU time {1 / ratio(cpu, goal.other):.2f} x"]
        parts.append(f"{statistics.median(cpu.of[OURS]):.1f} µs a request")
        if ALONE in cpu.of:
            parts.append(f"of which the server alone takes {statistics.median(cpu.of[ALONE]):.1f}")
        return ", ".join([*parts, load])
    series = figures.rest[goal.what]
    ours, theirs = series.of[OURS], series.of[goal.other]
    middle = f"{digits(statistics.median(ours))} against {digits(statistics.median(theirs))}"
    spread = f"ours from {digits(min(ours))} to {digits(max(ours))}"
    parts = [middle, spread, load]
    if goal.what == START:
        parts.insert(1, f"by CPU time {ratio(figures.rest[START_CPU], goal.other):.2f}")
    if goal.what == LATE:
        parts.insert(1, f"the rate was {ratio(figures.rates[SMALL_POST], goal.other):.2f} x")
    return ", ".join(parts)
