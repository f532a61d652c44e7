package org.reason4j.core.host.reward;

import org.reason4j.api.data.Score;

/** Kind of a score. */
public enum ScoreOutcome {
    VALUE("value"),
    UNSCORABLE("unscorable"),
    TIMED_OUT("timed-out"),
    FAILED("failed");

    private final String label;

    ScoreOutcome(String label) {
        this.label = label;
    }

    /** The kind of this score. */
    public static ScoreOutcome of(Score score) {
        if (score instanceof Score.Value) {
            return VALUE;
        }
        if (score instanceof Score.TimedOut) {
            return TIMED_OUT;
        }
        return score instanceof Score.Unscorable ? UNSCORABLE : FAILED;
    }

    /** Its name in answers and messages. */
    public String label() {
        return label;
    }

    /** Why a score has no value; empty where it has one. */
    public static String reason(Score score) {
        if (score instanceof Score.Unscorable unscorable) {
            return unscorable.reason();
        }
        if (score instanceof Score.TimedOut late) {
            return "no answer within " + late.deadline().toMillis() / 1000.0 + " seconds";
        }
        return score instanceof Score.Failed failed ? failed.reason() : "";
    }
}
