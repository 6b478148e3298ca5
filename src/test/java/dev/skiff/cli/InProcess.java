package dev.skiff.cli;

import dev.skiff.artifact.ArtifactStores;
import dev.skiff.host.HostExecutor;
import dev.skiff.host.HostOptions;
import dev.skiff.local.FileCaches;
import dev.skiff.local.FileKnownServers;
import dev.skiff.local.FileLocks;
import dev.skiff.local.FileObjectStore;
import dev.skiff.local.FileRunStore;
import dev.skiff.local.LazyRunCatalog;
import dev.skiff.local.TimerAlarms;
import dev.skiff.port.Artifacts;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Executors;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.Traces;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ServerAccess;
import dev.skiff.port.service.Services;
import dev.skiff.port.service.WorkflowService;
import dev.skiff.remote.RemoteService;
import dev.skiff.runtime.submission.Resources;
import dev.skiff.standalone.BystanderService;
import dev.skiff.standalone.Parts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code skiff} in this process: the real store and the real host executor in a directory of the test; no container engine answers. */
final class InProcess {
    private final Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String input = "";
    private Map<String, String> environment = Map.of("TERM", "dumb");
    private Services services = new ServersAlone(this::parts);

    private InProcess(Path directory) {
        this.directory = directory;
    }

    static InProcess in(Path directory) {
        return new InProcess(directory);
    }

    /** @param out and err what was printed by this call */
    record Outcome(int exitCode, String out, String err) {}

    InProcess withInput(String text) {
        input = text;
        return this;
    }

    /** Beside {@code TERM=dumb}. */
    InProcess withEnvironment(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        environment = Map.copyOf(more);
        return this;
    }

    /** @param cluster what {@code --on kubernetes} speaks to */
    InProcess withCluster(WorkflowService.Session cluster) {
        services = new ServersAlone(this::parts) {
            @Override
            public Opened cluster(@Nullable ClusterAccess access) {
                return opened(cluster, "team");
            }
        };
        return this;
    }

    Outcome run(String... arguments) {
        out.reset();
        err.reset();
        int code = commandLine()
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    FileRunStore store() {
        return new FileRunStore(directory);
    }

    CommandLine commandLine() {
        InstantSource clock = InstantSource.system();
        return CommandLines.of(new CommandContext(
                store(),
                new HostAlone(directory, clock),
                new TimerAlarms(clock),
                new FileLocks(directory),
                new FileCaches(directory, clock),
                artifacts(directory),
                settings -> {
                    throw new ExecutorException("there is no cluster to speak to");
                },
                (service, settings) -> {
                    throw new IllegalStateException("no server is opened here");
                },
                new FileKnownServers(directory),
                services,
                Traces.NONE,
                clock,
                new Random(7),
                environment,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)));
    }

    private Parts parts() {
        InstantSource clock = InstantSource.system();
        return new Parts(
                new HostAlone(directory, clock),
                store(),
                new LazyRunCatalog(directory, clock),
                new FileObjectStore(directory, clock),
                artifacts(directory),
                Resources.NONE,
                List.of(),
                clock,
                new Random(7));
    }

    private static Artifacts artifacts(Path directory) {
        return new ArtifactStores(
                ArtifactStores.Options.in(directory.resolve("artifacts"), directory.resolve("config.yaml")));
    }

    /** A machine without a cluster. */
    private static class ServersAlone implements Services {
        private final Supplier<Parts> machine;

        ServersAlone(Supplier<Parts> machine) {
            this.machine = machine;
        }

        @Override
        public Opened here() {
            BystanderService service = new BystanderService(machine.get());
            return opened(service.as(Caller.NOBODY), "default", service::close);
        }

        @Override
        public Opened server(ServerAccess access) {
            Supplier<String> renewed = access.renewed();
            return opened(
                    new RemoteService(access).as(() -> new Caller(renewed == null ? access.token() : renewed.get())),
                    "default");
        }

        @Override
        public Opened cluster(@Nullable ClusterAccess access) {
            throw new ExecutorException("there is no cluster to speak to");
        }

        static Opened opened(WorkflowService.Session session, String namespace) {
            return opened(session, namespace, () -> {});
        }

        private static Opened opened(WorkflowService.Session session, String namespace, Runnable end) {
            return new Opened() {
                @Override
                public WorkflowService.Session session() {
                    return session;
                }

                @Override
                public String namespace() {
                    return namespace;
                }

                @Override
                public void close() {
                    end.run();
                }
            };
        }
    }

    /** A machine without a container engine. */
    private record HostAlone(Path directory, InstantSource clock) implements Executors {
        @Override
        public TaskExecutor open(String name, Settings settings) {
            if (!name.equals("host")) {
                throw new ExecutorException("no container engine answers");
            }
            return new HostExecutor(
                    HostOptions.in(directory.resolve("host"))
                            .withGrace(Duration.ofSeconds(2))
                            .withAllowHostPath(settings.allowHostPath()),
                    clock,
                    artifacts(directory));
        }

        @Override
        public String explanation(String name) {
            return "It costs $HOME and ${HOME}.";
        }

        @Override
        public String notice(String name) {
            return "notice of " + name;
        }

        @Override
        public Optional<String> obtainable(String name, List<String> images) {
            throw new ExecutorException("no container engine answers");
        }
    }
}
