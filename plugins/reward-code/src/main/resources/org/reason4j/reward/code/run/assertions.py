"""Executes statements that assert something about a program, which lives in another process and answers with data alone."""

import ast
import builtins
import importlib
import json
import os
import sys
import unittest

sys.path.insert(0, "/runner")
from data import packed, unpacked
from program import load

messages = os.fdopen(os.dup(1), "w")
answers = os.fdopen(os.dup(0), "r")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


class ProgramFailed(BaseException):
    """The program ended or is late; no test goes on after it."""


class Remote:
    """Something of the program. Equal to itself alone: no code of the program decides what is equal."""

    def __init__(self, number=None, name=None):
        self.__dict__["_place"] = (number, name)

    def __getattr__(self, name):
        number, own = self._place
        if own is not None or name.startswith("__"):
            raise AttributeError(name)
        return ask(number, name, None, {}, Remote(number, name))

    def __call__(self, *args, **kwargs):
        number, name = self._place
        return ask(number, name or "__call__", args, kwargs)

    def __len__(self):
        return ask(self._place[0], "__len__", (), {})

    def __iter__(self):
        return iter(ask(self._place[0], "__iter__", (), {}))

    def __getitem__(self, key):
        return ask(self._place[0], "__getitem__", (key,), {})

    def __str__(self):
        return str(ask(self._place[0], "__str__", (), {}))

    __repr__ = __str__


def ask(number, name, args, kwargs, attribute=None):
    tell({
        "object": number,
        "name": name,
        "args": None if args is None else packed(list(args)),
        "kwargs": packed(kwargs),
    })
    line = answers.readline()
    if not line:
        os._exit(0)
    reply = json.loads(line)
    if "dead" in reply:
        raise ProgramFailed()
    if "error" in reply:
        kind = getattr(builtins, reply["error"], Exception)
        failure = kind if isinstance(kind, type) and issubclass(kind, Exception) else Exception
        try:
            raised = failure(reply["text"])
        except TypeError:
            raised = Exception(reply["text"])
        raised.of_program = True
        raise raised
    if "callable" in reply:
        return attribute if attribute is not None else Remote(number, name)
    for own, changed in zip(args or (), unpacked(reply["args"], Remote)):
        if isinstance(own, list) and isinstance(changed, list):
            own[:] = changed
        elif isinstance(own, (dict, set)) and type(own) is type(changed):
            own.clear()
            own.update(changed)
    return unpacked(reply["value"], Remote)


def tell(message):
    messages.write(json.dumps(message) + "\n")
    messages.flush()


def names_of(code):
    """Returns the names that code reads but neither defines nor finds among Python's own."""
    nodes = list(ast.walk(ast.parse(code)))
    defined = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    defined |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    defined |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            defined |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    read = {node.id for node in nodes if isinstance(node, ast.Name)}
    return {name for name in read - defined if not hasattr(builtins, name)}


def prepare(scope, code, known, entry):
    for name in names_of(code):
        if name in scope:
            continue
        if name == "candidate" and entry:
            scope[name] = Remote(None, entry)
        elif name in sys.stdlib_module_names:
            scope[name] = importlib.import_module(name)
        elif name in known:
            scope[name] = ask(None, name, None, {}, Remote(None, name))


def execute(scope, statement, known, entry):
    before = set(scope)
    prepare(scope, statement, known, entry)
    exec(compile(statement, "tests.py", "exec"), scope)
    new = [scope[name] for name in scope if name not in before]
    cases = [one for one in new if isinstance(one, type) and issubclass(one, unittest.TestCase)]
    if cases:
        loaded = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(case) for case in cases)
        result = unittest.TestResult()
        loaded.run(result)
        assert result.testsRun > 0 and result.wasSuccessful()
    elif "check" in scope and "check" not in before and entry:
        scope["check"](Remote(None, entry))


def main():
    with open("/box/tests.json") as file:
        tests = json.load(file)
    scope = {"__name__": "tests"}
    load("/dev/null", "none")
    try:
        exec(compile(tests["setup"], "setup.py", "exec"), scope)
        for statement in tests["statements"]:
            compile(statement, "tests.py", "exec")
    except BaseException as failure:
        tell({"unusable": "%s: %s" % (type(failure).__name__, failure)})
        os._exit(0)
    tell({"ready": True})
    known = set(json.loads(answers.readline())["names"])
    for statement in tests["statements"]:
        try:
            execute(scope, statement, known, tests["entry"])
            tell({"passed": True})
        except ImportError as failure:
            own = not hasattr(failure, "of_program")
            tell({"unusable": "ImportError: %s" % failure} if own else {"passed": False})
        except BaseException:
            tell({"passed": False})
        answers.readline()
    os._exit(0)


main()
