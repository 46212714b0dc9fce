"""The stand-in for the platform's SDK: what `tetra_rp` and `runpod_flash` re-export.

Nothing here imports FastAPI, pydantic or an HTTP client, so that importing a user's module stays
cheap wherever it happens.
"""
