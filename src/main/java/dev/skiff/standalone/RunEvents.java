package dev.skiff.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.EventPlan;
import dev.skiff.port.EventPlan.Subject;
import dev.skiff.port.EventPlan.Telling;
import dev.skiff.port.RunCatalog;
import dev.skiff.port.RunCatalog.Change;
import dev.skiff.port.RunCatalog.Entry;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.StoreException;
import dev.skiff.port.service.FieldSelector;
import dev.skiff.port.service.LabelSelector;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.Sink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Kubernetes Events of runs, as the controller of a cluster would make them. They are kept nowhere: each follows from what the store has of
 * its run, so that whoever listens hears of the runs of the last hour as well, and hears the same again after a restart, under the same
 * name and uid. Of a run that changes twice between two glances the middle is told from its times.
 */
final class RunEvents {
    /** As long as an API server keeps Events, usually. */
    private static final Duration PAST = Duration.ofHours(1);
    /** Runs of the past that are told of, and runs that are remembered. */
    private static final int MOST_RUNS = 200;

    private static final Duration GLANCE = Duration.ofSeconds(1);
    private static final List<String> FIELDS = List.of(
            "involvedObject.kind",
            "involvedObject.name",
            "involvedObject.namespace",
            "involvedObject.uid",
            "metadata.name",
            "metadata.namespace",
            "reason",
            "type");

    private final Parts parts;
    private final RunCatalog catalog;
    private final Predicate<Entry> which;
    private final ListQuery query;
    private final LabelSelector labels;
    private final FieldSelector fields;
    private final Sink<JsonNode> sink;
    private final Map<String, EventPlan> plans = new LinkedHashMap<>();

    /** @throws ServiceException INVALID for a selector that cannot be read */
    RunEvents(Parts parts, Predicate<Entry> which, ListQuery query, Sink<JsonNode> sink) {
        this.parts = parts;
        this.catalog = parts.catalog();
        this.which = which;
        this.query = query;
        this.sink = sink;
        try {
            this.labels = LabelSelector.parse(query.labels());
            this.fields = FieldSelector.parse(query.fields(), FIELDS);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(Why.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    /** @throws ServiceException GONE when the version it is to begin at is not known any more */
    void run(BooleanSupplier over) throws InterruptedException {
        boolean all = Versions.isBeginning(query.resourceVersion());
        long seen = all ? catalog.version() : Versions.of(query.resourceVersion());
        if (all) {
            past(over);
        }
        while (!over.getAsBoolean()) {
            long since = seen;
            List<Change> changes = catalog.since(since)
                    .orElseThrow(() -> new ServiceException(
                            Why.GONE, "too old resource version: " + since + ": listen anew, without one"));
            for (Change change : changes) {
                if (change.gone()) {
                    plans.remove(change.entry().uid());
                } else if (which.test(change.entry())) {
                    changed(change.entry(), seen);
                }
                seen = change.entry().version();
            }
            if (changes.isEmpty()) {
                catalog.await(seen, GLANCE);
            }
        }
    }

    private void past(BooleanSupplier over) throws InterruptedException {
        long oldest = parts.clock().instant().minus(PAST).toEpochMilli();
        List<Entry> recent = new ArrayList<>(
                catalog.page(which.and(e -> !e.completed() || e.finished() >= oldest), null, MOST_RUNS));
        Collections.reverse(recent);
        for (Entry entry : recent) {
            if (over.getAsBoolean()) {
                return;
            }
            plans.put(entry.uid(), new EventPlan(entry.name()));
            tell(entry);
        }
    }

    private void changed(Entry entry, long seen) throws InterruptedException {
        boolean isNew = entry.added() > seen;
        EventPlan plan = plans.remove(entry.uid());
        if (plan != null || isNew) {
            // those that change are remembered longest
            plans.put(entry.uid(), plan == null ? new EventPlan(entry.name()) : plan);
            tell(entry);
        } else {
            // its past was not asked for, or is forgotten
            EventPlan known = new EventPlan(entry.name());
            status(entry).ifPresent(s -> known.know(s.phase(), s.nodes().values()));
            plans.put(entry.uid(), known);
        }
        if (plans.size() > MOST_RUNS) {
            plans.remove(plans.keySet().iterator().next());
        }
    }

    private Optional<WorkflowStatus> status(Entry entry) {
        try {
            return parts.store()
                    .find(entry.name())
                    .map(StoredRun::workflow)
                    .flatMap(w -> Optional.ofNullable(w.status()));
        } catch (StoreException e) {
            // one run that cannot be read is no reason to be silent about the others
            System.getLogger("dev.skiff.standalone")
                    .log(System.Logger.Level.WARNING, () -> "no events of run " + entry.name() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private void tell(Entry entry) throws InterruptedException {
        EventPlan plan = plans.get(entry.uid());
        WorkflowStatus status = status(entry).orElse(null);
        if (plan == null || status == null) {
            return;
        }
        Instant now = parts.clock().instant();
        List<Telling> all = new ArrayList<>(begun(plan, status));
        List<Telling> nodes = new ArrayList<>(plan.nodes(status.nodes().values()));
        nodes.sort(Comparator.comparing(t -> t.at() == null ? now : t.at()));
        all.addAll(nodes);
        String message = status.message() == null ? "" : status.message();
        all.addAll(plan.workflow(status.phase(), message, status.finishedAt()));
        Subject subject = new Subject(entry.namespace(), entry.name(), entry.uid());
        for (Telling telling : all) {
            ObjectNode event = event(subject, telling, entry, telling.at() == null ? now : telling.at());
            if (labels.matches(Map.of()) && fields.matches(field -> text(event, field))) {
                sink.take(event);
            }
        }
    }

    /** That it runs, also of one that has ended already. */
    private static List<Telling> begun(EventPlan plan, WorkflowStatus status) {
        return status.startedAt() == null ? List.of() : plan.begun(status.startedAt());
    }

    private static ObjectNode event(Subject subject, Telling telling, Entry entry, Instant at) {
        String identity = subject.uid() + "/" + telling.node() + "/" + telling.reason() + "/" + at.getEpochSecond();
        UUID uid = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
        String name = subject.name() + "." + Long.toHexString(uid.getMostSignificantBits());
        ObjectNode event = EventPlan.event(subject, name, telling, at);
        event.withObjectProperty("metadata")
                .put("uid", uid.toString())
                .put("resourceVersion", Long.toString(entry.version()))
                .put("creationTimestamp", event.path("firstTimestamp").asText());
        return event;
    }

    private static String text(ObjectNode event, String field) {
        return event.at("/" + field.replace('.', '/')).asText("");
    }
}
