package dev.skiff.cli;

import dev.skiff.port.ClusterAccess;
import dev.skiff.port.service.ServerAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whose workflows a command is about: those of a server, of a cluster, or the runs of this machine. */
final class PlaceOptions {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Of the workflows; ARGO_NAMESPACE says the same.")
    String namespace = "";

    @Mixin
    ServerOptions server = new ServerOptions();

    @Option(
            names = "--on",
            paramLabel = "PLACE",
            description =
                    "kubernetes: the workflows of a cluster, by its API server and with your own rights. Without it and"
                            + " without a server: the runs of this machine.")
    String on = "";

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Of --on kubernetes; else as kubectl finds it.")
    @Nullable
    Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "A context of --kubeconfig.")
    @Nullable
    String kubeContext;

    @Option(
            names = "--instanceid",
            paramLabel = "ID",
            description =
                    "Of many workflows only those for the controller with this id; ARGO_INSTANCEID elsewhere than here.")
    String instanceId = "";

    /** Whether somebody else's workflows are meant, and not the runs of this machine. */
    boolean isElsewhere(CommandContext context) {
        return !on.isEmpty() || server.access(context) != null;
    }

    /** What is meant; to be closed. */
    Served open(CommandContext context) {
        if (!on.isEmpty() && !on.equals(RunCommand.ON_A_CLUSTER)) {
            throw wrong("--on " + on + ": only kubernetes is another place here; without --on the runs of this machine"
                    + " are meant, whatever they ran on");
        }
        if (!on.isEmpty() && server.isGiven()) {
            throw wrong("--server and --on kubernetes are two places: give one of them");
        }
        if (on.isEmpty() && (kubeconfig != null || kubeContext != null)) {
            throw wrong("--kubeconfig and --context are for --on kubernetes: give that as well");
        }
        if (!on.isEmpty()) {
            return new Served(context, context.services().cluster(cluster()), namespace, instance(context));
        }
        ServerAccess access = server.access(context);
        return access == null
                ? Served.here(context, namespace, instanceId)
                : new Served(context, context.services().server(access), namespace, instance(context));
    }

    private String instance(CommandContext context) {
        return instanceId.isEmpty() ? context.environment().getOrDefault("ARGO_INSTANCEID", "") : instanceId;
    }

    private @Nullable ClusterAccess cluster() {
        if (kubeconfig == null) {
            if (kubeContext != null) {
                throw wrong("--context names a context of a kubeconfig: give --kubeconfig FILE as well");
            }
            return null;
        }
        if (!Files.isReadable(kubeconfig)) {
            throw new UserError("--kubeconfig " + kubeconfig + ": there is no such file, or it cannot be read");
        }
        return new ClusterAccess(kubeconfig.toAbsolutePath().normalize().toString(), kubeContext);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
