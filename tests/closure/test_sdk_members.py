"""Members of the SDK's enumerations: those that there are, and what is said of all others."""

from enum import Enum
from pathlib import Path

import pytest

from closure.folders import compiled, messages
from flashc.sdk.enumerations import MEMBERS, has_attribute
from flashc.sdk.names import ENUMERATIONS
from flashc_runtime.sdk import enums

HEAD = """import runpod_flash
from runpod_flash import CpuInstanceType, CudaVersion, DataCenter, Endpoint, GpuGroup, GpuType

api = Endpoint(name="api", cpu="cpu3c-1-2")
"""
ROUTE = """

@api.get("/a")
def a() -> int:
    return 1
"""


def test_the_table_is_what_the_workers_stand_in_has() -> None:
    assert set(MEMBERS) == ENUMERATIONS
    for name, members in MEMBERS.items():
        offered: type[Enum] = getattr(enums, name)
        assert {one.name: one.value for one in offered} == members, name
        public = {one for one in dir(offered) if not one.startswith("_")}
        assert [one for one in public if not has_attribute(name, one)] == []


def said(folder: Path, line: str) -> list[str]:
    found = messages(compiled(folder, {"one.py": HEAD + line + "\n" + ROUTE}))
    return [one for one in found if one.startswith("FC226")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("A = GpuGroup.ADA_99", "`GpuGroup` has no `ADA_99`"),
        ("A = runpod_flash.GpuGroup.ADA_99", "`GpuGroup` has no `ADA_99`"),
        ("A = {'x': [GpuType.NVIDIA_L5.value]}", "`GpuType` has no `NVIDIA_L5`"),
        ("A = GpuGroup['ADA_99']", "`GpuGroup` has no `ADA_99`"),
        ("A = DataCenter('EU-RO-9')", "`DataCenter` has no member of the value 'EU-RO-9'"),
        ("A = CudaVersion('12.8.1')", "`CudaVersion` has no member of the value '12.8.1'"),
        ("def f(x=CpuInstanceType.CPU9C_1_2): ...", "`CpuInstanceType` has no `CPU9C_1_2`"),
        ("def f():\n    return DataCenter.EU_RO_9", "`DataCenter` has no `EU_RO_9`"),
        ("class A:\n    b = GpuGroup.ADA_99", "`GpuGroup` has no `ADA_99`"),
        ("class A:\n    def b(self): return GpuGroup.ADA_99", "`GpuGroup` has no `ADA_99`"),
        ("Pools = GpuGroup\nA = Pools.ADA_99", "`GpuGroup` has no `ADA_99`"),
        ("A = lambda: GpuGroup.ADA_99", "`GpuGroup` has no `ADA_99`"),
        (
            "def f():\n    from tetra_rp import GpuGroup as G\n    return G.ADA_99",
            "`GpuGroup` has no `ADA_99`",
        ),
        (
            "try:\n    A = GpuGroup.ADA_99\nexcept ImportError:\n    pass",
            "`GpuGroup` has no `ADA_99`",
        ),
    ],
)
def test_a_member_that_is_not_there_is_an_error_wherever_it_stands(
    tmp_path: Path, line: str, found: str
) -> None:
    assert said(tmp_path, line) == [f"FC226 {found}"]


@pytest.mark.parametrize(
    "line",
    [
        "A = [GpuGroup.ADA_24, GpuType.NVIDIA_A100_80GB_PCIe, DataCenter.EU_RO_1]",
        "A = CudaVersion.V12_8.value, CpuInstanceType.CPU3C_1_2.name, GpuGroup.ANY.value.upper()",
        "A = GpuGroup.all() + GpuType.all()",
        "A = DataCenter.from_string('eu_ro_1'), GpuGroup.__members__, CpuInstanceType.upper",
        "A = CudaVersion('12.8'), GpuType('NVIDIA L4'), GpuGroup['ADA_24'], GpuGroup('any')",
        "try:\n    A = GpuGroup.ADA_99\nexcept AttributeError:\n    A = None",
        "try:\n    A = GpuGroup.ADA_99\nexcept Exception:\n    A = None",
        "A = GpuGroup.ADA_99 if hasattr(GpuGroup, 'ADA_99') else None",
        "if 'ADA_99' in GpuGroup.__members__:\n    A = GpuGroup.ADA_99",
        "if __name__ == '__main__':\n    print(GpuGroup.ADA_99)",
        "def f(GpuGroup):\n    return GpuGroup.ADA_99",
        "class GpuGroup:\n    ADA_99 = 1\n\n\nA = GpuGroup.ADA_99",
        "def f(name):\n    return GpuGroup[name], GpuGroup(name)",
    ],
)
def test_what_is_there_or_may_be_missing_is_quiet(tmp_path: Path, line: str) -> None:
    assert said(tmp_path, line) == []


def test_the_value_of_a_field_is_refused_once(tmp_path: Path) -> None:
    text = HEAD.replace('cpu="cpu3c-1-2"', "gpu=[GpuGroup.ADA_99]") + ROUTE
    assert [one[:5] for one in messages(compiled(tmp_path, {"one.py": text}))] == ["FC511"]


def test_a_module_that_no_worker_ships_may_name_what_it_likes(tmp_path: Path) -> None:
    files = {
        "one.py": HEAD + ROUTE,
        "tool.py": "from runpod_flash import GpuGroup\nA = GpuGroup.ADA_99\n",
    }
    assert messages(compiled(tmp_path, files)) == []
