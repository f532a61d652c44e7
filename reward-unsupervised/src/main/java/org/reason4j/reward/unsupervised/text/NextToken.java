package org.reason4j.reward.unsupervised.text;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.random.SplitMix64;

/**
 * Positions of plain text, each with the text before it as the question, for the reward {@code rpt}.
 *
 * <p>Fields: {@code continuation}, the text behind the position; {@code boundaries}, the numbers of its UTF-8 bytes after which
 * a token ends; {@code answer}, its first token. An example's id is {@code FILE:TOKEN}. The policy's tokenizer cuts the text,
 * so contexts end where a token ends. Positions are those with the smallest hashes of seed, file and place, so that more of
 * them contain the fewer; those whose proxy entropy, see {@code minimumEntropy}, is too small are passed over.
 *
 * @see <a href="https://arxiv.org/abs/2506.08007">Reinforcement Pre-Training</a>
 */
public final class NextToken implements DatasetReader {

    private static final int TENTHS = 10;

    private final NextTokenConfig config;
    private final Tokenizer tokenizer;

    public NextToken(NextTokenConfig config, Tokenizer tokenizer) {
        this.config = config;
        this.tokenizer = tokenizer;
    }

    /** A text in tokens. */
    private record Text(String name, int[] tokens) {}

    /** A place to predict the token at. */
    private record Position(Text text, int at, long key) {}

    @Override
    public List<Example> read() {
        List<Text> texts = files().stream().map(this::text).toList();
        SuccessorEntropy proxy = new SuccessorEntropy();
        texts.forEach(text -> proxy.count(text.tokens()));
        List<Position> positions = new ArrayList<>();
        for (Text text : texts) {
            for (int at = 1; at < text.tokens().length; at++) {
                if (proxy.after(text.tokens()[at - 1]) >= config.minimumEntropy()) {
                    long key = SplitMix64.key(SplitMix64.extend(config.seed(), text.name()), at);
                    positions.add(new Position(text, at, key));
                }
            }
        }
        check(
                !positions.isEmpty(),
                "%s has no position with a token before it and an entropy of at least %s. Name a longer text, or lower"
                        + " next-token.minimumEntropy.",
                config.path(),
                config.minimumEntropy());
        return positions.stream()
                .sorted(Comparator.comparingLong(Position::key))
                .limit(config.count())
                .map(this::example)
                .filter(example -> !((List<?>) example.fields().getOrDefault("boundaries", List.of())).isEmpty())
                .toList();
    }

    private List<Path> files() {
        check(!config.path().isBlank(), "The dataset next-token has no path. Set path in its config to a text file.");
        Path path = Path.of(config.path());
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        check(Files.isDirectory(path), "%s: no such file or directory; expected plain text", config.path());
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> files = entries.filter(
                            file -> file.getFileName().toString().endsWith(".txt"))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
            check(!files.isEmpty(), "%s: found no file that ends with .txt", config.path());
            return files;
        } catch (IOException e) {
            throw new ConfigException(config.path() + ": can't be listed: " + e.getMessage(), e);
        }
    }

    private Text text(Path file) {
        try {
            int[] tokens = tokenizer.encode(Files.readString(file));
            int cut = (int) ((long) tokens.length * (TENTHS - 1) / TENTHS);
            int[] part = switch (config.split()) {
                case ALL -> tokens;
                case TRAIN -> Arrays.copyOf(tokens, cut);
                case HELD_OUT -> Arrays.copyOfRange(tokens, cut, tokens.length);
            };
            return new Text(file.getFileName().toString(), part);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": not UTF-8 text; save the file in that encoding", e);
        } catch (IOException e) {
            throw new ConfigException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    private Example example(Position position) {
        int[] tokens = position.text().tokens();
        int at = position.at();
        String context = decoded(tokens, Math.max(0, at - config.contextTokens()), at);
        int end = Math.min(tokens.length, at + config.continuationTokens());
        String continuation = decoded(tokens, at, end);
        List<Integer> boundaries = new ArrayList<>();
        for (int to = at + 1; to <= end; to++) {
            String prefix = decoded(tokens, at, to);
            if (!prefix.isEmpty() && continuation.startsWith(prefix)) { // a token may end within a character
                boundaries.add(prefix.getBytes(StandardCharsets.UTF_8).length);
            }
        }
        String first = boundaries.isEmpty() ? "" : decoded(tokens, at, at + 1);
        return Example.of(
                        position.text().name() + ":" + at,
                        List.of(Message.user(config.instruction().replace("{context}", context))))
                .withFields(Map.of("continuation", continuation, "boundaries", boundaries, "answer", first));
    }

    private String decoded(int[] tokens, int from, int to) {
        return tokenizer.decode(Arrays.copyOfRange(tokens, from, to), false);
    }
}
