package org.reason4j.testkit.contract;

import org.reason4j.api.plugin.Kind;
import org.reason4j.api.text.TextModel;

/** The contract of text models: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class TextModelContract extends Contract<TextModel> {

    /** A contract of a text model. */
    protected TextModelContract() {
        super(Kind.TEXT_MODEL);
    }
}
