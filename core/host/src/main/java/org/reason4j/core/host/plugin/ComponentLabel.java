package org.reason4j.core.host.plugin;

/**
 * Names a plugin's object in messages.
 *
 * @param what kind and name, such as {@code reward 'math'}
 * @param type its class
 * @param origin the plugin's jar and version
 */
record ComponentLabel(String what, Class<?> type, PluginOrigin origin) {

    static ComponentLabel of(Offer offer) {
        return new ComponentLabel(offer.kind() + " '" + offer.name() + "'", offer.type(), offer.origin());
    }

    static ComponentLabel ofShared(Class<?> type, PluginOrigin origin) {
        return new ComponentLabel("shared class '" + type.getSimpleName() + "'", type, origin);
    }

    @Override
    public String toString() {
        return what + " (" + type.getName() + " in " + origin.jar() + ", version " + origin.version() + ")";
    }
}
