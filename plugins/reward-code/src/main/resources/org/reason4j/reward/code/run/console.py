"""Runs a program whose messages name its own lines alone."""

import sys

sys.path.insert(0, "/runner")
from program import add_installed, main_module

sys.path[0] = "/tmp"
sys.argv = ["program.py"]
add_installed()
sys.stdout.reconfigure(line_buffering=True)


def run():
    with open("/box/program", "rb") as file:
        source = file.read()
    code = compile(source, "program.py", "exec", dont_inherit=True)
    import linecache

    text = source.decode("utf-8", "replace")
    linecache.cache["program.py"] = (len(text), None, text.splitlines(True), "program.py")
    exec(code, main_module())


try:
    run()
except Exception as problem:
    import traceback

    inner = problem.__traceback__
    while inner is not None and inner.tb_frame.f_code.co_filename != "program.py":
        inner = inner.tb_next
    sys.stdout.flush()
    traceback.print_exception(type(problem), problem, inner)
    sys.exit(1)
