"""What the platform offers by name: GPUs, CPU instances, data centers, versions of CUDA; and limits.

Read off the released SDKs (tetra_rp 0.25, runpod_flash 1.21).
"""

import re
from typing import Final

# Seconds that a worker may idle, and gigabytes that a network volume holds.
LONGEST_IDLE: Final = 3600
SMALLEST_VOLUME: Final = 10
LARGEST_VOLUME: Final = 4096


def form(word: str) -> str:
    """Give the form in which names are compared: `NVIDIA_L4`, `nvidia l4` and `NVIDIA-L4` are one."""
    return re.sub(r"[^a-z0-9]+", "_", word.lower())


GPUS: Final = (
    *("ANY", "ADA_24", "ADA_32_PRO", "ADA_48_PRO", "ADA_80_PRO", "AMPERE_16", "AMPERE_24"),
    *("AMPERE_48", "AMPERE_80", "HOPPER_141", "BLACKWELL_96", "BLACKWELL_180"),
    *("NVIDIA_GEFORCE_RTX_3090", "NVIDIA_GEFORCE_RTX_4090", "NVIDIA_GEFORCE_RTX_5090"),
    *("NVIDIA_RTX_6000_ADA_GENERATION", "NVIDIA_RTX_4000_ADA_GENERATION"),
    *("NVIDIA_RTX_2000_ADA_GENERATION", "NVIDIA_RTX_PRO_6000_BLACKWELL_SERVER_EDITION"),
    "NVIDIA_RTX_PRO_6000_BLACKWELL_WORKSTATION_EDITION",
    "NVIDIA_RTX_PRO_6000_BLACKWELL_MAX_Q_WORKSTATION_EDITION",
    *("NVIDIA_RTX_A4000", "NVIDIA_RTX_A4500", "NVIDIA_RTX_A5000", "NVIDIA_RTX_A6000"),
    *("NVIDIA_A40", "NVIDIA_L4", "NVIDIA_A100_80GB_PCIe", "NVIDIA_A100_SXM4_80GB"),
    *("NVIDIA_H100_80GB_HBM3", "NVIDIA_H200", "NVIDIA_B200"),
)
CPUS: Final = (
    *("CPU3G_1_4", "CPU3G_2_8", "CPU3G_4_16", "CPU3G_8_32"),
    *("CPU3C_1_2", "CPU3C_2_4", "CPU3C_4_8", "CPU3C_8_16"),
    *("CPU5C_1_2", "CPU5C_2_4", "CPU5C_4_8", "CPU5C_8_16"),
)
CENTERS: Final = (
    *("US_CA_2", "US_IL_1", "US_KS_2", "US_MO_1", "US_MO_2", "US_NC_2", "US_NE_1", "US_WA_1"),
    *("EU_CZ_1", "EU_RO_1", "EUR_NO_1"),
)
CUDA_VERSIONS: Final = (
    *("11.8", "12.0", "12.1", "12.2", "12.3", "12.4", "12.5", "12.6", "12.7", "12.8", "12.9"),
    "13.0",
)


def disk_limit(instance: str) -> int:
    """Give the gigabytes of container disk that a CPU instance may have, by one of its names.

    Raises ValueError for what is no CPU instance.
    """
    generation, cores, _ = form(instance).split("_")
    return int(cores) * (15 if generation == "cpu5c" else 10)
