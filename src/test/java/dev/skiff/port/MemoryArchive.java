package dev.skiff.port;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Labels;
import dev.skiff.port.service.LabelSelector;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** An archive in memory, that may be away, and may not take some. */
public final class MemoryArchive implements WorkflowArchive {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> kept = new ConcurrentHashMap<>();
    private volatile boolean away;
    private volatile Predicate<String> refused = name -> false;
    private volatile int asked;

    public void away(boolean now) {
        away = now;
    }

    /** @param which by their names, it does not take */
    public void refuse(Predicate<String> which) {
        refused = which;
    }

    /** How often anything was asked of it. */
    public int asked() {
        return asked;
    }

    /** By name. */
    public Optional<ObjectNode> named(String name) {
        return kept.values().stream().filter(o -> text(o, "name").equals(name)).findFirst();
    }

    private synchronized void ask() {
        asked++;
        if (away) {
            throw new ServiceException(Why.UNAVAILABLE, "the archive is away");
        }
    }

    private static String text(JsonNode object, String field) {
        return object.path("metadata").path(field).asText();
    }

    @Override
    public void keep(byte[] object) {
        ask();
        try {
            ObjectNode workflow = (ObjectNode) JSON.readTree(object);
            if (refused.test(text(workflow, "name"))) {
                throw new ServiceException(Why.INVALID, "it is not taken");
            }
            workflow.withObject("/metadata/labels").put(Labels.ARCHIVING_STATUS, "Persisted");
            kept.put(text(workflow, "uid"), workflow);
        } catch (IOException e) {
            throw new ServiceException(Why.INVALID, "it is no JSON", e);
        }
    }

    /** Tokens are numbers. */
    @Override
    public Listing list(String namespace, ListQuery query) {
        ask();
        LabelSelector labels = LabelSelector.parse(query.labels());
        List<JsonNode> found = new ArrayList<>(kept.values().stream()
                .filter(o -> namespace.isEmpty() || text(o, "namespace").equals(namespace))
                .filter(o -> labels.matches(key -> {
                    JsonNode value = o.at("/metadata/labels").path(key);
                    return value.isTextual() ? value.asText() : null;
                }))
                .sorted(Comparator.comparing((ObjectNode o) -> text(o, "name")).reversed())
                .toList());
        int from = query.continueToken().isEmpty() ? 0 : Integer.parseInt(query.continueToken());
        int to = query.limit() <= 0 ? found.size() : Math.min(found.size(), from + query.limit());
        return new Listing(found.subList(from, to), "", to < found.size() ? Integer.toString(to) : "");
    }

    @Override
    public Optional<Address> find(String uid) {
        ask();
        return Optional.ofNullable(kept.get(uid)).map(o -> new Address(text(o, "namespace"), text(o, "name")));
    }

    @Override
    public Optional<JsonNode> get(String uid) {
        ask();
        return Optional.ofNullable(kept.get(uid)).map(ObjectNode::deepCopy);
    }

    @Override
    public Optional<JsonNode> latest(String namespace, String name) {
        ask();
        return kept.values().stream()
                .filter(o -> text(o, "namespace").equals(namespace)
                        && text(o, "name").equals(name))
                .max(Comparator.comparing(o -> o.at("/status/startedAt").asText()))
                .map(ObjectNode::deepCopy);
    }

    @Override
    public void delete(String uid) {
        ask();
        kept.remove(uid);
    }

    @Override
    public List<String> labelKeys(String namespace) {
        TreeSet<String> keys = new TreeSet<>();
        list(namespace, ListQuery.ALL)
                .items()
                .forEach(o -> o.at("/metadata/labels").fieldNames().forEachRemaining(keys::add));
        return List.copyOf(keys);
    }

    @Override
    public List<String> labelValues(String namespace, String key) {
        TreeSet<String> values = new TreeSet<>();
        list(namespace, ListQuery.ALL.withLabels(key))
                .items()
                .forEach(o -> values.add(o.at("/metadata/labels").path(key).asText()));
        return List.copyOf(values);
    }

    @Override
    public int forgetEndedBefore(Instant time) {
        ask();
        int before = kept.size();
        kept.values()
                .removeIf(
                        o -> Instant.parse(o.at("/status/finishedAt").asText()).isBefore(time));
        return before - kept.size();
    }

    @Override
    public void close() {}
}
