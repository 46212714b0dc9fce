"""The fast path: answers the common request without FastAPI's machinery, else leaves it alone.

What it uses is FastAPI's own: the order of its routes, the validators of its fields and the
serialiser of its results. Whatever is not on a whitelist takes FastAPI's way.
"""
