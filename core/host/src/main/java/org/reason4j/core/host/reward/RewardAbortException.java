package org.reason4j.core.host.reward;

/** A reward gave no score and the recipe says that the run stops then. */
public class RewardAbortException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reward;

    /** Names the reward and says why the run stops. */
    public RewardAbortException(String reward, String message) {
        super(message);
        this.reward = reward;
    }

    /** Key of the reward. */
    public String reward() {
        return reward;
    }
}
