"""What distributions bring along, and what they load without an import in the project."""

from collections.abc import Set
from typing import Final

from flashc.passes.requirements.import_names import providers

# Every release that is in use depends on these, so that importing them needs no line of its own.
_BRINGS: Final = """
    accelerate: huggingface-hub numpy packaging psutil pyyaml safetensors torch
    aiohttp: multidict yarl
    anthropic: anyio httpx pydantic typing-extensions
    boto3: botocore s3transfer
    datasets: fsspec huggingface-hub numpy packaging pandas pyarrow pyyaml tqdm
    diffusers: huggingface-hub numpy pillow regex safetensors
    django: asgiref
    faiss-cpu: numpy packaging
    fastapi: annotated-doc anyio idna pydantic starlette typing-extensions typing-inspection
    flask: click itsdangerous jinja2 markupsafe werkzeug
    gradio: fastapi httpx huggingface-hub jinja2 numpy pandas pillow pydantic pyyaml
    httpx: anyio certifi httpcore idna
    huggingface-hub: filelock fsspec packaging pyyaml tqdm typing-extensions
    imageio: numpy pillow
    jax: jaxlib numpy scipy
    jinja2: markupsafe
    langchain: langchain-core langsmith pydantic
    librosa: joblib numba numpy scikit-learn scipy soundfile
    lightgbm: numpy scipy
    matplotlib: numpy packaging pillow python-dateutil
    onnxruntime: numpy packaging protobuf
    onnxruntime-gpu: numpy packaging protobuf
    openai: anyio httpx pydantic tqdm typing-extensions
    openai-whisper: numba numpy tiktoken torch tqdm
    opencv-contrib-python: numpy
    opencv-contrib-python-headless: numpy
    opencv-python: numpy
    opencv-python-headless: numpy
    pandas: numpy python-dateutil
    peft: accelerate huggingface-hub numpy packaging psutil pyyaml safetensors torch tqdm transformers
    requests: certifi charset-normalizer idna urllib3
    pydantic: annotated-types pydantic-core typing-extensions typing-inspection
    rich: markdown-it-py pygments
    runpod: aiohttp boto3 requests
    scikit-image: imageio networkx numpy packaging pillow scipy
    scikit-learn: joblib numpy scipy threadpoolctl
    scipy: numpy
    seaborn: matplotlib numpy pandas
    sentence-transformers: huggingface-hub numpy scikit-learn scipy torch tqdm transformers
    spacy: numpy pydantic requests thinc tqdm typer
    sqlmodel: pydantic sqlalchemy
    starlette: anyio idna
    statsmodels: numpy packaging pandas patsy scipy
    tensorflow: h5py keras numpy protobuf requests
    timm: huggingface-hub pyyaml safetensors torch torchvision
    torch: filelock fsspec jinja2 networkx sympy typing-extensions
    torchaudio: torch
    torchvision: numpy pillow torch
    transformers: huggingface-hub numpy packaging pyyaml regex safetensors tokenizers tqdm
    ultralytics: matplotlib numpy opencv-python pillow psutil pyyaml requests scipy torch torchvision
    uvicorn: click h11
    vllm: fastapi numpy pillow torch transformers
    xgboost: numpy scipy
"""
# Loaded where they are installed; without them calls fail that look complete.
_LOADS: Final = """
    datasets: librosa pillow soundfile zstandard
    diffusers: accelerate bitsandbytes ftfy opencv-python-headless peft protobuf sentencepiece torch torchsde transformers xformers
    faster-whisper: nvidia-cublas-cu12 nvidia-cudnn-cu12
    fastapi: email-validator itsdangerous jinja2 orjson python-multipart ujson
    httpx: brotli h2 socksio zstandard
    huggingface-hub: hf-transfer hf-xet
    librosa: resampy soxr
    matplotlib: pillow pyqt5
    moviepy: imageio-ffmpeg
    onnxruntime-gpu: nvidia-cublas-cu12 nvidia-cudnn-cu12
    pandas: fastparquet fsspec gcsfs html5lib lxml numexpr odfpy openpyxl pyarrow pyxlsb s3fs sqlalchemy tables tabulate xlrd xlsxwriter zstandard
    polars: fsspec pyarrow
    pydantic: email-validator tzdata
    pydub: audioop-lts
    requests: pysocks
    runpod: hf-transfer
    sentence-transformers: einops flash-attn onnxruntime
    sqlalchemy: aiomysql aiosqlite asyncpg cx-oracle greenlet mysqlclient oracledb pg8000 psycopg psycopg-binary psycopg2 psycopg2-binary pymssql pymysql pyodbc
    sqlmodel: aiosqlite asyncpg greenlet psycopg psycopg-binary psycopg2 psycopg2-binary pymysql
    torch: nvidia-cublas-cu12 nvidia-cudnn-cu12 triton
    transformers: accelerate auto-gptq autoawq bitsandbytes blobfile einops flash-attn gptqmodel jinja2 kernels optimum peft pillow protobuf sentencepiece tiktoken timm torch torchaudio torchvision xformers
    vllm: flash-attn flashinfer-python ray
"""
# What the SDKs depend on, so that programs import it without naming it; workers have stand-ins for
# the SDKs, which bring nothing.
BROUGHT_BY_SDK: Final = frozenset(
    [
        "cloudpickle",
        "pathspec",
        "python-dotenv",
        "questionary",
        "rich",
        "runpod",
        "tomlkit",
        "typer",
    ]
)
# Work on the project rather than in a worker: naming them as unused would be noise.
TOOLS: Final = frozenset(
    [
        "autopep8",
        "bandit",
        "black",
        "build",
        "coverage",
        "flake8",
        "flashc",
        "gunicorn",
        "hypothesis",
        "ipykernel",
        "ipython",
        "isort",
        "jupyter",
        "jupyterlab",
        "mypy",
        "nox",
        "pip",
        "pip-tools",
        "pre-commit",
        "pylint",
        "pyright",
        "pytest",
        "pytest-asyncio",
        "pytest-cov",
        "pytest-mock",
        "ruff",
        "setuptools",
        "tox",
        "twine",
        "uv",
        "wheel",
    ]
)


def _table(text: str) -> dict[str, frozenset[str]]:
    lines = (line.strip().partition(":") for line in text.strip().splitlines())
    return {name: frozenset(names.split()) for name, _, names in lines}


def _turned(table: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Give who names each name; a project may have thousands, and the table has few."""
    names = frozenset().union(*table.values())
    return {name: frozenset(one for one in table if name in table[one]) for name in names}


BRINGS: Final = _table(_BRINGS)
_BROUGHT_BY: Final = _turned(BRINGS)
_LOADED_BY: Final = _turned(_table(_LOADS))


def bringer(module: str, present: Set[str]) -> str | None:
    """Give a distribution of `present` that depends on what provides the module."""
    found = frozenset().union(*(_BROUGHT_BY.get(name, ()) for name in providers(module)))
    return min(found & present, default=None)


def loaded_by(name: str, present: Set[str]) -> str | None:
    """Give a distribution of `present` that loads `name` where it is installed."""
    return min(_LOADED_BY.get(name, frozenset()) & present, default=None)
