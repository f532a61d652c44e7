package org.reason4j.reward.rulebased.math.parse;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reason4j.reward.rulebased.PlainSymbols;

/** Names of commands and functions, and unicode's signs in LaTeX. */
public final class Spelling {

    public static final Set<String> FUNCTIONS = Set.of(
            ("sin cos tan cot sec csc arcsin arccos arctan asin acos atan sinh cosh tanh ln log lg exp max min gcd lcm "
                            + "det floor ceil ceiling abs arccot arcsec arccsc coth")
                    .split(" "));

    static final Set<String> GREEK =
            Set.of(("alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho"
                            + " sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega ell")
                    .split(" "));

    /** Contents are a text. */
    static final Set<String> TEXTS = Set.of(
            "text",
            "textbf",
            "textit",
            "textrm",
            "textsf",
            "texttt",
            "textnormal",
            "mbox",
            "hbox",
            "mathrm",
            "operatorname",
            "textup",
            "textmd");

    /** Only for the eye; what they apply to stays. */
    static final Set<String> LAYOUT = Set.of(
            ("left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle textstyle"
                            + " scriptstyle limits nolimits quad qquad mathbf boldsymbol bm mathit mathcal mathsf mathtt mathbb"
                            + " mathfrak vec hat bar tilde widehat overrightarrow boxed fbox rm bf it large Large hfill enspace"
                            + " thinspace space negthinspace hline noindent underline , ; : ! > ] [ ( )")
                    .split(" "));

    private static final Map<String, String> SYMBOLS = table(
            "cdot=* times=* ast=* star=* div=/ pm=± mp=∓ lbrace=\\{ rbrace=\\} {=\\{ }=\\} langle=( rangle=) lbrack=["
                    + " rbrack=] lparen=( rparen=) lvert=| rvert=| vert=| mid=∣ ‖=| |=| Vert=| lVert=| rVert=| %=%"
                    + " degree=° circ=° colon=: &=& \\=\\\\ newline=\\\\ cr=\\\\ prime=' cup=∪ cap=∩ setminus=\\"
                    + " backslash=\\");

    private static final Map<String, Relation> RELATIONS = relations();

    private static final Map<Character, String> UNICODE = unicode();

    private Spelling() {}

    private static Map<String, String> table(String entries) {
        return Stream.of(entries.split(" "))
                .collect(Collectors.toMap(
                        entry -> entry.substring(0, entry.indexOf('=', 1)),
                        entry -> entry.substring(entry.indexOf('=', 1) + 1)));
    }

    private static Map<String, Relation> relations() {
        Map<Relation, String> spelled = Map.of(
                Relation.EQUAL, "= == equiv",
                Relation.LESS, "< lt",
                Relation.LESS_EQUAL, "<= =< le leq leqslant leqq",
                Relation.GREATER, "> gt",
                Relation.GREATER_EQUAL, ">= => ge geq geqslant geqq",
                Relation.NOT_EQUAL, "!= ne neq",
                Relation.APPROXIMATELY, "approx simeq sim cong doteq",
                Relation.MEMBER, "in");
        Map<String, Relation> all = new HashMap<>();
        spelled.forEach((relation, names) -> Stream.of(names.split(" ")).forEach(name -> all.put(name, relation)));
        return all;
    }

    static Optional<Relation> relation(String text) {
        return Optional.ofNullable(RELATIONS.get(text));
    }

    /** The symbol of a command; empty if it is none. */
    static Optional<String> symbol(String command) {
        return Optional.ofNullable(SYMBOLS.get(command));
    }

    private static Map<Character, String> unicode() {
        Map<Character, String> all = new HashMap<>();
        pairs(
                all,
                "≤\\le ≥\\ge ≠\\n"
                        + "e ≈\\approx ≃\\simeq ∈\\in ∞\\infty √\\sqrt ∛\\cbrt π\\pi ∅\\emptyset ⩽\\le ⩾\\ge ≡\\equiv"
                        + " α\\alpha β\\beta γ\\gamma δ\\delta ε\\epsilon θ\\theta λ\\lambda μ\\mu µ\\mu ρ\\r"
                        + "ho σ\\sigma τ\\tau φ\\phi ϕ\\phi ψ\\psi ω\\omega Δ\\Delta Γ\\Gamma Σ\\Sigma Ω\\Omega ⋃\\cup"
                        + " ∪\\cup ∩\\cap ∖\\setminus ℝ\\R ⌊\\lfloor ⌋\\r"
                        + "floor ⌈\\lceil ⌉\\r"
                        + "ceil 、, 。. 或\\text{or} 和\\text{and} ⟨( ⟩) ∣| º° ˚° ′' ’' \u2026\\ldots ∫\\int ∑\\sum ∏\\prod"
                        + " ∧\\wedge ∨\\text{or} ");
        String above = "⁰0 ¹1 ²2 ³3 ⁴4 ⁵5 ⁶6 ⁷7 ⁸8 ⁹9 ⁻- ⁺+ ⁿn ⁱi";
        String below = "₀0 ₁1 ₂2 ₃3 ₄4 ₅5 ₆6 ₇7 ₈8 ₉9";
        Stream.of(above.split(" ")).forEach(one -> all.put(one.charAt(0), "^{" + one.substring(1) + "}"));
        Stream.of(below.split(" ")).forEach(one -> all.put(one.charAt(0), "_{" + one.substring(1) + "}"));
        String parts = "½1/2 ⅓1/3 ⅔2/3 ¼1/4 ¾3/4 ⅕1/5 ⅖2/5 ⅗3/5 ⅘4/5 ⅙1/6 ⅚5/6 ⅛1/8 ⅜3/8 ⅝5/8 ⅞7/8 ⅐1/7 ⅑1/9 ⅒1/10";
        Stream.of(parts.split(" "))
                .forEach(one ->
                        all.put(one.charAt(0), "\\frac{" + one.substring(1).replace("/", "}{") + "}"));
        return all;
    }

    private static void pairs(Map<Character, String> all, String entries) {
        Function<String, String> spelled = entry -> entry.length() > 2 ? entry.substring(1) + " " : entry.substring(1);
        Stream.of(entries.split(" ")).forEach(entry -> all.put(entry.charAt(0), spelled.apply(entry)));
    }

    /** Spells a text in ASCII and LaTeX, as far as it has signs that both know; doubled backslashes become single. */
    public static String latex(String text) {
        String plain = PlainSymbols.of(text);
        StringBuilder latex = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char sign = plain.charAt(i);
            if (sign >= '\uff01' && sign <= '\uff5e') {
                latex.append((char) (sign - 0xfee0));
            } else if (sign < 0x80) {
                latex.append(sign);
            } else {
                append(latex, UNICODE.getOrDefault(sign, String.valueOf(sign)), i > 0 ? plain.charAt(i - 1) : 'x');
            }
        }
        return singleBackslashes(latex.toString());
    }

    /** Joins raised signs that follow each other: of {@code x¹²} the exponent is 12. */
    private static void append(StringBuilder latex, String spelled, char before) {
        boolean raised = spelled.startsWith("^{") || spelled.startsWith("_{");
        if (raised && UNICODE.getOrDefault(before, "").startsWith(spelled.substring(0, 2))) {
            latex.setLength(latex.length() - 1);
            latex.append(spelled, 2, spelled.length());
        } else {
            latex.append(spelled);
        }
    }

    private static String singleBackslashes(String text) {
        boolean doubled = text.contains("\\\\begin{") || !text.contains("\\begin{");
        if (!doubled || !text.contains("\\\\")) {
            return text;
        }
        String rows = text.contains("\\\\\\\\") ? text.replace("\\\\\\\\", "\u0001") : text;
        return rows.replaceAll("\\\\\\\\(?=[a-zA-Z{}%$,;!])", "\\\\").replace("\u0001", "\\\\");
    }

    /** Leaves out closing braces that close nothing, and closes those that stay open. */
    static String balanced(String latex) {
        StringBuilder balanced = new StringBuilder(latex.length());
        int open = 0;
        for (int i = 0; i < latex.length(); i++) {
            char sign = latex.charAt(i);
            boolean escaped = i > 0 && latex.charAt(i - 1) == '\\';
            if (sign == '}' && !escaped && open == 0) {
                continue;
            }
            open += escaped ? 0 : sign == '{' ? 1 : sign == '}' ? -1 : 0;
            balanced.append(sign);
        }
        return balanced.append("}".repeat(open)).toString();
    }

    /** Small letters and digits of a text, with one blank between words. */
    public static String words(String text) {
        StringBuilder words = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (Character.isLetterOrDigit(sign)) {
                words.append(sign);
            } else if (words.length() > 0 && words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        }
        return words.toString().strip().toLowerCase(Locale.ROOT);
    }
}
