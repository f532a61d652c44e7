package org.reason4j.installer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.collection.DependencySelector;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ResolutionErrorPolicy;
import org.eclipse.aether.spi.connector.transport.TransporterFactory;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.transport.file.FileTransporterFactory;
import org.eclipse.aether.transport.jdk.JdkTransporterFactory;
import org.eclipse.aether.util.graph.selector.AndDependencySelector;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;
import org.eclipse.aether.util.repository.SimpleResolutionErrorPolicy;

/** Maven Resolver with the transports that are used here, and how strict it is. */
final class MavenSystem {

    private static final int CONNECT_MILLIS = 20_000;
    private static final int REQUEST_MILLIS = 120_000;

    private MavenSystem() {}

    /** Files and the JDK's HTTP client; there is no Apache client on the class path. */
    static RepositorySystem create() {
        return new RepositorySystemSupplier() {
            @Override
            protected Map<String, TransporterFactory> createTransporterFactories() {
                Map<String, TransporterFactory> factories = new LinkedHashMap<>();
                factories.put(FileTransporterFactory.NAME, new FileTransporterFactory());
                factories.put(
                        JdkTransporterFactory.NAME,
                        new JdkTransporterFactory(getChecksumExtractor(), getPathProcessor()));
                return factories;
            }
        }.get();
    }

    /**
     * A session in which a missing or wrong checksum fails, a missing POM fails, failures are not remembered, and repositories
     * that a POM names are not asked.
     */
    static CloseableSession session(RepositorySystem system, MavenSettings settings, boolean offline) {
        SessionBuilder session = new Strict(system).get();
        settings.configure(session);
        return session.withLocalRepositoryBaseDirectories(settings.localRepository())
                .setSystemProperties(MavenSettings.properties())
                .setOffline(offline || settings.isOffline())
                .setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL)
                .setUpdatePolicy(RepositoryPolicy.UPDATE_POLICY_ALWAYS)
                .setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, false))
                .setResolutionErrorPolicy(new SimpleResolutionErrorPolicy(ResolutionErrorPolicy.CACHE_DISABLED))
                .setIgnoreArtifactDescriptorRepositories(true)
                .setConfigProperty("aether.offline.protocols", "file")
                .setConfigProperty("aether.transport.http.connectTimeout", CONNECT_MILLIS)
                .setConfigProperty("aether.transport.http.requestTimeout", REQUEST_MILLIS)
                .setConfigProperty("aether.transport.http.userAgent", "reason4j")
                .build();
    }

    /** Without what plugins are given by the host. */
    private static final class Strict extends SessionBuilderSupplier {
        Strict(RepositorySystem system) {
            super(system);
        }

        @Override
        protected DependencySelector getDependencySelector() {
            return new AndDependencySelector(super.getDependencySelector(), new SharedArtifacts());
        }
    }
}
