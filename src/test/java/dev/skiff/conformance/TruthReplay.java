package dev.skiff.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.CacheEntry;
import dev.skiff.engine.Command;
import dev.skiff.engine.Decision;
import dev.skiff.engine.Engine;
import dev.skiff.engine.Event;
import dev.skiff.engine.Run;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.model.Artifact;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Outputs;
import dev.skiff.model.S3Artifact;
import dev.skiff.model.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Plays a recorded run through the engine: each pod ends as it ended on Argo's cluster (phase, exit code, message, output files), in an
 * order that the seed picks. What the engine makes of it must be what Argo made of it, whatever the order; dice that fell on the cluster
 * have fallen.
 */
final class TruthReplay {
    private static final String RUN = "recorded-x7k2p";
    private static final String STOPPED = "Step exceeded its deadline";
    private final TruthCase recorded;
    private final Random order;
    private final Run run = Run.create();
    private final List<Task> waiting = new ArrayList<>();
    private final Map<String, Task> endless = new HashMap<>();
    private final Map<String, CacheEntry> cache = new HashMap<>();
    private final List<String> surprises = new ArrayList<>();
    private Instant clock = Instant.parse("2026-01-01T00:00:00Z");

    private TruthReplay(TruthCase recorded, long seed) {
        this.recorded = recorded;
        this.order = new Random(seed);
    }

    /**
     * What came of it.
     *
     * @param workflow a Workflow object with its status, as JSON
     * @param surprises pods that the engine started and Argo did not
     */
    record Outcome(JsonNode workflow, List<String> surprises) {}

    static Outcome play(TruthCase recorded, long seed) throws JsonProcessingException {
        return new TruthReplay(recorded, seed).play();
    }

    private Outcome play() throws JsonProcessingException {
        ObjectNode json = recorded.workflow().deepCopy();
        ObjectNode metadata = (ObjectNode) json.path("metadata");
        metadata.put("name", RUN).put("namespace", "argo").put("uid", "3f8a7c52-0000-4000-8000-000000000000");
        metadata.put("creationTimestamp", clock.toString());
        Workflow workflow = ModelMapper.lenient().treeToValue(json, Workflow.class);

        carryOut(Engine.decide(run, new Event.Submitted(workflow, TruthCluster.resources(recorded), clock)));
        while (!run.finished() && step()) {}
        json.set("status", ModelMapper.strict().valueToTree(run.status()));
        return new Outcome(json, surprises);
    }

    /** One task to its end, or the next alarm; false when nothing more will happen. */
    private boolean step() {
        clock = clock.plus(Duration.ofMillis(100));
        if (!waiting.isEmpty()) {
            Task task = waiting.remove(order.nextInt(waiting.size()));
            observe(task, new TaskState.Running(clock, "node", ""));
            JsonNode node = nodeOf(task);
            if (STOPPED.equals(node.path("message").asText())
                    || node.path("phase").asText().equals("Running")) {
                endless.put(task.nodeId(), task);
            } else {
                end(task, node);
            }
            return true;
        }
        var next =
                run.pendingAlarms().entrySet().stream().min(Comparator.comparing(Map.Entry<String, Instant>::getValue));
        next.ifPresent(alarm -> {
            clock = alarm.getValue().isAfter(clock) ? alarm.getValue() : clock;
            carryOut(Engine.decide(run, new Event.AlarmRang(alarm.getKey(), clock)));
        });
        return next.isPresent();
    }

    private void carryOut(Decision decision) {
        for (Command command : decision.commands()) {
            switch (command) {
                case Command.StartTask start -> waiting.add(start.task());
                case Command.StopTask stop -> stopped(stop.nodeId());
                case Command.SetAlarm alarm -> {} // the run keeps its alarms
                case Command.Finish finish -> {} // the run knows
                case Command.AcquireLocks acquire ->
                    carryOut(Engine.decide(run, new Event.LocksAnswered(acquire.holder(), true, "", "", clock)));
                case Command.ReleaseLocks release -> {}
                case Command.LookUpCache look ->
                    carryOut(Engine.decide(
                            run,
                            new Event.CacheAnswered(
                                    look.nodeId(), cache.get(look.cache() + "/" + look.key()), "", clock)));
                case Command.SaveCache save -> cache.put(save.cache() + "/" + save.key(), save.entry());
            }
        }
    }

    private void stopped(String nodeId) {
        Task task = endless.remove(nodeId);
        if (task != null) {
            var ended = new TaskState.Ended(
                    Verdict.FAILED, 143, "main: Error (exit code 143)", TaskState.Results.NONE, clock, clock);
            observe(task, ended);
        }
        waiting.removeIf(t -> t.nodeId().equals(nodeId));
    }

    private void end(Task task, JsonNode node) {
        JsonNode exitCode = node.path("outputs").path("exitCode");
        Instant started = clock;
        clock = clock.plus(Duration.ofMillis(900));
        Verdict verdict =
                switch (node.path("phase").asText("")) {
                    case "Failed" -> Verdict.FAILED;
                    case "Error" -> Verdict.ERROR;
                    default -> Verdict.SUCCEEDED;
                };
        observe(
                task,
                new TaskState.Ended(
                        verdict,
                        exitCode.isMissingNode() ? null : Integer.valueOf(exitCode.asText()),
                        node.path("message").asText(),
                        new TaskState.Results(files(task, node), stdout(task, node), artifacts(task, node), Map.of()),
                        started,
                        clock));
    }

    private static Map<String, OutputFile> files(Task task, JsonNode node) {
        var files = new HashMap<String, OutputFile>();
        for (String name : task.outputFiles().keySet()) {
            files.put(name, new OutputFile.Missing());
        }
        for (JsonNode parameter : node.path("outputs").path("parameters")) {
            files.put(
                    parameter.path("name").asText(),
                    new OutputFile.Found(parameter.path("value").asText() + "\n"));
        }
        return files;
    }

    /** The declared ones that Argo's node has were stored, the others were not there. */
    private static Map<String, OutputArtifact> artifacts(Task task, JsonNode node) {
        var stored = new HashSet<String>();
        node.path("outputs").path("artifacts").forEach(name -> stored.add(name.asText()));
        var artifacts = new HashMap<String, OutputArtifact>();
        Outputs outputs = task.template().outputs();
        for (Artifact declared : outputs == null ? List.<Artifact>of() : outputs.artifacts()) {
            Artifact kept = declared.toBuilder()
                    .s3(S3Artifact.ofKey(task.id().podName() + "/" + declared.name() + ".tgz"))
                    .build();
            artifacts.put(
                    declared.name(),
                    stored.contains(declared.name()) ? new OutputArtifact.Saved(kept) : new OutputArtifact.Missing());
        }
        return artifacts;
    }

    private static @Nullable String stdout(Task task, JsonNode node) {
        return task.captureResult() ? node.path("outputs").path("result").asText() + "\n" : null;
    }

    private void observe(Task task, TaskState state) {
        carryOut(Engine.decide(run, new Event.TaskObserved(task.nodeId(), state, clock)));
    }

    private JsonNode nodeOf(Task task) {
        String name = task.id().nodeName().replace(RUN, "WF");
        for (JsonNode node : recorded.truth().path("nodes")) {
            if (node.path("name").asText().equals(name)) {
                return node;
            }
        }
        surprises.add("a pod was started for " + name + ", which Argo's run does not have");
        return MissingNode.getInstance();
    }
}
