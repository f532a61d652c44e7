package org.reason4j.core.host.config.tree;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.api.plugin.ConfigException;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Refuses YAML that is too large for a recipe, also once its aliases are written out, and tags that say something else than the
 * text itself. What passes can be turned into values.
 */
public final class YamlCheck {

    /** Bytes of the largest file, and characters of the longest text; recipes have some thousand. */
    public static final int LARGEST = 262_144;

    /** Values and keys, those behind an alias counted as often as it is used. */
    private static final int MOST_VALUES = 10_000;

    private static final int DEEPEST = 50;

    /** Characters of the longest number; a double written in full has some hundred digits. */
    private static final int LONGEST_NUMBER = 400;

    private static final Set<Tag> NUMBERS = Set.of(Tag.INT, Tag.FLOAT);
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d\\d?)-(\\d\\d?)(?!\\d).*", Pattern.DOTALL);
    private static final Resolver RESOLVER = new Resolver();

    private final String source;
    private final boolean lines;
    private int values;

    private YamlCheck(String source, boolean lines) {
        this.source = source;
        this.lines = lines;
    }

    /** Refuses a text that is too long, or has a character that YAML does not allow. */
    static void text(String text, String source, boolean lines) {
        if (text.length() > LARGEST) {
            throw new ConfigException(source + ": " + tooLarge(text.length(), "characters"));
        }
        int line = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            line += c == '\n' ? 1 : 0;
            if (!StreamReader.isPrintable(c)) {
                throw new ConfigException(source + (lines ? ":" + line : "") + ": found the character U+"
                        + String.format("%04X", c) + ", which YAML allows only as an escape in double quotes");
            }
        }
    }

    /** Returns what is wrong with a source of the given size. */
    public static String tooLarge(long size, String unit) {
        return String.format(Locale.ROOT, "found %,d %s, expected at most %,d; is this a recipe?", size, unit, LARGEST);
    }

    static void tree(Node root, String source, boolean lines) {
        new YamlCheck(source, lines).check(root, 0);
    }

    private void check(Node node, int depth) {
        if (depth > DEEPEST) {
            throw failure(node, "nested deeper than " + DEEPEST + " levels");
        }
        if (++values > MOST_VALUES) {
            throw failure(
                    node,
                    "more than " + MOST_VALUES
                            + " values, those behind an alias (*name) counted as often as it is used");
        }
        if (node instanceof MappingNode mapping) {
            expect(Tag.MAP, node);
            for (NodeTuple entry : mapping.getValue()) {
                if (!entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                    check(entry.getKeyNode(), depth + 1);
                }
                check(entry.getValueNode(), depth + 1);
            }
        } else if (node instanceof SequenceNode sequence) {
            expect(Tag.SEQ, node);
            sequence.getValue().forEach(item -> check(item, depth + 1));
        } else if (node instanceof ScalarNode scalar) {
            check(scalar);
        }
    }

    private void check(ScalarNode scalar) {
        boolean plain = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
        String text = scalar.getValue();
        if (!scalar.getTag().equals(Tag.STR)) {
            expect(plain ? RESOLVER.resolve(NodeId.scalar, text, true) : Tag.STR, scalar);
        }
        boolean number = NUMBERS.contains(scalar.getTag());
        if (number && text.length() > LONGEST_NUMBER) {
            throw failure(
                    scalar,
                    "found a number of " + text.length() + " characters, expected at most " + LONGEST_NUMBER
                            + "; put text in quotes");
        }
        Matcher date = DATE.matcher(text);
        if (number && text.chars().noneMatch(Character::isLetterOrDigit)
                || scalar.getTag().equals(Tag.TIMESTAMP) && !(date.matches() && exists(date))) {
            throw failure(
                    scalar,
                    "found '" + text + "', which YAML takes for a number or a date but is none; put it in quotes");
        }
    }

    private static boolean exists(Matcher date) {
        try {
            LocalDate.of(
                    Integer.parseInt(date.group(1)), Integer.parseInt(date.group(2)), Integer.parseInt(date.group(3)));
            return true;
        } catch (DateTimeException e) { // such as the 99th
            return false;
        }
    }

    private void expect(Tag tag, Node node) {
        if (!node.getTag().equals(tag)) {
            String found = node.getTag().getValue().replace(Tag.PREFIX, "!!");
            throw failure(node, "found the tag '" + found + "', expected none; remove it");
        }
    }

    private ConfigException failure(Node node, String problem) {
        String line = lines ? ":" + (node.getStartMark().getLine() + 1) : "";
        return new ConfigException(source + line + ": " + problem);
    }
}
