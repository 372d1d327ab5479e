# ruff: noqa: E501 — a program a line
"""Programs that mean harm or make mistakes, each with the one state it must end in."""

from __future__ import annotations

from typing import NamedTuple

from interview.sandbox import State


class Abuse(NamedTuple):
    name: str
    state: State
    program: str
    call: str = ""


def refused(name: str, action: str) -> Abuse:
    """Something that must not work: the program finishes only if the action raised."""
    program = "\n".join(
        (
            "def attempt():",
            *(f"    {line}" for line in action.splitlines()),
            "try:",
            "    attempt()",
            "except (Exception, SystemExit) as error:",
            "    print('refused', type(error).__name__)",
            "else:",
            "    raise AssertionError('it worked')",
        )
    )
    return Abuse(name, State.FINISHED, program)


ABUSES = [
    Abuse("spin", State.TIME_LIMIT, "while True: pass"),
    Abuse("spin-in-call", State.TIME_LIMIT, "def f():\n while True: pass", "f()"),
    Abuse("spin-catching-all", State.TIME_LIMIT, "while True:\n try:\n  1/0\n except BaseException: pass"),
    Abuse("sleep", State.TIME_LIMIT, "import time\ntime.sleep(1000)"),
    Abuse("spin-in-c", State.TIME_LIMIT, "sum(range(10**12))"),
    Abuse("regex-backtracking", State.TIME_LIMIT, "import re\nre.match('(a+)+$', 'a' * 60 + 'b')"),
    Abuse("huge-power", State.TIME_LIMIT, "x = 7 ** (10 ** 9)"),
    Abuse("huge-int-text", State.RAISED, "str(10 ** 100000)"),
    Abuse("endless-iterator", State.MEMORY_LIMIT, "import itertools\nlist(itertools.count())"),
    Abuse("memory-list", State.MEMORY_LIMIT, "x = []\nwhile True: x.append(bytearray(10**7))"),
    Abuse("memory-once", State.MEMORY_LIMIT, "x = bytearray(2**31 - 1)"),
    Abuse("memory-numpy", State.MEMORY_LIMIT, "import numpy as np\nx = np.ones((9000, 9000))"),
    Abuse("memory-string", State.MEMORY_LIMIT, "s = 'x'\nwhile True: s += s"),
    Abuse("memory-dict", State.MEMORY_LIMIT, "d = {}\ni = 0\nwhile True:\n d[i] = 'x' * 1000 + str(i)\n i += 1"),
    Abuse("output-flood", State.OUTPUT_LIMIT, "while True: print('x' * 100)"),
    Abuse("output-flood-caught", State.OUTPUT_LIMIT, "while True:\n try: print('x' * 100)\n except BaseException: pass"),
    Abuse("output-one-line", State.OUTPUT_LIMIT, "print('x' * 10**7)"),
    Abuse("output-raw", State.TIME_LIMIT, "import os\nwhile True: os.read(0, 1)"),
    Abuse("output-descriptor", State.OUTPUT_LIMIT, "import os\nfor _ in range(2000): os.write(1, b'x' * 1000)"),
    Abuse("output-in-call", State.OUTPUT_LIMIT, "def f():\n while True: print('y')", "f()"),
    Abuse("recursion", State.RAISED, "def f(): return f()\nf()"),
    Abuse("recursion-without-limit", State.CRASHED, "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nf()"),
    Abuse("nested-brackets", State.MEMORY_LIMIT, "eval('[' * 3000 + ']' * 3000)"),
    Abuse("sys-exit", State.EXITED, "import sys\nsys.exit(0)"),
    Abuse("sys-exit-in-call", State.EXITED, "def f(): raise SystemExit", "f()"),
    Abuse("os-exit", State.EXITED, "import os\nos._exit(0)"),
    Abuse("abort", State.CRASHED, "import os\nos.abort()"),
    Abuse("quit", State.EXITED, "raise SystemExit('bye')"),
    refused("fork", "import os\nos.fork()"),
    refused("subprocess", "import subprocess\nsubprocess.run(['ls'])"),
    refused("system", "import os\nassert os.system('ls') == 0"),
    refused("threads", "import threading\nthreading.Thread(target=print).start()"),
    refused("processes", "import multiprocessing\nmultiprocessing.Process(target=print).start()"),
    refused("socket", "import socket\nsocket.create_connection(('127.0.0.1', 80), 1)"),
    refused("fetch", "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:8000/')"),
    refused("ctypes", "import ctypes\nctypes.CDLL('libc.so.6')"),
    refused("read-passwd", "open('/etc/passwd').read()"),
    refused("read-above", "open('/usr/local/lib/../../../etc/passwd').read()"),
    refused("read-proc", "open('/proc/self/environ').read()"),
    refused("list-root", "import os\nassert os.listdir('/etc')"),
    refused("write-file", "open('/tmp/x', 'w').write('x')"),
    refused("write-library", "open('/usr/local/lib/python315.zip', 'ab').write(b'x')"),
    refused("write-here", "open('x', 'w').write('x')"),
    refused("symlink", "import os\nos.symlink('/etc', '/usr/local/lib/etc')"),
    refused("environment", "import os\nassert os.environ['SECRET_KEY'] or os.environ['PATH']"),
    refused("import-ours", "import interview.sandbox"),
    refused("signal-alarm", "import signal\nsignal.alarm(1)"),
    refused("pickle-command", "import pickle\npickle.loads(b\"cposix\\nsystem\\n(S'ls'\\ntR.\").numerator + ''"),
    Abuse("forged-message", State.CRASHED, "def f():\n import _host, os\n _host.call(b'not json')\n os._exit(0)", "f()"),
    Abuse("forged-depth", State.CRASHED, "def f():\n import _host, os\n _host.call(b'[' * 100000)\n os._exit(0)", "f()"),
    Abuse("large-value", State.RAISED, "def f(): return 'x' * 10**7", "f()"),
    Abuse("many-messages", State.TIME_LIMIT, "import _host\nwhile True: _host.call(b'{}' * 1000)"),
    Abuse("endless-repr", State.FINISHED, "class A:\n def __repr__(self):\n  while True: pass\ndef f(): return A()", "f()"),
    Abuse("endless-str-of-error", State.TIME_LIMIT, "class E(Exception):\n def __str__(self):\n  while True: pass\nraise E"),
    Abuse("cyclic-value", State.FINISHED, "def f():\n x = []\n x.append(x)\n return x", "f()"),
    Abuse("surrogates", State.FINISHED, "print('\\ud800')\ndef f(): return '\\udfff'", "f()"),
    Abuse("null-byte", State.RAISED, "x = 1\x00"),
    Abuse("bidirectional-text", State.FINISHED, "x = '\u202e\u2066'  # \u202e\ndef f(): return x", "f()"),
    Abuse("broken-stdout", State.FINISHED, "import sys\nsys.stdout = None\ndef f(): return 1", "f()"),
    Abuse("closed-stdout", State.RAISED, "import sys\nsys.stdout.close()"),
    Abuse("import-hook", State.FINISHED, "import sys\nclass H:\n def find_spec(*a): raise ImportError\nsys.meta_path.insert(0, H())\ndef f(): return 1", "f()"),
    Abuse("broken-json", State.CRASHED, "import json\njson.dumps = None"),
    Abuse("broken-builtins", State.CRASHED, "import builtins\nbuiltins.type = builtins.isinstance = None"),
    Abuse("deleted-modules", State.FINISHED, "import sys\nsys.modules.clear()"),
    Abuse("exit-handler", State.FINISHED, "import atexit\natexit.register(lambda: [0 for _ in iter(int, 1)])\ndef f(): return 1", "f()"),
    Abuse("destructor", State.FINISHED, "class A:\n def __del__(self): raise SystemExit\nA()\ndef f(): return 1", "f()"),
    Abuse("trace-function", State.FINISHED, "import sys\nsys.settrace(lambda *a: None)\ndef f(): return 1", "f()"),
    Abuse("zip-bomb", State.MEMORY_LIMIT, "import zlib\nd = zlib.compress(bytes(10**8))\nx = [zlib.decompress(d) for _ in range(9)]"),
]  # fmt: skip
