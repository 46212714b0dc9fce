"""The stand-ins have the released SDKs' names, fields, defaults and values."""

import importlib
import os
import pkgutil
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest

import runpod_flash
import tetra_rp
from flashc.sdk.modules import SUBMODULES
from flashc.sdk.names import RESOURCE_FIELDS
from runtime.processes import RUNTIME

# The public names of tetra_rp 0.25.2 and runpod_flash 1.21.0.
SHARED = [
    "remote",
    "CpuInstanceType",
    "CpuLiveLoadBalancer",
    "CpuLiveServerless",
    "CpuLoadBalancerSlsResource",
    "CpuServerlessEndpoint",
    "CudaVersion",
    "DataCenter",
    "GpuGroup",
    "GpuType",
    "LiveLoadBalancer",
    "LiveServerless",
    "LoadBalancerSlsResource",
    "NetworkVolume",
    "PodTemplate",
    "ResourceManager",
    "ServerlessEndpoint",
    "ServerlessType",
    "FlashApp",
]
NEWER = [
    "Endpoint",
    "EndpointJob",
    "CPU_DATACENTERS",
    "ServerlessScalerType",
    "DEFAULT_WORKERS_MIN",
    "DEFAULT_WORKERS_MAX",
]
LOAD_BALANCED = (
    "LoadBalancerSlsResource",
    "LiveLoadBalancer",
    "CpuLoadBalancerSlsResource",
    "CpuLiveLoadBalancer",
)
QUEUED = ("ServerlessEndpoint", "LiveServerless", "CpuServerlessEndpoint", "CpuLiveServerless")
BOTH = pytest.mark.parametrize("sdk", [tetra_rp, runpod_flash], ids=["tetra_rp", "runpod_flash"])


@pytest.mark.parametrize(
    ("sdk", "names"),
    [(tetra_rp, SHARED), (runpod_flash, SHARED + NEWER)],
    ids=["tetra_rp", "runpod_flash"],
)
def test_every_public_name_of_the_released_sdk_is_there(sdk: Any, names: list[str]) -> None:
    assert set(names) <= set(sdk.__all__)
    for name in sdk.__all__:
        assert getattr(sdk, name) is not None


@BOTH
def test_the_classes_are_related_as_in_the_sdk(sdk: Any) -> None:
    for name in LOAD_BALANCED:
        assert issubclass(getattr(sdk, name), sdk.LoadBalancerSlsResource)
        assert getattr(sdk, name)(name="a").type is sdk.ServerlessType.LB
        assert getattr(sdk, name)(name="a").scalerType.value == "REQUEST_COUNT"
    for name in QUEUED:
        assert issubclass(getattr(sdk, name), sdk.ServerlessEndpoint)
        assert getattr(sdk, name)(name="a").type is sdk.ServerlessType.QB
        assert getattr(sdk, name)(name="a").scalerType.value == "QUEUE_DELAY"
    for name in LOAD_BALANCED + QUEUED:
        assert getattr(sdk, name).is_live is ("Live" in name)


@pytest.mark.parametrize(
    ("sdk", "workers_max", "idle_timeout"),
    [(tetra_rp, 3, 5), (runpod_flash, 1, 60)],
    ids=["tetra_rp", "runpod_flash"],
)
def test_defaults_are_those_of_the_sdks_generation(
    sdk: Any, workers_max: int, idle_timeout: int
) -> None:
    for name in LOAD_BALANCED + QUEUED:
        resource = getattr(sdk, name)(name="a")
        assert (resource.workersMin, resource.workersMax) == (0, workers_max)
        assert resource.idleTimeout == idle_timeout
        assert (resource.scalerValue, resource.executionTimeoutMs) == (4, 0)
        assert resource.flashboot is True
        on_cpu = name.startswith("Cpu")
        assert resource.gpus == ([] if on_cpu else [sdk.GpuGroup.ANY])
        assert resource.gpuCount == (0 if on_cpu else 1)
        assert resource.instanceIds == ([sdk.CpuInstanceType.CPU3G_2_8] if on_cpu else None)


@BOTH
def test_a_resource_takes_every_field_that_the_compiler_takes(sdk: Any) -> None:
    for name in LOAD_BALANCED + QUEUED:
        assert set(getattr(sdk, name).field_names()) == set(RESOURCE_FIELDS)


def test_values_of_enumerations_are_the_released_ones() -> None:
    assert tetra_rp.CpuInstanceType.CPU5C_8_16.value == "cpu5c-8-16"
    assert tetra_rp.GpuGroup.ANY.value == "any"
    assert tetra_rp.GpuType.NVIDIA_A100_80GB_PCIe.value == "NVIDIA A100 80GB PCIe"
    assert tetra_rp.CudaVersion.V12_8.value == "12.8"
    assert runpod_flash.DataCenter.from_string("eu_ro_1") is runpod_flash.DataCenter.EU_RO_1
    assert len(tetra_rp.GpuGroup) == 12
    assert len(tetra_rp.CpuInstanceType) == 12


def test_a_list_of_defaults_belongs_to_one_object() -> None:
    first = tetra_rp.LiveLoadBalancer(name="a")
    assert first.gpus is not tetra_rp.LiveLoadBalancer(name="b").gpus


def test_every_field_is_kept_as_given() -> None:
    volume = tetra_rp.NetworkVolume(name="models", size=50)
    resource = tetra_rp.LoadBalancerSlsResource(
        name="a",
        gpus=[tetra_rp.GpuGroup.ADA_24],
        env={"A": "1"},
        imageName="me/image:1",
        networkVolume=volume,
        template=tetra_rp.PodTemplate(containerDiskInGb=10),
        workersMax=7,
    )
    assert resource.env == {"A": "1"}
    assert (resource.imageName, resource.workersMax) == ("me/image:1", 7)
    assert resource.networkVolume is volume
    assert volume.dataCenterId is tetra_rp.DataCenter.EU_RO_1


def test_a_live_resource_of_the_first_generation_locks_its_image() -> None:
    locked = tetra_rp.LiveLoadBalancer(name="a", imageName="me/image:1")
    assert locked.imageName == "runpod/tetra-rp-lb:latest"
    assert runpod_flash.LiveLoadBalancer(name="a", imageName="b").imageName == "b"


@pytest.mark.parametrize(
    ("fields", "error", "text"),
    [
        (
            {"name": "a", "worker_max": 1},
            TypeError,
            "no field 'worker_max'; did you mean 'workersMax'?",
        ),
        ({"name": "a", "zzz": 1}, TypeError, "LiveLoadBalancer has no field 'zzz'$"),
        ({}, TypeError, "needs a name"),
        ({"name": " "}, ValueError, "name must be"),
        ({"name": "a", "endpoint_url": "http://x"}, TypeError, "endpoint_url .* cannot be set"),
        ({"name": "a", "idleTimeout": 0}, ValueError, "idleTimeout must be between 1 and 3600"),
        ({"name": "a", "workersMin": 9}, ValueError, r"workersMin \(9\) exceeds workersMax \(3\)"),
        (
            {"name": "a", "scalerType": tetra_rp.ServerlessScalerType.QUEUE_DELAY},
            ValueError,
            "REQUEST_COUNT only",
        ),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], error: Any, text: str) -> None:
    with pytest.raises(error, match=text):
        tetra_rp.LiveLoadBalancer(**fields)


def test_attributes_are_checked_like_fields() -> None:
    api: Any = tetra_rp.LiveLoadBalancer(name="a")
    api.workersMax = 5
    with pytest.raises(AttributeError, match="did you mean 'idleTimeout'"):
        api.idle_timeout = 5
    with pytest.raises(AttributeError, match=r"endpoint_url .* cannot be set by hand"):
        api.endpoint_url = "http://x"


def test_volumes_are_checked() -> None:
    with pytest.raises(ValueError, match="name or an id"):
        tetra_rp.NetworkVolume()
    with pytest.raises(ValueError, match="10 to 4096 GB, not 5"):
        tetra_rp.NetworkVolume(name="a", size=5)


@pytest.mark.parametrize("name", ["ResourceManager", "FlashApp"])
def test_what_is_not_there_says_so_when_it_is_used(name: str) -> None:
    missing = getattr(runpod_flash, name)
    with pytest.raises(NotImplementedError, match=f"{name} is not available here: "):
        missing(name="a")
    with pytest.raises(NotImplementedError, match=rf"{name}\.create is not available"):
        missing.create("a")
    assert not hasattr(missing, "__wrapped__")


@pytest.mark.parametrize("sdk", ["tetra_rp", "runpod_flash"])
def test_importing_the_stand_in_loads_nothing_heavy(sdk: str) -> None:
    # What importing and declaring needs at most: small modules of Python's own, and ours.
    light = (
        "collections contextlib copyreg enum functools genericpath importlib itertools keyword operator os "
        "posixpath re reprlib stat types typing warnings linecache tokenize token "
        # From 3.14 on, for the annotations of what is wrapped.
        "abc annotationlib ast errno"
    ).split()
    code = (
        f"import sys; before = set(sys.modules)\n"
        f"import {sdk}\n"
        f"api = {sdk}.LiveLoadBalancer(name='a')\n"
        f"@{sdk}.remote(api, method='GET', path='/x')\n"
        f"def x(y: int = 1) -> int: return y\n"
        f"assert x(3) == 3\n"
        f"new = {{name.partition('.')[0] for name in set(sys.modules) - before}}\n"
        f"print(sorted(n for n in new - {set(light)!r} if n != {sdk!r} and n[0] != '_'))"
    )
    path = os.pathsep.join([str(RUNTIME), str(RUNTIME / "flashc_stand_ins")])
    result = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "['flashc_runtime']\n"


def test_importing_the_package_loads_nothing_at_all() -> None:
    import flashc_runtime

    assert isinstance(flashc_runtime, ModuleType)
    code = (
        "import sys; before = set(sys.modules); import flashc_runtime\n"
        "print(sorted(set(sys.modules) - before))"
    )
    result = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": str(RUNTIME)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "['flashc_runtime']\n"


def test_the_package_lists_and_refuses_names() -> None:
    import flashc_runtime

    assert set(flashc_runtime.__all__) <= set(dir(flashc_runtime))
    with pytest.raises(AttributeError, match="no attribute 'creat_app'"):
        _ = flashc_runtime.creat_app


def test_the_compiler_knows_every_module_of_the_stand_ins_and_its_names() -> None:
    found = {}
    for sdk in (tetra_rp, runpod_flash):
        for one in pkgutil.walk_packages(sdk.__path__, f"{sdk.__name__}."):
            found[one.name] = frozenset(getattr(importlib.import_module(one.name), "__all__", ()))
    assert found == SUBMODULES


def test_a_module_of_a_stand_in_gives_what_its_package_gives() -> None:
    for name, offered in SUBMODULES.items():
        package = sys.modules[name.partition(".")[0]]
        for one in offered & set(package.__all__):
            assert getattr(importlib.import_module(name), one) is getattr(package, one)
