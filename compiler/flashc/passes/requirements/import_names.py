"""Which distribution an import comes from, where its name does not say so.

No library answers this well. deptry, fawltydeps and pip-check-reqs ask what is installed here, which
a compile must not; grayskull's table is part of a tool for conda recipes; pipreqs (released last in
February 2024) brings IPython and nbconvert, pigar a database of 77 MB. pyimport2pkg has a table of
3 MB, but one release, and brings httpx; of the names below 87 agree with it, it has none for 21, and 9
would install something else: `whisper`, `github` and `paddle` as distributions of just that name.

So the exceptions that people meet are listed here, and everything else has the rule that a
distribution is called like the module in it. What a project uses besides belongs into `[imports]` of
its `flash.toml`.
"""

from collections.abc import Iterator, Set
from typing import Final

from flashc.passes.requirements.pep508 import canonical

# The first name is the usual one; the others provide the same module.
_EXCEPTIONS: Final = """
    Crypto: pycryptodome pycrypto
    Cryptodome: pycryptodomex
    IPython: ipython
    Levenshtein: levenshtein python-levenshtein
    MySQLdb: mysqlclient
    OpenGL: pyopengl
    OpenSSL: pyopenssl
    PIL: pillow pillow-simd
    PyPDF2: pypdf2
    Xlib: python-xlib
    aifc: standard-aifc
    asynchat: pyasynchat standard-asynchat
    asyncore: pyasyncore standard-asyncore
    attr: attrs
    audioop: audioop-lts
    bs4: beautifulsoup4
    cgi: legacy-cgi standard-cgi
    cgitb: legacy-cgi standard-cgitb
    chunk: standard-chunk
    clip: openai-clip
    crypt: standard-crypt
    cupy: cupy-cuda12x cupy cupy-cuda11x cupy-cuda13x
    cv2: opencv-python-headless opencv-python opencv-contrib-python opencv-contrib-python-headless
    dateutil: python-dateutil
    decouple: python-decouple
    discord: discord-py
    distutils: setuptools standard-distutils
    dns: dnspython
    docx: python-docx
    dotenv: python-dotenv
    engineio: python-engineio
    faiss: faiss-cpu faiss-gpu faiss-gpu-cu12
    fitz: pymupdf
    git: gitpython
    github: pygithub
    gitlab: python-gitlab
    google.api_core: google-api-core
    google.auth: google-auth
    google.genai: google-genai
    google.generativeai: google-generativeai
    google.oauth2: google-auth
    google.protobuf: protobuf
    google_auth_oauthlib: google-auth-oauthlib
    googleapiclient: google-api-python-client
    grpc: grpcio
    grpc_status: grpcio-status
    haystack: haystack-ai
    hydra: hydra-core
    imghdr: standard-imghdr
    imp: zombie-imp
    imwatermark: invisible-watermark
    jose: python-jose
    jwt: pyjwt
    kafka: kafka-python kafka-python-ng
    ldap: python-ldap
    llama_cpp: llama-cpp-python
    llama_index: llama-index llama-index-core
    magic: python-magic
    mailcap: standard-mailcap
    memcache: python-memcached
    mpl_toolkits: matplotlib
    multipart: python-multipart
    nacl: pynacl
    nemo: nemo-toolkit
    nmap: python-nmap
    nntplib: standard-nntplib
    odf: odfpy
    onnxruntime: onnxruntime onnxruntime-gpu
    open_clip: open-clip-torch
    opentelemetry: opentelemetry-api
    osgeo: gdal
    paddle: paddlepaddle paddlepaddle-gpu
    paho: paho-mqtt
    pinecone: pinecone pinecone-client
    pipes: standard-pipes
    pkg_resources: setuptools
    playhouse: peewee
    pptx: python-pptx
    psycopg2: psycopg2-binary psycopg2
    pyannote: pyannote-audio
    pylab: matplotlib
    pynvml: nvidia-ml-py pynvml
    pythoncom: pywin32
    pywintypes: pywin32
    pywt: pywavelets
    rest_framework: djangorestframework
    ruamel: ruamel-yaml
    serial: pyserial
    skimage: scikit-image
    sklearn: scikit-learn scikit-learn-intelex
    slack: slackclient
    slugify: python-slugify
    smtpd: standard-smtpd
    sndhdr: standard-sndhdr
    snowflake.connector: snowflake-connector-python
    socketio: python-socketio
    speech_recognition: speechrecognition
    sunau: standard-sunau
    telebot: pytelegrambotapi
    telegram: python-telegram-bot
    telnetlib: standard-telnetlib
    tensorflow: tensorflow tensorflow-cpu tensorflow-gpu
    umap: umap-learn
    usb: pyusb
    uu: standard-uu
    weaviate: weaviate-client
    websocket: websocket-client
    whisper: openai-whisper
    win32api: pywin32
    win32com: pywin32
    win32con: pywin32
    wx: wxpython
    xdg: pyxdg
    xdrlib: standard-xdrlib
    yaml: pyyaml
    youtube_dl: youtube-dl
    zmq: pyzmq
"""
# Called like their modules, and what workers import most: naming them is no guess.
_WELL_KNOWN: Final = """
    accelerate aioboto3 aiofiles aiohttp aiosqlite albumentations altair anthropic apprise arrow
    asyncpg audiocraft audioread av babel basicsr bcrypt bitsandbytes bokeh boto3 botocore
    cachetools cairosvg celery certifi chardet charset_normalizer chromadb click cloudpickle
    cohere compel controlnet_aux cryptography cython dask datasets ddtrace deepspeed demucs
    diffusers dill django duckdb easyocr einops elasticsearch elevenlabs emoji ephem evaluate
    exa_py fairscale fairseq faker fastapi faster_whisper fasttext feedparser filelock fire
    flash_attn flask flask_cors fsspec ftfy gensim geopandas gfpgan gradio groq gunicorn
    h5netcdf h5py heapdict hf_transfer hf_xet html5lib httpx huggingface_hub humanize imagehash
    imageio imageio_ffmpeg inflect insightface instructor ipywidgets isodate itsdangerous jax
    jaxlib jellyfish jinja2 joblib jsonschema keras kornia kubernetes langchain
    langchain_community langchain_core langchain_openai langdetect langgraph langsmith librosa
    lightgbm lightning litellm llvmlite loguru lxml mako markdown markupsafe marshmallow
    matplotlib mediapipe mistralai mlflow mmcv mmdet monai more_itertools moviepy msgpack
    msgspec mutagen nbformat networkx nibabel nltk noisereduce numba numexpr numpy ollama onnx
    openai openpyxl optimum optuna orjson outlines packaging paddleocr pandas paramiko passlib
    pathspec patsy pdf2image pdfplumber peewee peft pendulum pexpect pgvector phonenumbers pika
    pillow_heif platformdirs plotly polars prefect prettytable prometheus_client prompt_toolkit
    prophet psutil psycopg psycopg_pool pyarrow pyaudio pycocotools pydantic pydantic_settings
    pydicom pydub pygments pymongo pynndescent pyodbc pypdf pypdfium2 pyproj pyrate_limiter
    pyspark pytesseract pytorch_lightning pytz qdrant_client questionary qwen_vl_utils rapidfuzz
    ray realesrgan redis regex rembg replicate reportlab requests requests_toolbelt rich runpod
    s3fs sacrebleu sacremoses safetensors scipy seaborn selenium sentence_transformers
    sentencepiece sentry_sdk seqeval setproctitle setuptools shapely simplejson six slack_sdk
    smart_open sortedcontainers sounddevice soundfile soxr spacy sqlalchemy sqlmodel starlette
    statsmodels stripe structlog supabase supervision svgwrite sympy tabulate tenacity
    tensorboard tensorboardx textblob tflite_runtime thop tiktoken timm tokenizers toml tomli
    tomlkit torch torchaudio torchmetrics torchsde torchtext torchvision tornado tqdm
    transformers triton trl twilio typer typing_extensions tzdata ujson ultralytics unidecode
    unstructured urllib3 uvicorn validators vllm wandb watchdog webrtcvad websockets werkzeug
    whisperx wikipedia wordcloud wrapt xformers xgboost xlrd xlsxwriter xmltodict yarl yfinance
    yt_dlp zeep zstandard
"""
# Tops that many distributions share: the names below them decide.
_SHARED: Final = frozenset(
    {"azure", "backports", "google", "jaraco", "opentelemetry", "ruamel", "zope"}
)
# How a distribution's name may differ from its module's, besides spelling.
_AFFIXES: Final = frozenset(
    [
        "api",
        "binary",
        "client",
        "core",
        "cpu",
        "cu118",
        "cu121",
        "cu124",
        "cu126",
        "cu128",
        "gpu",
        "headless",
        "lib",
        "nightly",
        "py",
        "python",
        "sdk",
    ]
)

PROVIDERS: Final = {
    module: tuple(names.split())
    for module, _, names in (
        line.strip().partition(":") for line in _EXCEPTIONS.strip().splitlines()
    )
}
WELL_KNOWN: Final = frozenset(canonical(name) for name in _WELL_KNOWN.split()) | frozenset(
    name for names in PROVIDERS.values() for name in names
)


def providers(module: str) -> Iterator[str]:
    """Yield the distributions that a module may come from, the likeliest first; names are canonical."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        yield from PROVIDERS.get(".".join(parts[:length]), ())
        if length == 1 or parts[0] in _SHARED:
            yield canonical("-".join(parts[:length]))


def usual_provider(module: str) -> str:
    """Give the distribution to propose for a module."""
    parts = module.split(".")
    if parts[0] in _SHARED and ".".join(parts[:2]) not in PROVIDERS:
        # `google.cloud.storage` is `google-cloud-storage`, `azure.identity` `azure-identity`.
        length = 3 if ".".join(parts[:2]) in {"google.cloud", "azure.storage"} else 2
        return canonical("-".join(parts[:length]))
    return next(providers(module))


def spoken(module: str) -> str:
    """Give as much of a module's name as says where it comes from: `sklearn`, `google.cloud`."""
    top = module.partition(".")[0]
    return module if top in _SHARED else top


class Resembling:
    """Names of distributions, by the words in them that are not such as `python`."""

    def __init__(self, names: Set[str]) -> None:
        self._by_words: dict[frozenset[str], list[str]] = {}
        for name in names:
            self._by_words.setdefault(frozenset(name.split("-")) - _AFFIXES, []).append(name)

    def to(self, module: str) -> str | None:
        """Give the only name that is called like the module but for words such as `python`."""
        wanted = frozenset(canonical(module.partition(".")[0]).split("-"))
        longer = frozenset(f"py{word}" for word in wanted) - _AFFIXES
        near = {*self._by_words.get(wanted - _AFFIXES, ()), *self._by_words.get(longer, ())}
        alike = [name for name in near if _is_alike(wanted, frozenset(name.split("-")))]
        return alike[0] if len(alike) == 1 else None


def _is_alike(wanted: frozenset[str], words: frozenset[str]) -> bool:
    if wanted <= words:
        return words - wanted <= _AFFIXES
    # `pyserial` for `serial`: one word more or less at the front.
    return len(wanted) == len(words) == 1 and words == {f"py{next(iter(wanted))}"}
