package org.reason4j.core.formats.template.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Map;

/** Python's {@code repr} of a value. */
final class Repr {

    /** Work of writing a floating-point number, whose exact expansion may have a thousand digits. */
    private static final int DECIMAL_WORK = 256;

    private final TextBuilder out = new TextBuilder();
    private final Budget budget = Budget.current();

    private Repr() {}

    static String of(Object value) {
        Repr repr = new Repr();
        repr.write(value);
        return repr.out.toString();
    }

    private void write(Object value) {
        budget.enter();
        if (value instanceof Tuple tuple) {
            items("(", tuple, tuple.size() == 1 ? ",)" : ")");
        } else if (value instanceof Range range) {
            out.append(range.described());
        } else if (value instanceof Collection<?> list) {
            items("[", list, "]");
        } else if (value instanceof Map<?, ?> map) {
            entries(map);
        } else if (value instanceof DictView view) {
            items(view.kind() + "([", view.elements(), "])");
        } else if (value instanceof Namespace namespace) {
            out.append("<Namespace ");
            write(namespace.fields());
            out.append('>');
        } else {
            out.append(single(value));
        }
        budget.leave();
    }

    private void items(String opening, Collection<?> items, String closing) {
        String separator = opening;
        for (Object item : items) {
            out.append(separator);
            write(item);
            separator = ", ";
        }
        out.append(items.isEmpty() ? opening : "").append(closing);
    }

    private void entries(Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            write(entry.getKey());
            out.append(": ");
            write(entry.getValue());
            separator = ", ";
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private static String single(Object value) {
        if (value instanceof String text) {
            return Text.quoted(text);
        } else if (value == None.NONE) {
            return "None";
        } else if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        } else if (value instanceof Double number) {
            return decimal(number);
        } else if (value instanceof Markup markup) {
            return "Markup(" + Text.quoted(markup.text()) + ")";
        } else if (value instanceof Undefined) {
            return "Undefined";
        } else if (value instanceof Macro macro) {
            return "<Macro " + Text.quoted(macro.name()) + ">";
        } else if (value instanceof Loop loop) {
            return loop.described();
        } else if (value instanceof Generator || value instanceof TemplateFunction) {
            return "<" + Values.typeName(value) + ">";
        }
        return value.toString();
    }

    /** The shortest digits that read back as the same number, the way Python lays them out. */
    static String decimal(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        } else if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        } else if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        Budget.current().work(DECIMAL_WORK);
        BigDecimal exact = new BigDecimal(Math.abs(number));
        BigDecimal shortest = exact;
        for (int precision = 1; precision <= 17; precision++) {
            shortest = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == Math.abs(number)) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        String sign = number < 0 ? "-" : "";
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return sign + plain + (plain.contains(".") ? "" : ".0");
        }
        String digits = shortest.unscaledValue().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return sign + mantissa + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
