package org.reason4j.reward.code.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import org.reason4j.reward.code.sandbox.Sandbox;
import org.reason4j.reward.code.sandbox.Sandbox.Loss;
import org.reason4j.reward.code.sandbox.Sandbox.NoAnswerException;
import org.reason4j.reward.code.worker.Wire;

/** A virtual machine in a sandbox that compiles and runs Java programs. */
final class JavaWorker implements AutoCloseable {

    private static final SecureRandom SECRETS = new SecureRandom();
    private static final int LENGTH_BYTES = 4;

    private final Sandbox sandbox;
    private boolean clean = true;

    JavaWorker(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * Sends a request and returns the reply. A worker that is late or writes something else is ended: what a program writes to
     * the same pipe does not begin with the request's nonce, which no program sees.
     */
    DataInputStream ask(byte[] message, Duration time) throws IOException, NoAnswerException, InterruptedException {
        byte[] nonce = new byte[Wire.NONCE];
        SECRETS.nextBytes(nonce);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(request);
        out.write(nonce);
        Wire.bytes(out, message);
        clean = false;
        sandbox.send(request.toByteArray(), time);
        byte[] head = sandbox.receive(Wire.NONCE, time);
        if (!Arrays.equals(head, nonce)) {
            sandbox.kill();
            throw new NoAnswerException(Loss.ENDED);
        }
        int length = new DataInputStream(new ByteArrayInputStream(sandbox.receive(LENGTH_BYTES, time))).readInt();
        byte[] reply = sandbox.receive(length, time);
        clean = length > 0 && reply[length - 1] == 1;
        return new DataInputStream(new ByteArrayInputStream(reply));
    }

    /** True if its last program left it as it was. */
    boolean isClean() {
        return clean;
    }

    boolean isAlive() {
        return sandbox.isAlive();
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
