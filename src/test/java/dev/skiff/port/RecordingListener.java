package dev.skiff.port;

import dev.skiff.engine.TaskState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what an executor says, task by task. Can be made to throw, to see that an executor bears it. */
public final class RecordingListener implements TaskListener {

    private record Stream(String nodeId, String container, boolean stderr) {}

    private final Map<String, List<TaskState>> states = new LinkedHashMap<>();
    private final Map<Stream, ByteArrayOutputStream> output = new LinkedHashMap<>();
    private final Map<String, String> outputWhenEnded = new LinkedHashMap<>();
    private @Nullable String throwsFor;

    /** From now on every call for this node throws after it was recorded. */
    public synchronized void throwFor(String nodeId) {
        throwsFor = nodeId;
    }

    @Override
    public synchronized void observed(TaskRef task, TaskState state) {
        states.computeIfAbsent(task.nodeId(), k -> new ArrayList<>()).add(state);
        if (state instanceof TaskState.Ended) {
            outputWhenEnded.putIfAbsent(task.nodeId(), stdout(task.nodeId()));
        }
        throwIfAsked(task);
    }

    @Override
    public synchronized void output(TaskRef task, String container, boolean stderr, byte[] chunk) {
        output.computeIfAbsent(new Stream(task.nodeId(), container, stderr), k -> new ByteArrayOutputStream())
                .writeBytes(chunk);
        throwIfAsked(task);
    }

    private void throwIfAsked(TaskRef task) {
        if (task.nodeId().equals(throwsFor)) {
            throw new IllegalStateException("this listener throws for " + task.nodeId() + ", as the test wants");
        }
    }

    /** Everything observed of a node, oldest first. */
    public synchronized List<TaskState> states(String nodeId) {
        return List.copyOf(states.getOrDefault(nodeId, List.of()));
    }

    /** All ends observed of a node. */
    public List<TaskState.Ended> ends(String nodeId) {
        return states(nodeId).stream()
                .filter(TaskState.Ended.class::isInstance)
                .map(TaskState.Ended.class::cast)
                .toList();
    }

    public String stdout(String nodeId) {
        return text(nodeId, "main", false);
    }

    public String stderr(String nodeId) {
        return text(nodeId, "main", true);
    }

    public synchronized String text(String nodeId, String container, boolean stderr) {
        var bytes = output.get(new Stream(nodeId, container, stderr));
        return bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8);
    }

    /** Standard output of main as far as it had been delivered when the end was first observed. */
    public synchronized String stdoutBeforeEnd(String nodeId) {
        return Optional.ofNullable(outputWhenEnded.get(nodeId)).orElse("");
    }

    /** Waits for the first end of the node. */
    public TaskState.Ended ended(String nodeId) {
        return ended(nodeId, 1);
    }

    /** Waits until the node's end has been observed {@code times} times and gives the last one. */
    public TaskState.Ended ended(String nodeId, int times) {
        Await.until("end no. " + times + " of " + nodeId, () -> ends(nodeId).size() >= times, () -> states(nodeId));
        return ends(nodeId).getLast();
    }

    /** Waits until the node is running (or has run). */
    public void running(String nodeId) {
        Await.until(
                nodeId + " runs",
                () -> states(nodeId).stream().anyMatch(s -> !(s instanceof TaskState.Pending)),
                () -> states(nodeId));
    }

    /** Waits until standard output of main contains the text. */
    public void saw(String nodeId, String text) {
        Await.until(
                nodeId + " writes " + text, () -> stdout(nodeId).contains(text), () -> stdout(nodeId) + states(nodeId));
    }

    @Override
    public synchronized String toString() {
        return states.toString();
    }
}
