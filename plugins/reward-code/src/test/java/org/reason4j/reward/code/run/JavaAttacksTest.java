package org.reason4j.reward.code.run;

import org.reason4j.reward.code.sandbox.Mechanisms;

class JavaAttacksTest extends JavaAttacks {

    JavaAttacksTest() {
        super(Mechanisms.Choice.UTIL_LINUX);
    }
}
