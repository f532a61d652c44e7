package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Subject;

/** Rules of curricula. */
final class CurriculumRules {

    private static final int POOL = 12;
    private static final int SIZE = 3;
    private static final long SEED = 11;

    private CurriculumRules() {}

    static List<Rule<Curriculum>> all() {
        List<Rule<Curriculum>> rules = new ArrayList<>(List.of(
                new Rule<>(
                        "examples of a batch",
                        "A batch has at least one example, and no two different ones with the same id.",
                        CurriculumRules::examples),
                new Rule<>(
                        "ids of the dataset",
                        "An example with the id of one of the dataset is that example.",
                        CurriculumRules::ownIds),
                new Rule<>(
                        "the same seed, the same choice",
                        "A new instance that is asked and told the same chooses the same.",
                        CurriculumRules::repeats),
                new Rule<>(
                        "scores that come late",
                        "Several batches may be chosen before the first of them is scored.",
                        CurriculumRules::late),
                new Rule<>(
                        "odd scores",
                        "Steps without groups, groups of one, of equal rewards, of cut off and of empty responses do"
                                + " not make it fail.",
                        CurriculumRules::oddScores),
                new Rule<>(
                        "inputs stay as they are",
                        "The dataset holds the same examples in the same order afterwards.",
                        CurriculumRules::inputs)));
        rules.addAll(new StateRules<Curriculum>((one, any) -> steps(one, 1, 4), (one, any) -> steps(one, 5, 8)).all());
        rules.add(Rule.ofNeeds(Curriculum::requirements));
        return List.copyOf(rules);
    }

    /** A batch out of a pool. */
    private record Batch(int number, List<Example> pool) implements PromptBatch {

        @Override
        public int size() {
            return SIZE;
        }

        @Override
        public long seed() {
            return SEED;
        }

        @Override
        public Optional<Example> example(String id) {
            return pool.stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public List<Example> inOrder() {
            List<Example> turn = new ArrayList<>();
            for (int i = 0; i < SIZE; i++) {
                turn.add(pool.get(((number - 1) * SIZE + i) % pool.size()));
            }
            return turn;
        }
    }

    private static List<Example> pool() {
        List<Example> pool = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            Prompt prompt = Samples.prompt("sum-" + i, i + "+" + i + "=");
            pool.add(Example.of(prompt.id(), prompt.messages())
                    .withFields(Map.of("answer", String.valueOf(2 * i), "level", 1 + i / 4, "difficulty", i / 12.0)));
        }
        return pool;
    }

    private static List<Example> choose(Curriculum curriculum, int number, List<Example> pool) {
        return Expect.result("choice of batch " + number, () -> curriculum.choose(new Batch(number, pool)));
    }

    /** Chooses and scores batches, and returns the choices. */
    private static List<Example> steps(Curriculum curriculum, int from, int to) {
        List<Example> chosen = new ArrayList<>();
        for (int number = from; number <= to; number++) {
            List<Example> batch = choose(curriculum, number, pool());
            chosen.addAll(batch);
            curriculum.scored(number, scored(batch));
        }
        return chosen;
    }

    /** Four responses to each example, of which more are right where the id is smaller. */
    private static List<ScoredGroup> scored(List<Example> examples) {
        List<ScoredGroup> groups = new ArrayList<>();
        for (Example example : examples) {
            Prompt prompt = Samples.prompt(example.id(), "?").withFields(example.fields());
            Group group = Samples.group(prompt, "1", "22", "3", "");
            int right = Math.floorMod(example.id().hashCode(), 5);
            groups.add(ScoredGroup.of(
                    prompt,
                    group.trajectories().stream()
                            .map(one -> Samples.rewarded(one, one.sample() < right ? 1 : 0))
                            .toList()));
        }
        return groups;
    }

    private static void examples(Subject<Curriculum> subject) throws Exception {
        Curriculum curriculum = subject.fresh();
        for (int number = 1; number <= 5; number++) {
            List<Example> batch = choose(curriculum, number, pool());
            Expect.that(!batch.isEmpty(), "batch %s: expected at least one example, found none", number);
            Map<String, Example> seen = new HashMap<>();
            for (Example example : batch) {
                Expect.that(example != null, "batch %s: expected no null, found %s", number, batch);
                Example other = seen.putIfAbsent(example.id(), example);
                Expect.that(
                        other == null || other.equals(example),
                        "batch %s: expected one example of the id '%s', found two different ones",
                        number,
                        example.id());
            }
            curriculum.scored(number, scored(batch));
        }
    }

    private static void ownIds(Subject<Curriculum> subject) throws Exception {
        Map<String, Example> pool = new HashMap<>();
        pool().forEach(one -> pool.put(one.id(), one));
        for (Example example : steps(subject.fresh(), 1, 5)) {
            Example own = pool.getOrDefault(example.id(), example);
            Expect.that(
                    own.equals(example),
                    "%s: expected the example of the dataset that has its id, found the fields %s and messages %s",
                    example,
                    example.fields(),
                    example.messages());
        }
    }

    private static void repeats(Subject<Curriculum> subject) throws Exception {
        DatasetRules.requireSame(
                "choices of a new instance", steps(subject.fresh(), 1, 6), steps(subject.fresh(), 1, 6));
    }

    private static void late(Subject<Curriculum> subject) throws Exception {
        Curriculum curriculum = subject.fresh();
        List<List<Example>> open = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            open.add(choose(curriculum, number, pool()));
        }
        for (int step = 1; step <= 3; step++) {
            tell(curriculum, step, scored(open.get(step - 1)));
        }
        Expect.that(!choose(curriculum, 4, pool()).isEmpty(), "batch 4: expected at least one example, found none");
    }

    private static void oddScores(Subject<Curriculum> subject) throws Exception {
        Curriculum curriculum = subject.fresh();
        List<ScoredGroup> groups = scored(choose(curriculum, 1, pool()));
        List<List<ScoredGroup>> odd = List.of(
                List.of(),
                groups.stream()
                        .map(group ->
                                group.withTrajectories(group.trajectories().subList(0, 1)))
                        .toList(),
                groups.stream().map(group -> group.withTrajectories(List.of())).toList(),
                ShapingRules.equal(groups),
                groups.stream()
                        .map(group -> group.map(one -> ScoredTrajectory.of(truncated(one), -1)))
                        .toList(),
                groups.stream()
                        .map(group -> group.map(one -> ScoredTrajectory.of(Samples.empty(one.trajectory()), 0)))
                        .toList());
        for (int step = 1; step <= odd.size(); step++) {
            tell(curriculum, step, odd.get(step - 1));
            List<Example> batch = choose(curriculum, step + 1, pool());
            Expect.that(!batch.isEmpty(), "batch %s: expected at least one example, found none", step + 1);
        }
    }

    private static Trajectory truncated(ScoredTrajectory one) {
        return Samples.truncated(one.trajectory());
    }

    private static void tell(Curriculum curriculum, int step, List<ScoredGroup> groups) {
        Expect.result("scored for step " + step + " with " + groups, () -> {
            curriculum.scored(step, groups);
            return true;
        });
    }

    private static void inputs(Subject<Curriculum> subject) throws Exception {
        List<Example> pool = pool();
        choose(subject.fresh(), 1, pool);
        DatasetRules.requireSame("the dataset", pool, pool());
    }
}
