package dev.skiff.port;

import java.util.List;
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
     */
    record Settings(
            String on,
            @Nullable ClusterAccess cluster,
            List<String> namespaces,
            @Nullable String instanceId,
            String configMap) {
        public Settings {
            namespaces = List.copyOf(namespaces);
        }
    }

    /** Something that is served. */
    interface Service extends AutoCloseable {

        /** One line for the log: what is served, and where. */
        String summary();

        /** Ends: what is known is written, what runs goes on. */
        @Override
        void close();
    }

    /**
     * Begins to serve; returns when it does.
     *
     * @throws ExecutorException when it cannot: what was tried, why it failed, what to do
     */
    Service open(Settings settings) throws InterruptedException;
}
