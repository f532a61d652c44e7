package org.reason4j.reward.code.interpreter;

import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.code.run.Printed;
import org.reason4j.reward.code.run.RunLimits;
import org.reason4j.reward.code.run.Verdict;
import org.reason4j.reward.code.run.Workshop;
import org.reason4j.reward.code.suite.CodeBlock;
import org.reason4j.reward.code.suite.Comparison;
import org.reason4j.reward.code.suite.Language;

/**
 * Executes the programs that the policy writes within its response, each in a sandbox of its own: the policy reads what they
 * print and goes on.
 *
 * <p>A turn that ends with the closing tag is a program; any other turn ends the response. Programs have no input and leave
 * nothing to later ones. One that fails prints why, and one that comes up against a limit is told which, so the policy can do
 * better. A sandbox that does not start fails the trajectory.
 *
 * <p>Metrics: {@code interpreter/failed}, the share of programs that failed or came up against a limit, and {@code
 * interpreter/seconds}, the mean time of a program.
 *
 * @see <a href="https://arxiv.org/abs/2504.11536">ReTool: reinforcement learning with the results of code masked</a>
 */
public final class CodeInterpreter implements Environment {

    private final CodeInterpreterConfig config;
    private final Metrics metrics;
    private final Workshop workshop;
    private final Semaphore free;

    /** Finds sandbox and interpreters, and tries them. */
    @Inject
    public CodeInterpreter(CodeInterpreterConfig config, Metrics metrics) throws IOException, InterruptedException {
        this.config = config;
        this.metrics = metrics;
        int parallel = config.parallel() == 0 ? Runtime.getRuntime().availableProcessors() : config.parallel();
        free = new Semaphore(parallel, true);
        Duration time = Duration.ofNanos(Math.round(config.seconds() * 1e9));
        RunLimits limits = new RunLimits(
                time,
                time,
                config.memoryMegabytes(),
                config.processes(),
                config.fileMegabytes(),
                config.outputKilobytes() * 1024);
        workshop = Workshop.open(new Workshop.Order(
                config.languages(),
                config.sandbox(),
                limits,
                new Comparison(Comparison.Outputs.LINES, 0),
                config.python(),
                config.node(),
                "",
                parallel,
                "code-interpreter"));
    }

    /** How to have a program executed. */
    @Override
    public String instructions() {
        return "To execute a program, write " + config.open() + "PROGRAM" + config.close() + " in "
                + config.languages().stream().map(Language::label).collect(Collectors.joining(" or "))
                + ". It has no input and remembers no other program. You then read what it prints: "
                + config.result().replace(CodeInterpreterConfig.OUTPUT, "the output");
    }

    @Override
    public Episode begin(Prompt prompt, int sample) {
        return this::answer;
    }

    @Override
    public List<String> stop() {
        return List.of(config.close());
    }

    private TurnResult answer(String turn) throws IOException, InterruptedException {
        if (!turn.endsWith(config.close())) {
            return new TurnResult.Done(0);
        }
        int end = turn.length() - config.close().length();
        int start = turn.lastIndexOf(config.open(), end - config.open().length());
        if (start < 0) {
            return observation("a program begins with " + config.open(), true);
        }
        Printed printed = run(turn.substring(start + config.open().length(), end));
        boolean failed = printed.verdict() != Verdict.PASSED;
        metrics.mean("interpreter/failed", failed ? 1 : 0);
        return observation(text(printed), failed);
    }

    private TurnResult observation(String text, boolean failed) {
        return new TurnResult.Observation(
                config.result().replace(CodeInterpreterConfig.OUTPUT, shortened(text)),
                failed ? config.errorReward() : config.callReward());
    }

    private Printed run(String content) throws IOException, InterruptedException {
        Optional<CodeBlock> block = CodeBlock.last(content, config.languages());
        String program = block.map(CodeBlock::code).orElse(content.strip() + "\n");
        Language language = block.flatMap(each -> Language.ofTag(each.tag()))
                .orElse(config.languages().get(0));
        if (!free.tryAcquire(Math.round(config.waitSeconds() * 1e9), TimeUnit.NANOSECONDS)) {
            throw new IOException("A program waited for its turn for " + config.waitSeconds()
                    + " seconds (code-interpreter.waitSeconds); raise it, or code-interpreter.parallel");
        }
        long start = System.nanoTime();
        try {
            return workshop.print(language, program);
        } finally {
            free.release();
            metrics.mean("interpreter/seconds", (System.nanoTime() - start) / 1e9);
        }
    }

    private String text(Printed printed) {
        return switch (printed.verdict()) {
            case PASSED -> printed.output().strip();
            case TIME_LIMIT -> "no end within " + config.seconds() + " seconds";
            case MEMORY_LIMIT -> "more than " + config.memoryMegabytes() + " megabytes of memory";
            case OUTPUT_LIMIT -> "more than " + config.outputKilobytes() + " kilobytes of output";
            default ->
                (printed.output().strip() + "\nexit status "
                                + (printed.status().isEmpty() ? "unknown" : printed.status()))
                        .strip();
        };
    }

    /** Beginning and end of a long output: an error stands at its end. */
    private String shortened(String text) {
        int limit = config.outputCharacters();
        if (text.length() <= limit) {
            return text;
        }
        int head = whole(text, limit / 2);
        int tail = whole(text, text.length() - limit / 2);
        return text.substring(0, head) + "..." + text.substring(tail);
    }

    /** The place, or the one before it where it would divide a pair of characters. */
    private static int whole(String text, int place) {
        return place > 0 && place < text.length() && Character.isLowSurrogate(text.charAt(place)) ? place - 1 : place;
    }

    /** Ends all programs. */
    @Override
    public void close() {
        workshop.close();
    }
}
