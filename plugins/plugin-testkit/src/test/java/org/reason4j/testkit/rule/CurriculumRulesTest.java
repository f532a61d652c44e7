package org.reason4j.testkit.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class CurriculumRulesTest extends Breakers<Curriculum> {

    CurriculumRulesTest() {
        super(Kind.CURRICULUM);
    }

    /** Moves through the pool by the number of right responses so far. */
    private static class Good implements Curriculum, Stateful {
        long right;

        @Override
        public List<Example> choose(PromptBatch batch) {
            return List.of(batch.pool().get((int) (right % batch.pool().size())));
        }

        @Override
        public void scored(int step, List<ScoredGroup> groups) {
            groups.forEach(group -> group.trajectories().forEach(one -> right += one.reward() > 0.5 ? 1 : 0));
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("right", right);
        }

        @Override
        public void restore(Map<String, Object> state) {
            right = ((Number) state.get("right")).longValue();
        }
    }

    @Override
    List<Subject<Curriculum>> good() {
        return List.of(Subject.of("the good curriculum", Good::new, Materials.standard()));
    }

    @Override
    void breakers() {
        breaks("examples of a batch", () -> batch -> batch.number() == 3 ? List.of() : batch.inOrder());
        breaks(
                "ids of the dataset",
                () -> batch -> List.of(batch.pool().get(0).withFields(Map.of("answer", "easier"))));
        AtomicInteger made = new AtomicInteger();
        breaks("the same seed, the same choice", () -> {
            int number = made.incrementAndGet();
            return batch -> List.of(batch.pool().get(number % batch.pool().size()));
        });
        breaks("scores that come late", () -> new Curriculum() {
            private final Deque<Integer> open = new ArrayDeque<>();

            @Override
            public List<Example> choose(PromptBatch batch) {
                if (!open.isEmpty()) {
                    throw new IllegalStateException("the last batch has no scores");
                }
                open.add(batch.number());
                return batch.inOrder();
            }

            @Override
            public void scored(int step, List<ScoredGroup> groups) {
                open.remove();
            }
        });
        breaks("odd scores", () -> new Curriculum() {
            @Override
            public List<Example> choose(PromptBatch batch) {
                return batch.inOrder();
            }

            @Override
            public void scored(int step, List<ScoredGroup> groups) {
                groups.get(0).trajectories().get(0).reward();
            }
        });
        breaks("inputs stay as they are", () -> batch -> {
            Collections.reverse(batch.pool());
            return List.of(batch.pool().get(0));
        });
        breaks("what it remembers is its state", () -> new Curriculum() {
            private final List<Integer> seen = new ArrayList<>();

            @Override
            public List<Example> choose(PromptBatch batch) {
                seen.add(batch.number());
                return List.of(batch.pool().get(seen.size() % batch.pool().size()));
            }
        });
        breaks("save and restore", () -> new Good() {
            @Override
            public void restore(Map<String, Object> state) {
                right = (Integer) state.get("right"); // numbers may come back in another width
            }
        });
        AtomicInteger asked = new AtomicInteger();
        breaks("needs", () -> new Curriculum() {
            @Override
            public List<Example> choose(PromptBatch batch) {
                return batch.inOrder();
            }

            @Override
            public Requirements requirements() {
                return Requirements.NONE.groupsOf(asked.incrementAndGet());
            }
        });
    }
}
