package org.reason4j.reward.unsupervised.vote;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.unsupervised.rollout.Responses;

/**
 * Two groups for every prompt: responses to it and to another wording of it, each labelled by the vote of the other.
 *
 * <p>A reward sees one group at a time, and the order of prompts need not bring both wordings into one step. So the sampler
 * asks for both at once, counts both votes, and leaves on every response whether its answer is the other wording's label;
 * the reward {@code co-reward} reads it. The second group's prompt has the id of the first with {@code ~} behind it.
 *
 * <p>A prompt that gets no second wording, because the text model fails or writes nothing, is sampled alone; its responses
 * have no score.
 *
 * <p>Metrics: {@code co_reward/ratio}, the share of a group that gave its own most frequent answer, mean over groups that
 * have one; {@code co_reward/same_label}, the share of pairs whose two votes elected the same answer; {@code
 * co_reward/without_wording}, the number of prompts of the step that got no second wording.
 *
 * @see <a href="https://arxiv.org/abs/2508.00410">Co-Reward</a>
 */
public final class CoRewardSampler implements Sampler {

    private final CoRewardSamplerConfig config;
    private final Wording wording;
    private final Answers answers;
    private final Metrics metrics;

    public CoRewardSampler(
            CoRewardSamplerConfig config, Tokenizer tokenizer, TextModels models, Measure measure, Metrics metrics) {
        this.config = config;
        this.wording = new Wording(config, tokenizer, models);
        this.answers = new Answers(measure, config.equality(), config.field());
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        Requirements needs = Requirements.NONE.groupsOf(2).attaching(CoReward.AGREES);
        return config.model().isEmpty() ? needs.and(Requirements.fields(config.paraphrase())) : needs;
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        Map<String, Prompt> others = new HashMap<>();
        List<Prompt> asked = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            Optional<Prompt> other = wording.of(prompt);
            other.ifPresent(second -> others.put(prompt.id(), second));
            metrics.add("co_reward/without_wording", other.isEmpty() ? 1 : 0);
            asked.add(prompt);
            other.ifPresent(asked::add);
        }
        List<Trajectory> written = Responses.of(step, asked, step.groupSize());
        List<Group> groups = new ArrayList<>();
        int next = 0;
        for (Prompt prompt : step.prompts()) {
            List<Trajectory> first = written.subList(next, next + step.groupSize());
            next += step.groupSize();
            Optional<Prompt> other = Optional.ofNullable(others.get(prompt.id()));
            if (other.isPresent()) {
                List<Trajectory> second = written.subList(next, next + step.groupSize());
                next += step.groupSize();
                groups.addAll(labelled(prompt, first, other.get(), second));
            } else {
                groups.add(group(prompt, first, List.of(), Optional.empty()));
            }
        }
        return groups;
    }

    private List<Group> labelled(Prompt prompt, List<Trajectory> first, Prompt other, List<Trajectory> second) {
        List<Trajectory> both = new ArrayList<>(first);
        both.addAll(second);
        List<Optional<String>> read = read(prompt, both);
        List<Optional<String>> one = read.subList(0, first.size());
        List<Optional<String>> two = read.subList(first.size(), both.size());
        Optional<Vote> ofFirst = Vote.of(one);
        Optional<Vote> ofSecond = Vote.of(two);
        ofFirst.ifPresent(vote -> metrics.mean("co_reward/ratio", vote.share()));
        ofSecond.ifPresent(vote -> metrics.mean("co_reward/ratio", vote.share()));
        metrics.mean(
                "co_reward/same_label",
                ofFirst.isPresent() && ofFirst.map(Vote::label).equals(ofSecond.map(Vote::label)) ? 1 : 0);
        return List.of(group(prompt, first, one, ofSecond), group(other, second, two, ofFirst));
    }

    private List<Optional<String>> read(Prompt prompt, List<Trajectory> responses) {
        try {
            return answers.of(responses);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while the answers to prompt '" + prompt.id() + "' were read", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The measuring reward failed while the sampler 'co-reward' compared answers to prompt '"
                            + prompt.id() + "': " + e.getMessage(),
                    e);
        }
    }

    private static Group group(
            Prompt prompt, List<Trajectory> responses, List<Optional<String>> answers, Optional<Vote> label) {
        List<Trajectory> marked = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            int place = i;
            double agrees = label.map(vote -> vote.reward(answers.get(place))).orElse(-1.0);
            float[] numbers = new float[responses.get(i).length()];
            Arrays.fill(numbers, (float) agrees);
            marked.add(responses.get(i).with(CoReward.AGREES, numbers));
        }
        return Group.of(prompt, marked);
    }
}
