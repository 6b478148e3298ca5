package dev.skiff.cli;

import dev.skiff.port.Serving;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff serve}: the controller of a cluster. */
@Command(
        name = "serve",
        description = {
            "Run the Workflow objects of a cluster, until SIGTERM or Ctrl-C.",
            "Ends with exit code 0; pods that run go on, and the next controller takes them over."
        })
final class ServeCommand implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());
    private static final String KUBERNETES = "kubernetes";
    private static final String ALL = "all";

    private final CommandContext context;

    @Option(names = "--on", paramLabel = "PLACE", required = true, description = "kubernetes.")
    String on = KUBERNETES;

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
    ClusterOptions cluster = new ClusterOptions();

    ServeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        if (!on.equals(KUBERNETES)) {
            throw new UserError(
                    on.equals("docker")
                            ? "serve --on docker does not exist yet: run workflows one by one with skiff run"
                            : "there is nothing to serve on '" + on + "': --on kubernetes");
        }
        CompletableFuture<String> told = new CompletableFuture<>();
        try (Signals signals = new Signals(number -> told.complete(""));
                Serving.Service service = context.serving().open(settings())) {
            service.ready().thenAccept(this::say);
            service.failed().thenAccept(told::complete);
            String why = told.get();
            say((why.isEmpty() ? "ending" : why) + "; pods go on");
            return why.isEmpty() ? 0 : 1;
        }
    }

    /** In a cluster all that is printed is the log, each line of it JSON. */
    private void say(String sentence) {
        if (context.environment().getOrDefault("KUBERNETES_SERVICE_HOST", "").isEmpty()) {
            context.err().println("skiff: " + sentence);
        } else {
            LOG.log(System.Logger.Level.INFO, sentence);
        }
    }

    private Serving.Settings settings() {
        List<String> chosen = new ArrayList<>(namespaces);
        chosen.removeIf(String::isBlank);
        return new Serving.Settings(
                on, cluster.access(), chosen.contains(ALL) ? List.of() : chosen, instanceId, configMap, elect);
    }
}
