package org.reason4j.reward.rulebased.math.parse;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.reason4j.reward.rulebased.Rational;

/** Units of measure and words that count: which are the same, and what they are multiples of. */
public final class Units {

    public static final String PERCENT = "%";
    public static final String DEGREES = "°";

    /**
     * A unit of a known quantity.
     *
     * @param quantity what it measures
     * @param factor its size in the first unit of that quantity
     */
    public record Unit(String quantity, Rational factor) {

        Unit power(int exponent) {
            Rational size = factor;
            for (int i = 1; i < exponent; i++) {
                size = size.times(factor);
            }
            return new Unit(exponent == 1 ? quantity : quantity + "^" + exponent, size);
        }
    }

    private static final Set<String> CURRENCIES = Set.of(
            "dollar",
            "euro",
            "pound sterling",
            "cent",
            "yen",
            "yuan",
            "rupee",
            "ruble",
            "peso",
            "€",
            "£",
            "¥",
            "₹",
            "¢");
    private static final Set<String> SHAPES = Set.of("square", "sq", "cubic", "cu");
    private static final Map<String, String> NUMBERS =
            table("thousand=1000 million=1000000 billion=1000000000 " + "trillion=1000000000000 dozen=12");
    private static final Map<String, Unit> KNOWN = known();

    private Units() {}

    private static Map<String, String> table(String entries) {
        Map<String, String> table = new HashMap<>();
        Stream.of(entries.split(" "))
                .forEach(entry ->
                        table.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1)));
        return table;
    }

    private static Map<String, Unit> known() {
        Map<String, Unit> all = new HashMap<>();
        add(
                all,
                "length",
                "m=1 meter=1 metre=1 km=1000 kilometer=1000 kilometre=1000 cm=0.01 centimeter=0.01 centimetre=0.01"
                        + " mm=0.001 millimeter=0.001 millimetre=0.001 inch=0.0254 inches=0.0254 in=0.0254 ft=0.3048"
                        + " foot=0.3048 feet=0.3048 yd=0.9144 yard=0.9144 mile=1609.344 mi=1609.344");
        add(
                all,
                "mass",
                "kg=1 kilogram=1 g=0.001 gram=0.001 gm=0.001 mg=0.000001 milligram=0.000001 ton=1000 tonne=1000 "
                        + "lb=0.45359237 lbs=0.45359237 pound=0.45359237 oz=0.028349523125 ounce=0.028349523125");
        add(all, "time", "s=1 sec=1 second=1 min=60 minute=60 h=3600 hr=3600 hrs=3600 hour=3600 day=86400 week=604800");
        add(all, "years", "year=12 yr=12 month=1");
        add(
                all,
                "volume",
                "l=1 liter=1 litre=1 ml=0.001 milliliter=0.001 millilitre=0.001 gallon=3.785411784 quart=0.946352946");
        add(all, "length/time", "mph=0.44704");
        add(all, "dollars", "dollar=1 usd=1 cent=0.01 ¢=0.01");
        add(all, "euros", "euro=1 eur=1 €=1");
        add(all, "pounds sterling", "£=1 gbp=1");
        add(all, "yen", "¥=1 yen=1");
        add(all, "rupees", "₹=1 rupee=1");
        return all;
    }

    private static void add(Map<String, Unit> all, String quantity, String entries) {
        table(entries).forEach((name, size) -> all.put(name, new Unit(quantity, Rational.of(new BigDecimal(size)))));
    }

    /** A unit in small letters, in the singular, with single blanks; {@code %} and {@code °} for their names. */
    static String normal(String spelled) {
        String words = spelled.replace('~', ' ')
                .replace("/", " per ")
                .replaceAll("[{}$]", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s.]++", " ")
                .strip();
        return switch (words) {
            case "percent", "percentage", "pct", "per cent", "%" -> PERCENT;
            case "degree", "degrees", "°", "deg" -> DEGREES;
            default -> singular(words);
        };
    }

    private static String singular(String word) {
        boolean plural = word.length() - word.lastIndexOf(' ') > 3
                && word.endsWith("s")
                && !KNOWN.containsKey(word)
                && !word.endsWith("ss");
        return plural ? word.substring(0, word.length() - 1) : word;
    }

    /** The size of a number word, such as 1000000 of {@code million}. */
    static Optional<Rational> multiplier(String unit) {
        return Optional.ofNullable(NUMBERS.get(singular(unit))).map(size -> Rational.of(new BigDecimal(size)));
    }

    /** A known unit, a power of one or a quotient of two; empty for any other word. */
    public static Optional<Unit> unit(String normal) {
        int per = normal.lastIndexOf(" per ");
        if (per > 0) {
            return unit(normal.substring(0, per))
                    .flatMap(above -> unit(normal(normal.substring(per + 5)))
                            .map(below -> new Unit(
                                    above.quantity + "/" + below.quantity, above.factor.divide(below.factor))));
        }
        String base = normal.replaceAll("^(?:square|sq|cubic|cu) |\\^[23]$", "");
        int power = normal.matches("(?:square|sq) .*+|.*\\^2") ? 2 : normal.matches("(?:cubic|cu) .*+|.*\\^3") ? 3 : 1;
        return Optional.ofNullable(KNOWN.get(singular(base))).map(unit -> unit.power(power));
    }

    /** True if a word behind a number is a unit, or a part of one, and not a product of variables. */
    static boolean isUnit(String word) {
        String normal = normal(word);
        return normal.equals(PERCENT)
                || normal.equals(DEGREES)
                || normal.length() > 1 && KNOWN.containsKey(normal)
                || CURRENCIES.contains(normal)
                || SHAPES.contains(normal)
                || NUMBERS.containsKey(normal)
                || Set.of("unit", "mph", "kmh", "per").contains(normal);
    }
}
