package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reason4j.core.host.track.Numbers;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Template;

/**
 * Draws the branches of a group: a row for each response, tokens from left to right, a dot where a branch leaves, and on
 * the right what it came to. Below a response stand its branches, the latest fork first, so that no lines cross.
 */
final class TreeDrawing {

    private static final int LEVELS = 5;
    private static final int WIDTH = 860;
    private static final int LABELS = 150;
    private static final int ROW = 20;

    private final Template template;

    TreeDrawing(Template template) {
        this.template = template;
    }

    /** Returns nothing for a group without branches. */
    Html of(List<Limb> limbs) {
        if (limbs.isEmpty()) {
            return Html.NONE;
        }
        List<Limb> rows = rows(limbs);
        Map<Integer, Integer> rowOf = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            rowOf.put(rows.get(row).sample(), row);
        }
        int longest = Math.max(1, rows.stream().mapToInt(TreeDrawing::end).max().orElse(1));
        double scale = (double) WIDTH / longest;
        double largest = rows.stream()
                .flatMap(limb -> limb.pieces().stream())
                .mapToDouble(piece -> Math.abs(piece.advantage()))
                .max()
                .orElse(0);
        List<Html> drawn = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            Limb limb = rows.get(row);
            Integer above = rowOf.get(limb.parent());
            if (above != null) {
                drawn.add(fork(limb, above, row, scale));
            }
            for (Limb.Piece piece : limb.pieces()) {
                drawn.add(piece(limb, piece, row, scale, largest));
            }
            drawn.add(template.fill(
                    "limbLabel",
                    Map.of(
                            "x", number(end(limb) * scale + 10),
                            "y", number(middle(row) + 4),
                            "sample", limb.sample(),
                            "reward", Numbers.compact(limb.reward()))));
        }
        return template.fill(
                "tree", Map.of("width", WIDTH + LABELS, "height", rows.size() * ROW, "limbs", Html.join(drawn)));
    }

    /** Every response before its branches. */
    private static List<Limb> rows(List<Limb> limbs) {
        List<Limb> rows = new ArrayList<>();
        limbs.stream().filter(limb -> limb.parent() == Limb.PROMPT).forEach(limb -> add(limb, limbs, rows));
        return rows;
    }

    private static void add(Limb limb, List<Limb> limbs, List<Limb> rows) {
        rows.add(limb);
        limbs.stream()
                .filter(other -> other.parent() == limb.sample())
                .sorted(Comparator.comparingInt(Limb::start).reversed())
                .forEach(branch -> add(branch, limbs, rows));
    }

    private static int end(Limb limb) {
        return limb.pieces().get(limb.pieces().size() - 1).to();
    }

    private static int middle(int row) {
        return row * ROW + ROW / 2;
    }

    private Html fork(Limb limb, int above, int row, double scale) {
        return template.fill(
                "fork",
                Map.of(
                        "x", number(limb.start() * scale),
                        "from", middle(above),
                        "to", middle(row),
                        "sample", limb.sample(),
                        "parent", limb.parent(),
                        "at", limb.start(),
                        "instead", limb.instead(),
                        "surprisal", Numbers.fixed(limb.surprisal(), 2),
                        "reason", limb.reason().isEmpty() ? "" : "; " + limb.reason()));
    }

    private Html piece(Limb limb, Limb.Piece piece, int row, double scale, double largest) {
        return template.fill(
                "limb",
                Map.of(
                        "style", style(piece, largest),
                        "x", number(piece.from() * scale),
                        "y", middle(row) - 4,
                        "width", number(Math.max(1, (piece.to() - piece.from()) * scale - 1)),
                        "sample", limb.sample(),
                        "tokens", piece.from() + " to " + piece.to(),
                        "advantage", Numbers.signed(piece.advantage()),
                        "text", piece.text()));
    }

    /** The class of a colour: how large an advantage is beside the largest. */
    static String style(Limb.Piece piece, double largest) {
        long level = largest == 0 ? 0 : Math.round(LEVELS * Math.abs(piece.advantage()) / largest);
        return level == 0 ? "l0" : (piece.advantage() > 0 ? "lp" : "ln") + level;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
