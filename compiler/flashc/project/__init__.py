"""Project: what is read off the disk, under which import root, and what is left alone there."""

from flashc.project.load import Project, UsageError, load, load_all

__all__ = ["Project", "UsageError", "load", "load_all"]
