package dev.skiff.cli;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What can be said of a workflow that somebody else is to run. */
final class SubmitOptions {

    @Option(
            names = "--from",
            paramLabel = "KIND/NAME",
            description = "Submit a template or a schedule that is kept there: workflowtemplate/NAME (wftmpl),"
                    + " clusterworkflowtemplate/NAME (cwft), cronwf/NAME.")
    @Nullable
    String from;

    @Option(names = "--dry-run", description = "Print what would be submitted, and submit nothing.")
    boolean dryRun;

    @Option(names = "--server-dry-run", description = "Have it checked, and print what would be made.")
    boolean serverDryRun;

    @Option(
            names = "--instanceid",
            paramLabel = "ID",
            description = "For the controller with this id; ARGO_INSTANCEID says the same.")
    @Nullable
    String instanceId;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "A submission that is repeated with its key makes no second workflow.")
    @Nullable
    String key;

    /** Empty for none. */
    String instanceId(Map<String, String> environment) {
        return instanceId == null ? environment.getOrDefault("ARGO_INSTANCEID", "") : instanceId;
    }

    /** @throws ParameterException when something is given that only somebody else can do */
    void refuseHere(Function<String, ParameterException> calledWrongly) {
        if (from != null || dryRun || serverDryRun || instanceId != null || key != null) {
            throw calledWrongly.apply(
                    "--from, --dry-run, --server-dry-run, --instanceid and --idempotency-key are for what"
                            + " is submitted: name a server with --server, or give --controller; skiff plan shows what a run would do");
        }
    }
}
