"""Stand-in for `runpod_flash.core`."""
