package ${package};

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.random.SplitMix64;

/** Subtractions such as {@code 17-5=}, with the difference in the field {@code answer}; no difference is negative. */
public record ${className}(${className}Config config) implements DatasetReader {

    @Override
    public List<Example> read() {
        return IntStream.range(0, config.count()).mapToObj(this::example).toList();
    }

    /** Every number is a function of seed and place, so the same settings always give the same problems. */
    private Example example(int i) {
        long key = SplitMix64.key(config.seed(), i);
        long minuend = SplitMix64.below(SplitMix64.number(key, 0), config.largest() + 1L);
        long subtrahend = SplitMix64.below(SplitMix64.number(key, 1), minuend + 1);
        return Example.of("${artifactId}-" + i, List.of(Message.user(minuend + "-" + subtrahend + "=")))
                .withFields(Map.of("answer", String.valueOf(minuend - subtrahend)));
    }
}
