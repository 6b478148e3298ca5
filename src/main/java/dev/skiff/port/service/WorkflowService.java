package dev.skiff.port.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Workflows, what they are made of, and what can be done with them: the operations of Argo's server (features.md section 7) without HTTP.
 * Objects are JSON as the API server of a cluster has them. Methods block; they are called on virtual threads.
 *
 * <p>All of them throw {@link ServiceException} when they refuse.
 */
public interface WorkflowService extends AutoCloseable {

    /** The same for one caller: what that one may do, and nothing else. @throws ServiceException UNAUTHENTICATED */
    Session as(Caller caller);

    /** The only namespace that is served; empty when there is no such limit. */
    String managedNamespace();

    /** What one caller may do. */
    interface Session {

        /** @param namespace empty for all, and for kinds without one */
        Listing list(ResourceKind kind, String namespace, ListQuery query) throws InterruptedException;

        /**
         * With its nodes unpacked, if it is a workflow.
         *
         * @param shown what is wanted of it; it may have more
         */
        JsonNode get(ResourceKind kind, String namespace, String name, Projection shown) throws InterruptedException;

        /** All of it. */
        default JsonNode get(ResourceKind kind, String namespace, String name) throws InterruptedException {
            return get(kind, namespace, name, Projection.EVERYTHING);
        }

        /**
         * Makes a new object; a workflow is begun. When this returns it is kept.
         *
         * @param object checked; with {@code metadata.name} or {@code generateName}
         * @param dryRun only says what would be made
         */
        JsonNode create(ResourceKind kind, String namespace, ObjectNode object, boolean dryRun)
                throws InterruptedException;

        /** Replaces an object; CONFLICT when the object has a {@code resourceVersion} that is not the present one. */
        JsonNode replace(ResourceKind kind, String namespace, String name, ObjectNode object)
                throws InterruptedException;

        /** @param force also what a finalizer holds */
        void delete(ResourceKind kind, String namespace, String name, boolean force) throws InterruptedException;

        /** Asks something of a workflow: what {@code argo stop}, {@code retry}, {@code node set} … do. @return it, afterwards */
        JsonNode ask(String namespace, String workflow, Request request) throws InterruptedException;

        /** Begins a workflow of the same spec. @param parameters values that replace those of it */
        JsonNode resubmit(String namespace, String workflow, boolean memoized, Map<String, String> parameters)
                throws InterruptedException;

        /** Tells of changes until the thread is interrupted, or the service ends. */
        void watch(ResourceKind kind, String namespace, ListQuery query, Sink<WatchEvent> sink)
                throws InterruptedException;

        /** Tells of {@code v1} Events as they come, likewise. */
        void watchEvents(String namespace, ListQuery query, Sink<JsonNode> sink) throws InterruptedException;

        /** Gives lines of output, and returns at their end. */
        void logs(String namespace, String workflow, LogQuery query, Sink<LogEntry> sink) throws InterruptedException;

        Download artifact(ArtifactQuery query) throws InterruptedException;

        UserInfo user() throws InterruptedException;

        /** Workflows that have ended and may be there no more otherwise; NOT_IMPLEMENTED where nothing is archived. */
        Archive archive();
    }

    /** Workflows that have ended, by uid. */
    interface Archive {

        /** @param namespace empty for all */
        Listing list(String namespace, ListQuery query) throws InterruptedException;

        JsonNode get(String uid) throws InterruptedException;

        void delete(String uid) throws InterruptedException;

        /** Has one go on where it was, without what failed. @return what runs then; where it was deleted, a new object of that name */
        JsonNode retry(String uid, Request.Retry request) throws InterruptedException;

        /** As {@link Session#resubmit}. */
        JsonNode resubmit(String uid, boolean memoized, Map<String, String> parameters) throws InterruptedException;

        /** The keys of their labels, each once, in order; of many archived workflows at least the last thousand are looked at. */
        default List<String> labelKeys(String namespace) throws InterruptedException {
            return labels(namespace, (labels, found) -> labels.fieldNames().forEachRemaining(found::add));
        }

        /** The values of a label, likewise. */
        default List<String> labelValues(String namespace, String key) throws InterruptedException {
            return labels(namespace, (labels, found) -> {
                if (labels.has(key)) {
                    found.add(labels.path(key).asText());
                }
            });
        }

        private List<String> labels(String namespace, BiConsumer<JsonNode, Set<String>> reading)
                throws InterruptedException {
            Set<String> found = new TreeSet<>();
            String token = "";
            int seen = 0;
            do {
                Listing page = list(namespace, ListQuery.ALL.page(MOST_LOOKED_AT, token));
                page.items().forEach(one -> reading.accept(one.path("metadata").path("labels"), found));
                seen += page.items().size();
                token = page.continueToken();
            } while (!token.isEmpty() && seen < MOST_LOOKED_AT);
            return List.copyOf(found);
        }

        /** How many are looked at for their labels. */
        int MOST_LOOKED_AT = 1000;
    }

    @Override
    void close();
}
