package proofs.candidate;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;

final class Judging {

    private Judging() {}

    /** Answers with the number of times that a character occurs in the question. */
    record Counting(Config config, Calls calls) implements TextModel {

        record Config(String character) {}

        @Override
        public Completion complete(Request request) {
            calls.of("model");
            String question = request.messages().get(request.messages().size() - 1).content();
            long count = question.chars().filter(c -> c == config.character().charAt(0)).count();
            return Completion.of(String.valueOf(count), Finish.STOP);
        }
    }

    /** What the judge answers to the response, which is also its length in tokens as the tokenizer counts. */
    record Judged(Config config, TextModels judges, Tokenizer tokenizer, Calls calls) implements Reward {

        record Config(String model) {}

        @Override
        public List<Score> score(Group group) {
            calls.of("reward");
            return Reward.perTrajectory(group, response -> {
                TextModel.Request request = TextModel.Request.of(
                        List.of(Message.user(response.text())), SamplingParams.of(8), response.sample());
                try {
                    double verdict = Double.parseDouble(
                            judges.get(config.model()).complete(request).text());
                    return Score.of(verdict + 0.01 * tokenizer.encode(response.text()).length);
                } catch (Exception e) {
                    return Score.failed(String.valueOf(e.getMessage()));
                }
            });
        }

        @Override
        public Requirements requirements() {
            return Requirements.fields("answer");
        }
    }

    /** Lets every group pass that has a response. */
    record Any(Config config, Calls calls) implements GroupFilter {

        record Config() {}

        @Override
        public Optional<ScoredGroup> filter(ScoredGroup group) {
            calls.of("filter");
            return Optional.of(group).filter(some -> some.size() > 0);
        }
    }

    /** Makes rewards smaller. */
    record Half(Config config, Calls calls) implements RewardShaper {

        record Config(double factor) {}

        @Override
        public List<ScoredGroup> shape(List<ScoredGroup> groups) {
            calls.of("shaper");
            return groups.stream()
                    .map(group -> group.map(one -> one.withOutcome(one.outcome() * config.factor())))
                    .toList();
        }
    }
}
