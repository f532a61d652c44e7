package org.reason4j.reward.generative.verifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.generative.client.OpenAiModel;
import org.reason4j.reward.generative.client.TokenReply;
import org.reason4j.reward.generative.judge.Answer;
import org.reason4j.reward.generative.judge.Callers;
import org.reason4j.reward.generative.judge.Judge;
import org.reason4j.reward.generative.judge.Question;
import org.reason4j.reward.generative.judge.ReplyCache;
import org.reason4j.reward.generative.judge.Unreadable;
import org.reason4j.reward.generative.verifier.GenRmConfig.Scorer;

/**
 * The probability that a judge says yes to a response, mean over several rationales: {@link YesProbability}.
 *
 * <p>A rationale ends in front of its verdict. A model of this process is asked for the log-probabilities of both verdicts after
 * question and rationale, whatever their number of tokens. A server gives those of the first token of its verdict with its
 * answer.
 *
 * <p>Metric: {@code genrm/yes}, the mean probability.
 *
 * @see <a href="https://arxiv.org/abs/2408.15240">Generative Verifiers: reward modeling as next-token prediction</a>
 */
public final class GenRm implements Reward {

    private static final int ALTERNATIVES = 20; // the most that servers give

    private final GenRmConfig config;
    private final ScoreQuestion question;
    private final Tokenizer tokenizer;
    private final ScoringModels scoring;
    private final Metrics metrics;
    private final Optional<Judge> writer;
    private final Optional<OpenAiModel> server;
    private final Optional<ReplyCache> cache;
    private final Callers callers;

    public GenRm(GenRmConfig config, Tokenizer tokenizer, ScoringModels scoring, TextModels models, Metrics metrics) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.scoring = scoring;
        this.metrics = metrics;
        question = new ScoreQuestion(
                "genrm", config.template().isBlank() ? ScoreQuestion.VERDICT : config.template(), 0, 1);
        boolean remote = config.scorer() == Scorer.SERVER;
        server = remote ? Optional.of(new OpenAiModel(config.server(), metrics)) : Optional.empty();
        writer = remote || config.marker().isEmpty()
                ? Optional.empty()
                : Optional.of(new Judge(config.asking(), "genrm 1", models, metrics));
        cache = config.cachePath().isEmpty() || !remote
                ? Optional.empty()
                : Optional.of(new ReplyCache(Path.of(config.cachePath()), "genrm.cachePath"));
        callers = new Callers(config.concurrency());
    }

    @Override
    public Requirements requirements() {
        Requirements fields = Requirements.fields(question.fields().toArray(String[]::new));
        return server.isPresent() ? fields : fields.and(Requirements.models(scorer()));
    }

    private ModelRef scorer() {
        return switch (config.scorer()) {
            case POLICY -> ModelRef.POLICY;
            case REFERENCE -> ModelRef.REFERENCE;
            case DIRECTORY -> ModelRef.directory(config.path());
            case SERVER -> throw new IllegalStateException("a server is no model of this process");
        };
    }

    @Override
    public List<Score> score(Group group) throws InterruptedException {
        List<Question<String>> asked = new ArrayList<>();
        for (Trajectory one : group.trajectories()) {
            Question<String> first = Question.of(question.about(one), this::prefix);
            for (int judgment = 0; judgment < config.judgments(); judgment++) {
                asked.add(first.judgment(judgment));
            }
        }
        List<Answer<Double>> answers = server.isPresent() ? remote(server.get(), asked) : local(group, asked);
        return IntStream.range(0, group.size())
                .mapToObj(i -> score(answers.subList(i * config.judgments(), (i + 1) * config.judgments())))
                .toList();
    }

    private Score score(List<Answer<Double>> answers) {
        return Answer.score(answers, config.unreadable(), probabilities -> {
            double mean = Ballots.mean(
                    probabilities.stream().mapToDouble(Double::doubleValue).toArray());
            metrics.mean("genrm/yes", mean);
            return Score.of(mean);
        });
    }

    /** The rationale up to the verdict. */
    private String prefix(String rationale) throws Unreadable {
        return rationale.substring(0, YesProbability.end(rationale, config.marker()));
    }

    /** A question as one of several that are asked together. */
    private record Asked(String text, int judgment) {}

    private List<Answer<Double>> remote(OpenAiModel model, List<Question<String>> questions)
            throws InterruptedException {
        for (String name : List.of("calls", "cache_hits", "unreadable", "failures")) {
            metrics.add("judge/" + name, 0);
        }
        List<Asked> keys = questions.stream()
                .map(one -> new Asked(one.text(), one.judgment()))
                .toList();
        return callers.callAll(keys, key -> probability(model, key));
    }

    private double probability(OpenAiModel model, Asked key) throws Exception {
        SamplingParams params = SamplingParams.of(config.maxTokens()).withTemperature(config.temperature());
        TextModel.Request request =
                TextModel.Request.of(List.of(Message.user(key.text())), params, config.seed() + key.judgment());
        if (cache.isEmpty()) {
            return probability(model, request);
        }
        String place = ReplyCache.key(
                String.join(
                        "\n",
                        "genrm 1",
                        config.probability().name(),
                        config.marker(),
                        config.positive(),
                        config.negative()),
                model.identity(),
                request);
        Optional<String> known = cache.get().get(place);
        if (known.isPresent()) {
            metrics.add("judge/cache_hits", 1);
            return Double.parseDouble(known.get());
        }
        double probability = probability(model, request);
        cache.get().put(place, Double.toString(probability));
        return probability;
    }

    private double probability(OpenAiModel model, TextModel.Request request) throws Exception {
        metrics.add("judge/calls", 1);
        try {
            TokenReply reply = model.completeWithLogprobs(request, ALTERNATIVES);
            if (!config.marker().isEmpty() && reply.completion().finish() != Finish.STOP) {
                throw new Unreadable(
                        "the judgment was cut off, see genrm.maxTokens",
                        reply.completion().text());
            }
            return YesProbability.at(reply.tokens(), config);
        } catch (Unreadable e) {
            metrics.add("judge/unreadable", 1);
            throw e;
        } catch (Exception e) {
            metrics.add("judge/failures", 1);
            throw e;
        }
    }

    private List<Answer<Double>> local(Group group, List<Question<String>> questions) throws InterruptedException {
        List<Answer<String>> prefixes = writer.isPresent()
                ? writer.get().ask(questions)
                : questions.stream()
                        .<Answer<String>>map(any -> new Answer.Read<>(""))
                        .toList();
        List<Trajectory> verdicts = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            if (prefixes.get(i) instanceof Answer.Read<String> read) {
                Prompt prompt = prompt(group.prompt().id(), questions.get(i).text(), read.verdict());
                verdicts.add(verdict(prompt, config.positive()));
                verdicts.add(verdict(prompt, config.negative()));
            }
        }
        List<TokenScores> scores =
                verdicts.isEmpty() ? List.of() : scoring.get(scorer()).score(verdicts);
        List<Answer<Double>> answers = new ArrayList<>();
        int at = 0;
        for (Answer<String> prefix : prefixes) {
            if (prefix instanceof Answer.Read<String>) {
                double yes = sum(scores.get(at++));
                answers.add(new Answer.Read<>(YesProbability.of(yes, sum(scores.get(at++)), config.probability())));
            } else {
                answers.add(
                        prefix instanceof Answer.NotRead<String> other
                                ? new Answer.NotRead<>(other.reason())
                                : new Answer.None<>(((Answer.None<String>) prefix).reason()));
            }
        }
        return answers;
    }

    /** Question and rationale, as the scoring model reads them. */
    private Prompt prompt(String id, String text, String prefix) {
        List<Message> messages = List.of(Message.user(text));
        int[] question = tokenizer.render(messages);
        int[] rationale = tokenizer.encode(prefix);
        int[] tokens = IntStream.concat(IntStream.of(question), IntStream.of(rationale))
                .toArray();
        return Prompt.of(id, messages, tokens);
    }

    private Trajectory verdict(Prompt prompt, String word) {
        return Trajectory.demonstration(prompt, 0, tokenizer.encode(word), word);
    }

    private static double sum(TokenScores scores) {
        double sum = 0;
        for (float logprob : scores.logprobs()) {
            sum += logprob;
        }
        return sum;
    }
}
