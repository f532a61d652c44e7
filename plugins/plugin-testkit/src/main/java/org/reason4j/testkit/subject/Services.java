package org.reason4j.testkit.subject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ReferencePolicy;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

/**
 * Services for the constructors of components, each a function of what it is asked: a tokenizer of characters, an engine that
 * always answers 4, models that score by position. Immutable.
 */
public final class Services {

    private static final int GROUP_SIZE = 4;
    private static final int LONGEST = 128;
    private static final long SEED = 7;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");

    private final Map<Class<?>, Object> all;

    private Services(Map<Class<?>, Object> all) {
        this.all = Map.copyOf(all);
    }

    /**
     * Every service that core offers.
     *
     * @param directory of the run, for components that write files; not made
     */
    public static Services standard(Path directory) {
        Map<Class<?>, Object> all = new HashMap<>();
        all.put(Tokenizer.class, new Characters());
        all.put(RolloutEngine.class, decided());
        all.put(ScoringModels.class, (ScoringModels) ref -> scoring());
        all.put(ReferencePolicy.class, new Still());
        all.put(Measure.class, new LastNumber());
        all.put(TextModels.class, (TextModels) key -> request -> TextModel.Completion.of("4", Finish.STOP));
        all.put(Metrics.class, new RecordedMetrics());
        all.put(RunInfo.class, new Run(directory));
        all.put(RolloutSettings.class, RolloutSettings.of(GROUP_SIZE, SamplingParams.of(LONGEST)));
        return new Services(all);
    }

    /** Returns a copy that offers another object as a service. */
    public <S> Services with(Class<S> type, S service) {
        Map<Class<?>, Object> changed = new HashMap<>(all);
        changed.put(type, service);
        return new Services(changed);
    }

    /** Services by the type that a constructor asks for. */
    public Map<Class<?>, Object> all() {
        return all;
    }

    /** An engine that writes digits and blanks after every character: how many follows from the sample index. */
    public static RolloutEngine engine() {
        Map<Character, Double> next = Map.of('4', 0.25, '7', 0.25, ' ', 0.2, '$', 0.3);
        Map<Character, Map<Character, Double>> chain = new HashMap<>();
        for (char c = 0; c < 128; c++) {
            chain.put(c, next);
        }
        return new MarkovEngine(SEED, chain);
    }

    /** An engine that writes one 4 after every character, whatever the sample index: draws of a component change nothing. */
    private static RolloutEngine decided() {
        Map<Character, Map<Character, Double>> chain = new HashMap<>();
        for (char c = 0; c < 128; c++) {
            chain.put(c, Map.of(c == '4' ? '$' : '4', 1.0));
        }
        return new MarkovEngine(SEED, chain);
    }

    private static ScoringModel scoring() {
        return new ScoringModel() {
            @Override
            public List<TokenScores> score(List<Trajectory> trajectories, int topK) {
                return trajectories.stream().map(one -> scores(one, topK)).toList();
            }

            @Override
            public List<OptionalDouble> scoreConversations(List<List<Message>> conversations) {
                return conversations.stream()
                        .map(messages -> messages.get(messages.size() - 1).content())
                        .map(response -> OptionalDouble.of(response.length() % 7 - 3))
                        .toList();
            }
        };
    }

    private static TokenScores scores(Trajectory one, int topK) {
        float[] logprobs = new float[one.length()];
        float[] entropies = new float[one.length()];
        for (int t = 0; t < logprobs.length; t++) {
            logprobs[t] = -0.3f - 0.1f * ((one.token(t) + t) % 7);
            entropies[t] = 0.2f + 0.1f * (t % 5);
        }
        TokenScores scores = TokenScores.of(logprobs, entropies);
        return topK == 0 ? scores : scores.withTop(top(one, topK));
    }

    private static TopTokens top(Trajectory one, int k) {
        int[] ids = new int[one.length() * k];
        float[] logprobs = new float[ids.length];
        Arrays.setAll(ids, i -> '0' + i % k);
        for (int i = 0; i < ids.length; i++) {
            logprobs[i] = -0.5f - i % k;
        }
        return TopTokens.of(k, ids, logprobs);
    }

    /** The measure of the standard problems: the last number of a response is the field {@code answer}. */
    private record LastNumber() implements Measure {

        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(
                    group, one -> Score.of(answer(one).equals(group.prompt().field("answer")) ? 1 : 0));
        }

        @Override
        public Optional<String> answer(Trajectory trajectory) {
            List<String> numbers = new ArrayList<>(NUMBER.matcher(trajectory.text())
                    .results()
                    .map(MatchResult::group)
                    .toList());
            return numbers.isEmpty() ? Optional.empty() : Optional.of(numbers.get(numbers.size() - 1));
        }
    }

    /** A reference policy that nothing moves. */
    private record Still() implements ReferencePolicy {

        @Override
        public void reset(boolean moments) {}

        @Override
        public void average(double share) {}
    }

    /** Facts about a run of ten steps. */
    private record Run(Path directory) implements RunInfo {

        @Override
        public String name() {
            return "contract";
        }

        @Override
        public int steps() {
            return 10;
        }

        @Override
        public long seed() {
            return SEED;
        }

        @Override
        public String recipe() {
            return "name: contract\n";
        }
    }
}
