package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;

/**
 * One whole response to each prompt, and early exits from it: at places of its thinking that are drawn uniformly, the thinking
 * ends with a fixed text and the policy answers. A group has its exits in order, the earliest first, and the whole response
 * last.
 *
 * <p>The thinking ends where {@code thinkingEnd} stands, else with the response; exits leave room for the fixed text and the
 * answer. Tokens of the thinking are learned in every response that contains them, as in the paper, with the log-probabilities
 * that they were sampled with; the fixed text is learned in none. The draw is a function of the run's seed, the step, the
 * prompt and the exit.
 *
 * <p>Metrics: {@code s_grpo/exit}, the place of an exit in tokens; {@code s_grpo/thinking}, tokens of the whole thinking.
 *
 * @see <a href="https://arxiv.org/abs/2505.07686">S-GRPO: early exit via reinforcement learning</a>
 */
public final class SerialExits implements Sampler {

    /**
     * Settings of the exits.
     *
     * @param thinkingEnd text that ends the thinking; empty for responses that are thinking throughout
     * @param exit text that the policy is interrupted with
     * @param answerTokens most tokens after it, at least 1
     */
    public record Config(String thinkingEnd, String exit, int answerTokens) {

        /**
         * The text of the paper, and room for an answer with its explanation.
         *
         * @see <a href="https://arxiv.org/abs/2505.07686">S-GRPO</a>
         */
        public static final Config DEFAULTS =
                new Config("</think>", "Time is limited, stop thinking and start answering.\n</think>\n\n", 1024);

        public Config {
            check(answerTokens >= 1, "s-grpo.answerTokens must be at least 1, got %s", answerTokens);
            check(!exit.isEmpty(), "s-grpo.exit must not be empty: it ends the thinking");
        }
    }

    private final Config config;
    private final Tokenizer tokenizer;
    private final RunInfo run;
    private final Metrics metrics;

    public SerialExits(Config config, Tokenizer tokenizer, RunInfo run, Metrics metrics) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.run = run;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        int[] exit = tokenizer.encode(config.exit());
        int room = step.params().maxTokens() - exit.length - config.answerTokens();
        check(
                room >= 1,
                "s-grpo ends thinking with %s tokens and leaves %s for the answer, but responses have at most %s. Lower"
                        + " s-grpo.answerTokens, or raise rollout.maxTokens.",
                exit.length,
                config.answerTokens(),
                step.params().maxTokens());
        List<Trajectory> whole = step.rollouts()
                .generate(step.prompts().stream()
                        .map(prompt -> RolloutRequest.of(prompt, step.groupSize() - 1, step.params()))
                        .toList());
        List<RolloutRequest> requests = new ArrayList<>();
        for (Trajectory one : whole) {
            requests.addAll(exits(one, step, room, exit));
        }
        return groups(whole, step.rollouts().generate(requests), step.groupSize() - 1);
    }

    private List<RolloutRequest> exits(Trajectory whole, SamplingStep step, int room, int... exit) {
        int thinking = thinking(whole);
        metrics.mean("s_grpo/thinking", thinking);
        long key = SplitMix64.extend(
                SplitMix64.key(run.seed(), step.number()), whole.prompt().id());
        int[] places = new int[step.groupSize() - 1];
        int last = Math.min(thinking, room);
        Arrays.setAll(places, i -> last == 0 ? 0 : 1 + (int) SplitMix64.below(SplitMix64.number(key, i), last));
        Arrays.sort(places);
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            metrics.mean("s_grpo/exit", places[i]);
            requests.add(request(whole, places[i], i, step.params(), exit));
        }
        return requests;
    }

    /** A response that begins as another did, up to a place, and goes on after the fixed text. */
    private RolloutRequest request(Trajectory whole, int place, int sample, SamplingParams params, int... exit) {
        int[] prefix = Arrays.copyOf(whole.response(), place + exit.length);
        System.arraycopy(exit, 0, prefix, place, exit.length);
        RolloutRequest request = RolloutRequest.of(whole.prompt(), sample, params.withMaxTokens(config.answerTokens()))
                .withPrefix(prefix)
                .withLearned(Arrays.copyOf(Arrays.copyOf(whole.learned(), place), prefix.length));
        for (TokenStream stream : List.of(TokenStream.BEHAVIOUR_LOGPROBS, TokenStream.SAMPLED_LOGPROBS)) {
            if (whole.streams().contains(stream)) {
                request =
                        request.with(stream, Arrays.copyOf(Arrays.copyOf(whole.stream(stream), place), prefix.length));
            }
        }
        return request;
    }

    /** Number of tokens before the one that completes the end of the thinking, or that ends the response. */
    private int thinking(Trajectory whole) {
        int[] response = whole.response();
        if (config.thinkingEnd().isEmpty() || !ends(response, response.length)) {
            return whole.finish() == Finish.LENGTH ? response.length : Math.max(0, response.length - 1);
        }
        int low = 1; // the least number of tokens that contain the end, by bisection
        int high = response.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends(response, middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low - 1;
    }

    private boolean ends(int[] response, int length) {
        return tokenizer.decode(Arrays.copyOf(response, length), false).contains(config.thinkingEnd());
    }

    private static List<Group> groups(List<Trajectory> whole, List<Trajectory> exits, int each) {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            List<Trajectory> members = new ArrayList<>(exits.subList(i * each, (i + 1) * each));
            members.add(whole.get(i));
            groups.add(Group.of(whole.get(i).prompt(), members));
        }
        return groups;
    }
}
