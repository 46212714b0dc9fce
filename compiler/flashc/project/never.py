"""What no worker ever ships, whatever a pattern matches: secrets, version control and caches."""

from fnmatch import fnmatchcase
from pathlib import PurePosixPath

# A folder of one of these names, and all below it.
_FOLDERS = frozenset(
    {
        *(".git", ".hg", ".jj", ".svn", ".ssh", ".aws", ".gnupg", ".kube", ".docker"),
        *("__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".cache", ".tox", ".nox"),
        *(".venv", "venv", "node_modules", ".idea", ".vscode"),
    }
)
_FILES = (
    *(".env", ".env.*", "*.env", ".envrc", ".netrc", ".npmrc", ".pypirc", ".git*", ".ds_store"),
    *("*.pem", "*.key", "*.p12", "*.pfx", "*.jks", "*.keystore", "*.kdbx", "*.asc", "*.gpg"),
    *("credentials", "credentials.json", "client_secret*.json", ".htpasswd", ".pgpass"),
    *(
        "service_account*.json",
        "service-account*.json",
        "secrets.json",
        "secrets.y*ml",
        "secrets.toml",
    ),
    *("id_rsa*", "id_dsa*", "id_ecdsa*", "id_ed25519*", "*.pyc", "*.pyo", "flash.toml"),
)


def is_never_shipped(path: str) -> bool:
    """Whether the file or folder at `path` (POSIX, relative) stays at home."""
    parts = PurePosixPath(path.lower()).parts
    if any(part in _FOLDERS for part in parts):
        return True
    return bool(parts) and any(fnmatchcase(parts[-1], pattern) for pattern in _FILES)
