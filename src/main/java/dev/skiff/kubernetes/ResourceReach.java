package dev.skiff.kubernetes;

import dev.skiff.engine.Task;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.RunContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cluster that resource steps change, and whose rights they have there. */
sealed interface ResourceReach extends AutoCloseable {

    /** @param steps names of the templates. @throws ExecutorException when they cannot work */
    void check(List<String> steps);

    /** @throws ExecutorException when it cannot be reached with these rights */
    Cluster of(Task task, RunContext run);

    /** Whether the workflow is an object that others may belong to. */
    boolean workflowsAreObjects();

    @Override
    void close();

    /** One that the user has named; opened when it is first needed. */
    final class Named implements ResourceReach {
        private final @Nullable ClusterAccess access;
        private final Function<ClusterAccess, Cluster> opener;
        private @Nullable Cluster cluster;

        /** @param access null when none was named */
        Named(@Nullable ClusterAccess access, Function<ClusterAccess, Cluster> opener) {
            this.access = access;
            this.opener = opener;
        }

        @Override
        public void check(List<String> steps) {
            if (access == null) {
                throw new ExecutorException("template " + String.join(", ", steps) + ": " + ResourceWork.NO_CLUSTER);
            }
            open(access);
        }

        @Override
        public Cluster of(Task task, RunContext run) {
            if (access == null) {
                throw new ExecutorException(ResourceWork.NO_CLUSTER);
            }
            return open(access);
        }

        private synchronized Cluster open(ClusterAccess where) {
            Cluster open = cluster;
            if (open == null) {
                open = opener.apply(where);
                cluster = open;
            }
            return open;
        }

        @Override
        public boolean workflowsAreObjects() {
            return false;
        }

        @Override
        public synchronized void close() {
            if (cluster != null) {
                cluster.close();
            }
        }
    }

    /** One that is open already, closed by whoever opened it. */
    record Open(Cluster cluster) implements ResourceReach {
        @Override
        public void check(List<String> steps) {}

        @Override
        public Cluster of(Task task, RunContext run) {
            return cluster;
        }

        @Override
        public boolean workflowsAreObjects() {
            return false;
        }

        @Override
        public void close() {}
    }

    /** The controller's own, with the rights of each workflow's service account. */
    record Accounts(AccountClients clients) implements ResourceReach {
        @Override
        public void check(List<String> steps) {}

        @Override
        public Cluster of(Task task, RunContext run) {
            String ofTheTemplate = task.template().serviceAccountName();
            String ofTheWorkflow = run.workflow().spec().serviceAccountName();
            return clients.of(
                    run,
                    Objects.requireNonNullElse(
                            ofTheTemplate == null || ofTheTemplate.isEmpty() ? ofTheWorkflow : ofTheTemplate, ""));
        }

        @Override
        public boolean workflowsAreObjects() {
            return true;
        }

        @Override
        public void close() {
            clients.close();
        }
    }
}
