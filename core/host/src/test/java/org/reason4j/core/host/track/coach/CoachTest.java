package org.reason4j.core.host.track.coach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.config.constraint.OneOf;

class CoachTest {

    /** Groups of eight; a right answer gets at least 1 from the reward {@code math}. */
    private static final RunOutline RUN = new RunOutline(8, "math", 1, 512, false);

    /** A step with something to learn: half of the groups are mixed, and so on. */
    private static final Map<String, Double> HEALTHY = Map.ofEntries(
            Map.entry("reward/mean", 0.4),
            Map.entry("reward/std", 0.5),
            Map.entry("reward/math/mean", 0.4),
            Map.entry("reward/math/no_answer", 0.2),
            Map.entry("reward/frac_zero_std_groups", 0.5),
            Map.entry("completions/truncated_ratio", 0.3),
            Map.entry("policy/entropy", 0.6),
            Map.entry("policy/kl_old", 0.001),
            Map.entry("policy/ratio_mean", 1.0),
            Map.entry("regularizer/kl", 0.02),
            Map.entry("mismatch/logprob_diff_mean", 0.004),
            Map.entry("throughput/trained_sequences", 256.0));

    private static Map<String, Double> but(Object... changes) {
        Map<String, Double> metrics = new LinkedHashMap<>(HEALTHY);
        for (int i = 0; i < changes.length; i += 2) {
            metrics.put((String) changes[i], ((Number) changes[i + 1]).doubleValue());
        }
        return metrics;
    }

    private static List<String> rules(RunOutline run, Map<String, Double> metrics) {
        return new Coach(run, List.of(), 1).look(1, metrics).rules();
    }

    @Test
    void aStepWithSomethingToLearnHasNoSign() {
        assertThat(rules(RUN, HEALTHY)).isEmpty();
        assertThat(rules(RUN, Map.of())).isEmpty(); // what is not measured is no sign
    }

    @ParameterizedTest
    @CsvSource({
        "truncated, completions/truncated_ratio, 0.9, 0.89",
        "no-answer, reward/math/no_answer, 0.9, 0.89",
        "alike, reward/frac_zero_std_groups, 0.95, 0.94",
        "same-reward, reward/std, 0, 0.01",
        "nothing-kept, throughput/trained_sequences, 0, 1",
        "entropy-gone, policy/entropy, 0.001, 0.0011",
        "large-updates, policy/kl_old, 0.1, 0.09",
        "large-updates, policy/ratio_mean, 2, 1.9",
        "large-updates, policy/ratio_mean, 0.5, 0.51",
        "far-from-reference, regularizer/kl, 1, 0.9",
        "mismatch, mismatch/logprob_diff_mean, 0.1, 0.09"
    })
    void aSignBeginsAtItsBound(String rule, String metric, double there, double notThere) {
        assertThat(rules(RUN, but(metric, there))).containsExactly(rule);
        assertThat(rules(RUN, but(metric, notThere))).isEmpty();
    }

    @Test
    void equalRewardsAreHardOrEasyByTheRewardThatMeasures() {
        String flat = "reward/frac_zero_std_groups";
        // a right answer has 1: nearly wrong is up to 0.1, nearly right from 0.9 on
        assertThat(rules(RUN, but(flat, 1, "reward/math/mean", 0.1))).containsExactly("too-hard");
        assertThat(rules(RUN, but(flat, 1, "reward/math/mean", 0.11))).containsExactly("alike");
        assertThat(rules(RUN, but(flat, 1, "reward/math/mean", 0.9))).containsExactly("too-easy");
        // rewards of -1 and 1
        assertThat(rules(RUN, but(flat, 1, "reward/math/mean", -0.97))).containsExactly("too-hard");
    }

    @Test
    void aGroupOfOneHasEqualRewardsWithoutASign() {
        RunOutline single = new RunOutline(1, "math", 1, 512, false);
        assertThat(rules(single, but("reward/frac_zero_std_groups", 1))).isEmpty();
        assertThat(rules(single, but("reward/frac_zero_std_groups", 1, "reward/std", 0)))
                .containsExactly("same-reward");
    }

    @Test
    void theCauseIsToldAndNotItsConsequences() {
        Map<String, Double> allWrong = but(
                "completions/truncated_ratio", 1,
                "reward/math/no_answer", 1,
                "reward/frac_zero_std_groups", 1,
                "reward/math/mean", 0,
                "reward/std", 0);
        assertThat(rules(RUN, allWrong)).containsExactly("truncated");
        allWrong.put("completions/truncated_ratio", 0.0);
        assertThat(rules(RUN, allWrong)).containsExactly("no-answer");
        allWrong.put("reward/math/no_answer", 0.0);
        assertThat(rules(RUN, allWrong)).containsExactly("too-hard");
    }

    @Test
    void lowEntropyIsNoSignOfARunThatHasSolvedItsProblems() {
        assertThat(rules(RUN, but("policy/entropy", 0.001, "reward/math/mean", 0.95)))
                .isEmpty();
    }

    @Test
    void entropyIsGoneAtATenthOfTheFirst() {
        Coach coach = new Coach(RUN, List.of(), 1);
        coach.look(1, but("policy/entropy", 0.3));
        assertThat(coach.look(2, but("policy/entropy", 0.031)).rules()).isEmpty();
        assertThat(coach.look(3, but("policy/entropy", 0.03)).rules()).containsExactly("entropy-gone");
    }

    @Test
    void oldRolloutsMayDisagreeWithTraining() {
        RunOutline stale = new RunOutline(8, "math", 1, 512, true);
        assertThat(rules(stale, but("mismatch/logprob_diff_mean", 0.5))).isEmpty();
    }

    @Test
    void anAdviceNamesTheNumberAndWhatToTry() {
        assertThat(new Coach(RUN, List.of(), 1)
                        .look(1, but("reward/math/no_answer", 0.9625))
                        .begun())
                .singleElement()
                .extracting(Advice::text)
                .asString()
                .startsWith(
                        "no-answer: The reward 'math' could read no answer in 96.3% of the responses. Ask in data.system")
                .doesNotContain("\n");
        assertThat(new Coach(RUN, List.of(), 1)
                        .look(1, but("completions/truncated_ratio", 1))
                        .begun())
                .singleElement()
                .extracting(Advice::finding)
                .isEqualTo("100.0% of the responses ended at the length limit of 512 tokens.");
    }

    /** Steps in which a sign is told, of steps that have it (x) or not (.), with that patience. */
    private static List<Integer> told(String steps, int patience) {
        Coach coach = new Coach(RUN, List.of(), patience);
        List<Integer> told = new ArrayList<>();
        for (int step = 1; step <= steps.length(); step++) {
            boolean there = steps.charAt(step - 1) == 'x';
            if (!coach.look(step, there ? but("regularizer/kl", 3) : HEALTHY)
                    .begun()
                    .isEmpty()) {
                told.add(step);
            }
        }
        assertThat(coach.told().stream().flatMap(one -> one.steps().stream())).isEqualTo(told);
        return told;
    }

    @Test
    void aSignIsToldOnceUntilItWasGone() {
        assertThat(told("xxxxxx", 2)).containsExactly(2);
        assertThat(told("x.x.x.", 2)).isEmpty();
        assertThat(told("xx.x.xx", 2)).containsExactly(2); // never gone for two steps
        assertThat(told("xx..xxx", 2)).containsExactly(2, 6);
        assertThat(told(".x.x", 1)).containsExactly(2, 4);
    }

    @Test
    void aMutedRuleSaysNothing() {
        assertThat(new Coach(RUN, List.of("far-from-reference"), 1)
                        .look(1, but("regularizer/kl", 3))
                        .rules())
                .isEmpty();
        assertThat(new Coach(RUN, List.of("all"), 1)
                        .look(1, but("reward/std", 0))
                        .rules())
                .isEmpty();
    }

    @Test
    void aRestoredCoachGoesOnAsOneThatWasNotStopped() {
        Coach whole = new Coach(RUN, List.of(), 2);
        whole.look(1, but("policy/entropy", 0.3));
        whole.look(2, but("regularizer/kl", 3));
        Coach resumed = new Coach(RUN, List.of(), 2);
        resumed.restore(whole.state());
        assertThat(resumed.look(3, but("regularizer/kl", 3)).begun()).hasSize(1);
        assertThat(resumed.look(4, but("policy/entropy", 0.02)).rules()).containsExactly("entropy-gone");

        Coach later = new Coach(RUN, List.of(), 2);
        later.restore(resumed.state());
        assertThat(later.look(5, but("regularizer/kl", 3)).begun()).isEmpty(); // told at step 3
        assertThat(later.told()).containsExactly(new Coach.Told("far-from-reference", List.of(3)));
    }

    @Test
    void aRecipeCanMuteEveryRule() throws NoSuchFieldException {
        List<String> allowed = new ArrayList<>();
        Arrays.stream(CoachRule.values()).map(CoachRule::label).forEach(allowed::add);
        allowed.add(Coach.ALL);
        assertThat(Training.Coach.class
                        .getRecordComponents()[0]
                        .getAnnotation(OneOf.class)
                        .value())
                .containsExactlyElementsOf(allowed);
    }
}
