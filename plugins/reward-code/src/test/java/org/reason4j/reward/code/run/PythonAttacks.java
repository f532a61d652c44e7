package org.reason4j.reward.code.run;

import java.util.List;
import java.util.Map;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Language;

abstract class PythonAttacks extends HostilePrograms {

    private static final Map<String, ?> ADD =
            Map.of("tests", List.of("assert add(2, 3) == 5", "assert set(add([1], [2])) == {1, 2}"));
    private static final Map<String, ?> CALL =
            Map.of("tests", Map.of("fn_name", "add", "inputs", List.of(List.of(2, 3)), "outputs", List.of(5)));

    PythonAttacks(Mechanisms.Choice choice) {
        super(choice, Language.PYTHON);
    }

    @Override
    String honestProgram() {
        return "print('fine')";
    }

    @Override
    void define() {
        defineOnResources();
        defineOnFiles();
        defineOnProcesses();
        defineOnKernel();
        defineOnVerdicts();
    }

    final void trying(String name, String statement) {
        blocked(
                name,
                "import os, sys, socket, signal, resource, subprocess\ntry:\n    " + statement.replace("\n", "\n    ")
                        + "\nexcept (OSError, ValueError):\n    print('blocked')\nelse:\n    print('escaped')\n");
    }

    private void defineOnResources() {
        limited("endless loop", "while True: pass", Verdict.TIME_LIMIT);
        limited("sleep", "import time; time.sleep(1000)", Verdict.TIME_LIMIT);
        limited("3 GB of memory", "x = bytearray(3 << 30)", Verdict.CRASHED);
        limited("50 MB of output", "print('x' * 50_000_000)", Verdict.OUTPUT_LIMIT);
        limited("output without end", "while True: print('x' * 1000)", Verdict.OUTPUT_LIMIT, Verdict.TIME_LIMIT);
        limited(
                "fork bomb",
                "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
                Verdict.TIME_LIMIT);
        limited(
                "thread bomb",
                "import threading, time\nwhile True:\n    try: threading.Thread(target=time.sleep, args=(99,)).start()\n"
                        + "    except RuntimeError: pass",
                Verdict.TIME_LIMIT);
        limited(
                "memory of many processes",
                "import os, time\nfor i in range(20):\n    if os.fork() == 0:\n        x = bytearray(60 << 20)\n"
                        + "        for i in range(0, len(x), 4096): x[i] = 1\n        time.sleep(99)\ntime.sleep(99)",
                Verdict.MEMORY_LIMIT,
                Verdict.TIME_LIMIT);
        limited(
                "recursion without end",
                "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
                Verdict.CRASHED,
                Verdict.TIME_LIMIT);
        limited("segmentation fault", "import ctypes; ctypes.string_at(0)", Verdict.CRASHED);
        trying(
                "200 MB in a file",
                "with open('/tmp/x', 'wb') as f:\n    for i in range(200): f.write(b'x' * (1 << 20))");
        trying(
                "files beyond the space",
                "for i in range(40):\n    with open('/tmp/%d' % i, 'wb') as f: f.write(b'x' * (1 << 20))");
        trying("10,000 open files", "files = [open('/dev/null') for i in range(10_000)]");
        trying("higher limits", "resource.setrlimit(resource.RLIMIT_NPROC, (10_000, 10_000))");
    }

    private void defineOnFiles() {
        trying("reading a file of the machine", "open('SECRET').read()");
        trying("reading passwords", "open('/etc/shadow').read()");
        trying("reading users", "open('/etc/passwd').read()");
        trying("listing home directories", "print(len(os.listdir('/home')))");
        trying("writing to /usr", "open('/usr/escaped', 'w')");
        trying("writing to /", "open('/escaped', 'w')");
        trying("writing to its own program", "open('/box/program', 'w')");
        trying("writing to the runner", "open('/runner/driver.sh', 'w')");
        trying("writing to the kernel's settings", "open('/proc/sys/kernel/core_pattern', 'w').write('x')");
        trying("disk", "open('/dev/vda', 'rb') if os.path.exists('/dev/vda') else open('/dev/sda', 'rb')");
        trying("memory of the machine", "open('/dev/mem', 'rb')");
        trying("root of another process", "open('/proc/1/root' + 'SECRET').read()");
        blocked(
                "keys in the environment",
                "import os\nknown = {'PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'PYTHONDONTWRITEBYTECODE',"
                        + " 'PYTHONHASHSEED', 'PWD', 'OLDPWD', 'SHLVL', '_', 'LC_CTYPE'}\nall = set(os.environ)\nfor place in ('self', '1'):\n    try: text ="
                        + " open('/proc/%s/environ' % place).read()\n    except OSError: continue\n    all |= {entry.split('=')[0] for"
                        + " entry in text.split('\\0') if entry}\nprint('blocked' if all <= known else all - known)");
    }

    private void defineOnProcesses() {
        trying(
                "killing a process of the machine",
                "os.kill(HOST_PID, signal.SIGKILL)\nif HOST_PID < 64: raise OSError('a process of its own')");
        blocked(
                "seeing processes of the machine",
                "import os\nprint('blocked' if len([p for p in os.listdir('/proc') if p.isdigit()]) < 10 else 'escaped')");
        blocked("a daemon that outlives its parent", """
                import os, sys
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        os.execv('/bin/sh', ['sh', '-c', 'sleep 60; : MARKER'])
                    os._exit(0)
                print('blocked')
                """);
        blocked(
                "killing everything",
                "import os, signal\ntry: os.kill(-1, signal.SIGKILL)\nexcept OSError: pass\ntry: os.kill(1, signal.SIGKILL)\nexcept OSError: pass\nprint('blocked')");
        limited(
                "stopping its parent",
                "import os, signal, time\nos.kill(os.getppid(), signal.SIGSTOP)\ntime.sleep(99)",
                Verdict.TIME_LIMIT);
        limited("overwriting its parent's memory", """
                import os
                for line in open('/proc/%d/maps' % os.getppid()):
                    area, rights = line.split()[:2]
                    if 'w' in rights:
                        start, end = (int(x, 16) for x in area.split('-'))
                        with open('/proc/%d/mem' % os.getppid(), 'r+b', 0) as memory:
                            memory.seek(start)
                            memory.write(b'\\xff' * (end - start))
                """, Verdict.CRASHED, Verdict.TIME_LIMIT, Verdict.WRONG);
    }

    private void defineOnKernel() {
        trying("network: a server of the machine", "socket.create_connection(('127.0.0.1', PORT), 2)");
        trying("network: another machine", "socket.create_connection(('192.0.2.1', 80), 2)");
        trying("network: names", "socket.getaddrinfo('example.org', 80)");
        trying("network: raw packets", "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)");
        String call = "import ctypes\nlibrary = ctypes.CDLL(None, use_errno=True)\n";
        trying("mounting", call + "if library.mount(b'tmpfs', b'/usr', b'tmpfs', 0, None) != 0: raise OSError");
        trying("unmounting", call + "if library.umount2(b'/usr', 2) != 0: raise OSError");
        trying("a user namespace with rights", call + "if library.unshare(0x10000000) != 0: raise OSError");
        trying("another root", "os.chroot('/tmp')");
        trying("becoming root", "os.setuid(0)");
        trying("a device of its own", "import stat\nos.mknod('/tmp/disk', stat.S_IFBLK | 0o666, os.makedev(254, 0))");
        trying("the machine's name", "socket.sethostname('escaped')");
        trying("the clock", "import time\ntime.clock_settime(time.CLOCK_REALTIME, 0)");
    }

    private void defineOnVerdicts() {
        cheating("ends before its tests", "import os\ndef add(a, b): os._exit(0)", ADD, Verdict.CRASHED, Verdict.WRONG);
        cheating("raises SystemExit", "def add(a, b): raise SystemExit(0)", ADD, Verdict.CRASHED, Verdict.WRONG);
        cheating(
                "an object that equals everything",
                "class All:\n    def __eq__(self, other): return True\n    def __iter__(self): return iter([self])\n"
                        + "    def __hash__(self): return 1\ndef add(a, b): return All()",
                ADD,
                Verdict.WRONG);
        cheating(
                "a number that equals everything",
                "class All(int):\n    def __eq__(self, other): return True\ndef add(a, b): return All(1)",
                ADD,
                Verdict.WRONG);
        cheating(
                "replaced built-ins",
                "import builtins\nfor name in ('set', 'len', 'sorted', 'abs', 'isinstance', 'all'):\n"
                        + "    setattr(builtins, name, lambda *x: True)\n    globals()[name] = lambda *x: True\ndef add(a, b): return 1",
                ADD,
                Verdict.WRONG,
                Verdict.CRASHED);
        cheating(
                "prints that it passed",
                "def add(a, b):\n    print('{\"passed\": true}')\n    print('OK')\n    return 1",
                ADD,
                Verdict.WRONG);
        cheating(
                "writes to every pipe that it passed",
                "import os\ndef add(a, b):\n    for fd in range(3, 20):\n        try: os.write(fd,"
                        + " b'{\"passed\": true}\\n' * 3)\n        except OSError: pass\n    return 1",
                ADD,
                Verdict.WRONG,
                Verdict.CRASHED);
        cheating(
                "looks for the tests in its process",
                "import gc, sys, os\ndef add(a, b):\n    found = [f for d, _, fs in os.walk('/box') for f in fs]\n"
                        + "    if 'tests.json' in found: return 5\n    frame = sys._getframe()\n    while frame:\n        if 'statements' in frame.f_locals: return 5\n"
                        + "        frame = frame.f_back\n    return -1",
                ADD,
                Verdict.WRONG);
        cheating("not a number", "def add(a, b): return float('nan')", ADD, Verdict.WRONG);
        cheating(
                "a value without end",
                "def add(a, b):\n    while True: yield 1",
                Map.of("tests", List.of("assert list(add(2, 3)) == [5]")),
                Verdict.WRONG,
                Verdict.CRASHED,
                Verdict.MEMORY_LIMIT,
                Verdict.OUTPUT_LIMIT,
                Verdict.TIME_LIMIT);
        cheating(
                "a value that is nested without end",
                "def add(a, b):\n    x = []\n    x.append(x)\n    return x",
                ADD,
                Verdict.WRONG);
        cheating(
                "an exception that equals everything",
                "class E(Exception):\n    def __eq__(self, other): return True\ndef add(a, b): raise E()",
                ADD,
                Verdict.WRONG);
        cheating(
                "a call that prints a result and ends",
                "import os\ndef add(a, b):\n    os.write(1, b'[5, 5]')\n    os._exit(0)",
                CALL,
                Verdict.WRONG,
                Verdict.CRASHED);
        cheating(
                "a replaced json module",
                "import json\njson.dumps = lambda *x: 'true'\ndef add(a, b): return 1",
                CALL,
                Verdict.WRONG);
        cheating("finds no expected output among its files", """
                import os
                found = ''
                for folder, _, files in os.walk('/box'):
                    for name in files:
                        found += open(os.path.join(folder, name)).read().replace('program', '')
                print('the-' + 'answer' if 'the-' + 'answer' in found else 'nothing')
                """, output("the-answer"), Verdict.WRONG);
    }
}
