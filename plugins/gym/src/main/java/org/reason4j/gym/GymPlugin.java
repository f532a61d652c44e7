package org.reason4j.gym;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers families of reasoning problems with exact verifiers. */
public final class GymPlugin implements Plugin {

    @Override
    public void register(Registry registry) {}
}
