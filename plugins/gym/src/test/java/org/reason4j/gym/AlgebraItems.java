package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.reason4j.gym.algebra.PolynomialEquations;
import org.reason4j.gym.algebra.PolynomialMultiplication;
import org.reason4j.gym.algebra.SimpleEquations;
import org.reason4j.gym.algebra.SimpleIntegration;
import org.reason4j.gym.formula.Polynomial;
import org.reason4j.gym.geometry.AdvancedGeometry;
import org.reason4j.gym.geometry.AdvancedGeometry.Point;
import org.reason4j.gym.geometry.AdvancedGeometry.Wanted;
import org.reason4j.gym.geometry.SimpleGeometry;

/** Outside items of algebra and geometry. */
final class AlgebraItems {

    private static final Map<String, Wanted> WANTED = Map.of(
            "angle_measure", Wanted.ANGLE, "incircle_radius", Wanted.INCIRCLE, "orthocenter", Wanted.ORTHOCENTRE);

    private AlgebraItems() {}

    static Theme theme() {
        return new Theme(
                Map.ofEntries(
                        Map.entry("simple_equations", Outside.of(AlgebraItems::equation)),
                        Map.entry(
                                "polynomial_equations",
                                Outside.of(item -> new PolynomialEquations(
                                        item.at("/metadata/polynomial_expr").textValue(), variable(item)))),
                        Map.entry("polynomial_multiplication", Outside.of(AlgebraItems::product)),
                        Map.entry(
                                "simple_integration",
                                Outside.of(item -> new SimpleIntegration(
                                        item.at("/metadata/integrand").textValue(), variable(item)))),
                        Map.entry("simple_geometry", Outside.of(AlgebraItems::polygon)),
                        Map.entry("advanced_geometry", Outside.of(AlgebraItems::triangle))),
                Set.of("polynomial-equations", "polynomial-multiplication", "simple-integration", "advanced-geometry"));
    }

    private static char variable(JsonNode item) {
        return item.at("/metadata/variable").textValue().charAt(0);
    }

    private static Problem equation(JsonNode item) {
        String[] sides = item.at("/metadata/equation").textValue().split("=");
        return new SimpleEquations(sides[0].strip(), sides[1].strip(), variable(item));
    }

    private static Problem product(JsonNode item) {
        String expression = item.at("/metadata/polynomial_expr").textValue();
        List<Polynomial> factors = expression.startsWith("(") && expression.endsWith(")")
                ? Arrays.stream(expression.substring(1, expression.length() - 1).split("\\)\\*\\("))
                        .map(factor -> Polynomial.of(factor).orElseThrow())
                        .toList()
                : List.of(Polynomial.of(expression).orElseThrow());
        return new PolynomialMultiplication(factors);
    }

    private static Problem polygon(JsonNode item) {
        List<BigDecimal> known = new ArrayList<>();
        item.at("/metadata/known_angles").forEach(angle -> known.add(angle.decimalValue()));
        return new SimpleGeometry(known);
    }

    private static Problem triangle(JsonNode item) {
        JsonNode metadata = item.path("metadata");
        return new AdvancedGeometry(
                Objects.requireNonNull(WANTED.get(metadata.path("task_type").textValue())),
                Stream.of("A", "B", "C")
                        .map(metadata::path)
                        .map(corner ->
                                new Point(corner.get(0).asInt(), corner.get(1).asInt()))
                        .toList());
    }
}
