package org.reason4j.distillation.teacher;

import java.util.List;
import org.reason4j.api.data.Trajectory;

/** Scores responses that it did not write. */
@FunctionalInterface
public interface Teacher extends AutoCloseable {

    /**
     * Returns what it says about each response, in their order.
     *
     * @param topK number of its most likely tokens at each position; 0 for none
     */
    List<Lesson> score(List<Trajectory> responses, int topK);

    @Override
    default void close() {}
}
