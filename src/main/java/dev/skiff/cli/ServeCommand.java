package dev.skiff.cli;

import dev.skiff.model.Bundle;
import dev.skiff.port.Serving;
import dev.skiff.port.service.AuthMode;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.WebServer;
import dev.skiff.runtime.submission.FromFile;
import dev.skiff.runtime.submission.Resources;
import dev.skiff.runtime.submission.SourceFiles;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.ProblemFormat;
import dev.skiff.spec.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skiff serve}: the controller of a cluster, or the server of one machine; the HTTP API in both places. */
@Command(
        name = "serve",
        description = {
            "Run what is submitted over HTTP, and the Workflow objects of a cluster, until SIGTERM or Ctrl-C.",
            "Ends with exit code 0; what runs goes on, and the next server takes it over."
        })
final class ServeCommand implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());
    private static final String KUBERNETES = "kubernetes";
    private static final String ALL = "all";

    private final CommandContext context;

    @Option(
            names = "--on",
            paramLabel = "PLACE",
            description = "docker, kubernetes or host; by default kubernetes in a cluster, docker elsewhere.")
    @Nullable
    String on;

    @Option(
            names = {"-n", "--namespace", "--namespaces"},
            paramLabel = "NAMESPACE",
            split = ",",
            description =
                    "Run the workflows of these namespaces only; all, the default, for those of the whole cluster.")
    List<String> namespaces = List.of();

    @Option(
            names = "--instance-id",
            paramLabel = "ID",
            description =
                    "Run the workflows with this label workflows.argoproj.io/controller-instanceid. Without it what"
                            + " the configuration says, else workflows without that label.")
    @Nullable
    String instanceId;

    @Option(
            names = "--config-map",
            paramLabel = "NAME",
            description = "The ConfigMap with the configuration, in the controller's own namespace; by default"
                    + " workflow-controller-configmap.")
    String configMap = "workflow-controller-configmap";

    @Option(
            names = "--leader-elect",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Wait for the Lease workflow-controller in the controller's own namespace, so that only one"
                    + " of several controllers decides (the default); --no-leader-elect for a single one.")
    boolean elect;

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description = "Documents with the Secrets, ConfigMaps and claims that runs of this machine may refer to.")
    List<String> manifests = List.of();

    @Option(
            names = "--from-file",
            paramLabel = "KIND/NAME=PATH",
            description = "A Secret or ConfigMap of files, as for skiff run.")
    List<String> fromFiles = List.of();

    @Option(names = "--allow-host-path", description = "Let steps mount directories of this machine, as for skiff run.")
    boolean allowHostPath;

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    DefaultsOptions defaults = new DefaultsOptions();

    @Mixin
    ListenOptions listen = new ListenOptions();

    @Mixin
    AuthOptions auth = new AuthOptions();

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    ServeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        CompletableFuture<String> told = new CompletableFuture<>();
        try (Signals signals = new Signals(number -> told.complete(""));
                Serving.Service service = context.serving().open(settings());
                WebServer.Opened web = listening(service)) {
            service.ready().thenAccept(this::say);
            service.failed().thenAccept(told::complete);
            String why = told.get();
            say((why.isEmpty() ? "ending" : why) + "; what runs goes on");
            context.knownServers().forget(web.url());
            return why.isEmpty() ? 0 : 1;
        }
    }

    private WebServer.Opened listening(Serving.Service service) {
        Serving.Auth judging = auth.auth(place().equals(KUBERNETES));
        WebServer.Settings settings = listen.settings(context, judging.judges(), isInCluster());
        WebServer.Opened web;
        try {
            web = context.webServer().open(service.workflows(), settings);
        } catch (ServiceException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
        if (judging.judges()) {
            say("the API is at " + web.url() + "; " + AuthOptions.sentence(judging));
            warn(judging, settings);
        } else {
            context.knownServers().remember(web.url(), settings.token());
            say("the API is at " + web.url() + "/?token=" + settings.token());
        }
        return web;
    }

    private void warn(Serving.Auth judging, WebServer.Settings settings) {
        if (judging.modes().contains(AuthMode.SERVER) && !settings.isForThisMachine()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "--auth-mode server: whoever can reach " + settings.host() + ":" + settings.port()
                            + " may do without a token whatever this server may do in the cluster; --address 127.0.0.1"
                            + " is for this machine alone, --auth-mode client and oidc ask who it is");
        }
    }

    private String place() {
        return on != null ? on : isInCluster() ? KUBERNETES : "docker";
    }

    private boolean isInCluster() {
        return !context.environment()
                .getOrDefault("KUBERNETES_SERVICE_HOST", "")
                .isEmpty();
    }

    /** In a cluster all that is printed is the log, each line of it JSON. */
    private void say(String sentence) {
        if (isInCluster()) {
            LOG.log(System.Logger.Level.INFO, sentence);
        } else {
            context.err().println("skiff: " + sentence);
        }
    }

    private Serving.Settings settings() {
        List<String> chosen = new ArrayList<>(namespaces);
        chosen.removeIf(String::isBlank);
        return new Serving.Settings(
                place(),
                cluster.access(),
                chosen.contains(ALL) ? List.of() : chosen,
                instanceId,
                configMap,
                elect,
                resources(),
                allowHostPath,
                auth.auth(place().equals(KUBERNETES)));
    }

    private Bundle resources() {
        if (place().equals(KUBERNETES)) {
            if (!manifests.isEmpty() || !fromFiles.isEmpty() || allowHostPath) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "--manifest, --from-file and --allow-host-path are for --on docker: a cluster has its own objects");
            }
            return Resources.NONE;
        }
        Loaded read = defaults.under(Manifests.load(new SourceFiles(context.in()).read(manifests)), context);
        List<Problem> errors = read.problems().stream()
                .filter(p -> p.severity() == Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            throw new UserError(ProblemFormat.TEXT.render(errors).strip());
        }
        if (!read.bundle().workflowTemplates().isEmpty()
                || !read.bundle().clusterWorkflowTemplates().isEmpty()) {
            throw new UserError(
                    "--manifest: a server keeps templates as objects: skiff template create FILE --server URL");
        }
        return Resources.of(read.bundle(), FromFile.of(fromFiles));
    }
}
