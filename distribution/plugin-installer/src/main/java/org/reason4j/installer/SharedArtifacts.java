package org.reason4j.installer;

import java.util.Set;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.DependencyCollectionContext;
import org.eclipse.aether.collection.DependencySelector;
import org.eclipse.aether.graph.Dependency;

/** Leaves out what the host shares with every plugin, and with it what only that needs. */
final class SharedArtifacts implements DependencySelector {

    private static final Set<String> GROUPS = Set.of("ai.djl");
    private static final Set<String> ARTIFACTS = Set.of(
            "org.reason4j:reason4j-api",
            "org.slf4j:slf4j-api",
            "jakarta.inject:jakarta.inject-api",
            "org.apiguardian:apiguardian-api",
            "org.jspecify:jspecify");

    @Override
    public boolean selectDependency(Dependency dependency) {
        Artifact artifact = dependency.getArtifact();
        return !GROUPS.contains(artifact.getGroupId())
                && !ARTIFACTS.contains(artifact.getGroupId() + ":" + artifact.getArtifactId());
    }

    @Override
    public DependencySelector deriveChildSelector(DependencyCollectionContext context) {
        return this;
    }
}
