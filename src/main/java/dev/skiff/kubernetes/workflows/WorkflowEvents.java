package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Labels;
import dev.skiff.port.EventPlan;
import dev.skiff.port.EventPlan.Subject;
import dev.skiff.port.EventPlan.Telling;
import dev.skiff.port.Feed;
import dev.skiff.port.TaskRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Tells of the workflows of one namespace in Kubernetes Events (MET-08). */
public final class WorkflowEvents implements Feed {
    /** The server takes 1,024 bytes of a message. */
    private static final int LONGEST = 900;

    /** @param nodes whether nodes are told of; @param workflows whether workflows are */
    public record Chosen(boolean nodes, boolean workflows) {}

    private static final class Told {
        final WorkflowView.Identity id;
        final EventPlan plan;

        /** What comes first is how it was: that has been told. */
        boolean known;

        Told(WorkflowView.Identity id) {
            this.id = id;
            this.plan = new EventPlan(id.name());
        }
    }

    private final EventQueue queue;
    private final Supplier<Chosen> chosen;
    private final InstantSource clock;
    private final Map<String, Told> runs = new ConcurrentHashMap<>();
    private final String instanceId;
    private final AtomicLong number;

    /**
     * @param instanceId which Events have as their label, so that one instance's are told from another's; empty for none
     * @param chosen asked again each time
     */
    public WorkflowEvents(EventQueue queue, String instanceId, Supplier<Chosen> chosen, InstantSource clock) {
        this.queue = queue;
        this.instanceId = instanceId;
        this.chosen = chosen;
        this.clock = clock;
        Instant now = clock.instant();
        this.number = new AtomicLong(now.getEpochSecond() * 1_000_000_000 + now.getNano());
    }

    /** A workflow is about to run; nothing is told of one that is not known. */
    public void begin(WorkflowView.Identity id, boolean goesOn) {
        Told told = new Told(id);
        told.known = goesOn;
        runs.put(id.name(), told);
    }

    public void end(WorkflowView.Identity id) {
        runs.computeIfPresent(id.name(), (name, told) -> told.id.equals(id) ? null : told);
    }

    /** Says once of a workflow what of it is ignored: it runs all the same. @param what a sentence */
    public void ignored(WorkflowView.Identity id, String what) {
        String message = "ignored: " + (what.length() > LONGEST ? what.substring(0, LONGEST) + "…" : what);
        warning(id.toString(), message);
        if (chosen.get().workflows()) {
            send(id, new Telling("WorkflowSpecWarning", false, message, "", Map.of(), null));
        }
    }

    @Override
    public void changed(Change change) {
        Told told = runs.get(change.run());
        if (told == null) {
            return;
        }
        Chosen what = chosen.get();
        synchronized (told) {
            if (told.known) {
                told.plan.know(change.phase(), change.nodes());
                told.known = false;
                return;
            }
            var nodes = told.plan.nodes(change.nodes());
            var workflow = told.plan.workflow(change.phase(), change.message(), null);
            nodes.stream()
                    .filter(t -> t.node().isEmpty() ? what.workflows() : what.nodes())
                    .forEach(t -> send(told.id, t));
            if (what.workflows()) {
                workflow.forEach(t -> send(told.id, t));
            }
        }
    }

    private void send(WorkflowView.Identity id, Telling telling) {
        String name = id.name() + "." + Long.toHexString(number.incrementAndGet());
        Subject subject = new Subject(id.namespace(), id.name(), id.uid());
        ObjectNode event = EventPlan.event(subject, name, telling, clock.instant());
        if (!instanceId.isEmpty()) {
            event.withObjectProperty("metadata").putObject("labels").put(Labels.INSTANCE_ID, instanceId);
        }
        queue.add(id.namespace(), event);
    }

    @Override
    public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {}

    @Override
    public void warning(String run, String sentence) {
        System.getLogger("dev.skiff.kubernetes").log(System.Logger.Level.WARNING, () -> run + ": " + sentence);
    }
}
