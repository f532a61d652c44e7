package org.reason4j.core.trainer.loop;

import org.reason4j.api.guard.Alarm;

/** A guard raised an alarm, and the recipe says that the run pauses for it. Its last step is saved. */
public final class GuardPause extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GuardPause(int step, String guard, Alarm alarm) {
        super("Paused after step " + step + " by the guard '" + guard + "': " + alarm.reason()
                + " The step is saved; --resume goes on with the next one.");
    }
}
