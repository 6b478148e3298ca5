package dev.skiff.port;

import dev.skiff.model.Bundle;
import dev.skiff.port.service.AuthMode;
import dev.skiff.port.service.OidcSettings;
import dev.skiff.port.service.WorkflowService;
import java.util.List;
import java.util.Set;
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
     * @param auth how it is known who asks
     */
    record Settings(
            String on,
            @Nullable ClusterAccess cluster,
            List<String> namespaces,
            @Nullable String instanceId,
            String configMap,
            boolean elect,
            Bundle resources,
            boolean allowHostPath,
            Auth auth) {
        public Settings {
            namespaces = List.copyOf(namespaces);
        }
    }

    /**
     * How it is known who asks.
     *
     * @param modes none when it is no matter of the service: whoever reaches it may do everything
     * @param oidc null without {@link AuthMode#OIDC}
     */
    record Auth(Set<AuthMode> modes, @Nullable OidcSettings oidc) {
        public Auth {
            modes = Set.copyOf(modes);
            if (modes.contains(AuthMode.OIDC) != (oidc != null)) {
                throw new IllegalArgumentException("mode oidc has an issuer, and no other mode has one");
            }
        }

        /** Whether the service itself judges who asks. */
        public boolean judges() {
            return !modes.isEmpty();
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
