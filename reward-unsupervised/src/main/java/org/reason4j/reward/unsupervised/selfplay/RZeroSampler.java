package org.reason4j.reward.unsupervised.selfplay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.unsupervised.rollout.Responses;
import org.reason4j.reward.unsupervised.text.Enclosed;
import org.reason4j.reward.unsupervised.vote.Vote;

/**
 * One policy in two roles within a step: it writes questions, and attempts each of them several times. The most frequent answer
 * is taken for the right one. Groups of both roles are learned from, with the reward {@code rzero}; attempts only where the
 * share of the most frequent answer says that the question is neither hopeless nor easy.
 *
 * <p>The dataset's prompts ask for questions, and a response says one between two marks. Equal questions of a step are
 * attempted once. Answers are those that the measuring reward reads; its labels are not used.
 *
 * <p>Metrics: {@code rzero/valid}, the share of responses with a question; {@code rzero/share}, that of the most frequent
 * answer, mean over questions; {@code rzero/kept}, the share of questions whose attempts are learned from; {@code
 * rzero/repetition}, the mean share of a question's near-duplicates, itself included.
 *
 * @see <a href="https://arxiv.org/abs/2508.05004">R-Zero</a>
 */
public final class RZeroSampler implements Sampler {

    private final RZeroSamplerConfig config;
    private final Enclosed place;
    private final Tokenizer tokenizer;
    private final Measure measure;
    private final Metrics metrics;

    public RZeroSampler(RZeroSamplerConfig config, Tokenizer tokenizer, Measure measure, Metrics metrics) {
        this.config = config;
        place = new Enclosed(config.open(), config.close());
        this.tokenizer = tokenizer;
        this.measure = measure;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.attaching(RZero.SHARE, RZero.REPETITION);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        List<Prompt> challengers =
                step.prompts().stream().map(RZeroSampler::challenger).toList();
        List<Trajectory> written = Responses.of(step, challengers, step.groupSize());
        List<Optional<String>> questions = written.stream().map(this::question).toList();
        Map<String, Prompt> asked = new LinkedHashMap<>();
        for (int i = 0; i < written.size(); i++) {
            Trajectory one = written.get(i);
            questions.get(i).ifPresent(question -> asked.computeIfAbsent(question, any -> solver(one, question)));
        }
        Map<String, Double> shares = new HashMap<>();
        List<Group> attempts = attempts(step, asked, shares);
        double[] repetition = repetition(questions);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < challengers.size(); i++) {
            List<Trajectory> members = new ArrayList<>();
            for (int j = i * step.groupSize(); j < (i + 1) * step.groupSize(); j++) {
                double share = questions
                        .get(j)
                        .map(question -> shares.getOrDefault(question, 0.0))
                        .orElse((double) RZero.INVALID);
                members.add(marked(written.get(j), share, repetition[j]));
            }
            groups.add(Group.of(challengers.get(i), members));
        }
        groups.addAll(attempts);
        return groups;
    }

    private static Prompt challenger(Prompt prompt) {
        Map<String, Object> fields = new HashMap<>(prompt.fields());
        fields.put(Task.ROLE, Role.PROPOSE.text());
        return prompt.withFields(fields);
    }

    private Optional<String> question(Trajectory one) {
        Optional<String> question = place.last(one.text())
                .map(String::strip)
                .filter(text -> !text.isEmpty() && text.length() <= config.longestQuestion());
        metrics.mean("rzero/valid", question.isPresent() ? 1 : 0);
        return question;
    }

    private Prompt solver(Trajectory asking, String question) {
        List<Message> messages = List.of(Message.user(config.instruction().replace("{question}", question)));
        return Prompt.of(asking.prompt().id() + "/" + asking.sample(), messages, tokenizer.render(messages))
                .withFields(Map.of(Task.ROLE, Role.SOLVE.text()));
    }

    /** Attempts every question, notes the share of its most frequent answer, and returns the groups to learn from. */
    private List<Group> attempts(SamplingStep step, Map<String, Prompt> asked, Map<String, Double> shares) {
        List<Trajectory> written = Responses.of(step, List.copyOf(asked.values()), config.attempts());
        List<Group> kept = new ArrayList<>();
        int next = 0;
        for (Map.Entry<String, Prompt> entry : asked.entrySet()) {
            List<Trajectory> group = written.subList(next, next + config.attempts());
            next += config.attempts();
            List<Optional<String>> answers = group.stream().map(measure::answer).toList();
            Optional<Vote> vote = Vote.of(answers);
            double share = vote.map(Vote::share).orElse(0.0);
            shares.put(entry.getKey(), share);
            boolean learned = vote.isPresent() && share >= config.lowest() && share <= config.highest();
            metrics.mean("rzero/share", share);
            metrics.mean("rzero/kept", learned ? 1 : 0);
            if (learned) {
                List<Trajectory> members = new ArrayList<>();
                for (int i = 0; i < group.size(); i++) {
                    members.add(marked(group.get(i), vote.get().reward(answers.get(i)), 0));
                }
                kept.add(Group.of(entry.getValue(), members));
            }
        }
        return kept;
    }

    /** The share of all questions of the step that each one's cluster holds; 0 for a response without one. */
    private double[] repetition(List<Optional<String>> questions) {
        List<String> said = questions.stream().flatMap(Optional::stream).toList();
        double[][] distances = new double[said.size()][said.size()];
        for (int i = 0; i < said.size(); i++) {
            for (int j = i + 1; j < said.size(); j++) {
                distances[i][j] = 1 - Bleu.of(said.get(i), said.get(j));
                distances[j][i] = distances[i][j];
            }
        }
        double[] shares = AverageLinkage.shares(distances, config.duplicateDistance());
        double[] all = new double[questions.size()];
        int next = 0;
        for (int i = 0; i < all.length; i++) {
            if (questions.get(i).isPresent()) {
                all[i] = shares[next++];
                metrics.mean("rzero/repetition", all[i]);
            }
        }
        return all;
    }

    private static Trajectory marked(Trajectory one, double share, double repetition) {
        return one.with(RZero.SHARE, constant(one, share)).with(RZero.REPETITION, constant(one, repetition));
    }

    private static float[] constant(Trajectory one, double number) {
        float[] numbers = new float[one.length()];
        Arrays.fill(numbers, (float) number);
        return numbers;
    }
}
