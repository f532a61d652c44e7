package org.reason4j.core.formats.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.template.value.TemplateException;

/** Every expected text and message is what Python's jinja2 3.1.6 gives with the settings of Hugging Face transformers. */
class ChatTemplateTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-24T12:00:00Z"), ZoneOffset.UTC);
    private static final Map<String, Object> ARGUMENTS = Map.of(
            "n", 7,
            "list", List.of(3, 1, 2),
            "text", "héllo wörld 😀!",
            "html", "<a href=\"x\">it's & co</a>",
            "dict", ordered("b", 2, "A", 1, "c", Map.of("x", "y"), "items", 5),
            "people", List.of(person("Bob", 3, "x"), person("al", 5, "y"), person("Cy", 3, "x")),
            "tree", List.of(node(1, node(2), node(3)), node(4)));

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static Map<String, Object> person(String name, int age, String city) {
        return Map.of("name", name, "age", age, "city", city);
    }

    private static Map<String, Object> node(int value, Object... children) {
        return Map.of("v", value, "c", Arrays.asList(children));
    }

    private static String rendered(String template) {
        return ChatTemplate.parse(template, CLOCK).render(List.of(), ARGUMENTS);
    }

    // conversations

    @Test
    void aConversationBecomesText() {
        ChatTemplate template = ChatTemplate.parse("""
                {%- for message in messages %}
                    {{- '<|' + message.role + '|>' + message['content'] + eos_token }}
                {%- endfor %}
                {%- if add_generation_prompt %}
                    {{- '<|assistant|>' }}
                {%- endif %}
                """);
        List<Map<String, Object>> messages = List.of(Map.of("role", "user", "content", "Hi"));
        assertThat(template.render(messages, Map.of("add_generation_prompt", true, "eos_token", "</s>")))
                .isEqualTo("<|user|>Hi</s><|assistant|>");
        assertThat(template.render(messages, Map.of("eos_token", "</s>"))).isEqualTo("<|user|>Hi</s>");
    }

    @Test
    void aJavaNullIsNone() {
        Map<String, @Nullable Object> message = new HashMap<>();
        message.put("content", null);
        assertThat(ChatTemplate.parse("{{ messages[0].content is none }} {{ messages|tojson }}")
                        .render(List.of(message), Map.of()))
                .isEqualTo("True [{\"content\": null}]");
    }

    @Test
    void anotherJavaObjectIsRefused() {
        assertThatThrownBy(() -> ChatTemplate.parse("").render(List.of(), Map.of("clock", CLOCK)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A chat template takes strings, numbers, booleans, lists and maps, got ");
    }

    @Test
    void anArgumentReplacesAFunctionOfTheSameName() {
        assertThat(ChatTemplate.parse("{{ range }}").render(List.of(), Map.of("range", "far")))
                .isEqualTo("far");
    }

    // white space

    @Test
    void theNewlineAfterATagIsDroppedAndSoIsTheIndentationBeforeIt() {
        assertThat(rendered("{% if true %}\n  a\n    {% endif %}\n b")).isEqualTo("  a\n b");
    }

    @Test
    void aTagBehindTextKeepsTheSpaceBeforeIt() {
        assertThat(rendered("a  {% if true %}\nb{% endif %}")).isEqualTo("a  b");
    }

    @Test
    void minusSwallowsWhiteSpaceOnBothSides() {
        assertThat(rendered("  {%- if true -%} \n x  {%- endif -%}\n\n  y")).isEqualTo("xy");
    }

    @Test
    void plusKeepsIndentationAndNewline() {
        assertThat(rendered("a\n  {%+ if true %}\nb\n  {% endif +%}\nc")).isEqualTo("a\n  b\n\nc");
    }

    @Test
    void commentsLeaveNoLineBehind() {
        assertThat(rendered("{# c #}\nx {# d #} y\n  {#- e -#}\n\nz")).isEqualTo("x  yz");
    }

    @Test
    void rawTextIsCopied() {
        assertThat(rendered("{% raw %}{{ x }} {% if %}\n {% endraw %}\ny")).isEqualTo("{{ x }} {% if %}\ny");
    }

    @Test
    void aPrintedExpressionKeepsItsIndentation() {
        assertThat(rendered("a\n   {{ 1 }}   \n{{- 2 -}}   b")).isEqualTo("a\n   12b");
    }

    @Test
    void theLastNewlineOfTheSourceIsDropped() {
        assertThat(rendered("a\n\n")).isEqualTo("a\n");
    }

    @Test
    void windowsLineEndsBecomeNewlines() {
        assertThat(rendered("a\r\nb\rc")).isEqualTo("a\nb\nc");
    }

    // literals

    @Test
    void stringEscapesAreThoseOfPython() {
        assertThat(rendered("{{ 'a\\nb\\t\\\\ \\'q\\' \\x41 \\u00e9 \\U0001F600 \\101 \\q \\N{BULLET}' }}"))
                .isEqualTo("a\nb\t\\ 'q' A é 😀 A \\q •");
    }

    @Test
    void neighbouringStringsAreJoined() {
        assertThat(rendered("{{ \"a\" 'b' \"c\" }}")).isEqualTo("abc");
    }

    @Test
    void numbersPrintAsInPython() {
        assertThat(rendered(
                        "{{ 1_000 + 0x1F + 0b11 + 0o17 }} {{ 1.5e3 }} {{ 2e-7 }} {{ 1e22 }} {{ 1e16 }} {{ 1e15 }} {{ "
                                + "0.1 + 0.2 }} {{ -0.0 }}"))
                .isEqualTo("1049 1500.0 2e-07 1e+22 1e+16 1000000000000000.0 0.30000000000000004 -0.0");
    }

    @Test
    void collectionsPrintAsInPython() {
        assertThat(rendered("{{ [1, 'x', none] }} {{ (1, 2) }} {{ (1,) }} {{ () }} {{ {'a': true, 'b': 2.0} }}"))
                .isEqualTo("[1, 'x', None] (1, 2) (1,) () {'a': True, 'b': 2.0}");
    }

    @Test
    void stringsInsideCollectionsAreQuoted() {
        assertThat(rendered("{{ [\"a'b\", 'a\"b', 'a\\'\"b', 'a\\nb', 'é', '\\x00', '\\u200b'] }}"))
                .isEqualTo("[\"a'b\", 'a\"b', 'a\\'\"b', 'a\\nb', 'é', '\\x00', '\\u200b']");
    }

    @Test
    void trueFalseAndNoneHaveTwoSpellings() {
        assertThat(rendered("{{ true }} {{ True }} {{ false }} {{ none }} {{ None }}"))
                .isEqualTo("True True False None None");
    }

    // operators

    @Test
    void divisionRoundsDown() {
        assertThat(
                        rendered(
                                "{{ 7 / 2 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7.5 % -2 }} {{ 6 / 3 }} {{ 7 // 2.0 }}"))
                .isEqualTo("3.5 3 -4 2 -0.5 2.0 3.0");
    }

    @Test
    void powersBindFromTheLeft() {
        assertThat(rendered("{{ 2 ** 10 }} {{ 2 ** -1 }} {{ -2 ** 2 }} {{ 2 ** 3 ** 2 }}"))
                .isEqualTo("1024 0.5 4 64");
    }

    @Test
    void integersHaveNoLimit() {
        assertThat(rendered("{{ 2 ** 100 }} {{ 10000000000 * 10000000000 }}"))
                .isEqualTo("1267650600228229401496703205376 100000000000000000000");
    }

    @Test
    void plusBindsLooserThanTilde() {
        assertThatThrownBy(() -> rendered("{{ 1 + 2 ~ 3 * 4 }} {{ 'a' ~ none ~ true ~ 1.0 }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("unsupported operand type(s) for +: 'int' and 'str'");
    }

    @Test
    void aFilterBindsTighterThanArithmetic() {
        assertThat(rendered("{{ 'abc'|length - 1 }} {{ 'abc' | length > 2 }} {{ -3|abs }}"))
                .isEqualTo("2 True 3");
    }

    @Test
    void comparisonsChain() {
        assertThat(rendered("{{ 1 < 2 < 3 }} {{ 1 < 2 > 3 }} {{ 3 in [1, 3] }} {{ 'a' not in 'abc' }}"))
                .isEqualTo("True False True False");
    }

    @Test
    void andOrReturnAnOperand() {
        assertThat(rendered("{{ [] or 'x' }} {{ 'a' and 'b' }} {{ 0 and 1 }} {{ not 1 == 2 }}"))
                .isEqualTo("x b 0 True");
    }

    @Test
    void equalityIgnoresTheKindOfNumber() {
        assertThat(rendered(
                        "{{ 1 == 1.0 }} {{ 1 == true }} {{ '1' == 1 }} {{ [1] == (1,) }} {{ [1, 'a'] == [1.0, 'a'] }}"))
                .isEqualTo("True True False False True");
    }

    @Test
    void listsAndStringsAddAndRepeat() {
        assertThat(rendered("{{ [1] + [2] }} {{ (1,) + (2,) }} {{ [1] * 2 }} {{ 2 * 'ab' }}"))
                .isEqualTo("[1, 2] (1, 2) [1, 1] abab");
    }

    @Test
    void emptyThingsAreFalse() {
        assertThat(rendered("{% if [] or '' or 0 or none or {} or nope %}a{% else %}b{% endif %}"))
                .isEqualTo("b");
    }

    @Test
    void aConditionalWithoutElseIsUndefined() {
        assertThat(rendered("[{{ 'a' if false }}] {{ 'a' if true else 'b' }}")).isEqualTo("[] a");
    }

    @Test
    void percentFormatsLikePrintf() {
        assertThat(rendered("{{ '%s-%d-%05.2f-%x-%r-%%' % ('a', 3, 2.5, 255, 'q') }} {{ '%(a)s' % {'a': 1} }} {{ "
                        + "'%-3s|%3s|' % ('a', 'b') }}"))
                .isEqualTo("a-3-02.50-ff-'q'-% 1 a  |  b|");
    }

    // items and slices

    @Test
    void slicesCountFromBothEnds() {
        assertThat(rendered("{{ list[1:] }} {{ list[:-1] }} {{ list[-2:] }} {{ list[5:] }} {{ list[-100:2] }}"))
                .isEqualTo("[1, 2] [3, 1] [1, 2] [] [3, 1]");
    }

    @Test
    void aNegativeStepRunsBackwards() {
        assertThat(rendered("{{ list[::-1] }} {{ list[2:0:-1] }} {{ list[::2] }} {{ 'abc'[::-1] }}"))
                .isEqualTo("[2, 1, 3] [2, 1] [3, 2] cba");
    }

    @Test
    void textIsCountedInCodePoints() {
        assertThat(rendered("{{ text|length }} {{ text[-2] }} {{ text[1:4] }} {{ text[-3:] }} {% for c in 'é😀' %}{{ c "
                        + "}},{% endfor %}"))
                .isEqualTo("14 😀 éll  😀! é,😀,");
    }

    @Test
    void aDotPrefersTheMethodAndBracketsTheItem() {
        assertThat(rendered("{{ dict['items'] }} {{ dict.c.x }} {{ people.0.name }} {{ dict.items()|length }}"))
                .isEqualTo("5 y Bob 4");
    }

    // undefined

    @Test
    void undefinedPrintsAsNothing() {
        assertThat(rendered("[{{ nope }}{{ list[9] }}{{ text.foo }}{{ none.x }}]"))
                .isEqualTo("[]");
    }

    @Test
    void undefinedIsEmptyAndFalse() {
        assertThat(rendered(
                        "{{ nope|length }} {{ nope|list }} {{ nope is defined }} {{ nope|default('d') }} {{ nope == "
                                + "other }}"))
                .isEqualTo("0 [] False d True");
    }

    @Test
    void anAttributeOfAnUndefinedNameFails() {
        assertThatThrownBy(() -> rendered("{{ nope.x }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("'nope' is undefined");
    }

    @Test
    void anAttributeOfAMissingAttributeFails() {
        assertThatThrownBy(() -> rendered("{{ dict.zzz.q }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("'dict object' has no attribute 'zzz'");
    }

    @Test
    void addingToAMissingItemFails() {
        assertThatThrownBy(() -> rendered("{{ list[9] + 'a' }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("list object has no element 9");
    }

    @Test
    void callingAnUndefinedNameFails() {
        assertThatThrownBy(() -> rendered("{{ nope() }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("'nope' is undefined");
    }

    @Test
    void aMissingElseFailsWhereItsValueIsUsed() {
        assertThatThrownBy(() -> rendered("{{ ('a' if false) + 'b' }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("the inline if-expression on line 1 evaluated to false and no else section was defined.");
    }

    // loops

    @Test
    void theLoopVariableKnowsItsPlace() {
        assertThat(rendered("{% for x in list %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 "
                        + "}}{{ loop.first }}{{ loop.last }}{{ loop.length }}[{{ loop.previtem }}{{ loop.nextitem }}]{{ "
                        + "loop.cycle('a', 'b') }}{{ loop.changed(x > 1) }};{% endfor %}"))
                .isEqualTo("1032TrueFalse3[1]aTrue;2121FalseFalse3[32]bTrue;3210FalseTrue3[1]aTrue;");
    }

    @Test
    void aFilteredLoopCountsOnlyChosenItems() {
        assertThat(rendered(
                        "{% for x in list if x > 1 %}{{ x }}/{{ loop.length }}{{ ',' if not loop.last }}{% endfor %}"))
                .isEqualTo("3/2,2/2");
    }

    @Test
    void elseServesAnEmptyLoop() {
        assertThat(rendered("{% for x in list if x > 10 %}{{ x }}{% else %}none{% endfor %}"))
                .isEqualTo("none");
    }

    @Test
    void elseFollowsALoopWhoseFirstRunBreaks() {
        assertThat(rendered("{% for x in list %}{% break %}{% else %}else{% endfor %}"))
                .isEqualTo("else");
    }

    @Test
    void breakAndContinueWork() {
        assertThat(rendered("{% for x in list %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% if x == 2 %}{% break "
                        + "%}{% endif %}{% endfor %}"))
                .isEqualTo("32");
    }

    @Test
    void theFilterOfALoopSeesWhatTheBodyChanged() {
        assertThat(rendered(
                        "{% set ns = namespace(found=false) %}{% for x in list if not ns.found %}{{ x }}{% if x == 1 "
                                + "%}{% set ns.found = true %}{% endif %}{% endfor %}"))
                .isEqualTo("31");
    }

    @Test
    void itemsAreUnpacked() {
        assertThat(rendered(
                        "{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }}{{ ',' if not loop.last }}{% endfor "
                                + "%}{% for a, (b, c) in [[1, [2, 3]]] %} {{ a }}{{ b }}{{ c }}{% endfor %}"))
                .isEqualTo("a=1,b=2 123");
    }

    @Test
    void aRecursiveLoopDescends() {
        assertThat(rendered(
                        "{% for node in tree recursive %}{{ node.v }}.{{ loop.depth }}{% if node.c %}({{ loop(node.c) "
                                + "}}){% endif %}{% endfor %}"))
                .isEqualTo("1.1(2.23.2)4.1");
    }

    @Test
    void unpackingChecksTheNumberOfItems() {
        assertThatThrownBy(() -> rendered("{% for a, b in [[1, 2, 3]] %}{% endfor %}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("too many values to unpack (expected 2)");
    }

    @Test
    void noneIsNotIterable() {
        assertThatThrownBy(() -> rendered("{% for x in none %}{% endfor %}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("'NoneType' object is not iterable");
    }

    @Test
    void rangeCountsInSteps() {
        assertThat(rendered("{{ range(3)|list }} {{ range(5, 0, -2)|list }} {{ range(3) }} {{ 2 in range(3) }}"))
                .isEqualTo("[0, 1, 2] [5, 3, 1] range(0, 3) True");
    }

    @Test
    void aHugeRangeIsRefused() {
        assertThatThrownBy(() -> rendered("{{ range(1000000) }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).");
    }

    // variables

    @Test
    void anAssignmentInALoopEndsWithTheRun() {
        assertThat(rendered("{% set x = 1 %}{% for i in list %}{{ x }}{% set x = i %}{{ x }};{% endfor %}{{ x }}"))
                .isEqualTo("13;11;12;1");
    }

    @Test
    void anAssignmentInAConditionRemains() {
        assertThat(rendered("{% set x = 5 %}{% if true %}{% set x = 6 %}{% endif %}{{ x }}"))
                .isEqualTo("6");
    }

    @Test
    void aNamespaceCarriesAValueOutOfALoop() {
        assertThat(rendered(
                        "{% set ns = namespace(last=none, n=0) %}{% for i in list %}{% set ns.last = i %}{% set ns.n "
                                + "= ns.n + 1 %}{% endfor %}{{ ns.last }} {{ ns.n }} {{ ns['n'] }}[{{ ns.nope }}]"))
                .isEqualTo("2 3 3[]");
    }

    @Test
    void anArgumentIsHiddenAboveAnUnconditionalAssignment() {
        assertThat(rendered("{% for i in [1] %}[{{ n }}]{% endfor %}{% set n = 5 %}{{ n }}"))
                .isEqualTo("[]5");
    }

    @Test
    void anArgumentIsSeenWhereTheAssignmentIsConditional() {
        assertThat(rendered("{% if false %}{% set n = 5 %}{% endif %}{{ n }}")).isEqualTo("7");
    }

    @Test
    void aBlockAssignmentCapturesText() {
        assertThat(
                        rendered(
                                "{% set x %} a {{ n }} {% endset %}[{{ x }}]{% set y | upper | trim %} q {% endset %}[{{ y }}]"))
                .isEqualTo("[ a 7 ][Q]");
    }

    @Test
    void severalNamesAreAssignedAtOnce() {
        assertThat(rendered("{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set t = 1, 2 %}{{ t }}"))
                .isEqualTo("12(1, 2)");
    }

    @Test
    void withOpensAScope() {
        assertThat(rendered("{% with a = 1, b = n %}{{ a }}{{ b }}{% set n = 3 %}{{ n }}{% endwith %}[{{ a }}]{{ n }}"))
                .isEqualTo("173[]7");
    }

    @Test
    void onlyNamespacesTakeAttributes() {
        assertThatThrownBy(() -> rendered("{% set dict.x = 1 %}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("cannot assign attribute on non-namespace object");
    }

    // macros

    @Test
    void macroArgumentsHaveDefaults() {
        assertThat(rendered(
                        "{% macro m(a, b=2, c=a) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }} {{ m(1, c=5) }} {{ "
                                + "m(b=1, a=2) }} [{{ m() }}]"))
                .isEqualTo("121 125 212 [2]");
    }

    @Test
    void aMacroCanTakeMoreThanItNames() {
        assertThat(rendered("{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, x=4) }}"))
                .isEqualTo("1(2, 3){'x': 4}");
    }

    @Test
    void aMacroSeesTheLatestValueOfAName() {
        assertThat(rendered("{% macro m() %}[{{ q }}]{% endmacro %}{{ m() }}{% set q = 9 %}{{ m() }}"))
                .isEqualTo("[][9]");
    }

    @Test
    void listsAndDictsSpreadIntoArguments() {
        assertThat(rendered(
                        "{% macro m(a, b) %}{{ a }}-{{ b }}{% endmacro %}{{ m(*[1, 2]) }} {{ m(**{'a': 3, 'b': 4}) }}"))
                .isEqualTo("1-2 3-4");
    }

    @Test
    void aCallBlockIsRenderedByCaller() {
        assertThat(
                        rendered(
                                "{% macro m(a) %}<{{ caller(a) }}>{% endmacro %}{% call(x) m(3) %}got {{ x }}{{ n }}{% endcall %}"))
                .isEqualTo("<got 37>");
    }

    @Test
    void aSurplusArgumentFails() {
        assertThatThrownBy(() -> rendered("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("macro 'm' takes not more than 1 argument(s)");
    }

    @Test
    void anUnknownKeywordFails() {
        assertThatThrownBy(() -> rendered("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(x=2) }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("macro 'm' takes no keyword argument 'x'");
    }

    @Test
    void aGenerationBlockRendersItsBodyInAScopeOfItsOwn() {
        assertThat(rendered("{% for m in list %}{% generation %}{% set x = 4 %}{{ loop.index }}{{ x }}{{ n }}{% "
                        + "endgeneration %}[{{ x }}]{% endfor %}"))
                .isEqualTo("147[]247[]347[]");
    }

    @Test
    void aFilterBlockFiltersItsBody() {
        assertThat(rendered("{% filter indent(2) | upper %}a\nb{% endfilter %}"))
                .isEqualTo("A\n  B");
    }

    // filters

    @Test
    void textFilters() {
        assertThat(rendered("{{ ' a '|trim }}|{{ 'xxaxx'|trim('x') }}|{{ 'ab'|upper }}|{{ 'AB'|lower }}|{{ 'hello "
                        + "World'|capitalize }}|{{ \"it's a-b (e)\"|title }}|{{ 'a b c'|replace(' ', '-', 1) }}"))
                .isEqualTo("a|a|AB|ab|Hello world|It's A-B (E)|a-b c");
    }

    @Test
    void sequenceFilters() {
        assertThat(rendered("{{ list|first }} {{ list|last }} {{ list|sort }} {{ list|sort(reverse=true) }} {{ "
                        + "list|reverse|list }} {{ list|sum }} {{ list|min }} {{ list|max }} {{ list|join('-') }} {{ "
                        + "'abc'|reverse }}"))
                .isEqualTo("3 2 [1, 2, 3] [3, 2, 1] [2, 1, 3] 6 1 3 3-1-2 cba");
    }

    @Test
    void attributesAreFollowed() {
        assertThat(rendered("{{ people|map(attribute='name')|join(', ') }} {{ "
                        + "people|sort(attribute='age,name')|map(attribute='name')|list }} {{ people|selectattr('age', "
                        + "'equalto', 3)|list|length }} {{ people|rejectattr('age', '==', "
                        + "3)|map(attribute='name')|first }} {{ people|map(attribute='zip', default='?')|join }} {{ "
                        + "people|sum(attribute='age') }}"))
                .isEqualTo("Bob, al, Cy ['Bob', 'Cy', 'al'] 2 al ??? 11");
    }

    @Test
    void itemsAreSelectedByTests() {
        assertThat(
                        rendered(
                                "{{ [1, 2, 3, 4]|select('odd')|list }} {{ [1, 2, 3, 4]|reject('>', 2)|list }} {{ [0, 1, "
                                        + "'']|select|list }} {{ ['a', 'B', 'A', 'b']|unique|list }} {{ ['a', 'b']|map('upper')|list }}"))
                .isEqualTo("[1, 3] [1, 2] [1] ['a', 'B'] ['A', 'B']");
    }

    @Test
    void dictsAreSortedIgnoringCase() {
        assertThat(rendered("{{ {'b': 1, 'A': 3, 'c': 2}|dictsort }} {{ {'b': 1, 'A': 3}|dictsort(true) }} {{ {'b': 1, "
                        + "'A': 3}|dictsort(by='value', reverse=true) }}"))
                .isEqualTo("[('A', 3), ('b', 1), ('c', 2)] [('A', 3), ('b', 1)] [('A', 3), ('b', 1)]");
    }

    @Test
    void itemsAreGrouped() {
        assertThat(rendered("{% for city, group in people|groupby('city') %}{{ city }}:{{ "
                        + "group|map(attribute='name')|join(',') }};{% endfor %}"))
                .isEqualTo("x:Bob,Cy;y:al;");
    }

    @Test
    void defaultReplacesUndefinedAndOnRequestFalse() {
        assertThat(rendered(
                        "{{ nope|default('b') }} {{ ''|default('b', true) }} {{ none|default('b') }} {{ none|d('b', "
                                + "boolean=true) }}"))
                .isEqualTo("b b None b");
    }

    @Test
    void numbersAreConvertedAndRounded() {
        assertThat(rendered(
                        "{{ '42'|int }} {{ '4.7'|int }} {{ 'x'|int(9) }} {{ 3.9|int }} {{ '1.5'|float }} {{ 2.5|round "
                                + "}} {{ 3.14159|round(2) }} {{ 3.1|round(0, 'ceil') }}"))
                .isEqualTo("42 4 9 3 1.5 2.0 3.14 4.0");
    }

    @Test
    void longTextIsTruncatedAtAWord() {
        assertThat(rendered("{{ 'hello there world again'|truncate(12) }} {{ 'a\\nb\\n\\nc'|indent(2, true) }}"))
                .isEqualTo("hello...   a\n  b\n\n  c");
    }

    @Test
    void safeTextEscapesWhatIsAddedToIt() {
        assertThat(rendered("{{ '<' + ('x'|safe) }} {{ ('x'|safe|upper) + '<' }} {{ '<' ~ ('x'|safe) }} {{ html|e }}"))
                .isEqualTo("&lt;x X&lt; <x &lt;a href=&#34;x&#34;&gt;it&#39;s &amp; co&lt;/a&gt;");
    }

    // tojson

    @Test
    void jsonKeepsHtmlAndOtherScripts() {
        assertThat(rendered("{{ [1, 2.0, none, true, 'é<>&\\'\"\\\\\\n\\x01😀/']|tojson }}"))
                .isEqualTo("[1, 2.0, null, true, \"é<>&'\\\"\\\\\\n\\u0001😀/\"]");
    }

    @Test
    void jsonIsIndentedOnRequest() {
        assertThat(rendered("{{ {'a': {'b': [1, {}, []]}, 'c': 2}|tojson(indent=2) }}"))
                .isEqualTo("{\n  \"a\": {\n    \"b\": [\n      1,\n      {},\n      []\n    ]\n  },\n  \"c\": 2\n}");
    }

    @Test
    void jsonOptionsAreThoseOfPython() {
        assertThat(rendered(
                        "{{ {'b': 1, 'a': 2}|tojson(sort_keys=true) }} {{ 'é😀'|tojson(ensure_ascii=true) }} {{ [1, "
                                + "2]|tojson(separators=(',', ':')) }}"))
                .isEqualTo("{\"a\": 2, \"b\": 1} \"\\u00e9\\ud83d\\ude00\" [1,2]");
    }

    @Test
    void jsonKeysBecomeStrings() {
        assertThat(rendered("{{ {1: 2, none: 4, 1.5: 5, 'x': 6}|tojson }}"))
                .isEqualTo("{\"1\": 2, \"null\": 4, \"1.5\": 5, \"x\": 6}");
    }

    @Test
    void undefinedHasNoJson() {
        assertThatThrownBy(() -> rendered("{{ nope|tojson }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("Object of type Undefined is not JSON serializable");
    }

    // tests

    @Test
    void kindsAreTold() {
        assertThat(rendered("{{ n is number }} {{ n is integer }} {{ 2.5 is float }} {{ text is string }} {{ dict is "
                        + "mapping }} {{ list is sequence }} {{ text is iterable }} {{ none is none }} {{ true is "
                        + "boolean }} {{ true is integer }} {{ 1 is true }} {{ dict.keys() is sequence }} {{ nope is "
                        + "iterable }} {{ nope is string }}"))
                .isEqualTo("True True True True True True True True True False False False True False");
    }

    @Test
    void testsTakeArguments() {
        assertThat(rendered(
                        "{{ n is odd }} {{ n is divisibleby 7 }} {{ n is eq 7 }} {{ n is gt(3) }} {{ 3 is in list }} "
                                + "{{ n is not none }} {{ n is defined and n is number }}"))
                .isEqualTo("True True True True True True True");
    }

    // methods

    @Test
    void stringsSplitAsInPython() {
        assertThat(rendered(
                        "{{ ' a b  c '.split() }} {{ 'a,b,c'.split(',', 1) }} {{ 'a,b,c'.rsplit(',', 1) }} {{ ' a b "
                                + "c'.split(none, 1) }} {{ ''.split(',') }} {{ ''.split() }} {{ 'a\\nb\\r\\nc\\n'.splitlines() "
                                + "}} {{ 'a-b-c'.rpartition('-') }}"))
                .isEqualTo(
                        "['a', 'b', 'c'] ['a', 'b,c'] ['a,b', 'c'] ['a', 'b c'] [''] [] ['a', 'b', 'c'] ('a-b', '-', 'c')");
    }

    @Test
    void stringsAreStripped() {
        assertThat(rendered("{{ '  a '.strip() }}|{{ 'xax'.lstrip('x') }}|{{ 'xyaxy'.rstrip('yx') }}|{{ "
                        + "'abc'.removeprefix('a') }}|{{ 'abc'.removesuffix('c') }}"))
                .isEqualTo("a|ax|xya|bc|ab");
    }

    @Test
    void stringsAreSearched() {
        assertThat(rendered("{{ 'abc'.startswith(('x', 'a')) }} {{ 'abc'.endswith('c') }} {{ 'abc'.find('z') }} {{ "
                        + "'abcabc'.rfind('b') }} {{ 'abab'.count('ab') }} {{ 'aXbX'.replace('X', '-', 1) }}"))
                .isEqualTo("True True -1 4 2 a-bX");
    }

    @Test
    void stringsChangeCase() {
        assertThat(rendered("{{ 'hELLO wOrld'.title() }} {{ 'hELLO'.capitalize() }} {{ 'aB'.swapcase() }} {{ "
                        + "'straße'.upper() }} {{ '12'.isdigit() }} {{ 'AB'.isupper() }}"))
                .isEqualTo("Hello World Hello Ab STRASSE True True");
    }

    @Test
    void stringsAreFormatted() {
        assertThat(rendered(
                        "{{ 'a{}b{}'.format(1, 'x') }} {{ '{0}{1}{0}'.format('a', 'b') }} {{ '{x}'.format(x=3) }} {{ "
                                + "'{:>5}|{:^5}|{:05d}|{:.2f}|{:,}'.format('a', 'c', 42, 3.14159, 1234567) }}"))
                .isEqualTo("a1bx aba 3     a|  c  |00042|3.14|1,234,567");
    }

    @Test
    void dictsAreRead() {
        assertThat(rendered("{{ dict.get('b') }} {{ dict.get('q') }} {{ dict.get('q', 7) }} {{ dict.keys()|list }} {{ "
                        + "{'a': 1}.items() }} {{ {'a': none}.get('a', 3) }}"))
                .isEqualTo("2 None 7 ['b', 'A', 'c', 'items'] dict_items([('a', 1)]) None");
    }

    @Test
    void listsCannotBeChanged() {
        assertThatThrownBy(() -> rendered("{{ list.append(1) }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("access to attribute 'append' of 'list' object is unsafe.");
    }

    @Test
    void dictsCannotBeChanged() {
        assertThatThrownBy(() -> rendered("{{ dict.update({}) }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("access to attribute 'update' of 'dict' object is unsafe.");
    }

    @Test
    void internalsAreOutOfReach() {
        assertThatThrownBy(() -> rendered("{{ text.__class__.x }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("access to attribute '__class__' of 'str' object is unsafe.");
    }

    // failures

    @Test
    void aTemplateCanRejectAConversation() {
        assertThatThrownBy(() -> rendered("{{ raise_exception('System role not supported') }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("System role not supported");
    }

    @Test
    void textAndNumbersDoNotAdd() {
        assertThatThrownBy(() -> rendered("{{ 'a' + 1 }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("can only concatenate str (not \"int\") to str");
    }

    @Test
    void numbersAndTextDoNotAdd() {
        assertThatThrownBy(() -> rendered("{{ 1 + 'a' }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("unsupported operand type(s) for +: 'int' and 'str'");
    }

    @Test
    void noneDoesNotAdd() {
        assertThatThrownBy(() -> rendered("{{ 'a' + none }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("can only concatenate str (not \"NoneType\") to str");
    }

    @Test
    void divisionByZeroFails() {
        assertThatThrownBy(() -> rendered("{{ 1 / 0 }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("division by zero");
    }

    @Test
    void numbersHaveNoLength() {
        assertThatThrownBy(() -> rendered("{{ 5|length }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("object of type 'int' has no len()");
    }

    @Test
    void numbersHaveNoSlices() {
        assertThatThrownBy(() -> rendered("{{ n[1:] }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("'int' object is not subscriptable");
    }

    @Test
    void aRangeDoesNotStandStill() {
        assertThatThrownBy(() -> rendered("{{ range(1, 9, 0) }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("range() arg 3 must not be zero");
    }

    @Test
    void textIsNotCallable() {
        assertThatThrownBy(() -> rendered("{{ text() }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("'str' object is not callable");
    }

    @Test
    void textAndNumbersHaveNoOrder() {
        assertThatThrownBy(() -> rendered("{{ 'x' < 1 }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("'<' not supported between instances of 'str' and 'int'");
    }

    @Test
    void anUnclosedBlockNamesWhatItMisses() {
        assertThatThrownBy(() -> rendered("a\n{% if n %}b"))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "Chat template, line 2: Unexpected end of template. Jinja was looking for the following tags: "
                                + "'elif' or 'else' or 'endif'.");
    }

    @Test
    void anUnknownTagNamesItsLine() {
        assertThatThrownBy(() -> rendered("a\n\n{% foo %}"))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Chat template, line 3: Encountered unknown tag 'foo'.");
    }

    @Test
    void anUnknownFilterIsASyntaxError() {
        assertThatThrownBy(() -> rendered("a\n{{ n|nope }}"))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Chat template, line 2: No filter named 'nope'.");
    }

    @Test
    void anUnknownTestIsASyntaxError() {
        assertThatThrownBy(() -> rendered("{{ n is nope }}"))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Chat template, line 1: No test named 'nope'.");
    }

    @Test
    void anUnknownFilterInABranchFailsOnlyWhenReached() {
        assertThat(rendered("{% if n == 1 %}{{ n|nope }}{% endif %}ok")).isEqualTo("ok");
    }

    @Test
    void aSurplusNameIsASyntaxError() {
        assertThatThrownBy(() -> rendered("a\n{{ n m }}"))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Chat template, line 2: expected token 'end of print statement', got 'm'");
    }

    @Test
    void anUnclosedBracketIsASyntaxError() {
        assertThatThrownBy(() -> rendered("{{ (1 + 2 }}"))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Chat template, line 1: unexpected '}', expected ')'");
    }

    @Test
    void anUnclosedCommentIsASyntaxError() {
        assertThatThrownBy(() -> rendered("line\n{# open"))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Chat template, line 2: Missing end of comment tag");
    }

    @Test
    void anEmptyPrintIsASyntaxError() {
        assertThatThrownBy(() -> rendered("{{ }}"))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Chat template, line 1: Expected an expression, got 'end of print statement'");
    }

    @Test
    void constantsAreNotAssigned() {
        assertThatThrownBy(() -> rendered("{% set true = 1 %}"))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Chat template, line 1: can't assign to 'const'");
    }

    @Test
    void aChainOfTestsIsASyntaxError() {
        assertThat(rendered("{{ n is eq n is defined }}")).isEqualTo("True");
    }

    // functions

    @Test
    void theClockIsGiven() {
        assertThat(rendered("{{ strftime_now('%Y-%m-%d %d %b %B %A %H:%M:%S %j %y %I %p %-d %e %% %U %W %V %u %w') }}"))
                .isEqualTo("2026-07-24 24 Jul July Friday 12:00:00 205 26 12 PM 24 24 % 29 29 30 5 5");
    }
}
