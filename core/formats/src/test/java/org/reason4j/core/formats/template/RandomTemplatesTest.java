package org.reason4j.core.formats.template;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;

/**
 * Random compositions of every filter, method, test and operator with odd values. Each gives text or a message.
 *
 * <p>{@code -Dreason4j.random-templates=500000} tries more of them.
 */
class RandomTemplatesTest {

    private static final int COUNT = Integer.getInteger("reason4j.random-templates", 5000);
    private static final String PREAMBLE =
            "{% macro m(a, b=2) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{% set ns = namespace(a=1) %}";

    private static final String[] FILTERS = words("""
            upper lower capitalize title striptags urlencode string trim replace center indent truncate wordcount format
            tojson pprint safe escape e forceescape abs int float round length count first last list items dictsort join
            reverse sort unique groupby min max sum batch slice select reject selectattr rejectattr default d attr map""");
    private static final String[] METHODS = words("""
            capitalize casefold center count endswith find format index isalnum isalpha isdecimal isdigit islower isnumeric
            isspace isupper join ljust lower lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition
            rsplit rstrip split splitlines startswith strip swapcase title upper zfill get items keys values copy""");
    private static final String[] TESTS = words("""
            defined undefined none boolean true false integer float number string mapping iterable sequence callable escaped
            lower upper odd even filter test divisibleby sameas in eq ne lt gt le ge""");
    private static final String[] KEYWORDS = words("""
            attribute case_sensitive reverse by default base precision method width first blank length killwords end leeway
            indent sort_keys separators ensure_ascii start fill_with linecount slices boolean d sep maxsplit chars count a""");
    private static final String[] OPERATORS = words("+ - * / // % ** ~ < > <= >= == != in and or");
    private static final String[] FUNCTIONS = words("dict namespace range joiner strftime_now m x.format");
    private static final String[] LOOPS = words("""
            loop.index loop.length loop.nextitem loop.changed(a) loop.cycle(a,2) loop(a) loop.previtem loop.revindex a loop""");
    private static final String[] VALUES = """
            1 | 0 | -1 | true | none | 1.5 | -0.0 | 1e308 | 5e-324 | (1e308*10) | (1e308*10-1e308*10) | 2**70 | -2**70 | 2**63
            (-9223372036854775807-1) | 9223372036854775807 | 2147483648 | '' | 'a' | 'ab c' | ' ' | '%' | '%s' | '%d %s %5.2f'
            '%(a)s' | '{}' | '{0}' | '{a}' | '{:>5}' | '{:.3}' | '{:05d}' | '{:x}' | '{!r}' | '{0.a}' | '{0[1]}' | 'a,b' | 'a.b'
            '0' | '12' | '-1_0' | '0x1f' | 'nan' | '\\n' | 'é☃😀' | '\\ud800' | '<b>&' | ('<b>'|safe) | [] | [1,2,3] | ['a','b']
            [[1,2],[3]] | (1,2) | () | {} | {'a':1} | {1:{'a':2}} | {'a':[1,{'b':'c'}]} | x | messages | nope | nope.a | range(5)
            range(3,-3,-1) | {'a':1}.items() | {'a':1}.keys() | 'abc'|map('upper') | [3,1,2]|select | namespace(a=1) | joiner()
            range | ns | m | loop | 'a'*50 | [1,'a',none] | [nope] | [1.5,1e308*10-1e308*10,2]""".split(" \\| |\n");

    private final Random random;

    RandomTemplatesTest() {
        random = new Random(0);
    }

    private static String[] words(String text) {
        return text.split("\\s+");
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String arguments(int depth) {
        String positional = IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> expression(depth - 2))
                .collect(Collectors.joining(", "));
        String named = random.nextInt(4) > 0 ? "" : one(KEYWORDS) + "=" + expression(depth - 2);
        return "(" + positional + (positional.isEmpty() || named.isEmpty() ? "" : ", ") + named + ")";
    }

    private String expression(int depth) {
        if (depth <= 0) {
            return one(VALUES);
        }
        String a = expression(depth - 1);
        String b = expression(depth - 2);
        return switch (random.nextInt(13)) {
            case 0, 1, 2 -> "(" + a + "|" + one(FILTERS) + one("", arguments(depth)) + ")";
            case 3, 4 -> "(" + a + ")." + one(METHODS) + arguments(depth);
            case 5 -> "(" + a + " " + one(OPERATORS) + " " + b + ")";
            case 6 -> "(" + a + " is " + one(TESTS) + one("", "(" + b + ")") + ")";
            case 7 -> "(" + a + ")[" + b + "]";
            case 8 -> "(" + a + ")[" + one("", b) + ":" + one("", b) + one("", ":" + expression(depth - 2)) + "]";
            case 9 -> "[" + a + ", " + b + "]";
            case 10 -> "{" + a + ": " + b + "}";
            case 11 -> "(" + one("-", "+", "not ") + a + ")";
            default -> one(FUNCTIONS) + arguments(depth);
        };
    }

    private String statement() {
        return switch (random.nextInt(5)) {
            case 0 ->
                "{% for a in " + expression(3) + one("", " if a", " recursive") + " %}{{ " + one(LOOPS) + " }}{{ "
                        + expression(2) + " }}{% endfor %}";
            case 1 -> "{% set " + one("a", "ns.a", "a, b", "x") + " = " + expression(4) + " %}{{ a }}";
            case 2 -> "{% filter " + one(FILTERS) + " %}{{ " + expression(3) + " }}{% endfilter %}";
            default -> "{{ " + expression(4) + " }}";
        };
    }

    @Test
    void anyTemplateGivesTextOrAMessage() {
        for (int seed = 0; seed < COUNT; seed++) {
            random.setSeed(seed);
            String template = PREAMBLE + statement() + statement();
            assertThatCode(() -> render(template))
                    .as("seed %d: %s", seed, template)
                    .doesNotThrowAnyException();
        }
    }

    private static void render(String template) {
        try {
            ChatTemplate.parse(template).render(List.of(Map.of("role", "user", "content", "Hi")), Map.of("x", "abc"));
        } catch (ConfigException e) {
            return; // a message, whose text is tested elsewhere
        }
    }
}
