package org.reason4j.reward.code.run;

import org.reason4j.reward.code.sandbox.Mechanisms;

class PythonAttacksTest extends PythonAttacks {

    PythonAttacksTest() {
        super(Mechanisms.Choice.UTIL_LINUX);
    }

    @Override
    void define() {
        super.define();
        trying("100,000 files", "for i in range(100_000): open('/tmp/%d' % i, 'w').close()");
        trying(
                "starting an own executable",
                "open('/tmp/x', 'w').write('#!/bin/sh\\necho escaped')\nos.chmod('/tmp/x', 0o755)\nsubprocess.run(['/tmp/x'])");
    }
}
