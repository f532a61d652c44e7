package org.reason4j.sampler.tree.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;

/**
 * A world of scripted text: after each beginning, what is written next, one after the other and then again from the first. A
 * character is a token, {@code $} ends a response, and so does a stop string; {@code !} breaks a response down.
 */
final class World implements RolloutEngine {

    static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {'?'});

    private final Map<String, List<String>> script;
    private final Map<String, Integer> asked = new HashMap<>();
    private int written;
    private int rounds;

    World(Map<String, List<String>> script) {
        this.script = script;
    }

    /** Tokens that were written, those of prefixes not among them. */
    int written() {
        return written;
    }

    /** Rounds of requests, of all plans. */
    int rounds() {
        return rounds;
    }

    @Override
    public List<Trajectory> generate(List<RolloutRequest> requests) {
        rounds++;
        return requests.stream().map(this::write).toList();
    }

    @Override
    public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
        List<List<Trajectory>> all = new ArrayList<>();
        for (RolloutPlan plan : plans) {
            List<Trajectory> ofPlan = new ArrayList<>();
            List<RolloutRequest> next = plan.next(List.of());
            while (!next.isEmpty()) {
                List<Trajectory> round = generate(next);
                ofPlan.addAll(round);
                next = plan.next(round);
            }
            all.add(ofPlan);
        }
        return all;
    }

    private Trajectory write(RolloutRequest request) {
        String before = new Characters().decode(request.prefix(), false);
        List<String> choices = script.get(before);
        if (choices == null) {
            throw new IllegalArgumentException("the world ends after '" + before + "'");
        }
        int turn = asked.merge(before, 1, Integer::sum) - 1;
        String next = choices.get(turn % choices.size());
        Finish finish = Finish.LENGTH;
        int length = 0;
        String text = "";
        while (length < next.length() && length < request.params().maxTokens() && finish == Finish.LENGTH) {
            text = before + next.substring(0, ++length);
            finish = finish(text, request.params());
        }
        written += length;
        return trajectory(request, text, finish);
    }

    private static Finish finish(String text, SamplingParams params) {
        if (text.endsWith("!")) {
            return Finish.FAILED;
        }
        return text.endsWith("$") || params.stop().stream().anyMatch(text::endsWith) ? Finish.STOP : Finish.LENGTH;
    }

    private static Trajectory trajectory(RolloutRequest request, String text, Finish finish) {
        int shared = request.prefix().length;
        boolean[] learned = Arrays.copyOf(request.learned(), text.length());
        Arrays.fill(learned, shared, text.length(), true);
        float[] logprobs =
                Arrays.copyOf(request.find(TokenStream.BEHAVIOUR_LOGPROBS).orElse(new float[shared]), text.length());
        for (int t = shared; t < logprobs.length; t++) {
            logprobs[t] = -t - 1;
        }
        Trajectory written = Trajectory.sampled(
                        request.prompt(),
                        request.sample(),
                        text.chars().toArray(),
                        text.replace("$", ""),
                        finish == Finish.FAILED ? Finish.STOP : finish,
                        3,
                        request.params())
                .withLearned(learned)
                .with(TokenStream.BEHAVIOUR_LOGPROBS, logprobs);
        Trajectory ended = finish == Finish.FAILED ? written.withFailure("broke down") : written;
        return request.branch().map(ended::withBranch).orElse(ended);
    }

    record Step(int number, List<Prompt> prompts, int groupSize, SamplingParams params, RolloutEngine rollouts)
            implements SamplingStep {}

    /** The group that a search of this world finds. */
    Group search(MctsConfig config, int groupSize, SamplingParams params, Measure measure, RecordedMetrics metrics) {
        return search(config, groupSize, params, measure, NO_MODELS, metrics);
    }

    Group search(
            MctsConfig config,
            int groupSize,
            SamplingParams params,
            Measure measure,
            ScoringModels models,
            RecordedMetrics metrics) {
        return search(this, config, groupSize, params, measure, models, metrics);
    }

    static Group search(
            RolloutEngine engine,
            MctsConfig config,
            int groupSize,
            SamplingParams params,
            Measure measure,
            ScoringModels models,
            RecordedMetrics metrics) {
        Mcts sampler =
                new Mcts(config, new Characters(), RolloutSettings.of(groupSize, params), measure, models, metrics);
        return sampler.sample(new Step(1, List.of(PROMPT), groupSize, params, engine))
                .get(0);
    }

    static final ScoringModels NO_MODELS = ref -> {
        throw new IllegalStateException("no model was declared");
    };

    /** A measure by the text of a response; NaN for one that it can't tell. */
    static Measure measure(ToDoubleFunction<String> value) {
        return group -> Reward.perTrajectory(group, one -> {
            double reward = value.applyAsDouble(one.text());
            return Double.isNaN(reward) ? Score.unscorable("no number") : Score.of(reward);
        });
    }
}
