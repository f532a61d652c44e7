"""Values as JSON, with Python's types, for two processes that share nothing else. Objects stay where they are and have numbers."""

import decimal
import fractions

MOST_ITEMS = 1000000

objects = []


class Unreadable(Exception):
    pass


def packed(value, depth=0):
    """Returns a value as JSON's types; an object that is no data becomes its number."""
    if depth > 200:
        raise Unreadable("a value is nested too deeply")
    if value is None or isinstance(value, (bool, str)):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    for mark, kinds in (("l", list), ("t", tuple), ("s", set), ("f", frozenset)):
        if isinstance(value, kinds):
            return {mark: [packed(entry, depth + 1) for entry in value]}
    if isinstance(value, dict):
        return {"d": [[packed(key, depth + 1), packed(entry, depth + 1)] for key, entry in value.items()]}
    if isinstance(value, (bytes, bytearray)):
        return {"b": bytes(value).hex()}
    if isinstance(value, complex):
        return {"c": [value.real, value.imag]}
    if isinstance(value, range):
        return {"r": [value.start, value.stop, value.step]}
    if isinstance(value, (decimal.Decimal, fractions.Fraction)):
        return {"n": [type(value).__name__, str(value)]}
    if hasattr(value, "__next__") or type(value).__name__ in ("dict_keys", "dict_values", "dict_items"):
        entries = []
        for entry in value:
            if len(entries) == MOST_ITEMS:
                raise Unreadable("an iterator does not end")
            entries.append(packed(entry, depth + 1))
        return {"i": entries}
    objects.append(value)
    return {"o": len(objects) - 1}


def unpacked(value, remote=None):
    """Returns the value that packed made JSON of."""
    if not isinstance(value, dict):
        return value
    (mark, content), = value.items()
    if mark == "d":
        return {unpacked(key, remote): unpacked(entry, remote) for key, entry in content}
    if mark == "b":
        return bytes.fromhex(content)
    if mark == "c":
        return complex(*content)
    if mark == "r":
        return range(*content)
    if mark == "n":
        return {"Decimal": decimal.Decimal, "Fraction": fractions.Fraction}[content[0]](content[1])
    if mark == "o":
        return remote(content) if remote else objects[content]
    entries = [unpacked(entry, remote) for entry in content]
    return {"l": list, "t": tuple, "s": set, "f": frozenset, "i": iter}[mark](entries)
