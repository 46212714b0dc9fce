"""Calls to other endpoints over HTTP; shipped only into workers that make such calls.

The only part of the runtime that needs `httpx`.
"""

from flashc_runtime.sdk.http.client import send as send
from flashc_runtime.sdk.http.client import send_async as send_async
from flashc_runtime.sdk.http.client import stream as stream
from flashc_runtime.sdk.http.client import stream_async as stream_async
from flashc_runtime.sdk.http.encoding import encode_call as encode_call
from flashc_runtime.sdk.http.encoding import encode_json as encode_json
from flashc_runtime.sdk.http.results import decode_body as decode_body
from flashc_runtime.sdk.http.results import decode_item as decode_item
from flashc_runtime.sdk.http.results import decode_result as decode_result

__all__ = [
    "decode_body",
    "decode_item",
    "decode_result",
    "encode_call",
    "encode_json",
    "send",
    "send_async",
    "stream",
    "stream_async",
]
