package org.reason4j.reward.code.suite;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A language of programs. */
public enum Language {
    /** Python 3. */
    PYTHON("python", "python3", "py"),
    /** Java, as new as the machine's JDK. */
    JAVA("java"),
    /** JavaScript on Node.js. */
    JAVASCRIPT("javascript", "js", "node", "nodejs"),
    /** Bash, or the system's shell where there is none. */
    SHELL("shell", "sh", "bash");

    private final List<String> tags;

    Language(String... tags) {
        this.tags = List.of(tags);
    }

    /** The language of a code block's tag, such as {@code py}; empty for another or none. */
    public static Optional<Language> ofTag(String tag) {
        String plain = tag.strip().toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(language -> language.tags.contains(plain))
                .findFirst();
    }

    /** Its name in messages. */
    public String label() {
        return tags.get(0);
    }
}
