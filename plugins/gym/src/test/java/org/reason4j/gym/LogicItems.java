package org.reason4j.gym;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.reason4j.gym.Outside.Deviation;
import org.reason4j.gym.logic.BooleanFormula;
import org.reason4j.gym.logic.BooleanFormula.Connective;
import org.reason4j.gym.logic.BooleanFormulaReader;
import org.reason4j.gym.logic.Circuit;
import org.reason4j.gym.logic.Circuit.Gate;
import org.reason4j.gym.logic.Circuit.Pin;
import org.reason4j.gym.logic.FamilyRelationships;
import org.reason4j.gym.logic.KnightsKnaves;
import org.reason4j.gym.logic.Proposition;
import org.reason4j.gym.logic.Proposition.Form;
import org.reason4j.gym.logic.PropositionalLogic;
import org.reason4j.gym.logic.Relatives;
import org.reason4j.gym.logic.Relatives.Person;
import org.reason4j.gym.logic.SelfReference;
import org.reason4j.gym.logic.SelfReference.Statement;
import org.reason4j.gym.logic.Syllogism;
import org.reason4j.gym.logic.Zebra;
import org.reason4j.gym.logic.Zebra.Clue;
import org.reason4j.gym.logic.Zebra.Kind;
import org.reason4j.gym.logic.Zebra.Trait;
import org.reason4j.gym.logic.Zebra.Value;

/** Outside items of logic. */
final class LogicItems {

    private static final Map<String, Connective> CONNECTIVES =
            Map.of("and", Connective.AND, "or", Connective.OR, "->", Connective.IMPLIES, "<=>", Connective.IFF);
    private static final Map<String, Circuit.Kind> GATES = Map.of(
            "&",
            Circuit.Kind.AND,
            "↑",
            Circuit.Kind.NAND,
            "⊕",
            Circuit.Kind.XOR,
            "+",
            Circuit.Kind.OR,
            "↓",
            Circuit.Kind.NOR);
    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth", "sixth");

    private LogicItems() {}

    static Theme theme() {
        Predicate<String> reversed = text -> text.strip().equalsIgnoreCase("father-in-law");
        String reason = "for a wife and her husband's father the source says what he is to her, not what she is to him";
        return new Theme(
                Map.of(
                        "knights_knaves", Outside.of(LogicItems::knights),
                        "zebra_puzzles", Outside.of(LogicItems::zebra),
                        "syllogism",
                                Outside.of(
                                        LogicItems::syllogism,
                                        new Deviation(
                                                "question",
                                                text -> text.matches(
                                                        "(?s).*1\\. All (\\w+) are (\\w+)\n2\\. Some \\2 are (\\w+)\n.*Some \\1 are \\3\\?.*"),
                                                "from 'all A are B' and 'some B are C' it does not follow that some A are C")),
                        "propositional_logic", Outside.of(LogicItems::propositional),
                        "circuit_logic", Outside.of(LogicItems::circuit),
                        "self_reference", Outside.of(LogicItems::selfReference),
                        "family_relationships",
                                Outside.of(
                                        LogicItems::relatives,
                                        new Deviation("answer", reversed, reason),
                                        new Deviation("accept", reversed, reason))),
                Set.of("knights-knaves", "propositional-logic"));
    }

    private static Problem knights(JsonNode item) {
        JsonNode terms = item.at("/metadata/knight_knave_terms");
        List<BooleanFormula> statements = StreamSupport.stream(
                        item.at("/metadata/statements").spliterator(), false)
                .map(LogicItems::statement)
                .toList();
        return new KnightsKnaves(
                TextItems.texts(item.at("/metadata/names")),
                statements,
                List.of(terms.path("knight").asText(), terms.path("knave").asText()));
    }

    private static BooleanFormula statement(JsonNode parts) {
        String kind = parts.get(0).asText();
        if (kind.equals("telling-truth")) {
            return BooleanFormula.variable(parts.get(1).asInt());
        }
        if (kind.equals("lying")) {
            return BooleanFormula.not(BooleanFormula.variable(parts.get(1).asInt()));
        }
        if (kind.equals("not")) {
            return BooleanFormula.not(statement(parts.get(1)));
        }
        BooleanFormula all = statement(parts.get(1));
        for (int i = 2; i < parts.size(); i++) {
            all = BooleanFormula.of(Objects.requireNonNull(CONNECTIVES.get(kind), kind), all, statement(parts.get(i)));
        }
        return all;
    }

    private static Problem zebra(JsonNode item) {
        String question = item.path("question").asText();
        List<Trait> traits = new ArrayList<>();
        for (MatchResult line : matches("(?m)^ - ([^:]*): (.*)$", question)) {
            traits.add(new Trait(line.group(1), "%s", List.of(line.group(2).split(", "))));
        }
        List<Clue> clues = matches("(?m)^[0-9]+\\. (.*)\\.$", question).stream()
                .map(line -> clue(line.group(1), traits))
                .toList();
        return new Zebra(traits, clues, 0, 0);
    }

    private static Clue clue(String text, List<Trait> traits) {
        Matcher at = Pattern.compile("(.*) is in the (\\w+) house").matcher(text);
        if (at.matches()) {
            Value value = value(at.group(1), traits);
            return new Clue(Kind.AT, value, value, ORDINALS.indexOf(at.group(2)));
        }
        Matcher beside = Pattern.compile("(.*) and (.*) are next to each other").matcher(text);
        if (beside.matches()) {
            return new Clue(Kind.BESIDE, value(beside.group(1), traits), value(beside.group(2), traits), -1);
        }
        Matcher left = Pattern.compile("(.*) is directly left of (.*)").matcher(text);
        if (left.matches()) {
            return new Clue(Kind.LEFT, value(left.group(1), traits), value(left.group(2), traits), -1);
        }
        String bare = text.replace("'s child is named ", " child ");
        Matcher same = Pattern.compile("(.*?) is (.*)").matcher(bare.replaceAll("who is (?=the|a)", "who "));
        if (!same.matches()) {
            throw new IllegalArgumentException("A clue of no known form: " + text);
        }
        return new Clue(Kind.SAME, value(same.group(1), traits), value(same.group(2), traits), -1);
    }

    /** The value that a phrase speaks of; a child has a name that a person may have too. */
    private static Value value(String phrase, List<Trait> traits) {
        String lower = phrase.toLowerCase(ROOT).replace("british", "brit");
        boolean child = lower.matches(".*\\b(child|mother)\\b.*");
        List<Value> found = new ArrayList<>();
        int longest = 0; // "blue master" is no "blue"
        for (int trait = 0; trait < traits.size(); trait++) {
            List<String> values = traits.get(trait).values();
            boolean children = traits.get(trait).name().contains("child");
            for (int value = 0; value < values.size(); value++) {
                String name = values.get(value);
                if (child == children
                        && name.length() >= longest
                        && lower.matches(".*\\b" + Pattern.quote(name) + "s?\\b.*")) {
                    if (name.length() > longest) {
                        found.clear();
                    }
                    longest = name.length();
                    found.add(new Value(trait, value));
                }
            }
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException("'" + phrase + "' may be " + found + " of " + traits);
        }
        return found.get(0);
    }

    private static Problem syllogism(JsonNode item) {
        List<String> terms = new ArrayList<>();
        List<Proposition> propositions = List.of("premise1", "premise2", "conclusion").stream()
                .map(field -> proposition(TextItems.text(item, field), terms))
                .toList();
        return new Syllogism(terms, propositions.subList(0, 2), propositions.get(2));
    }

    private static Proposition proposition(String text, List<String> terms) {
        MatchResult parts =
                matches("(All|No|Some) (\\w+) are (not )?(\\w+)", text).get(0);
        Form form = parts.group(1).equals("Some")
                ? parts.group(3) == null ? Form.SOME : Form.SOME_NOT
                : Form.valueOf(parts.group(1).toUpperCase(ROOT));
        return new Proposition(form, number(parts.group(2), terms), number(parts.group(4), terms));
    }

    private static int number(String name, List<String> names) {
        if (!names.contains(name)) {
            names.add(name);
        }
        return names.indexOf(name);
    }

    private static Problem propositional(JsonNode item) {
        List<String> names = TextItems.texts(item.at("/metadata/variables"));
        List<BooleanFormula> premises = TextItems.texts(item.at("/metadata/premises")).stream()
                .map(premise -> BooleanFormulaReader.read(premise, names).orElseThrow())
                .toList();
        return new PropositionalLogic(
                names, premises, IntStream.range(0, names.size()).boxed().toList());
    }

    private static Problem circuit(JsonNode item) {
        List<String> inputs = TextItems.texts(item.at("/metadata/inputs"));
        List<Boolean> values = inputs.stream()
                .map(input -> item.at("/metadata/assignments/" + input).asInt() == 1)
                .toList();
        List<Gate> gates = new ArrayList<>();
        for (String term : TextItems.texts(item.at("/metadata/term_strings"))) {
            List<Pin> pins = matches("([A-Z])('?)", term).stream()
                    .map(pin ->
                            new Pin(inputs.indexOf(pin.group(1)), !pin.group(2).isEmpty()))
                    .toList();
            String sign = term.replaceAll("[A-Z']", "").substring(0, 1);
            gates.add(new Gate(Objects.requireNonNull(GATES.get(sign), sign), pins));
        }
        List<Pin> last = IntStream.range(0, gates.size())
                .mapToObj(i -> new Pin(inputs.size() + i, false))
                .toList();
        gates.add(new Gate(Circuit.Kind.valueOf(TextItems.text(item, "final_gate")), last));
        return new Circuit(values, gates);
    }

    private static Problem selfReference(JsonNode item) {
        List<Statement> statements = matches(
                        "Statement [0-9]+: '(.*)'", item.path("question").asText())
                .stream()
                .map(line -> selfReferring(line.group(1)))
                .toList();
        return new SelfReference(statements);
    }

    private static Statement selfReferring(String text) {
        List<Integer> numbers = matches("[0-9]+", text).stream()
                .map(number -> Integer.valueOf(number.group()))
                .toList();
        String words = text.replaceAll("[0-9]+", "#");
        return switch (words) {
            case "At least # of these # statements are true." ->
                new Statement(SelfReference.Kind.AT_LEAST_TRUE, numbers.get(0), 0);
            case "At most # of these # statements are false." ->
                new Statement(SelfReference.Kind.AT_MOST_FALSE, numbers.get(0), 0);
            case "Exactly # of these # statements are true." ->
                new Statement(SelfReference.Kind.EXACTLY_TRUE, numbers.get(0), 0);
            case "Exactly # of these # statements are false." ->
                new Statement(SelfReference.Kind.EXACTLY_FALSE, numbers.get(0), 0);
            case "Either Statement # or Statement # is true, but not both." ->
                new Statement(SelfReference.Kind.ONE_OF, numbers.get(0), numbers.get(1));
            case "The number of true statements is a prime number." ->
                new Statement(SelfReference.Kind.PRIME_TRUE, 0, 0);
            case "The number of false statements is a composite number." ->
                new Statement(SelfReference.Kind.COMPOSITE_FALSE, 0, 0);
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** The people of a story. Their sex isn't told: that of the person asked about is read from the words that may be right. */
    private static Problem relatives(JsonNode item) {
        String story = item.path("question").asText();
        List<String> names = new ArrayList<>();
        List<List<Integer>> couples = new ArrayList<>();
        List<List<Integer>> children = new ArrayList<>();
        for (MatchResult told : matches(
                "(\\w+) is married to (\\w+)\\.(?: They have (?:a child|children) called ([^.]*)\\.)?", story)) {
            couples.add(List.of(number(told.group(1), names), number(told.group(2), names)));
            children.add(
                    told.group(3) == null
                            ? List.of()
                            : List.of(told.group(3).split(", | and ")).stream()
                                    .map(child -> number(child, names))
                                    .toList());
        }
        String one = TextItems.text(item, "person1");
        boolean female = List.of("mother", "daughter", "wife", "sister", "grandmother", "granddaughter")
                        .contains(item.path("answer").asText())
                || story.contains(" married to " + one + ".")
                        && item.path("answer").asText().equals("father-in-law");
        List<Person> people = IntStream.range(0, names.size())
                .mapToObj(person -> new Person(
                        names.get(person),
                        female == names.get(person).equals(one),
                        first(children, couples, person),
                        first(couples, couples, person).stream()
                                .filter(each -> each != person)
                                .toList()))
                .toList();
        return new FamilyRelationships(
                new Relatives(people),
                IntStream.range(0, names.size()).boxed().toList(),
                names.indexOf(one),
                names.indexOf(TextItems.text(item, "person2")));
    }

    /** What belongs to the first list that has the person. */
    private static List<Integer> first(List<List<Integer>> having, List<List<Integer>> results, int person) {
        return IntStream.range(0, having.size())
                .filter(i -> having.get(i).contains(person))
                .mapToObj(results::get)
                .findFirst()
                .orElse(List.of());
    }

    static List<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }
}
