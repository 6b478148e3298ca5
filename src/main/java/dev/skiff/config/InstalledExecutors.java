package dev.skiff.config;

import dev.skiff.data.DataWork;
import dev.skiff.docker.ContainerExecutor;
import dev.skiff.docker.DockerEndpoint;
import dev.skiff.docker.DockerOptions;
import dev.skiff.docker.ImageSearch;
import dev.skiff.host.HostExecutor;
import dev.skiff.host.HostHelp;
import dev.skiff.host.HostOptions;
import dev.skiff.http.HttpWork;
import dev.skiff.kubernetes.ResourceWork;
import dev.skiff.model.DidYouMean;
import dev.skiff.port.Artifacts;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Executors;
import dev.skiff.port.Handovers;
import dev.skiff.port.Surroundings;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskWork;
import dev.skiff.runtime.DirectExecutor;
import dev.skiff.runtime.RoutingExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The executors of this build: containers of an engine, pods of a cluster, processes of this machine. */
final class InstalledExecutors implements Executors {
    private static final String DOCKER = "docker";
    private static final String HOST = "host";
    private static final String KUBERNETES = "kubernetes";
    private static final List<String> ALL = List.of(DOCKER, KUBERNETES, HOST);
    private static final Duration PATIENCE_WITH_A_PULL = Duration.ofSeconds(30);

    private final Path data;
    private final Path home;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Artifacts artifacts;
    private final ClusterParts clusters;

    /** @param data where skiff keeps what it keeps */
    InstalledExecutors(
            Path data,
            Path home,
            Map<String, String> environment,
            InstantSource clock,
            Artifacts artifacts,
            Path configuration,
            Handovers handovers) {
        this.artifacts = artifacts;
        this.data = data;
        this.home = home;
        this.environment = environment;
        this.clock = clock;
        this.clusters = new ClusterParts(environment, home, configuration, handovers);
    }

    @Override
    public TaskExecutor open(String name, Settings settings) {
        List<TaskWork> works = List.of(new HttpWork(), new DataWork(artifacts), resources(name, settings));
        return new RoutingExecutor(pods(name, settings), new DirectExecutor(works, clock));
    }

    private TaskWork resources(String name, Settings settings) {
        return name.equals(KUBERNETES)
                ? clusters.resources(settings, artifacts)
                : new ResourceWork(settings.cluster(), artifacts);
    }

    private TaskExecutor pods(String name, Settings settings) {
        return switch (name) {
            case DOCKER ->
                new ContainerExecutor(
                        endpoint(),
                        DockerOptions.usual(clock, environment, home)
                                .allowHostPath(settings.allowHostPath())
                                .store(data.toString()),
                        artifacts);
            case HOST ->
                new HostExecutor(
                        HostOptions.in(data.resolve("host"))
                                .withEnvironment(environment)
                                .withAllowHostPath(settings.allowHostPath()),
                        clock,
                        artifacts);
            case KUBERNETES -> clusters.executor(settings);
            default -> throw unknown(name);
        };
    }

    @Override
    public Surroundings surroundings(String name, Settings settings) {
        return name.equals(KUBERNETES) ? clusters.surroundings(settings) : Surroundings.NONE;
    }

    private DockerEndpoint endpoint() {
        return switch (DockerEndpoint.find(environment, home)) {
            case DockerEndpoint.Found found -> found.endpoint();
            case DockerEndpoint.NotFound none -> throw new ExecutorException(none.message());
        };
    }

    private static ExecutorException unknown(String name) {
        return new ExecutorException("there is no executor '" + name + "': " + String.join(", ", ALL)
                + DidYouMean.hintAfter("; ", name, ALL));
    }

    @Override
    public String explanation(String name) {
        return name.equals(HOST) ? HostHelp.PATHS : "";
    }

    @Override
    public String notice(String name) {
        return name.equals(HOST) ? HostHelp.NOTICE : "";
    }

    @Override
    public Optional<String> obtainable(String name, List<String> images) {
        return switch (name) {
            case DOCKER -> ImageSearch.find(endpoint(), images, PATIENCE_WITH_A_PULL);
            case KUBERNETES, HOST -> Optional.of(images.getFirst());
            default -> throw unknown(name);
        };
    }
}
