package org.reason4j.reward.code.sandbox;

import java.util.Map;

/** The environment variables of every program in a sandbox; none comes from this process. */
final class Environment {

    static final Map<String, String> VARIABLES = Map.of(
            "PATH", "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME", "/tmp",
            "TMPDIR", "/tmp",
            "LANG", "C.UTF-8",
            "LC_ALL", "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE", "1",
            "PYTHONHASHSEED", "0");

    private Environment() {}
}
