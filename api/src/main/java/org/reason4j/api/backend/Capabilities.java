package org.reason4j.api.backend;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Abilities of a {@link RolloutBackend}. Core refuses a recipe that needs more. Immutable. */
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class Capabilities {

    private static final Capabilities ALL = new Capabilities(true, true, Integer.MAX_VALUE);

    private final boolean seeded;
    private final boolean sampledLogprobs;
    private final int maxOpenRequests;

    private Capabilities(boolean seeded, boolean sampledLogprobs, int maxOpenRequests) {
        this.seeded = seeded;
        this.sampledLogprobs = sampledLogprobs;
        this.maxOpenRequests = maxOpenRequests;
    }

    /** A backend that can do everything that core asks for. */
    public static Capabilities all() {
        return ALL;
    }

    /** Returns a copy for a backend whose draws are not a function of the seed: runs with it can't be repeated exactly. */
    public Capabilities withoutSeeds() {
        return new Capabilities(false, sampledLogprobs, maxOpenRequests);
    }

    /** Returns a copy for a backend that gives log-probabilities of the model alone, not of the filtered distribution. */
    public Capabilities withoutSampledLogprobs() {
        return new Capabilities(seeded, false, maxOpenRequests);
    }

    /** Returns a copy for a backend that takes so many requests at a time; core holds the others back. */
    public Capabilities withMaxOpenRequests(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a backend takes at least one request at a time, got " + most);
        }
        return new Capabilities(seeded, sampledLogprobs, most);
    }

    /** True if equal requests with equal weights give equal tokens. */
    public boolean seeded() {
        return seeded;
    }

    /** True if it gives log-probabilities after top-k, top-p and min-p; needed where the recipe has such filters. */
    public boolean sampledLogprobs() {
        return sampledLogprobs;
    }

    /** Most requests at a time. */
    public int maxOpenRequests() {
        return maxOpenRequests;
    }
}
