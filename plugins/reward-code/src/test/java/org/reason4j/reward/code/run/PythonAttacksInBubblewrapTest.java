package org.reason4j.reward.code.run;

import org.reason4j.reward.code.sandbox.Mechanisms;

class PythonAttacksInBubblewrapTest extends PythonAttacks {

    PythonAttacksInBubblewrapTest() {
        super(Mechanisms.Choice.BUBBLEWRAP);
    }
}
