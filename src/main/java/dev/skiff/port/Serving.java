package dev.skiff.port;

import dev.skiff.model.Bundle;
import dev.skiff.port.service.WorkflowService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs what others submit, until it is told to end. */
public interface Serving {

    /**
     * How.
     *
     * @param on the place of execution: {@code kubernetes}
     * @param cluster null for the usual one: {@code KUBECONFIG}, the pod that this process is in, or the user's kubeconfig
     * @param namespaces whose workflows are run; empty for all
     * @param instanceId of the workflows, as their label says; null for what the configuration says
     * @param configMap name of the configuration, in the controller's own namespace
     * @param resources of this machine: Secrets, ConfigMaps and claims that runs may refer to; not for a cluster, which has its own
     * @param allowHostPath whether steps of this machine may mount its directories
     * @param elect whether to wait for the lease, so that only one of several controllers decides
     */
    record Settings(
            String on,
            @Nullable ClusterAccess cluster,
            List<String> namespaces,
            @Nullable String instanceId,
            String configMap,
            boolean elect,
            Bundle resources,
            boolean allowHostPath) {
        public Settings {
            namespaces = List.copyOf(namespaces);
        }
    }

    /** Something that is served. */
    interface Service extends AutoCloseable {

        /** One line for the log, once what there was has been taken up: what is served, and where. */
        CompletableFuture<String> ready();

        /** What callers may do with what is served. */
        WorkflowService workflows();

        /** Completes when it can serve no longer, with a sentence that says why. */
        CompletableFuture<String> failed();

        /** Ends: what is known is written, what runs goes on. */
        @Override
        void close();
    }

    /**
     * Begins to serve; returns soon.
     *
     * @throws ExecutorException when it cannot: what was tried, why it failed, what to do
     */
    Service open(Settings settings);
}
