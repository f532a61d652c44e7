package org.reason4j.core.engine.rollout;

import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.RolloutBackend;

/**
 * The policy behind a rollout backend. It asks for the backend's capabilities once, when it is made; the backend stays its
 * maker's to update and to close.
 */
public final class BackendPolicy {

    private final String name;
    private final RolloutBackend backend;
    private final Capabilities capabilities;
    private final int maxPositions;

    /** A backend whose tokens are drawn by this program's own decoder, in whichever process: it can lower their entropy. */
    public interface OwnDecoder extends RolloutBackend {}

    /**
     * Takes a backend.
     *
     * @param name names the backend in messages, such as {@code rollout backend 'zeros' (zeros-1.0.jar)}
     * @param maxPositions most tokens of a sequence, prompt and response together
     */
    public BackendPolicy(String name, RolloutBackend backend, int maxPositions) {
        this.name = name;
        this.backend = backend;
        this.maxPositions = maxPositions;
        capabilities = backend.capabilities();
    }

    /** Names the backend in messages. */
    public String name() {
        return name;
    }

    /** Abilities of the backend. */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** True if the backend can draw with {@link org.reason4j.api.data.EntropyMinimization}. */
    boolean lowersEntropy() {
        return backend instanceof OwnDecoder;
    }

    /** Most tokens of a sequence. */
    int maxPositions() {
        return maxPositions;
    }

    RolloutBackend backend() {
        return backend;
    }
}
