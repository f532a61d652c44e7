package org.reason4j.core.trainer.beside;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.track.Metrics;

/**
 * Asks a learner about what the policy wrote in the step before: the curriculum {@code policy-responses}.
 *
 * <p>Every response is an example with the question of the template, all fields of the policy's example, {@code response},
 * {@code scores} (the policy's single scores by the key of their reward) and a label that says whether a rule found it right.
 * A learner whose reward compares its verdict with that label is the verifier of Tango (arXiv 2505.15034, section 3.2).
 * Responses of equal text to one question count once. Which of them a batch has is a draw from the learner's seed and the
 * policy's step; where there are fewer than the batch wants, the learner's own data fills it.
 *
 * <p>Metrics: {@code policy_responses/right}, {@code policy_responses/wrong} and {@code policy_responses/other} count the
 * examples of each kind that a step asked about; the last are those of the learner's own data.
 */
public final class ResponseQuestions implements Curriculum {

    private static final Pattern PLACE =
            Pattern.compile("\\{\\{\\s*(?:(question|response)|field\\.([A-Za-z0-9_.-]+))\\s*}}");
    private static final String RESPONSE = "response";
    private static final String SCORES = "scores";

    private final ResponseQuestionsConfig config;
    private final PolicyResponses responses;
    private final Metrics metrics;
    private final Deque<Example> right = new ArrayDeque<>();
    private final Deque<Example> wrong = new ArrayDeque<>();
    private int drawn; // the policy's step that they are of

    /** Keeps the services of the run. */
    public ResponseQuestions(ResponseQuestionsConfig config, PolicyResponses responses, Metrics metrics) {
        this.config = config;
        this.responses = responses;
        this.metrics = metrics;
        check(
                responses.rewards().isPresent(),
                "policy-responses asks a model that learns beside a policy about what that one writes, but this recipe is not"
                        + " under learners of another. Leave the curriculum out, or train by the recipe that has the learner.");
        check(
                responses.rewards().get().contains(config.reward()),
                "policy-responses.reward is '%s', but the policy's rewards are %s. Name one of them, or give a reward that"
                        + " key.",
                config.reward(),
                new TreeSet<>(responses.rewards().get()));
    }

    @Override
    public List<Example> choose(PromptBatch batch) {
        PolicyResponses.Step step = responses.newest();
        if (step.number() != drawn) {
            draw(step, batch.seed());
        }
        int wanted = (int) Math.round(config.share() * batch.size());
        List<Example> chosen = new ArrayList<>();
        int rights = config.balance() ? half(wanted, batch.number()) : inProportion(wanted);
        take(right, rights, chosen);
        metrics.add("policy_responses/right", chosen.size());
        int before = chosen.size();
        take(wrong, config.balance() ? wanted - rights : wanted - before, chosen);
        metrics.add("policy_responses/wrong", chosen.size() - before);
        List<Example> own = batch.inOrder();
        metrics.add("policy_responses/other", batch.size() - chosen.size());
        chosen.addAll(own.subList(0, batch.size() - chosen.size()));
        return chosen;
    }

    /** Half of a number; the odd one belongs to right responses in every second batch. */
    private static int half(int wanted, int batch) {
        return (wanted + batch % 2) / 2;
    }

    /** Right responses among so many, in the proportion in which the policy wrote them. */
    private int inProportion(int wanted) {
        int all = right.size() + wrong.size();
        int most = Math.min(wanted, all);
        return all == 0 ? 0 : (int) Math.round((double) most * right.size() / all);
    }

    private static void take(Deque<Example> from, int most, List<Example> into) {
        for (int i = 0; i < most && !from.isEmpty(); i++) {
            into.add(from.remove());
        }
    }

    /** A question whose answer is known. */
    private record Labelled(Example example, boolean isRight) {}

    /** Puts the responses of a step into an order of its own. */
    private void draw(PolicyResponses.Step step, long seed) {
        drawn = step.number();
        right.clear();
        wrong.clear();
        long key = SplitMix64.key(seed, step.number());
        labelled(step).stream()
                .sorted(Comparator.comparingLong((Labelled one) -> SplitMix64.number(
                                SplitMix64.extend(key, one.example().id()), 0))
                        .thenComparing(one -> one.example().id()))
                .forEach(one -> (one.isRight() ? right : wrong).add(one.example()));
    }

    private List<Labelled> labelled(PolicyResponses.Step step) {
        List<Labelled> all = new ArrayList<>();
        Map<String, Set<String>> texts = new HashMap<>(); // by the prompt's id
        for (ScoredGroup group : step.groups()) {
            Set<String> known = texts.computeIfAbsent(group.prompt().id(), id -> new HashSet<>());
            for (ScoredTrajectory scored : group.trajectories()) {
                if (scored.scores().get(config.reward()) instanceof Score.Value label
                        && known.add(scored.trajectory().text())) {
                    String id = "step " + step.number() + ", " + group.prompt().id() + ", response " + known.size();
                    boolean isRight = label.value() >= config.threshold();
                    all.add(new Labelled(example(id, group.prompt(), scored, isRight), isRight));
                }
            }
        }
        return all;
    }

    private Example example(String id, Prompt prompt, ScoredTrajectory scored, boolean isRight) {
        Map<String, Object> fields = new LinkedHashMap<>(prompt.fields());
        fields.put(RESPONSE, scored.trajectory().text());
        Map<String, Double> values = new TreeMap<>();
        scored.scores().forEach((key, score) -> {
            if (score instanceof Score.Value value) {
                values.put(key, value.value());
            }
        });
        fields.put(SCORES, values);
        fields.put(config.field(), isRight ? config.right() : config.wrong());
        String question = question(prompt, scored.trajectory().text());
        return Example.of(id, List.of(Message.user(question))).withFields(fields);
    }

    /** The template with the policy's question and response; inserted texts are not scanned again. */
    private String question(Prompt prompt, String response) {
        return PLACE.matcher(config.template()).replaceAll(match -> {
            String field = match.group(2);
            String value = field != null
                    ? String.valueOf(prompt.fields().getOrDefault(field, ""))
                    : match.group(1).equals(RESPONSE) ? response : asked(prompt);
            return Matcher.quoteReplacement(value);
        });
    }

    /** The only message, or the conversation with a role in front of each message, as rewards that judge show it. */
    private static String asked(Prompt prompt) {
        List<Message> messages = prompt.messages();
        return messages.size() == 1
                ? messages.get(0).content()
                : messages.stream()
                        .map(message -> message.role() + ": " + message.content())
                        .collect(Collectors.joining("\n\n"));
    }
}
