package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.gym.arithmetic.BaseConversion;
import org.reason4j.gym.arithmetic.BasicArithmetic;
import org.reason4j.gym.arithmetic.BitwiseArithmetic;
import org.reason4j.gym.arithmetic.CountBits;
import org.reason4j.gym.arithmetic.CountPrimes;
import org.reason4j.gym.arithmetic.Gcd;
import org.reason4j.gym.arithmetic.Lcm;
import org.reason4j.gym.arithmetic.PrimeFactorization;
import org.reason4j.gym.arithmetic.Products;

/** Outside items of arithmetic. */
final class ArithmeticItems {

    private ArithmeticItems() {}

    static Theme theme() {
        return new Theme(
                Map.ofEntries(
                        Map.entry("gcd", Outside.of(item -> new Gcd(integers(item.at("/metadata/numbers"))))),
                        Map.entry("lcm", Outside.of(item -> new Lcm(integers(item.at("/metadata/numbers"))))),
                        Map.entry(
                                "prime_factorization",
                                Outside.of(item -> new PrimeFactorization(
                                        item.at("/metadata/number").longValue()))),
                        Map.entry(
                                "count_primes",
                                Outside.of(item -> new CountPrimes(
                                        item.at("/metadata/start").intValue(),
                                        item.at("/metadata/end").intValue()))),
                        Map.entry(
                                "count_bits",
                                Outside.of(item -> new CountBits(
                                        item.at("/metadata/number").longValue()))),
                        Map.entry(
                                "base_conversion",
                                Outside.of(item -> new BaseConversion(
                                        item.at("/metadata/decimal_value").longValue(),
                                        item.at("/metadata/source_base").intValue(),
                                        item.at("/metadata/target_base").intValue()))),
                        Map.entry(
                                "bitwise_arithmetic",
                                Outside.of(item -> new BitwiseArithmetic(
                                        item.at("/metadata/problem").textValue()))),
                        Map.entry(
                                "basic_arithmetic",
                                Outside.of(item -> new BasicArithmetic(
                                        item.at("/metadata/expression").textValue()))),
                        Map.entry(
                                "products",
                                Outside.of(item -> new Products(Arrays.stream(item.at("/metadata/expression")
                                                .textValue()
                                                .split(" \\* "))
                                        .map(Long::valueOf)
                                        .toList())))),
                Set.of("prime-factorization"));
    }

    static List<Integer> integers(JsonNode array) {
        List<Integer> all = new ArrayList<>();
        array.forEach(one -> all.add(one.intValue()));
        return all;
    }
}
