package org.reason4j.gym.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Problem;
import org.reason4j.gym.logic.BooleanFormula.Connective;

/**
 * Who tells the truth and who lies: a speaker is truthful exactly if his statement holds.
 *
 * @param names who speaks, in order
 * @param statements what each says; variable {@code v} is true if person {@code v} is truthful
 * @param kinds the word for a truthful person and that for a liar
 */
public record KnightsKnaves(List<String> names, List<BooleanFormula> statements, List<String> kinds)
        implements Problem {

    private static final Map<Connective, String> WORDS = Map.of(
            Connective.NOT, "it is false that ",
            Connective.AND, "and",
            Connective.OR, "or",
            Connective.IMPLIES, "only if",
            Connective.IFF, "if and only if");

    public KnightsKnaves {
        names = List.copyOf(names);
        statements = List.copyOf(statements);
        kinds = List.copyOf(kinds);
    }

    @Override
    public String question() {
        String said = IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i) + ": \"" + statements.get(i).text(this::is, WORDS) + ".\"")
                .collect(Collectors.joining("\n"));
        return "Everybody in this village is either " + a(0) + ", who only says what is true, or " + a(1)
                + ", who only says what is false.\n" + said
                + "\nWhat is each of them? Answer with one part for each, in"
                + " this form: " + is(0, true) + ", " + is(1, false) + ", ...";
    }

    private String a(int kind) {
        String word = kinds.get(kind);
        return ("aeiou".indexOf(word.charAt(0)) < 0 ? "a " : "an ") + word;
    }

    private String is(int person, boolean truthful) {
        return names.get(person) + " is " + a(truthful ? 0 : 1);
    }

    /** The worlds in which everybody speaks as his kind does; bit {@code i} is 1 where person {@code i} is truthful. */
    List<Integer> worlds() {
        List<Integer> worlds = new ArrayList<>();
        for (int world = 0; world < 1 << names.size(); world++) {
            if (fits(world)) {
                worlds.add(world);
            }
        }
        return worlds;
    }

    private boolean fits(int world) {
        for (int i = 0; i < names.size(); i++) {
            if (statements.get(i).holds(world) != ((world >> i & 1) == 1)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String answer() {
        int world = worlds().get(0);
        return IntStream.range(0, names.size())
                .mapToObj(i -> is(i, (world >> i & 1) == 1))
                .collect(Collectors.joining(", "));
    }

    @Override
    public boolean accepts(String answer) {
        if (answer.length() > 100 * names.size()) {
            return false;
        }
        Map<String, Boolean> truthful = new HashMap<>();
        String plain = answer.strip().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        for (String part : plain.split("\\s*(?:,\\s*and\\s|[,;\\n]|\\sand\\s)\\s*", -1)) {
            String[] words = part.strip().split("\\s+(?:is\\s+an?|is)\\s+", -1);
            int kind = words.length == 2 ? lower(kinds).indexOf(words[1]) : -1;
            if (kind < 0 || truthful.put(words[0], kind == 0) != null) {
                return false;
            }
        }
        int world = 0;
        for (int i = 0; i < names.size(); i++) {
            Boolean kind = truthful.remove(names.get(i).toLowerCase(Locale.ROOT));
            if (kind == null) {
                return false;
            }
            world |= kind ? 1 << i : 0;
        }
        return truthful.isEmpty() && fits(world);
    }

    private static List<String> lower(List<String> words) {
        return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }

    /** Cells of the truth table of all statements. */
    @Override
    public double work() {
        return statements.stream().mapToInt(BooleanFormula::size).sum() * (double) (1 << names.size());
    }
}
