package dev.skiff.cli;

import dev.skiff.port.Serving;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.WebServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    ListenOptions listen = new ListenOptions();

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
            if (web != null) {
                context.knownServers().forget(web.url());
            }
            return why.isEmpty() ? 0 : 1;
        }
    }

    private WebServer.@Nullable Opened listening(Serving.Service service) {
        boolean judged = place().equals(KUBERNETES);
        WebServer.Settings settings = listen.settings(context, judged, isInCluster());
        WebServer.Opened web;
        try {
            web = context.webServer().open(service.workflows(), settings);
        } catch (ServiceException e) {
            if (e.why() == ServiceException.Why.NOT_IMPLEMENTED) {
                say(String.valueOf(e.getMessage()));
                return null;
            }
            throw new UserError(String.valueOf(e.getMessage()));
        }
        if (judged) {
            say("the API is at " + web.url() + "; bearer tokens are the cluster's");
        } else {
            context.knownServers().remember(web.url(), settings.token());
            say("the API is at " + web.url() + "/?token=" + settings.token());
        }
        return web;
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
                place(), cluster.access(), chosen.contains(ALL) ? List.of() : chosen, instanceId, configMap, elect);
    }
}
