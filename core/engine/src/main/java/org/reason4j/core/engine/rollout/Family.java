package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.reason4j.api.data.Branch;
import org.reason4j.api.sampler.RolloutRequest;

/** Responses that may continue each other: those of one plan. What they have read is kept until it ends. */
final class Family {

    private final KeptPrompts prompts;
    private final Predicate<RolloutRequest> keeps;
    private final Set<Tokens> held = new LinkedHashSet<>();
    private final List<Kept> kept = new ArrayList<>();
    private final List<Response> written = new ArrayList<>();

    /**
     * Makes a family.
     *
     * @param keeps whether others may continue what a request becomes
     */
    Family(KeptPrompts prompts, Predicate<RolloutRequest> keeps) {
        this.prompts = prompts;
        this.keeps = keeps;
    }

    /** A response is going to be written; its prompt is wanted until the end. */
    void expect(Response response) {
        if (held.add(response.prompt())) {
            prompts.hold(response.prompt());
        }
    }

    /** What was kept that shares most with a response; nothing if that is no more than the prompt. */
    Optional<Kept> closest(Response response) {
        return kept.stream()
                .filter(other -> other.shared(response) > response.prompt().count())
                .max(Comparator.comparingInt(other -> other.shared(response)));
    }

    /** Number of tokens that a response need not read. */
    int shared(Response response) {
        return closest(response)
                .map(other -> other.shared(response))
                .orElse(response.prompt().count());
    }

    /** Whether others may continue a response. */
    boolean keeps(Response response) {
        return keeps.test(response.request());
    }

    /** Keeps what a response has read until it ended. */
    void add(Response response, Kept columns) {
        written.add(response);
        keep(columns);
    }

    /** Keeps the beginning of a response that goes on. */
    void keep(Kept columns) {
        kept.add(columns);
    }

    /** Number of response tokens that were kept. */
    long tokens() {
        return kept.stream()
                .mapToLong(columns -> columns.tokens().count() - columns.first())
                .sum();
    }

    /** The response that a request leaves, if this family wrote it. */
    Optional<Response> parent(RolloutRequest request) {
        return request.branch()
                .map(Branch::parent)
                .flatMap(parent -> written.stream()
                        .filter(response -> response.request().sample() == parent
                                && response.request()
                                        .prompt()
                                        .id()
                                        .equals(request.prompt().id()))
                        .findFirst());
    }

    /** Frees what was kept. */
    void close() {
        kept.forEach(columns -> columns.columns().close());
        held.forEach(prompts::release);
    }
}
