package org.reason4j.installer;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.locator.DefaultModelLocator;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.RepositoryPolicy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.reason4j.api.plugin.ConfigException;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/** The user's Maven settings: local repository, mirrors, servers with their credentials, proxies, and active profiles. */
final class MavenSettings {

    private static final String CENTRAL = "central";

    private final Settings settings;

    private MavenSettings(Settings settings) {
        this.settings = settings;
    }

    /**
     * Reads settings.
     *
     * @param named a file that the user names; empty for {@code ~/.m2/settings.xml}, which may be missing
     * @throws ConfigException if they can't be read
     */
    static MavenSettings read(Optional<Path> named) {
        named.ifPresent(file -> check(Files.isRegularFile(file), "There is no file %s; --settings names one.", file));
        Path file = named.orElse(home().resolve("settings.xml"));
        DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
        request.setUserSettingsFile(file.toFile());
        request.setSystemProperties(properties());
        try {
            Settings settings = new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveSettings();
            return new MavenSettings(decrypted(settings));
        } catch (SettingsBuildingException e) {
            throw new ConfigException(
                    "The Maven settings " + file + " can't be read: "
                            + String.valueOf(e.getMessage()).strip()
                            + ". Correct the file, or name another one with --settings.",
                    e);
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"), ".m2");
    }

    /** System properties, and variables of the environment as {@code env.NAME}, by which POMs and settings may read them. */
    static Properties properties() {
        Properties properties = new Properties();
        System.getProperties().stringPropertyNames().forEach(name -> properties.setProperty(name, property(name)));
        System.getenv().forEach((name, value) -> properties.setProperty("env." + name, value));
        return properties;
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }

    private static Settings decrypted(Settings settings) {
        DefaultSecDispatcher dispatcher = new DefaultSecDispatcher(
                new DefaultPlexusCipher(),
                Map.of(),
                home().resolve("settings-security.xml").toString());
        SettingsDecryptionResult result =
                new DefaultSettingsDecrypter(dispatcher).decrypt(new DefaultSettingsDecryptionRequest(settings));
        check(
                result.getProblems().isEmpty(),
                "A password of the Maven settings can't be decrypted: %s. Encrypt it again with 'mvn"
                        + " --encrypt-password'.",
                result.getProblems());
        settings.setServers(result.getServers());
        settings.setProxies(result.getProxies());
        return settings;
    }

    boolean isOffline() {
        return settings.isOffline();
    }

    /** Where artifacts are kept: the setting, else {@code maven.repo.local}, else {@code ~/.m2/repository}. */
    Path localRepository() {
        String configured = Optional.ofNullable(settings.getLocalRepository()).orElse(property("maven.repo.local"));
        return configured.isBlank() ? home().resolve("repository") : Path.of(configured);
    }

    /** Lets a session use mirrors, credentials and proxies. */
    void configure(SessionBuilder session) {
        DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
        settings.getMirrors()
                .forEach(mirror -> mirrors.add(
                        mirror.getId(),
                        mirror.getUrl(),
                        mirror.getLayout(),
                        false,
                        mirror.isBlocked(),
                        mirror.getMirrorOf(),
                        mirror.getMirrorOfLayouts()));
        DefaultAuthenticationSelector servers = new DefaultAuthenticationSelector();
        for (Server server : settings.getServers()) {
            servers.add(
                    server.getId(),
                    new AuthenticationBuilder()
                            .addUsername(server.getUsername())
                            .addPassword(server.getPassword())
                            .build());
        }
        session.setMirrorSelector(mirrors).setAuthenticationSelector(servers).setProxySelector(proxies());
    }

    private DefaultProxySelector proxies() {
        DefaultProxySelector proxies = new DefaultProxySelector();
        for (Proxy proxy : settings.getProxies()) {
            if (proxy.isActive()) {
                proxies.add(
                        new org.eclipse.aether.repository.Proxy(
                                proxy.getProtocol(),
                                proxy.getHost(),
                                proxy.getPort(),
                                new AuthenticationBuilder()
                                        .addUsername(proxy.getUsername())
                                        .addPassword(proxy.getPassword())
                                        .build()),
                        proxy.getNonProxyHosts());
            }
        }
        return proxies;
    }

    /** Repositories of the active profiles, then Maven Central unless one of them takes its place. */
    List<RemoteRepository> repositories() {
        List<RemoteRepository> all = new ArrayList<>();
        for (Profile profile : settings.getProfiles()) {
            boolean byDefault =
                    profile.getActivation() != null && profile.getActivation().isActiveByDefault();
            if (byDefault || settings.getActiveProfiles().contains(profile.getId())) {
                profile.getRepositories().forEach(repository -> all.add(remote(repository)));
            }
        }
        if (all.stream().noneMatch(repository -> repository.getId().equals(CENTRAL))) {
            all.add(new RemoteRepository.Builder(CENTRAL, "default", addressOfCentral())
                    .setSnapshotPolicy(new org.eclipse.aether.repository.RepositoryPolicy(false, "", ""))
                    .build());
        }
        return all;
    }

    /** The address that every POM inherits, from Maven's super POM. */
    private static String addressOfCentral() {
        DefaultModelProcessor processor = new DefaultModelProcessor()
                .setModelLocator(new DefaultModelLocator())
                .setModelReader(new DefaultModelReader());
        return new DefaultSuperPomProvider()
                .setModelProcessor(processor).getSuperModel("4.0.0").getRepositories().stream()
                        .filter(repository -> repository.getId().equals(CENTRAL))
                        .map(org.apache.maven.model.Repository::getUrl)
                        .findFirst()
                        .orElseThrow();
    }

    private static RemoteRepository remote(Repository repository) {
        return new RemoteRepository.Builder(repository.getId(), "default", repository.getUrl())
                .setReleasePolicy(policy(repository.getReleases()))
                .setSnapshotPolicy(policy(repository.getSnapshots()))
                .build();
    }

    private static org.eclipse.aether.repository.RepositoryPolicy policy(
            @org.jspecify.annotations.Nullable RepositoryPolicy policy) {
        return new org.eclipse.aether.repository.RepositoryPolicy(policy == null || policy.isEnabled(), "", "");
    }
}
