package org.reason4j.gym.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The level of one family and the evidence about it.
 *
 * <p>Problems of the current level are counted in windows. A window whose pass rate is at least {@code raise} speaks for the next
 * level, one at {@code lower} or below for the level before, and one between for neither. The level changes when {@code patience}
 * windows in a row speak for the same change, and evidence begins anew; between the two bounds nothing changes, so a level does not
 * flicker.
 */
final class LevelTrack {

    private int level;
    private long right; // of the open window
    private long responses;
    private int problems;
    private int
            windows; // in a row that speak for one change: positive ones for the next level, negative ones for the one
    // before

    LevelTrack(int level) {
        this.level = level;
    }

    int level() {
        return level;
    }

    /** Counts the responses to a problem of the current level; {@code highest} is the family's last one. */
    void add(long correct, long all, GymLevelsConfig config, int highest) {
        right += correct;
        responses += all;
        problems++;
        if (problems < config.window()) {
            return;
        }
        double rate = (double) right / responses;
        int vote = rate >= config.raise() ? 1 : rate <= config.lower() ? -1 : 0;
        windows = vote == 0 ? 0 : vote == Integer.signum(windows) ? windows + vote : vote;
        if (Math.abs(windows) >= config.patience()) {
            level = Math.max(0, Math.min(highest, level + vote));
            windows = 0;
        }
        right = 0;
        responses = 0;
        problems = 0;
    }

    Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("level", level);
        state.put("right", right);
        state.put("responses", responses);
        state.put("problems", problems);
        state.put("windows", windows);
        return state;
    }

    static LevelTrack of(String kind, Object saved) {
        if (saved instanceof Map<?, ?> state
                && state.get("level") instanceof Number level
                && state.get("right") instanceof Number right
                && state.get("responses") instanceof Number responses
                && state.get("problems") instanceof Number problems
                && state.get("windows") instanceof Number windows) {
            LevelTrack track = new LevelTrack(level.intValue());
            track.right = right.longValue();
            track.responses = responses.longValue();
            track.problems = problems.intValue();
            track.windows = windows.intValue();
            return track;
        }
        throw new IllegalArgumentException("The saved level of '" + kind + "' is " + saved
                + ", expected the numbers level, right, responses, problems and windows");
    }
}
