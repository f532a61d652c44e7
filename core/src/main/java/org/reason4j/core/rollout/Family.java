package org.reason4j.core.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.data.Branch;
import org.reason4j.api.sampler.RolloutRequest;

/** Responses that may continue each other: those of one plan. What they have read is kept until it ends. */
final class Family {

    private final KeptPrompts prompts;
    private final Set<Tokens> held = new LinkedHashSet<>();
    private final List<Kept> kept = new ArrayList<>();
    private final List<Response> written = new ArrayList<>();

    Family(KeptPrompts prompts) {
        this.prompts = prompts;
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

    void add(Response response, Kept columns) {
        written.add(response);
        kept.add(columns);
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
