package org.reason4j.reward.code.run;

import org.reason4j.reward.code.sandbox.Mechanisms;

class PythonAttacksTest extends PythonAttacks {

    PythonAttacksTest() {
        super(Mechanisms.Choice.UTIL_LINUX);
    }
}
