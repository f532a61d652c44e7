package org.reason4j.gym.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Quarter turns of a cube of three layers. Its 54 stickers are counted face by face (up, left, front, right, back, down), each row by
 * row as in a net. A sticker is its place and the direction in which it looks; a turn rotates both.
 */
final class CubeTurns {

    static final List<String> LAYERS = List.of("U", "L", "F", "R", "B", "D");

    /** A point or a direction: x to the right, y up, z to the front. */
    private record Vector(int x, int y, int z) {

        private int dot(Vector other) {
            return x * other.x + y * other.y + z * other.z;
        }

        private Vector cross(Vector other) {
            return new Vector(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
        }

        private Vector plus(Vector other) {
            return new Vector(x + other.x, y + other.y, z + other.z);
        }

        private Vector times(int factor) {
            return new Vector(factor * x, factor * y, factor * z);
        }

        /** Turned clockwise by a quarter for somebody who looks against the axis: {@code axis (axis . v) + v x axis}. */
        private Vector turned(Vector axis) {
            return axis.times(axis.dot(this)).plus(cross(axis));
        }
    }

    private record Sticker(Vector place, Vector looks) {}

    /** For each face where it looks, and in which directions the columns and rows of its net run. */
    private static final List<List<Vector>> FACES = List.of(
            List.of(new Vector(0, 1, 0), new Vector(1, 0, 0), new Vector(0, 0, 1)),
            List.of(new Vector(-1, 0, 0), new Vector(0, 0, 1), new Vector(0, -1, 0)),
            List.of(new Vector(0, 0, 1), new Vector(1, 0, 0), new Vector(0, -1, 0)),
            List.of(new Vector(1, 0, 0), new Vector(0, 0, -1), new Vector(0, -1, 0)),
            List.of(new Vector(0, 0, -1), new Vector(-1, 0, 0), new Vector(0, -1, 0)),
            List.of(new Vector(0, -1, 0), new Vector(1, 0, 0), new Vector(0, 0, -1)));

    private static final Map<String, int[]> SOURCES = sources();

    private CubeTurns() {}

    /** For each turn, from where each sticker comes. */
    private static Map<String, int[]> sources() {
        List<Sticker> stickers = new ArrayList<>();
        for (List<Vector> face : FACES) {
            for (int i = 0; i < 9; i++) {
                Vector place = face.get(0)
                        .plus(face.get(1).times(i % 3 - 1))
                        .plus(face.get(2).times(i / 3 - 1));
                stickers.add(new Sticker(place, face.get(0)));
            }
        }
        Map<String, int[]> all = new HashMap<>();
        for (int layer = 0; layer < LAYERS.size(); layer++) {
            Vector axis = FACES.get(layer).get(0);
            int[] forth = new int[stickers.size()];
            int[] back = new int[stickers.size()];
            for (int from = 0; from < stickers.size(); from++) {
                Sticker now = stickers.get(from);
                int to = now.place.dot(axis) == 1
                        ? stickers.indexOf(new Sticker(now.place.turned(axis), now.looks.turned(axis)))
                        : from;
                forth[to] = from;
                back[from] = to;
            }
            all.put(LAYERS.get(layer), forth);
            all.put(LAYERS.get(layer) + "'", back);
        }
        return all;
    }

    /** The stickers after a turn; empty for a text that is none. */
    static Optional<String> turned(String stickers, String turn) {
        return Optional.ofNullable(SOURCES.get(turn)).map(from -> {
            StringBuilder after = new StringBuilder();
            for (int source : from) {
                after.append(stickers.charAt(source));
            }
            return after.toString();
        });
    }
}
