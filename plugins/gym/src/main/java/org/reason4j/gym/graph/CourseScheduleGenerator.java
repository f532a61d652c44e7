package org.reason4j.gym.graph;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws an order of courses and arrows along it; in every second problem an arrow back from a course that others lead to.
 *
 * @param courses how many, 3 to 100
 * @param needs how many other courses a course needs at most, 1 to 10
 */
public record CourseScheduleGenerator(int courses, int needs) implements Generator {
    public CourseScheduleGenerator {
        range("courses", courses, 3, 100);
        range("needs", needs, 1, 10);
    }

    @Override
    public CourseSchedule problem(Draws draws) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < courses; i++) {
            order.add(i);
        }
        order = draws.shuffled(order);
        Set<Arrow> arrows = new LinkedHashSet<>();
        for (int i = 1; i < courses; i++) {
            int wanted = Math.min(i, draws.between(1, needs));
            for (int earlier : draws.some(order.subList(0, i), wanted)) {
                arrows.add(new Arrow(earlier, order.get(i)));
            }
        }
        if (draws.chance(0.5)) {
            arrows.add(back(draws, List.copyOf(arrows)));
        }
        return new CourseSchedule(courses, draws.shuffled(List.copyOf(arrows)));
    }

    private static Arrow back(Draws draws, List<Arrow> arrows) { // closes a way of one to four arrows
        Arrow first = draws.pick(arrows);
        int last = first.to();
        for (int more = draws.below(4); more > 0; more--) {
            int from = last;
            List<Arrow> next =
                    arrows.stream().filter(arrow -> arrow.from() == from).toList();
            last = next.isEmpty() ? last : draws.pick(next).to();
        }
        return new Arrow(last, first.from());
    }
}
