package org.reason4j.reward.unsupervised.selfplay;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which of program, input and output is looked for. */
public enum TaskKind {
    /** The output, from program and input. */
    DEDUCTION,
    /** An input, from program and output; every input that gives the output is right. */
    ABDUCTION,
    /** A program, from some of its inputs with their outputs; it is tried on the others. */
    INDUCTION;

    /** Its name in fields and texts. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<TaskKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
}
