package dev.skiff.port;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Workflows that have ended, kept beyond the life of their objects. It asks nobody for rights: whoever uses it has to.
 *
 * <p>All methods block, and throw {@link dev.skiff.port.service.ServiceException}: UNAVAILABLE when it cannot be reached at the moment,
 * INVALID or TOO_LARGE when what is given can never be kept or asked for.
 */
public interface WorkflowArchive extends AutoCloseable {

    /**
     * Keeps a workflow; one that is kept already is replaced. When this returns it is on disk.
     *
     * @param object JSON as the API server has it
     */
    void keep(byte[] object) throws InterruptedException;

    /**
     * A page, the last started first. Its items have what Argo's list gives: labels, annotations, phase, times, progress, message, durations.
     *
     * @param namespace empty for all
     */
    Listing list(String namespace, ListQuery query) throws InterruptedException;

    /** Where a workflow is. */
    record Address(String namespace, String name) {}

    /** Where the workflow of this uid was. */
    Optional<Address> find(String uid) throws InterruptedException;

    /** The whole workflow, its nodes unpacked. */
    Optional<JsonNode> get(String uid) throws InterruptedException;

    /** Of those that have had this name, the one that started last. */
    Optional<JsonNode> latest(String namespace, String name) throws InterruptedException;

    void delete(String uid) throws InterruptedException;

    /** The keys of labels, in order; of very many the first. @param namespace empty for all */
    List<String> labelKeys(String namespace) throws InterruptedException;

    /** The values of a label, likewise. */
    List<String> labelValues(String namespace, String key) throws InterruptedException;

    /** Forgets those that ended before. @return how many */
    int forgetEndedBefore(Instant time) throws InterruptedException;

    @Override
    void close();
}
