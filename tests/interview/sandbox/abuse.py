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
    Abuse("nested-brackets", State.RAISED, "eval('[' * 3000 + ']' * 3000)"),
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
    Abuse("forged-message", State.CRASHED, "import sys\ndef f():\n import _host\n _host.call(b'not json')\n sys._getframe(2).f_globals['send'] = len", "f()"),
    Abuse("forged-depth", State.CRASHED, "import sys\ndef f():\n import _host\n _host.call(b'[' * 100000)\n sys._getframe(2).f_globals['send'] = len", "f()"),
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
    Abuse("forged-and-gone", State.EXITED, "def f():\n import _host, os\n _host.call(b'{\"value\": 42}')\n os._exit(0)", "f()"),
    Abuse("forged-import-and-gone", State.EXITED, "import _host, os\n_host.call(b'{\"value\": 1}')\nos._exit(0)"),
    Abuse("exit-like-a-flood", State.EXITED, "import os\nos._exit(86)"),
    Abuse("exit-talking-of-memory", State.EXITED, "import os\nos.write(2, b'MemoryError')\nos._exit(0)"),
    Abuse("error-without-a-name", State.RAISED, "class M(type):\n @property\n def __name__(c): raise SystemExit\nclass E(Exception, metaclass=M): pass\nraise E"),
    Abuse("error-that-exits", State.RAISED, "class E(Exception):\n @property\n def __traceback__(s): raise SystemExit\nraise E"),
    Abuse("error-at-no-line", State.RAISED, "e = SyntaxError('x')\ne.filename, e.lineno = 'answer.py', object()\nraise e"),
    Abuse("error-group", State.RAISED, "raise BaseExceptionGroup('x' * 10**5, [KeyboardInterrupt()] * 1000)"),
    Abuse("error-chain", State.RAISED, "e = ValueError()\nfor i in range(20000):\n n = ValueError()\n n.__cause__ = e\n e = n\nraise e"),
    Abuse("endless-error-message", State.RAISED, "class E(Exception):\n def __str__(self): return 'x' * 2**31\nraise E"),
    Abuse("huge-format", State.MEMORY_LIMIT, "x = f'{1:>2000000000}'"),
    Abuse("deep-repr", State.RAISED, "x = []\nfor _ in range(10**5): x = [x]\nrepr(x)"),
    Abuse("deep-value", State.FINISHED, "def f():\n x = []\n for _ in range(10**4): x = [x]\n return x", "f()"),
    Abuse("deep-literal", State.RAISED, "x = " + "(" * 5000 + ")" * 5000),
    Abuse("deep-operators", State.RAISED, "x = " + "-" * 100000 + "1"),
    Abuse("deep-copy-of-trees", State.RAISED, "import ast\nn = ast.Constant(1)\nfor _ in range(10**4): n = ast.UnaryOp(ast.USub(), n)\nast.fix_missing_locations(n)"),
    Abuse("overlong-line", State.FINISHED, "x = '" + "a" * 10**6 + "'"),
    Abuse("low-recursion-limit", State.RAISED, "import sys\nsys.setrecursionlimit(20)\ndef f(n): return n and f(n - 1)\nf(100)"),
    Abuse("generator-as-value", State.FINISHED, "def f():\n while True: yield 1", "f()"),
    Abuse("dict-keyed-by-objects", State.FINISHED, "def f(): return {object(): 1, (object(),): 2, 1.5: 3}", "f()"),
    Abuse("dict-of-endless-items", State.FINISHED, "class D(dict):\n def items(s):\n  while True: yield 1, 1\ndef f(): return D(a=1)", "f()"),
    Abuse("array-that-lies", State.FINISHED, "import numpy as np\nclass A(np.ndarray):\n def tolist(s):\n  while True: pass\ndef f(): return np.zeros(3).view(A)", "f()"),
    Abuse("array-of-itself", State.FINISHED, "import numpy as np\ndef f():\n a = np.empty(1, object)\n a[0] = a\n return a", "f()"),
    Abuse("huge-shape", State.RAISED, "import numpy as np\ndef f(): return np.empty((10**9, 0))", "f()"),
    Abuse("huge-view", State.MEMORY_LIMIT, "import numpy as np\ndef f(): return np.broadcast_to(1.0, 10**8)", "f()"),
    Abuse("huge-int-value", State.RAISED, "def f(): return 10 ** 100000", "f()"),
    Abuse("odd-floats", State.FINISHED, "def f(): return [float('nan'), float('inf'), -0.0, 5e-324]", "f()"),
    Abuse("gc-callback", State.TIME_LIMIT, "import gc\ndef g(*a):\n while True: pass\ngc.callbacks.append(g)\ngc.collect()"),
    Abuse("collected-later", State.FINISHED, "class A:\n def __del__(self): 1 / 0\nx = [A() for _ in range(9)]\ndef f():\n x.clear()\n return 1", "f()"),
    Abuse("profile-function", State.RAISED, "import sys\nsys.setprofile(lambda *a: 1 / 0)\ndef f(): return 1", "f()"),
    Abuse("audit-hook", State.RAISED, "import sys\ndef h(*a): raise RuntimeError\nsys.addaudithook(h)\ncompile('1', '', 'eval')"),
    Abuse("stdout-of-its-own", State.FINISHED, "import sys\nclass S:\n def write(s, t): raise MemoryError\n def flush(s): raise SystemExit\nsys.stdout = S()\ndef f(): return 1", "f()"),
    Abuse("stdout-descriptor-closed", State.FINISHED, "import os\nos.close(1)\ndef f(): return 1", "f()"),
    Abuse("checker-from-its-frame", State.CRASHED, "import sys\ndef f():\n sys._getframe(2).f_globals['send'] = None\n return 1", "f()"),
    Abuse("modules-replaced", State.CRASHED, "import sys\nclass M(dict):\n def __getitem__(s, k): raise SystemExit\nsys.modules = M()\ndef f(): return 1", "f()"),
    Abuse("code-of-its-own", State.CRASHED, "def f(): pass\nf.__code__ = f.__code__.replace(co_code=b'\\xff' * 400, co_stacksize=0)\nf()"),
    Abuse("future-of-threads", State.RAISED, "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor().submit(print).result()"),
    Abuse("sleep-async", State.RAISED, "import asyncio\nasyncio.run(asyncio.sleep(1000))"),
    Abuse("input", State.RAISED, "input()"),
    Abuse("breakpoint", State.EXITED, "breakpoint()"),
]  # fmt: skip
