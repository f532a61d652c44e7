package org.reason4j.reward.code.worker;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests until its input ends.
 *
 * <p>A request is a nonce, a length and a message; its reply begins with the same nonce. The nonce and the streams are local
 * variables of the thread that answers, out of the reach of reflection, so that a program which writes to the same pipe can't
 * write a reply. A reply ends with a byte that is 1 if the virtual machine is as it was before the program.
 */
public final class Worker {

    private final SourceCompiler compiler = new SourceCompiler();
    private final int mostOutputBytes;
    private @Nullable Program program;

    private Worker(int mostOutputBytes) {
        this.mostOutputBytes = mostOutputBytes;
    }

    /** Starts the worker; the argument is the largest number of bytes that a program may write. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        Worker worker = new Worker(Integer.parseInt(arguments[0]));
        worker.warmUp();
        while (true) {
            byte[] nonce = in.readNBytes(Wire.NONCE);
            if (nonce.length < Wire.NONCE) {
                return;
            }
            byte[] message = Wire.bytes(in);
            byte[] reply = worker.reply(message);
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            DataOutputStream data = new DataOutputStream(whole);
            data.write(nonce);
            Wire.bytes(data, reply);
            out.write(whole.toByteArray());
            out.flush();
        }
    }

    /** Loads what the first program would wait for. */
    private void warmUp() throws IOException, InterruptedException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(request);
        data.writeByte(Wire.COMPILE);
        Wire.text(
                data,
                "import java.util.*; class Main { public static void main(String[] a) {"
                        + "Scanner s = new Scanner(System.in); List<Integer> l = new ArrayList<>(); l.add(s.nextInt());"
                        + "System.out.println(l.stream().mapToInt(i -> i).sum()); } }");
        Wire.text(data, "");
        reply(request.toByteArray());
        request.reset();
        data.writeByte(Wire.STREAMS);
        Wire.bytes(data, "1".getBytes(StandardCharsets.UTF_8));
        reply(request.toByteArray());
    }

    private byte[] reply(byte[] message) throws IOException, InterruptedException {
        DataInputStream request = new DataInputStream(new ByteArrayInputStream(message));
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(reply);
        Machine before = Machine.now();
        try {
            switch (request.readByte()) {
                case Wire.COMPILE -> compile(Wire.text(request), Wire.text(request), out);
                case Wire.STREAMS -> streams(Wire.bytes(request), out);
                case Wire.CALL -> call(Wire.text(request), Wire.list(request), out);
                case Wire.CHECKS -> checks(out);
                default -> throw new IOException("unknown request");
            }
        } catch (EOFException e) {
            throw new IOException("a request is too short", e);
        }
        boolean interrupted = Thread.interrupted(); // by a program that interrupts all threads it finds
        out.writeBoolean(!interrupted && before.isAsBefore());
        return reply.toByteArray();
    }

    private void compile(String source, String tests, DataOutputStream out) throws IOException {
        try {
            List<String> sources = new ArrayList<>(List.of(source));
            if (!tests.isEmpty()) {
                sources.add(tests);
                sources.addAll(Assertions.sources(tests));
            }
            SourceCompiler.Compiled compiled = compiler.compile(sources);
            Hiding.check(compiled.namesOf(0), tests);
            program = new Program(compiled.classes(), compiled.namesOf(1));
            out.writeBoolean(true);
            Wire.text(out, "");
        } catch (SourceCompiler.SourceException e) {
            out.writeBoolean(false);
            Wire.text(out, String.valueOf(e.getMessage()));
        }
    }

    private Program program() throws IOException {
        if (program == null) {
            throw new IOException("nothing has been compiled");
        }
        return program;
    }

    private void streams(byte[] input, DataOutputStream out) throws IOException, InterruptedException {
        Program own = program();
        ClassLoader loader = own.loader(false);
        Execution execution = new Execution(input, mostOutputBytes);
        out.writeByte(execution.run(loader, () -> own.main(loader)));
        Wire.bytes(out, execution.output());
    }

    private void call(String function, List<?> values, DataOutputStream out) throws IOException, InterruptedException {
        Program own = program();
        ClassLoader loader = own.loader(false);
        Execution execution = new Execution(new byte[0], mostOutputBytes);
        byte status = execution.run(loader, () -> own.call(loader, function, values));
        out.writeByte(status);
        Wire.value(out, execution.result());
    }

    private void checks(DataOutputStream out) throws IOException, InterruptedException {
        Program own = program();
        List<String> tests = new ArrayList<>();
        try {
            tests.addAll(own.tests(own.loader(true)));
        } catch (ClassNotFoundException | LinkageError e) { // the program hides what the tests need
            tests.clear();
        }
        out.writeInt(tests.size());
        for (String test : tests) {
            ClassLoader loader = own.loader(true);
            Execution execution = new Execution(new byte[0], mostOutputBytes);
            byte status = execution.run(loader, () -> own.test(loader, test));
            out.writeByte(execution.isExited() ? Wire.FAILED : status);
        }
    }
}
