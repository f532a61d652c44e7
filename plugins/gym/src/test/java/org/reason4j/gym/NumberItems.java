package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.gym.Outside.Deviation;
import org.reason4j.gym.number.ChainSum;
import org.reason4j.gym.number.ComplexArithmetic;
import org.reason4j.gym.number.ComplexArithmetic.Complex;
import org.reason4j.gym.number.DecimalArithmetic;
import org.reason4j.gym.number.FractionSimplification;
import org.reason4j.gym.number.NumberFiltering;
import org.reason4j.gym.number.NumberFormat;
import org.reason4j.gym.number.NumberSorting;
import org.reason4j.gym.number.PowerFunction;

/** Outside items of numbers. */
final class NumberItems {

    private static final String ROUNDED =
            "the source rounds after every operation; the question asks for the result rounded once";

    private NumberItems() {}

    static Theme theme() {
        return new Theme(
                Map.ofEntries(
                        Map.entry("chain_sum", Outside.of(NumberItems::chain)),
                        Map.entry("decimal_chain_sum", Outside.of(NumberItems::chain)),
                        Map.entry(
                                "fraction_simplification",
                                Outside.of(item -> new FractionSimplification(
                                        item.at("/metadata/numerator").longValue(),
                                        item.at("/metadata/denominator").longValue()))),
                        Map.entry("decimal_arithmetic", decimals()),
                        Map.entry("complex_arithmetic", Outside.of(NumberItems::complex)),
                        Map.entry(
                                "power_function",
                                Outside.of(item -> new PowerFunction(
                                        new BigDecimal(item.at("/metadata/base").asText()),
                                        item.at("/metadata/exponent").intValue()))),
                        Map.entry(
                                "number_sorting",
                                Outside.of(item -> new NumberSorting(
                                        numbers(item.at("/metadata/original_numbers")),
                                        item.at("/metadata/direction")
                                                .textValue()
                                                .equals("descending")))),
                        Map.entry("number_filtering", Outside.of(NumberItems::filtering)),
                        Map.entry("number_format", formats())),
                Set.of());
    }

    private static Outside formats() {
        return Outside.of(
                NumberItems::format,
                new Deviation(
                        "answer",
                        text -> text.contains("43199999999"),
                        "binary floating point: the question shows 34693.432000"),
                new Deviation(
                        "accept",
                        text -> text.strip().matches(".*(e|43199999999|541\\.371$).*"),
                        "rounded to other digits than the question shows, it is another number"),
                new Deviation("overpaid", text -> text.equals("34693.4320000"), "the number that the question shows"));
    }

    private static Outside decimals() {
        return Outside.of(
                NumberItems::decimal,
                new Deviation("answer", NumberItems::isRoundedOnTheWay, ROUNDED),
                new Deviation("accept", NumberItems::isRoundedOnTheWay, ROUNDED),
                new Deviation("overpaid", text -> text.equals("-0.281710708233"), "the exact result"));
    }

    private static Problem chain(JsonNode item) {
        String[] words = item.at("/metadata/expression").textValue().split(" ");
        List<ChainSum.Term> terms = new ArrayList<>();
        for (int i = 0; i < words.length; i += 2) {
            terms.add(new ChainSum.Term(i > 0 && words[i - 1].equals("-"), new BigDecimal(words[i])));
        }
        return new ChainSum(terms);
    }

    /** The exact results are -0.2817107082326... and 9.752679542433..., to twelve digits -0.281710708233 and 9.75267954243. */
    private static boolean isRoundedOnTheWay(String text) {
        return text.strip().matches("-0\\.281710708232(0)?|9\\.75267954248(0)?");
    }

    private static Problem decimal(JsonNode item) {
        String question = item.path("question").textValue();
        String line = question.substring(question.indexOf('\n') + 1);
        return new DecimalArithmetic(
                line.substring(0, line.lastIndexOf('=')).strip(),
                item.at("/difficulty/precision").intValue());
    }

    private static Problem complex(JsonNode item) {
        return new ComplexArithmetic(
                number(item.at("/metadata/num1")),
                item.at("/metadata/operation").textValue().charAt(0),
                number(item.at("/metadata/num2")));
    }

    private static Complex number(JsonNode pair) {
        return new Complex(
                Rational.of(pair.get(0).decimalValue()), Rational.of(pair.get(1).decimalValue()));
    }

    private static List<BigDecimal> numbers(JsonNode texts) {
        List<BigDecimal> all = new ArrayList<>();
        texts.forEach(text -> all.add(new BigDecimal(text.asText())));
        return all;
    }

    private static Problem filtering(JsonNode item) {
        String operation = item.at("/metadata/operation").textValue();
        boolean removal = operation.startsWith("remove");
        return new NumberFiltering(
                numbers(item.at("/metadata/original_numbers")),
                new BigDecimal(item.at("/metadata/filter_value").asText()),
                operation.endsWith("larger") != removal,
                removal);
    }

    private static Problem format(JsonNode item) {
        List<String> candidates = new ArrayList<>();
        item.at("/metadata/formatted_candidates").forEach(one -> candidates.add(one.textValue()));
        return new NumberFormat(
                candidates, item.at("/metadata/size").textValue().equals("largest"));
    }
}
