import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server of the Model Context Protocol on its standard streams, with one tool: {@code calculate}, for sums, differences and
 * products of two integers. Start it with {@code java CalculatorServer.java}; it needs nothing but a JDK.
 */
final class CalculatorServer {

    private static final Pattern EXPRESSION = Pattern.compile("\\s*(-?\\d{1,100})\\s*([-+*])\\s*(-?\\d{1,100})\\s*");

    private static final String TOOL = "{\"name\":\"calculate\",\"description\":\"Calculates A+B, A-B or A*B of two integers.\","
            + "\"inputSchema\":{\"type\":\"object\",\"properties\":{\"expression\":{\"type\":\"string\"}},"
            + "\"required\":[\"expression\"]}}";

    private CalculatorServer() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank() && new Json(line).value() instanceof Map<?, ?> message && message.containsKey("id")) {
                out.println(answer(message));
            }
        }
    }

    private static String answer(Map<?, ?> request) {
        String id = Json.write(request.get("id"));
        Map<?, ?> params = request.get("params") instanceof Map<?, ?> map ? map : Map.of();
        String method = String.valueOf(request.get("method"));
        return switch (method) {
            case "initialize" ->
                result(
                        id,
                        "{\"protocolVersion\":" + Json.write(params.get("protocolVersion"))
                                + ",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"calculator\",\"version\":\"1\"}}");
            case "ping" -> result(id, "{}");
            case "tools/list" -> result(id, "{\"tools\":[" + TOOL + "]}");
            case "tools/call" -> "calculate".equals(params.get("name"))
                    ? result(id, calculate(params.get("arguments")))
                    : error(id, -32602, "there is no tool " + params.get("name"));
            default -> error(id, -32601, "there is no method " + method);
        };
    }

    private static String calculate(Object arguments) {
        Object expression = arguments instanceof Map<?, ?> map ? map.get("expression") : null;
        Matcher parts = EXPRESSION.matcher(String.valueOf(expression));
        if (!parts.matches()) {
            return content("not a sum, difference or product of two integers: " + expression, true);
        }
        BigInteger one = new BigInteger(parts.group(1));
        BigInteger other = new BigInteger(parts.group(3));
        BigInteger value = switch (parts.group(2)) {
            case "+" -> one.add(other);
            case "-" -> one.subtract(other);
            default -> one.multiply(other);
        };
        return content(value.toString(), false);
    }

    private static String content(String text, boolean error) {
        return "{\"content\":[{\"type\":\"text\",\"text\":" + Json.write(text) + "}],\"isError\":" + error + "}";
    }

    private static String result(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    private static String error(String id, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":" + Json.write(message)
                + "}}";
    }

    /** Reads one JSON value; what can't be read ends the program. */
    private static final class Json {

        private final String text;
        private int at;

        Json(String text) {
            this.text = text;
        }

        Object value() {
            skip();
            char first = text.charAt(at);
            if (first == '{') {
                return object();
            }
            if (first == '[') {
                return list();
            }
            return first == '"' ? string() : word();
        }

        private void skip() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private boolean next(char wanted) {
            skip();
            boolean found = text.charAt(at) == wanted;
            at += found ? 1 : 0;
            return found;
        }

        private void require(char wanted) {
            if (!next(wanted)) {
                throw new IllegalArgumentException("expected " + wanted + " at character " + at + " of " + text);
            }
        }

        private Map<String, Object> object() {
            Map<String, Object> entries = new LinkedHashMap<>();
            require('{');
            while (!next('}')) {
                skip();
                String name = string();
                require(':');
                entries.put(name, value());
                next(',');
            }
            return entries;
        }

        private List<Object> list() {
            List<Object> entries = new ArrayList<>();
            require('[');
            while (!next(']')) {
                entries.add(value());
                next(',');
            }
            return entries;
        }

        private String string() {
            StringBuilder written = new StringBuilder();
            require('"');
            for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
                written.append(c == '\\' ? escaped(text.charAt(at++)) : c);
            }
            return written.toString();
        }

        private char escaped(char kind) {
            return switch (kind) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> (char) Integer.parseInt(text.substring(at, at += 4), 16);
                default -> kind;
            };
        }

        /** A number, a truth value or null, as it is written. */
        private Object word() {
            int start = at;
            while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return new StringBuilder(text.substring(start, at));
        }

        /** Writes a text in quotes, and a word as it was read. */
        static String write(Object value) {
            if (!(value instanceof String)) {
                return String.valueOf(value);
            }
            StringBuilder written = new StringBuilder("\"");
            for (char c : value.toString().toCharArray()) {
                if (c == '"' || c == '\\') {
                    written.append('\\').append(c);
                } else if (c < ' ') {
                    written.append(String.format("\\u%04x", (int) c));
                } else {
                    written.append(c);
                }
            }
            return written.append('"').toString();
        }
    }
}
