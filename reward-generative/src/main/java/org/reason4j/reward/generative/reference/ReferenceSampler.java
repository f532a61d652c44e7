package org.reason4j.reward.generative.reference;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.RunInfo;
import org.reason4j.reward.generative.reference.AnswerScorer.Scored;

/**
 * Independent responses whose answer is replaced by the reference: the policy reasons, and what is learned goes on with the reference.
 *
 * <p>The reference's tokens are learned, marked in the stream {@code referenceAnswer}, and have the log-probabilities that the policy
 * gives them. A response that was cut off, or that has no place for the answer, stays as it is. So does one that would be longer than
 * {@code rollout.maxTokens}.
 *
 * @see <a href="https://arxiv.org/abs/2505.21493">VeriFree, section 3.2</a>
 */
public final class ReferenceSampler implements Sampler {

    /** 1 on tokens of the reference answer and what ends it, else 0. */
    static final TokenStream REFERENCE = TokenStream.of("reward-generative", "referenceAnswer");

    private static final Pattern STALE = Pattern.compile("(?m)^\\s*staleness:\\s*[1-9]");

    private final AnswerConfig config;
    private final Tokenizer tokenizer;
    private final ScoringModels models;

    /** Created by core, from the sampler's settings. */
    public ReferenceSampler(AnswerConfig config, Tokenizer tokenizer, ScoringModels models, RunInfo run) {
        check(
                !STALE.matcher(run.recipe()).find(),
                "The sampler 'reference-answer' asks the policy for the reference's log-probabilities when it samples, but"
                        + " training.staleness lets the policy learn meanwhile. Set training.staleness to 0.");
        this.config = config;
        this.tokenizer = tokenizer;
        this.models = models;
    }

    @Override
    public Requirements requirements() {
        return Requirements.models(ModelRef.POLICY)
                .and(Requirements.fields(config.field()))
                .attaching(REFERENCE);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            for (int sample = 0; sample < step.groupSize(); sample++) {
                requests.add(RolloutRequest.of(prompt, sample, step.params()));
            }
        }
        List<Trajectory> written = step.rollouts().generate(requests);
        AnswerScorer scorer = new AnswerScorer(
                new AnswerSlot(config, tokenizer), models, step.params().maxTokens());
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < step.prompts().size(); i++) {
            Prompt prompt = step.prompts().get(i);
            List<Trajectory> own = written.subList(i * step.groupSize(), (i + 1) * step.groupSize());
            groups.add(Group.of(prompt, answered(own, scorer.of(Group.of(prompt, own), false))));
        }
        return groups;
    }

    private List<Trajectory> answered(List<Trajectory> written, List<Optional<Scored>> scored) {
        List<Trajectory> answered = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            Trajectory response = written.get(i);
            Optional<Scored> reference = scored.get(i).filter(any -> response.finish() == Finish.STOP);
            answered.add(reference
                    .map(one -> answered(response, one))
                    .orElseGet(() -> response.with(REFERENCE, new float[response.length()])));
        }
        return answered;
    }

    private Trajectory answered(Trajectory response, Scored scored) {
        int[] tokens = scored.filled().tokens();
        int reasoning = scored.filled().reasoning();
        boolean[] learned = Arrays.copyOf(response.learned(), tokens.length);
        Arrays.fill(learned, reasoning, tokens.length, true);
        float[] marks = new float[tokens.length];
        Arrays.fill(marks, scored.filled().from(), tokens.length, 1);
        Trajectory answered = Trajectory.sampled(
                        response.prompt(),
                        response.sample(),
                        tokens,
                        tokenizer.decode(tokens, true),
                        Finish.STOP,
                        response.policyVersion().orElseThrow(),
                        response.params().orElseThrow())
                .withLearned(learned)
                .with(REFERENCE, marks);
        for (TokenStream stream : response.streams()) {
            float[] numbers = Arrays.copyOf(Arrays.copyOf(response.stream(stream), reasoning), tokens.length);
            if (stream.equals(TokenStream.BEHAVIOUR_LOGPROBS) || stream.equals(TokenStream.SAMPLED_LOGPROBS)) {
                System.arraycopy(scored.logprobs(), reasoning, numbers, reasoning, tokens.length - reasoning);
            } else if (stream.equals(TokenStream.POLICY_VERSION)) { // of the policy that scored the answer
                Arrays.fill(
                        numbers,
                        reasoning,
                        tokens.length,
                        response.policyVersion().orElseThrow());
            }
            answered = answered.with(stream, numbers);
        }
        return answered;
    }
}
