package org.reason4j.rollout.http;

import static org.reason4j.api.plugin.ConfigException.check;

import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;
import org.reason4j.rollout.http.HttpFleetConfig.ServerKind;
import org.reason4j.rollout.http.HttpFleetConfig.Weights;
import org.reason4j.rollout.http.dialect.Dialect;
import org.reason4j.rollout.http.dialect.LlamaDialect;
import org.reason4j.rollout.http.dialect.Reason4jDialect;
import org.reason4j.rollout.http.dialect.SglangDialect;
import org.reason4j.rollout.http.dialect.VllmDialect;
import org.reason4j.rollout.http.fleet.Fleet;
import org.reason4j.rollout.http.fleet.FleetLimits;
import org.reason4j.rollout.http.server.ServerConnection;
import org.reason4j.rollout.http.server.ServerFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rollouts on servers. What they can do is asked at the start. Replicas of {@code reason4j serve} write token for token what this
 * process would; other servers compute otherwise, so their runs cannot be repeated exactly, and a correction of the policy that
 * sampled belongs into the recipe.
 */
public final class HttpFleet implements RolloutBackend {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFleet.class);
    private static final String CORRECTION = "truncated-importance-sampling";

    private final HttpFleetConfig config;
    private final Metrics metrics;
    private final RunInfo run;
    private final Function<String, @Nullable String> environment;
    private final PublishedWeights published;
    private @Nullable Fleet fleet; // from the first question for capabilities on
    private boolean atTemperature = true;

    @Inject
    public HttpFleet(HttpFleetConfig config, Tokenizer tokenizer, Metrics metrics, RunInfo run) {
        this(config, tokenizer, metrics, run, System::getenv);
    }

    HttpFleet(
            HttpFleetConfig config,
            Tokenizer tokenizer,
            Metrics metrics,
            RunInfo run,
            Function<String, @Nullable String> environment) {
        config.requireUsable();
        this.config = config;
        this.metrics = metrics;
        this.run = run;
        this.environment = environment;
        int usual = config.dialect() == ServerKind.REASON4J ? Integer.MAX_VALUE : tokenizer.vocabularySize();
        published = new PublishedWeights(config, run.directory().resolve("plugins/rollout-http"), usual);
    }

    /**
     * Asks every server that can be reached, at least one, what it can do.
     *
     * @throws ConfigException if one lacks what the backend needs, or none can be reached
     */
    @Override
    public Capabilities capabilities() {
        if (fleet == null) {
            fleet = open();
        }
        Capabilities all = Capabilities.all()
                .withMaxOpenRequests(config.concurrency() * config.replicas().size());
        return config.dialect() == ServerKind.REASON4J
                ? all
                : all.withoutSeeds().withoutSampledLogprobs();
    }

    private Fleet open() {
        Optional<String> key = ServerConnection.key(config.apiKeyVariable(), environment);
        HttpClient client = ServerConnection.client();
        List<Fleet.Member> members = new ArrayList<>();
        for (String address : config.replicas()) {
            ServerConnection server = ServerConnection.to(address, key, client);
            members.add(new Fleet.Member(server, dialect(server)));
        }
        probe(members);
        if (config.dialect() != ServerKind.REASON4J && !run.recipe().contains(CORRECTION)) {
            LOG.warn(
                    "The servers compute log-probabilities in their own way, so tokens are a little off policy: add '{}' under"
                            + " credit to weigh them by the ratio.",
                    CORRECTION);
        }
        return new Fleet(members, atTemperature, limits(), metrics);
    }

    private Dialect dialect(ServerConnection server) {
        Duration update = seconds(config.updateSeconds());
        return switch (config.dialect()) {
            case REASON4J -> new Reason4jDialect(server, config.model(), update);
            case VLLM -> new VllmDialect(server, config.model(), config.weights() == Weights.ADAPTER, update);
            case SGLANG -> new SglangDialect(server, update);
            case LLAMA_SERVER -> new LlamaDialect(server, config.model(), update);
        };
    }

    private FleetLimits limits() {
        return new FleetLimits(
                config.concurrency(),
                config.retries(),
                seconds(config.timeoutSeconds()),
                seconds(config.updateSeconds()),
                seconds(config.checkSeconds()),
                seconds(config.downSeconds()));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private void probe(List<Fleet.Member> members) {
        List<String> unreachable = new ArrayList<>();
        for (Fleet.Member member : members) {
            try {
                atTemperature &= member.dialect().probe().atTemperature();
            } catch (ServerFailure e) {
                check(
                        e.kind() != ServerFailure.Kind.REFUSED && e.kind() != ServerFailure.Kind.GARBAGE,
                        "The server %s can't write rollouts for dialect %s: %s",
                        member.server(),
                        config.dialect(),
                        String.valueOf(e.getMessage()));
                unreachable.add(member.server() + ": " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(
                        "interrupted while " + member.server() + " was asked what it can do", e);
            }
        }
        check(
                unreachable.size() < members.size(),
                "None of the servers under backend.config.replicas can be reached: %s. Start them first.",
                unreachable);
        unreachable.forEach(problem -> LOG.warn("A replica can't be reached yet: {}", problem));
    }

    private Fleet fleet() {
        capabilities();
        Fleet opened = fleet;
        if (opened == null) {
            throw new IllegalStateException("the fleet is closed");
        }
        return opened;
    }

    @Override
    public void update(PolicyWeights weights) throws IOException, InterruptedException {
        Fleet opened = fleet();
        check(
                config.weights() == Weights.WHOLE || weights.hasAdapter(),
                "backend.config.weights is adapter, but the policy trains all of its weights. Set it to whole, or set"
                        + " model.lora.");
        long begin = System.nanoTime();
        opened.update(published.write(weights));
        metrics.mean("fleet/update_seconds", (System.nanoTime() - begin) / 1e9);
        metrics.mean("fleet/ready", opened.ready());
    }

    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
        double temperature = request.params().temperature();
        if (!atTemperature && temperature != 1 && temperature != 0) {
            return CompletableFuture.failedFuture(
                    new ConfigException("The servers give log-probabilities at temperature 1,"
                            + " whatever the request's is, but it is " + temperature
                            + ". Start vLLM with --logprobs-mode"
                            + " processed_logprobs, or set rollout.temperature to 1."));
        }
        return fleet().submit(request, published.run());
    }

    @Override
    public void close() {
        if (fleet != null) {
            fleet.close();
        }
        published.close();
    }

    /** Number of replicas with the newest weights, for tests. */
    long ready() {
        return fleet().ready();
    }

    /** Directory of the newest weights, for tests. */
    Optional<Path> newest() {
        return published.newest();
    }
}
