package org.reason4j.core.formats.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.template.value.TemplateException;

/**
 * Templates that ask for more time, memory or stack than there is. Each ends within a second on an idle machine, in a heap of
 * 64 MB and on a stack of 512 kB; the deadline here leaves room for a busy one.
 */
class HostileTemplatesTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final long STACK = 512 * 1024;

    private static final String SIZE = "texts and lists of more than";
    private static final String WORK = "does not end within";
    private static final String LEVELS = "deeper than 250 levels";
    private static final String BITS = "an integer has at most 16,384 bits";
    private static final String NESTING = "more than 60 levels inside each other";

    private static String rendered(String template) {
        return assertTimeoutPreemptively(
                DEADLINE,
                () -> ChatTemplate.parse(template)
                        .render(List.of(Map.of("role", "user", "content", "Hi")), Map.of("x", "abc")));
    }

    private static Stream<Arguments> each(String bound, String templates) {
        return templates.lines().map(template -> Arguments.of(template, bound));
    }

    static Stream<Arguments> tooLarge() {
        return each(SIZE, """
                {{ 'a' * 10**9 }}
                {{ [1] * 10**9 }}{{ (1,) * 10**9 }}
                {{ '%999999999s' % 'a' }}
                {{ '%-99999999999d' % 1 }}
                {{ '%0999999999d' % 1 }}
                {{ '{:>2147483648f}'.format(1.5) }}
                {{ '{:^999999999}'.format(1.5) }}
                {{ 'a'.ljust(10**9) }}
                {{ 'a'.zfill(10**9) }}
                {{ 'a'|center(10**9) }}
                {{ 'a'|indent(2**40, first=true) }}
                {{ ('\\n'*10000)|indent(100000, blank=true) }}
                {{ [1]|tojson(indent=10**9) }}
                {{ [[[[1]]]]|tojson(indent='x'*1000000) }}
                {{ ('a'*10000).replace('a', 'b'*10000) }}
                {{ ('a'*10000)|replace('', 'b'*10000) }}
                {{ range(100000)|join('x'*100000) }}
                {{ 'x'.join(['b'*10000]*10000) }}
                {{ range(5)|batch(10**9, 'x')|list }}
                {{ range(5)|slice(10**9, 'x')|list }}
                {{ ('a'*2000000)|list|length }}
                {{ ('a '*1000000).rsplit()|length }}
                {{ ('a\\n'*1000000).splitlines()|length }}
                {{ ('&'*2000000)|e }}
                {{ ('é'*900000)|urlencode|length }}
                {{ ('\\u0001'*1000000)|tojson }}
                {{ dict(range(100000)|map('string')|batch(2)) }}{{ dict([(1,2)]*100000)|length }}
                {% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}
                {% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}
                {% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}
                {% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}
                {% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s|tojson }}
                {% for i in range(100000) %}{{ 'a text of more than forty characters, as one' }}{% endfor %}
                {% macro m(n) %}{% if n < 40 %}{{ m(n+1) }}{{ m(n+1) }}{% endif %}a{% endmacro %}{{ m(0) }}""");
    }

    static Stream<Arguments> tooLong() {
        return each(WORK, """
                {% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}
                {% for i in range(100000) %}{% if range(100000)|sum %}{% endif %}{% endfor %}
                {% for i in range(100000) %}{% if 99999 in range(100000) %}{% endif %}{% endfor %}
                {{ range(100000)|map('string')|unique|list|length }}
                {{ ('a'*1000000 + 'b') in ('a'*2000000) }}
                {{ ('a'*2000000).find('a'*1000000 + 'b') }}
                {{ ('a'*2000000).strip('b'*1000000) }}
                {{ strftime_now('%c'*1000000) }}
                {% set s = 'a'*1000000 %}{% set t = s + '' %}{% for i in range(100000) %}{% if s == t %}{% endif %}{% endfor %}
                {% set s = 'a'*1000000 %}{% set t = s + '' %}{% for i in range(100000) %}{% if s < t %}{% endif %}{% endfor %}
                {% set s = 'é☃'*500000 %}{% for i in range(100000) %}{% if s|length %}{% endif %}{% endfor %}
                {% set a = namespace(s=[1]) %}{% set b = namespace(s=[1]) %}{% for i in range(60) %}{% set a.s = [a.s, a.s] %}{% set b.s = [b.s, b.s] %}{% endfor %}{{ a.s == b.s }}
                {% set a = namespace(s=(1,)) %}{% for i in range(60) %}{% set a.s = (a.s, a.s) %}{% endfor %}{{ {a.s: 1} }}
                {% for i in range(100000) %}{% set s = 5e-324|string %}{% endfor %}
                {% for i in range(100000) %}{% set s = 'x'|int %}{% endfor %}
                {% for i in range(100000) %}{% set s = '{}{}{}{}{}{}'.format(1,2,3,4,5,6) %}{% endfor %}
                {% for i in range(99999) %}{% set s = 3**10300 %}{% endfor %}""");
    }

    static Stream<Arguments> tooDeep() {
        return Stream.concat(
                each(LEVELS, """
                        {% macro m() %}{{ m() }}{% endmacro %}{{ m() }}
                        {% macro m() %}{{ caller() }}{% endmacro %}{% macro k() %}{% call m() %}{{ k() }}{% endcall %}{% endmacro %}{{ k() }}
                        {% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}
                        {% set ns = namespace(s=[1]) %}{% for i in range(20000) %}{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s }}
                        {% set ns = namespace(s=[1]) %}{% for i in range(20000) %}{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s|tojson }}
                        {% set ns = namespace(s=(1,)) %}{% for i in range(20000) %}{% set ns.s = (ns.s,) %}{% endfor %}{{ {ns.s: 1} }}
                        {% set ns = namespace(s={'a':1}) %}{% for i in range(20000) %}{% set ns.s = {'a':ns.s} %}{% endfor %}{{ ns.s == ns.s.a }}
                        {% set ns = namespace(s='a') %}{% for i in range(20000) %}{% set ns.s = ns.s|map('upper') %}{% endfor %}{{ ns.s|list }}
                        {% set ns = namespace() %}{% set ns.s = ns %}{{ ns }}"""),
                Stream.of(
                        Arguments.of("{{ x" + ".a".repeat(50_000) + " }}", LEVELS),
                        Arguments.of("{{ 1" + " + 1".repeat(50_000) + " }}", LEVELS),
                        Arguments.of("{{ x" + "|upper".repeat(30_000) + " }}", LEVELS),
                        Arguments.of("{{ " + "(".repeat(500) + "1" + ")".repeat(500) + " }}", NESTING),
                        Arguments.of("{{ " + "(".repeat(100_000), NESTING),
                        Arguments.of("{{ " + "[".repeat(50_000), NESTING),
                        Arguments.of("{{ " + "not ".repeat(50_000) + "1 }}", NESTING),
                        Arguments.of("{{ " + "- ".repeat(50_000) + "1 }}", NESTING),
                        Arguments.of("{{ " + "1 if 1 else ".repeat(15_000) + "1 }}", NESTING),
                        Arguments.of("{% if 1 %}".repeat(20_000), NESTING),
                        Arguments.of("{% for a in x %}".repeat(10_000), NESTING),
                        Arguments.of("{% macro a() %}".repeat(10_000), NESTING),
                        Arguments.of("{% set " + "(".repeat(50_000), NESTING)));
    }

    static Stream<Arguments> otherwiseRefused() {
        return Stream.of(
                Arguments.of("{{ 2**99999999999 }}", BITS),
                Arguments.of("{{ 2**2147483648 }}", BITS),
                Arguments.of("{{ " + "9".repeat(4990) + " }}", BITS),
                Arguments.of(
                        "{% set ns = namespace(i=3) %}{% for i in range(100) %}{% set ns.i = ns.i * ns.i %}{% endfor %}",
                        BITS),
                Arguments.of("{{ 'a' * 2**64 }}", "cannot fit 'int' into an index-sized integer"),
                Arguments.of("{{ range(10**9) }}", "Range too big"),
                Arguments.of("{{ range(-9223372036854775807, 9223372036854775807) }}", "Range too big"),
                Arguments.of("{{ '%.2147483647f' % 1.5 }}", "a precision of 2147483647, expected at most 1,100"),
                Arguments.of("{{ '{:.99999f}'.format(1.5) }}", "a precision of 99999, expected at most 1,100"),
                Arguments.of("{{ '%99999999999999999999s' % 'a' }}", "99999999999999999999 is too large"),
                Arguments.of("{{ '{99999999999999999999}'.format(1) }}", "99999999999999999999 is too large"),
                Arguments.of("{{ '%d' % (1e308 * 10) }}", "cannot convert float infinity to integer"),
                Arguments.of("{{ [1]|tojson(separators=[',']) }}", "separators has 1 items, expected 2"),
                Arguments.of("{{ {[1]: 2} }}", "unhashable type: 'list'"),
                Arguments.of("x".repeat(300_000), "found 300,000 characters, expected at most 262,144"),
                Arguments.of("{{ " + "a".repeat(200_000) + " }}", "a name or number of 200000 characters"),
                Arguments.of("{{ " + "1_".repeat(100_000) + "1 }}", "a name or number of 200001 characters"));
    }

    @ParameterizedTest
    @MethodSource({"tooLarge", "tooLong", "tooDeep", "otherwiseRefused"})
    void aTemplateThatAsksForTooMuchIsRefused(String template, String bound) {
        assertThatThrownBy(() -> rendered(template))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(bound);
    }

    @ParameterizedTest
    @CsvSource({
        "template-1.jinja, an integer has at most",
        "template-2.jinja, texts and lists of more than",
        "template-3.jinja, texts and lists of more than",
        "template-4.jinja, texts and lists of more than",
        "template-5.jinja, deeper than 250 levels",
        "template-6.jinja, more than 60 levels inside each other"
    })
    void aTemplateThatOnceEndedTheProcessIsRefused(String file, String bound) throws IOException {
        try (InputStream source = Objects.requireNonNull(HostileTemplatesTest.class.getResourceAsStream(file))) {
            String template = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            assertThatThrownBy(() -> rendered(template))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(bound);
        }
    }

    @ParameterizedTest
    @MethodSource("tooDeep")
    void aSmallStackIsDeepEnoughForTheBound(String template, String bound) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread thread =
                new Thread(null, () -> ChatTemplate.parse(template).render(List.of(), Map.of("x", "a")), "", STACK);
        thread.setUncaughtExceptionHandler((ignored, failure) -> failures.add(failure));
        thread.start();
        thread.join(DEADLINE.toMillis());
        assertThat(failures).singleElement().isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    {{ 0**99999999999 }}{{ 1**99999999999 }}{{ (-1)**99999999999 }}; 01-1
                    {{ [] * 10**9 }}; []
                    {{ [1,2,3][1::9223372036854775807] }}; [2]
                    {{ 'abc'[10**30] }}{{ 'abc'[:10**30] }}; abc
                    {{ '10'|int(base=99) }}{{ '1_0'|int }}{{ 'z'|int(base=36) }}{{ '0x1F'|int(base=16) }}; 10103531
                    {{ ('1'*100000 + 'x')|float }}; 0.0
                    {{ ('<'*1000000)|striptags|length }}{{ 'a<b>c<!--d>e-->f<g'|striptags }}; 1000000acf<g
                    {{ 1.5|round(10**9) }}{{ 15|round(-10**9) }}; 1.50
                    {{ 'abc'|truncate(10**18) }}; abc
                    {{ '%s is odd' is odd }}{{ 'upper' is divisibleby({}) }}; FalseFalse
                    {{ {}[[1]] }}{{ ([2**53 + 1, 2.0**53, 2**53] * 20)|sort|unique|list }}; [9007199254740992.0, 9007199254740993]
                    {% set a = namespace() %}{% set a.b = a %}{{ a == a }}{{ {a: 1}[a] }}; True1
                    {{ 'a b  c'.rsplit(none, 1) }}{{ ' a b '.split() }}{{ 'a,b,c'.rsplit(',', 1) }}; ['a b', 'c']['a', 'b']['a,b', 'c']
                    {{ 'aaa'.replace('a', 'b', 2) }}{{ 'ab'.replace('', '-') }}{{ 'aXbX'.count('X') }}; bba-a-b-2
                    """)
    void aNumberOutOfTheOrdinaryMeansWhatItMeansInPython(String template, String expected) {
        assertThat(rendered(template)).isEqualTo(expected);
    }

    @Test
    void aLongConversationMayUseMore() {
        String content = "x".repeat(100_000);
        String text = ChatTemplate.parse("{% for m in messages %}{{ m.content + m.content }}{% endfor %}")
                .render(java.util.Collections.nCopies(100, Map.of("content", content)), Map.of());
        assertThat(text).hasSize(20_000_000);
    }

    @Test
    void aConversationOfListsInListsIsRefused() {
        List<Object> nested = new ArrayList<>();
        nested.add(nested);
        assertThatThrownBy(() -> ChatTemplate.parse("").render(List.of(), Map.of("tools", nested)))
                .isInstanceOf(TemplateException.class)
                .hasMessage("the conversation has more than 250 lists and maps inside each other");
    }

    @Test
    void aMessageOfATemplateIsShortened() {
        assertThatThrownBy(() -> rendered("{{ raise_exception('a' * 1000000) }}"))
                .isInstanceOf(TemplateException.class)
                .message()
                .hasSize(2003)
                .endsWith("a...");
    }
}
