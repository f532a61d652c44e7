package org.reason4j.reward.code.run;

import java.util.List;
import java.util.Map;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Language;

abstract class JavaAttacks extends HostilePrograms {

    private static final Map<String, ?> CALL =
            Map.of("tests", Map.of("fn_name", "add", "inputs", List.of(List.of(2, 3)), "outputs", List.of(5)));

    private static final Map<String, ?> CHECKS = Map.of("tests", """
            import java.util.*;
            import org.junit.jupiter.api.Test;
            import static org.junit.jupiter.api.Assertions.assertEquals;
            class SolutionTest {
                @Test void adds() { assertEquals(5, Solution.add(2, 3)); }
                @Test void listsAreSorted() { assertEquals(List.of(1, 2), Solution.sorted(Arrays.asList(2, 1))); }
            }
            """);

    JavaAttacks(Mechanisms.Choice choice) {
        super(choice, Language.JAVA);
    }

    @Override
    String honestProgram() {
        return main("System.out.println(\"fine\");");
    }

    private static String main(String statements) {
        return "import java.io.*; import java.net.*; import java.nio.file.*; import java.util.*; import java.util.concurrent.*;\n"
                + "public class Main { static int runs; public static void main(String[] a) throws Exception { "
                + statements + " } }";
    }

    private void trying(String name, String statements) {
        blocked(
                name,
                main("try { " + statements + " System.out.println(\"escaped\"); } catch (Exception | LinkageError e) {"
                        + " boolean closed = e instanceof IOException || e instanceof ReflectiveOperationException || e instanceof LinkageError;"
                        + " System.out.println(closed ? \"blocked\" : e); }"));
    }

    private static String solution(String add) {
        return "import java.util.*; import java.io.*; class Solution { static int add(int a, int b) { " + add
                + " } static List<Integer> sorted(List<Integer> l) { return l; } }";
    }

    @Override
    void define() {
        defineOnResources();
        defineOnMachine();
        defineOnNeighbours();
        defineOnVerdicts();
    }

    private void defineOnResources() {
        limited("endless loop", main("while (true);"), Verdict.TIME_LIMIT);
        limited(
                "endless loop in a static initializer",
                "class Main { static { while (runs() == 0); } static int runs() { return 0; }"
                        + " public static void main(String[] a) {} }",
                Verdict.TIME_LIMIT);
        limited(
                "3 GB of memory",
                main("List<long[]> l = new ArrayList<>(); for (int i = 0; i < 300; i++) l.add(new long[10 << 17]);"),
                Verdict.MEMORY_LIMIT,
                Verdict.CRASHED,
                Verdict.TIME_LIMIT);
        limited(
                "memory that is asked for in spite of everything",
                main("List<byte[]> l = new ArrayList<>(); while (true) try { l.add(new"
                        + " byte[1 << 20]); } catch (OutOfMemoryError e) {}"),
                Verdict.TIME_LIMIT,
                Verdict.MEMORY_LIMIT);
        limited(
                "memory outside of the heap",
                main("List<java.nio.ByteBuffer> l = new ArrayList<>(); while (true)"
                        + " l.add(java.nio.ByteBuffer.allocateDirect(1 << 24));"),
                Verdict.MEMORY_LIMIT,
                Verdict.CRASHED,
                Verdict.TIME_LIMIT);
        limited(
                "thread bomb",
                main("while (true) try { new Thread(() -> { while (true); }).start(); } catch (Throwable t) {}"),
                Verdict.TIME_LIMIT,
                Verdict.MEMORY_LIMIT,
                Verdict.CRASHED);
        limited(
                "output without end",
                main("while (true) System.out.println(\"x\".repeat(1000));"),
                Verdict.OUTPUT_LIMIT);
        limited(
                "recursion without end",
                "class Main { static int f(int x) { return f(x + 1) + 1; } public static void main(String[] a) { f(0); } }",
                Verdict.CRASHED,
                Verdict.TIME_LIMIT);
        limited(
                "a thread that is no daemon",
                main("new Thread(() -> { while (true) Thread.onSpinWait(); }).start();"),
                Verdict.TIME_LIMIT);
        limited(
                "a lock that is never free",
                main("synchronized (Main.class) { Main.class.wait(); }"),
                Verdict.TIME_LIMIT);
        cheating(
                "an expression that the compiler does not survive",
                main("int x = " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + ";"),
                output("never"),
                Verdict.COMPILE_ERROR);
    }

    private void defineOnMachine() {
        trying("reading a file of the machine", "Files.readString(Path.of(\"SECRET\"));");
        trying("reading passwords", "Files.readString(Path.of(\"/etc/shadow\"));");
        trying(
                "writing to the JDK",
                "Files.writeString(Path.of(System.getProperty(\"java.home\"), \"escaped\"), \"x\");");
        trying("writing to the worker", "Files.writeString(Path.of(\"/worker/escaped\"), \"x\");");
        trying("network: a server of the machine", "new Socket(\"127.0.0.1\", PORT).close();");
        trying("network: another machine", "new Socket(\"192.0.2.1\", 80).close();");
        trying("starting a shell", "new ProcessBuilder(\"/bin/sh\", \"-c\", \"true\").start();");
        trying("starting Python", "new ProcessBuilder(\"/usr/bin/python3\", \"-c\", \"1\").start();");
        trying("raw memory", "Class.forName(\"sun.misc.Unsafe\");");
        trying(
                "the machine's beans, which write heap dumps",
                "Class.forName(\"java.lang.management.ManagementFactory\");");
        trying("attaching to itself", "Class.forName(\"com.sun.tools.attach.VirtualMachine\");");
        trying(
                "a library of its own",
                "Files.copy(Path.of(System.getProperty(\"java.home\"), \"lib\", \"libzip.so\"), Path.of(\"/tmp/own.so\"));"
                        + " System.load(\"/tmp/own.so\");");
        trying(
                "200 MB in a file",
                "try (OutputStream o = new FileOutputStream(\"/tmp/x\")) { for (int i = 0; i < 200; i++) o.write(new byte[1 << 20]); }");
    }

    private void defineOnNeighbours() {
        cheating(
                "a daemon thread that prints for the next program",
                main(
                        "Thread t = new Thread(() -> { while (true)"
                                + " System.out.println(\"fine\"); }); t.setDaemon(true); t.start(); System.out.println(\"x\");"),
                output("never"),
                Verdict.WRONG,
                Verdict.OUTPUT_LIMIT);
        cheating(
                "settings of the virtual machine",
                main("System.setProperty(\"line.separator\", \"?\"); Locale.setDefault(Locale.GERMANY);"
                        + " System.setProperties(null);"),
                output("never"),
                Verdict.WRONG);
        cheating(
                "a handler of other programs' exceptions",
                main("Thread.setDefaultUncaughtExceptionHandler((t, e) -> {});"),
                output("never"),
                Verdict.WRONG);
        cheating(
                "static state of its last test",
                main("runs++; System.out.println(runs == 2 ? \"b\" : \"a\");"),
                Map.of("tests", Map.of("inputs", List.of("", ""), "outputs", List.of("b", "b"))),
                Verdict.WRONG);
        cheating("halting the virtual machine", main("Runtime.getRuntime().halt(0);"), output(""), Verdict.CRASHED);
        cheating(
                "closing the standard output",
                main("System.out.close(); System.in.close();"),
                output("x"),
                Verdict.WRONG);
        cheating(
                "interrupting all threads",
                main("for (Thread t : Thread.getAllStackTraces().keySet()) t.interrupt();"),
                output("x"),
                Verdict.WRONG,
                Verdict.CRASHED);
        cheating(
                "reading the next request",
                main("Thread t = new Thread(() -> { try { new FileInputStream(FileDescriptor.in).read(); } catch"
                        + " (IOException e) {} }); t.setDaemon(true); t.start();"),
                output("x"),
                Verdict.WRONG);
    }

    private void defineOnVerdicts() {
        cheating(
                "exits before its tests",
                solution("System.exit(0); return 0;"),
                CHECKS,
                Verdict.CRASHED,
                Verdict.WRONG);
        cheating(
                "halts before its tests", solution("Runtime.getRuntime().halt(0); return 0;"), CHECKS, Verdict.CRASHED);
        cheating(
                "writes a reply of the worker",
                solution("try { var o = new FileOutputStream(FileDescriptor.out); o.write(new byte[64]); o.flush(); }"
                        + " catch (IOException e) {} return 0;"),
                CHECKS,
                Verdict.CRASHED);
        cheating(
                "hides the JDK's lists",
                "class Arrays { static Object asList(Object... x) { return null; } } class List { static Object of(Object..."
                        + " x) { return null; } } class Solution { static int add(int a, int b) { return 5; } static Object sorted(Object x) { return x; } }",
                CHECKS,
                Verdict.COMPILE_ERROR);
        cheating(
                "brings assertions of its own",
                "package org.junit.jupiter.api; public class Assertions { public static void assertEquals(Object a,"
                        + " Object b) {} }",
                CHECKS,
                Verdict.COMPILE_ERROR);
        cheating(
                "an object that equals everything",
                "class Solution { Object add(int a, int b) { return new Object() { public boolean equals(Object o)"
                        + " { return true; } public String toString() { return \"?\"; } }; } }",
                CALL,
                Verdict.WRONG);
        cheating("looks for the worker's secrets", """
                class Solution {
                    int add(int a, int b) throws Exception {
                        Class<?> worker = ClassLoader.getSystemClassLoader().loadClass("org.reason4j.reward.code.worker.Worker");
                        for (var field : worker.getDeclaredFields()) {
                            if (java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
                                field.setAccessible(true);
                                if (field.get(null) instanceof byte[]) return 5;
                            }
                        }
                        return -1;
                    }
                }
                """, CALL, Verdict.WRONG);
        cheating(
                "a number that is none",
                "class Solution { double add(int a, int b) { return Double.NaN; } }",
                CALL,
                Verdict.WRONG);
        cheating(
                "a list without end",
                "class Solution { Iterable<Integer> add(int a, int b) { return () ->"
                        + " java.util.stream.IntStream.iterate(0, i -> i).iterator(); } }",
                CALL,
                Verdict.CRASHED,
                Verdict.MEMORY_LIMIT);
        cheating(
                "catches its own exit",
                main("try { System.exit(0); } catch (Throwable t) { System.out.println(\"x\"); }"),
                output("never"),
                Verdict.WRONG);
    }
}
