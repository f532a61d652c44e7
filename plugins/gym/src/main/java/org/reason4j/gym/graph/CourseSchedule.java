package org.reason4j.gym.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * Whether all courses can be taken when some must come before others: whether a directed graph has no cycle.
 *
 * @param courses how many, numbered from 0
 * @param before arrows from a course to one that needs it
 */
public record CourseSchedule(int courses, List<Arrow> before) implements Problem {
    public CourseSchedule {
        before = List.copyOf(before);
    }

    @Override
    public String question() {
        return """
                A school offers %d courses, numbered from 0. Here a>b says that course a must be finished before course b \
                can begin: %s.
                Is there an order in which all courses can be taken one after the other? Answer True or False.""".formatted(courses, Arrow.text(before, ">"));
    }

    @Override
    public String answer() {
        return possible() ? "True" : "False";
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.stripped(answer).equalsIgnoreCase(answer());
    }

    /** Nodes and edges. */
    @Override
    public double work() {
        return courses + before.size();
    }

    private boolean possible() { // takes every course that waits for none, until none is left or none can be taken
        Set<Integer> left = new HashSet<>(IntStream.range(0, courses).boxed().toList());
        List<Arrow> open = new ArrayList<>(before);
        boolean taken = true;
        while (taken) {
            Set<Integer> waiting = new HashSet<>();
            open.forEach(arrow -> waiting.add(arrow.to()));
            taken = left.removeIf(course -> !waiting.contains(course));
            open.removeIf(arrow -> !left.contains(arrow.from()));
        }
        return left.isEmpty();
    }
}
