package org.reason4j.api.plugin;

import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;

/**
 * A component whose behaviour depends on earlier steps, such as an adaptive coefficient.
 *
 * <p>Core saves the state with every checkpoint and restores it before the first resumed step, so that a resumed run
 * equals one that was never interrupted. A checkpoint without the state of a component is refused.
 */
@Extension
@API(status = Status.STABLE, since = "1.0.0")
public interface Stateful {

    /** Returns all state as strings, numbers, booleans, lists and maps of these. */
    Map<String, Object> state();

    /**
     * Returns the version of what {@link #state()} returns. Raise it when {@link #restore} can no longer take over what an
     * older version of the plugin saved: a run that is resumed with a state of another version is refused before {@link
     * #restore} is called, and says which version of the plugin wrote it.
     */
    default int stateVersion() {
        return 1;
    }

    /** Takes over what {@link #state()} returned, after a trip through JSON: numbers may come back in another width. */
    void restore(Map<String, Object> state);
}
