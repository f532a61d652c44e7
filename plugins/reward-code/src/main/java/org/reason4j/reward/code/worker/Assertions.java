package org.reason4j.reward.code.worker;

import java.util.ArrayList;
import java.util.List;

/** Sources of the assertions of JUnit that tests use most, for tests that import them; a sandbox has no JUnit. */
final class Assertions {

    private static final String TEST = """
            package %s;
            @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
            public @interface Test {}
            """;

    private static final String METHODS = """
            package %s;
            public class %s {
                public interface Executable { void execute() throws Throwable; }
                private static void require(boolean holds, Object message) {
                    if (!holds) throw new AssertionError(String.valueOf(message));
                }
                public static void fail() { require(false, "failed"); }
                public static void fail(String message) { require(false, message); }
                public static void assertTrue(boolean holds) { require(holds, "not true"); }
                public static void assertFalse(boolean holds) { require(!holds, "not false"); }
                public static void assertNull(Object value) { require(value == null, "not null"); }
                public static void assertNotNull(Object value) { require(value != null, "null"); }
                public static void assertSame(Object wanted, Object found) { require(wanted == found, "not the same"); }
                public static void assertEquals(long wanted, long found) { require(wanted == found, found); }
                public static void assertEquals(double wanted, double found) {
                    require(Double.compare(wanted, found) == 0, found);
                }
                public static void assertEquals(double wanted, double found, double delta) {
                    require(Double.compare(wanted, found) == 0 || Math.abs(wanted - found) <= delta, found);
                }
                public static void assertEquals(Object wanted, Object found) {
                    require(java.util.Objects.equals(wanted, found), "not equal");
                }
                public static void assertNotEquals(Object unwanted, Object found) {
                    require(!java.util.Objects.equals(unwanted, found), "equal");
                }
                public static void assertArrayEquals(int[] wanted, int[] found) {
                    require(java.util.Arrays.equals(wanted, found), "not equal");
                }
                public static void assertArrayEquals(long[] wanted, long[] found) {
                    require(java.util.Arrays.equals(wanted, found), "not equal");
                }
                public static void assertArrayEquals(double[] wanted, double[] found) {
                    require(java.util.Arrays.equals(wanted, found), "not equal");
                }
                public static void assertArrayEquals(Object[] wanted, Object[] found) {
                    require(java.util.Arrays.deepEquals(wanted, found), "not equal");
                }
                public static <T extends Throwable> T assertThrows(Class<T> kind, Executable code) {
                    try {
                        code.execute();
                    } catch (Throwable thrown) {
                        require(kind.isInstance(thrown), thrown);
                        return kind.cast(thrown);
                    }
                    throw new AssertionError("nothing was thrown");
                }
            }
            """;

    private Assertions() {}

    /** What the tests import. */
    static List<String> sources(String tests) {
        List<String> sources = new ArrayList<>();
        if (tests.contains("org.junit.jupiter.api.")) {
            sources.add(String.format(TEST, "org.junit.jupiter.api"));
            sources.add(String.format(METHODS, "org.junit.jupiter.api", "Assertions"));
        } else if (tests.contains("org.junit.")) {
            sources.add(String.format(TEST, "org.junit"));
            sources.add(String.format(METHODS, "org.junit", "Assert"));
        }
        return sources;
    }
}
