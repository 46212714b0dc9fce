"""What a plan becomes: the files of each worker in memory, and one package that writes them."""

from flashc_emitters.code import PlanError
from flashc_emitters.worker import emit, emit_all

__all__ = ["PlanError", "emit", "emit_all"]
