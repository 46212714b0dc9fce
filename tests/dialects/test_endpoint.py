"""The `Endpoint` dialect: what it recognises, and what it leaves alone."""

from pathlib import Path

import pytest

from dialects.programs import compiled, errors
from flashc.ir.program import LoadBalancedEndpoint, QueueEndpoint
from flashc.ir.targets import QueueClass

IMPORT = "from runpod_flash import Endpoint, GpuGroup\n"
ROUTE = "@api.get('/a')\ndef a():\n    return 1\n"


def codes_of(folder: Path, source: str) -> list[str]:
    return [d.code.number for d in errors(compiled(folder, IMPORT + source))]


def routes_of(folder: Path, source: str) -> list[tuple[str, str, str]]:
    result = compiled(folder, IMPORT + source)
    assert errors(result) == []
    return [
        (route.method.value, route.path.text, f"{route.function.module}.{route.function.name}")
        for endpoint in result.program.endpoints
        if isinstance(endpoint, LoadBalancedEndpoint)
        for route in endpoint.routes
    ]


@pytest.mark.parametrize(
    "source",
    [
        "api = Endpoint(name='x')\n" + ROUTE,
        "api = Endpoint('x')\n" + ROUTE,
        "api: Endpoint = Endpoint(name='x')\n" + ROUTE,
        "first = Endpoint(name='x')\napi = first\n" + ROUTE,
        "class Apis:\n    api = Endpoint(name='x')\n@Apis.api.get('/a')\ndef a():\n    return 1\n",
        "@Endpoint(name='x').get('/a')\ndef a():\n    return 1\n",
        "api = Endpoint(name='x')\nroute = api.get('/a')\n@route\ndef a():\n    return 1\n",
        "api = Endpoint(name='x')\nget = api.get\n@get('/a')\ndef a():\n    return 1\n",
        "def a():\n    return 1\nEndpoint(name='x').get('/a')(a)\n",
        "api = Endpoint(name='x')\ndef a():\n    return 1\na = api.get(path='/a')(a)\n",
        "api = Endpoint(name='x')\nP = '/' + 'a'\n@api.get(P)\ndef a():\n    return 1\n",
        "COMMON = dict(cpu='cpu3c-1-2')\napi = Endpoint(name='x', **COMMON, workers=3)\n" + ROUTE,
        "api = Endpoint(name='x') if Endpoint else None\n" + ROUTE,
    ],
)
def test_a_route_is_found_however_it_is_written(tmp_path: Path, source: str) -> None:
    assert routes_of(tmp_path, source) == [("GET", "/a", "service.a")]


def test_an_endpoint_is_one_however_many_modules_share_it(tmp_path: Path) -> None:
    result = compiled(
        tmp_path,
        {
            "shared": IMPORT + "api = Endpoint(name='x')\n",
            "one": "from shared import api\n" + ROUTE,
            "two": "import shared as s\n@s.api.post('/b')\ndef b():\n    return 1\n",
        },
    )
    assert errors(result) == []
    assert [endpoint.resource.name for endpoint in result.program.endpoints] == ["x"]
    assert [handler.path for handler in result.plans[0].app.handlers] == ["/a", "/b"]


@pytest.mark.parametrize(
    ("source", "name", "is_class"),
    [
        ("@Endpoint(gpu=GpuGroup.ANY)\ndef work(x: int):\n    return x\n", "work", False),
        ("ep = Endpoint(name='q')\n@ep\nclass Worker:\n    def run(self): ...\n", "q", True),
        ("def work(x):\n    return x\nwork = Endpoint(name='q')(work)\n", "q", False),
        ("class Worker:\n    def run(self): ...\nEndpoint(workers=2)(Worker)\n", "Worker", True),
    ],
)
def test_an_endpoint_that_decorates_itself_is_a_queue(
    tmp_path: Path, source: str, name: str, is_class: bool
) -> None:
    result = compiled(tmp_path, IMPORT + source)
    assert errors(result) == []
    (endpoint,) = result.program.endpoints
    assert isinstance(endpoint, QueueEndpoint)
    assert endpoint.resource.name == name
    assert [isinstance(target, QueueClass) for target in endpoint.targets] == [is_class]
    assert [d.code.number for d in result.diagnostics] == ["FC210"]


def test_clients_declare_nothing_and_need_the_http_client(tmp_path: Path) -> None:
    source = """
api = Endpoint(name="x")
vllm = Endpoint(name="vllm", image="vllm/vllm-openai:latest")

def _connect(endpoint_id: str):
    return Endpoint(id=endpoint_id)

@api.get("/a")
async def a():
    return await vllm.get("/models")
"""
    result = compiled(tmp_path, IMPORT + source)
    assert errors(result) == []
    (worker,) = result.plans
    assert worker.calls == ("service:Endpoint", "vllm")
    assert any(line.startswith("httpx") for line in worker.requirements)


def test_a_worker_without_clients_is_shipped_without_them(tmp_path: Path) -> None:
    (worker,) = compiled(tmp_path, IMPORT + "api = Endpoint(name='x')\n" + ROUTE).plans
    assert worker.calls == ()
    assert not any(line.startswith("httpx") for line in worker.requirements)


def test_settings_keep_the_names_of_their_api(tmp_path: Path) -> None:
    source = """
import os
from runpod_flash import CudaVersion, DataCenter, NetworkVolume, PodTemplate
api = Endpoint(
    name="x", gpu=[GpuGroup.ADA_24, GpuGroup.ANY], workers=(1, 3), idle_timeout=30, gpu_count=2,
    env={"HF_TOKEN": os.environ.get("HF_TOKEN", ""), "MODE": "fast"}, flashboot=False,
    volume=[NetworkVolume(name="a"), NetworkVolume(id="b")], datacenter=[DataCenter.EU_RO_1],
    template=PodTemplate(containerDiskInGb=100), min_cuda_version=CudaVersion.V12_4,
    scaler_value=2, execution_timeout_ms=1000, max_concurrency=3, accelerate_downloads=False,
)
"""
    (worker,) = compiled(tmp_path, IMPORT + source + ROUTE).plans
    assert worker.resource_class == "Endpoint"
    assert not worker.live
    assert worker.settings == {
        "gpu": ("ADA_24", "ANY"),
        "workers": (1, 3),
        "idle_timeout": 30,
        "accelerate_downloads": False,
        "volume": ({"NetworkVolume": {"name": "a"}}, {"NetworkVolume": {"id": "b"}}),
        "datacenter": ("EU_RO_1",),
        "env": {"HF_TOKEN": {"from": "HF_TOKEN"}, "MODE": {"value": "fast"}},
        "gpu_count": 2,
        "execution_timeout_ms": 1000,
        "flashboot": False,
        "scaler_value": 2,
        "template": {"PodTemplate": {"containerDiskInGb": 100}},
        "min_cuda_version": "V12_4",
        "max_concurrency": 3,
    }


def test_what_is_declared_for_the_image_reaches_it(tmp_path: Path) -> None:
    source = "api = Endpoint(name='x', dependencies=['numpy>=2'], system_dependencies=['ffmpeg'])\n"
    (worker,) = compiled(tmp_path, IMPORT + source + ROUTE).plans
    assert "numpy>=2" in worker.requirements
    assert worker.image.system_packages == ("ffmpeg",)


@pytest.mark.parametrize(
    "guard",
    [
        "if Endpoint:",
        "if Endpoint is not None:",
        "if (Endpoint is not None):",
        "if Endpoint != None:",
        "if HAS:",
    ],
)
def test_a_guard_of_the_sdk_hides_nothing(tmp_path: Path, guard: str) -> None:
    source = f"""
try:
    from runpod_flash import Endpoint
    HAS = True
except ImportError:
    Endpoint = None
    HAS = False

{guard}
    api = Endpoint(name="x")

    @api.get("/a")
    def a():
        return 1
"""
    result = compiled(tmp_path, source)
    assert errors(result) == []
    assert [endpoint.resource.name for endpoint in result.program.endpoints] == ["x"]


@pytest.mark.parametrize(
    "made",
    [
        "api = Endpoint(name='x') if Endpoint else None\n",
        "if Endpoint:\n  api = Endpoint(name='x')\nelse:\n  api = None\n",
        "api = None\nif Endpoint is not None:\n  api = Endpoint(name='x')\n",
    ],
)
@pytest.mark.parametrize("guard", ["if api:", "if api is not None:"])
def test_an_object_that_is_there_with_the_sdk_is_a_guard_too(
    tmp_path: Path, made: str, guard: str
) -> None:
    head = "try:\n  from runpod_flash import Endpoint\nexcept ImportError:\n  Endpoint = None\n"
    body = "  @api.get('/a')\n  def a(): ...\n  api.get('/b')(a)\n"
    result = compiled(tmp_path, head + made + guard + "\n" + body)
    assert errors(result) == []
    assert [handler.path for handler in result.plans[0].app.handlers] == ["/a", "/b"]


@pytest.mark.parametrize(
    ("made", "codes"),
    [
        ("api = Endpoint(name='x') if DEBUG else None\n", ["FC220"]),
        ("if DEBUG:\n  api = Endpoint(name='x')\nelse:\n  api = None\n", ["FC220"]),
        # A circle of guards.
        ("api = Endpoint(name='x') if api else None\n", ["FC220"]),
        ("if api:\n  api = Endpoint(name='x')\n", ["FC220"]),
    ],
)
def test_an_object_that_something_else_decides_is_no_guard(
    tmp_path: Path, made: str, codes: list[str]
) -> None:
    body = "if api:\n  @api.get('/a')\n  def a(): ...\n"
    assert codes_of(tmp_path, "DEBUG = 1\n" + made + body) == codes


@pytest.mark.parametrize("guard", ["if Endpoint is None:", "if DEBUG:"])
def test_any_other_condition_is_reported(tmp_path: Path, guard: str) -> None:
    source = f"DEBUG = 1\n{guard}\n    api = Endpoint(name='x')\n"
    assert codes_of(tmp_path, source) == ["FC220"]


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("api = Endpoint()\n" + ROUTE, ["FC501"]),
        ("import os\napi = Endpoint(name=os.environ['N'])\n" + ROUTE, ["FC203"]),
        ("api = Endpoint(name=1)\n" + ROUTE, ["FC211"]),
        ("api = Endpoint(name='x', gpus=[GpuGroup.ANY])\n" + ROUTE, ["FC207"]),
        ("api = Endpoint(name='x', gpus=GpuGroup.ANY, gpu=GpuGroup.ANY)\n" + ROUTE, ["FC207"]),
        ("api = Endpoint('x', 'y')\n" + ROUTE, ["FC207"]),
        ("api = Endpoint(name='x')\n@api.get('/a', {'b': 1})\ndef a():\n    return 1\n", ["FC207"]),
        ("api = Endpoint(name='x')\n@api.get()\ndef a():\n    return 1\n", ["FC301"]),
        ("api = Endpoint(name='x')\n@api.get('a')\ndef a():\n    return 1\n", ["FC303"]),
        ("api = Endpoint(name='x')\n@api.get('/ping')\ndef a():\n    return 1\n", ["FC306"]),
        (
            "api = Endpoint(name='x')\n" + ROUTE + "@api.get('/a')\ndef b():\n    return 1\n",
            ["FC304"],
        ),
        (
            "api = Endpoint(name='x')\nclass C:\n    @api.get('/a')\n    def a(self): ...\n",
            ["FC208"],
        ),
        (
            "def outer():\n    @Endpoint(name='x')\n    def a():\n        return 1\n",
            ["FC241"],
        ),
        ("api = Endpoint(name='x')\napi = Endpoint(name='y')\n" + ROUTE, ["FC202"]),
        ("api = Endpoint(name='x', image='me/image')\n" + ROUTE, ["FC223"]),
        ("api = Endpoint(image='me/image')\n", ["FC501"]),
        (
            "api = Endpoint(name='x')\n@api.get('/a')\nclass A:\n    pass\n",
            ["FC212"],
        ),
    ],
)
def test_each_mistake_has_one_code(tmp_path: Path, source: str, codes: list[str]) -> None:
    assert codes_of(tmp_path, source) == codes


@pytest.mark.parametrize(
    "source",
    [
        "from fastapi import FastAPI\napi = FastAPI()\n@api.get('/a')\ndef a():\n    return 1\n",
        "from runpod import Endpoint\nep = Endpoint('abc')\nep.run({})\n",
        "def make(api):\n    @api.get('/a')\n    def a():\n        return 1\n    return api\n",
    ],
)
def test_what_only_looks_like_it_is_left_alone(tmp_path: Path, source: str) -> None:
    # The text alone makes the dialect look; only bindings make it find.
    text = "# runpod_flash\n" + source
    assert {d.code.number for d in errors(compiled(tmp_path, text))} <= {"FC201"}
