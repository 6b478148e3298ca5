package dev.skiff.config;

import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Feed;
import dev.skiff.port.Meter;
import dev.skiff.port.Meters;
import dev.skiff.port.TaskRef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the workflows of a namespace that enter a phase. */
final class PhaseCounter implements Feed {
    private final String namespace;
    private final Meters meters;
    private final Map<String, WorkflowPhase> last = new ConcurrentHashMap<>();

    PhaseCounter(String namespace, Meters meters) {
        this.namespace = namespace;
        this.meters = meters;
    }

    @Override
    public void changed(Change change) {
        WorkflowPhase phase = change.phase();
        if (phase == null) {
            return;
        }
        WorkflowPhase before = phase.completed() ? last.remove(change.run()) : last.put(change.run(), phase);
        if (before != phase) {
            meters.count(Meter.WORKFLOWS_ENTERED, phase.text(), namespace);
        }
    }

    @Override
    public void output(TaskRef task, String container, boolean stderr, byte[] chunk) {}

    @Override
    public void warning(String run, String sentence) {
        meters.count(Meter.ERRORS, "Warning");
    }
}
