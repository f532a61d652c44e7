package org.reason4j.core.engine.rollout;

import ai.djl.Device;
import java.util.List;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;

/** Requests and what decodes them. */
final class Requests {

    private Requests() {}

    static LanguageModel model(String name, Precision precision) {
        return LanguageModel.load(TinyModels.directory(name), Device.cpu(), precision);
    }

    static Prompt prompt(String id, int... tokens) {
        return Prompt.of(id, List.of(), tokens);
    }

    static RolloutRequest request(String id, int sample, SamplingParams params, int... tokens) {
        return RolloutRequest.of(prompt(id, tokens), sample, params);
    }

    static SamplingParams temperature(double temperature, int maxTokens) {
        return SamplingParams.of(maxTokens).withTemperature(temperature);
    }

    static Decoder decoder(LanguageModel model, int slots, Tokenizer tokenizer) {
        return new Decoder(model, tokenizer, DecoderSettings.ofSlots(slots), 42, 1, done -> {});
    }

    static List<Trajectory> generate(LanguageModel model, int slots, List<RolloutRequest> requests) {
        return decoder(model, slots, letters()).generate(requests);
    }

    static float[] logprobs(Trajectory trajectory) {
        return trajectory.stream(TokenStream.BEHAVIOUR_LOGPROBS);
    }

    static float[] sampledLogprobs(Trajectory trajectory) {
        return trajectory.stream(TokenStream.SAMPLED_LOGPROBS);
    }

    /** Writes token 40 as (, 41 as ) and so on, each in one character; ends with {@code ends}. */
    static Tokenizer letters(Integer... ends) {
        return new Tokenizer() {
            @Override
            public int[] encode(String text) {
                return text.chars().toArray();
            }

            @Override
            public String decode(int[] tokens, boolean skipSpecialTokens) {
                StringBuilder text = new StringBuilder();
                for (int token : tokens) {
                    if (!skipSpecialTokens || !List.of(ends).contains(token)) {
                        text.append((char) token);
                    }
                }
                return text.toString();
            }

            @Override
            public int[] render(List<Message> messages) {
                throw new UnsupportedOperationException();
            }

            @Override
            public int vocabularySize() {
                return 100;
            }

            @Override
            public List<Integer> endOfSequence() {
                return List.of(ends);
            }
        };
    }
}
