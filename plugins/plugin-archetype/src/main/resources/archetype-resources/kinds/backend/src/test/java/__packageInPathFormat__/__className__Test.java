package ${package};

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;

class ${className}Test {

    private static final int VOCABULARY = 4;

    private final ${className} backend = new ${className}(${className}Config.DEFAULTS, new FourTokens());

    @Test
    void everyTokenIsEquallyLikely() {
        Generation written = write(new int[] {1}, SamplingParams.of(4000), 7);

        float[] logprobs = written.logprobs();
        assertEquals(-1.386294, logprobs[0], 1e-6); // ln 1/4
        int[] counts = new int[VOCABULARY];
        Arrays.stream(written.tokens()).forEach(token -> counts[token]++);
        assertTrue(Arrays.stream(counts).allMatch(count -> count > 850 && count < 1150), Arrays.toString(counts));
    }

    @Test
    void aSequenceThatIsContinuedIsTheOneThatWasWrittenAtOnce() {
        int[] whole = write(new int[] {1}, SamplingParams.of(6), 7).tokens();
        int[] half = IntStream.concat(IntStream.of(1), Arrays.stream(whole, 0, 3)).toArray();

        assertArrayEquals(Arrays.copyOfRange(whole, 3, 6), write(half, SamplingParams.of(3), 7).tokens());
    }

    @Test
    void aStopTokenEndsTheSequence() {
        Generation written = write(new int[] {1}, SamplingParams.of(4000).withStopIds(List.of(2)), 7);

        assertEquals(Finish.STOP, written.finish());
        assertEquals(2, written.tokens()[written.tokens().length - 1]);
    }

    @Test
    void noRequestsAtAllAreRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(0));
    }

    private Generation write(int[] tokens, SamplingParams params, long seed) {
        return backend.generate(GenerationRequest.of(tokens, 1, params, seed)).join();
    }

    private record FourTokens() implements Tokenizer {

        @Override
        public int[] encode(String text) {
            return new int[] {1};
        }

        @Override
        public String decode(int[] tokens, boolean skipSpecialTokens) {
            return "";
        }

        @Override
        public int[] render(List<Message> messages) {
            return new int[] {1};
        }

        @Override
        public int vocabularySize() {
            return VOCABULARY;
        }

        @Override
        public List<Integer> endOfSequence() {
            return List.of();
        }
    }
}
