package dev.skiff.engine;

import dev.skiff.model.Artifact;
import dev.skiff.model.Bundle;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Outputs;
import dev.skiff.model.S3Artifact;
import dev.skiff.model.Workflow;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A random workflow in a random world: tasks move or vanish, alarms ring, locks and the cache answer sometime, somebody suspends, resumes,
 * stops, sets; events come late and twice. The same seed gives the same play.
 */
public final class RandomPlay {
    private static final int PATIENCE = 1_500;
    private static final int MAX_EVENTS = 20_000;

    final Play play;
    final Random random;
    /** What the decisions so far have asked for, and nobody has answered or taken back. */
    final Set<String> locksAsked = new LinkedHashSet<>();

    final Set<String> locksHeld = new LinkedHashSet<>();
    private final Set<String> lookUps = new LinkedHashSet<>();
    /** The place in {@link Play#events} where this try began. */
    int begin;

    private int seen;
    /** Whether no two events are within the same second. */
    private boolean slowly;

    /** A play in which no two events are within the same second. */
    static RandomPlay slow(long seed) {
        RandomPlay world = new RandomPlay(seed);
        world.slowly = true;
        return world;
    }

    RandomPlay(long seed) {
        this(seed, Workflows.parse(yaml(seed)), List.of());
    }

    RandomPlay(long seed, Workflow workflow, List<NodeStatus> originals) {
        random = new Random(seed * 31 + originals.size());
        play = new Play(workflow, resources(seed), originals, t -> {});
        lookAtCommands();
    }

    /** Every event of such a play from its submission on, among them at least one end of the run. */
    public static List<Event> events(long seed) {
        RandomPlay world = new RandomPlay(seed);
        world.untilTheEnd();
        world.retry();
        return List.copyOf(world.play.events);
    }

    /** One workflow in ten is a reference to a WorkflowTemplate. */
    static String yaml(long seed) {
        return seed % 10 == 3 ? """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: wf}
                spec: {workflowTemplateRef: {name: whole}}
                """ : RandomWorkflow.yaml(seed);
    }

    static Bundle resources(long seed) {
        String text =
                RandomWorkflow.RESOURCES + (seed % 10 == 3 ? "---\n" + RandomWorkflow.template(seed, "whole") : "");
        return Manifests.load(List.of(new Source("resources.yaml", text.getBytes(StandardCharsets.UTF_8))))
                .bundle();
    }

    /** Plays on; who waits too long terminates the run, which may wait for itself (a daemon that takes the only room). */
    void untilTheEnd() {
        for (int n = 0; !play.run.finished(); n++) {
            if (n > MAX_EVENTS) {
                throw new AssertionError("no end: " + play.tree());
            }
            if (n >= PATIENCE && n % 10 == 0) {
                send(new Event.Asked(new Request.Terminate(), play.now()));
            } else {
                step();
            }
        }
    }

    /** @return whether the run has begun again; then it has also ended again */
    boolean retry() {
        List<NodeStatus> nodes = play.run.nodes();
        NodeSelector some = nodes.isEmpty() || random.nextBoolean()
                ? NodeSelector.ALL
                : NodeSelector.parse(
                        "id=" + nodes.get(random.nextInt(nodes.size())).id());
        begin = play.events.size();
        send(new Event.Asked(new Request.Retry(random.nextInt(3) == 0, some, Map.of()), play.now()));
        boolean begun =
                !play.run.finished() || !play.decisions.getLast().commands().isEmpty();
        untilTheEnd();
        return begun;
    }

    void send(Event event) {
        play.send(event);
        lookAtCommands();
    }

    private void lookAtCommands() {
        for (; seen < play.decisions.size(); seen++) {
            for (Command c : play.decisions.get(seen).commands()) {
                switch (c) {
                    case Command.AcquireLocks a -> locksAsked.add(a.holder());
                    case Command.ReleaseLocks r -> {
                        locksAsked.remove(r.holder());
                        locksHeld.remove(r.holder());
                    }
                    case Command.LookUpCache l -> lookUps.add(l.nodeId());
                    case Command.Finish f -> {
                        locksAsked.remove("");
                        locksHeld.remove("");
                        lookUps.clear();
                    }
                    case Command.StartTask s -> {}
                    case Command.StopTask s -> {}
                    case Command.SetAlarm s -> {}
                    case Command.SaveCache s -> {}
                }
            }
        }
    }

    /** Something happens. */
    private void step() {
        if (slowly) {
            play.pass(Duration.ofMillis(1000 + random.nextInt(900)));
            lookAtCommands();
        }
        switch (random.nextInt(40)) {
            case 0 -> ask();
            case 1, 2 -> {
                if (!slowly) {
                    send(earlier());
                }
            }
            case 3, 4, 5 -> pass(1 + random.nextInt(5));
            case 6, 7, 8 -> answerLocks();
            case 9, 10, 11 -> answerCache();
            case 12, 13 -> resume();
            default -> task();
        }
    }

    private Event earlier() {
        return play.events.get(begin + random.nextInt(play.events.size() - begin));
    }

    private void pass(int seconds) {
        play.pass(seconds);
        lookAtCommands();
    }

    private void ask() {
        NodeSelector nodes = selector();
        Request request =
                switch (random.nextInt(14)) {
                    case 0 -> new Request.Stop();
                    case 1 -> new Request.Terminate();
                    case 2, 3, 4, 5, 6 -> new Request.Suspend();
                    case 7, 8 -> new Request.StopNodes(nodes, "no");
                    case 9 -> new Request.Retry(true, nodes, Map.of());
                    default ->
                        new Request.SetNodes(
                                nodes, pick("", "Succeeded", "Failed", "Error", "Skipped"), pick("", "m"), outputs());
                };
        send(new Event.Asked(request, play.now()));
    }

    private void resume() {
        if (play.run.suspendedNodes.isEmpty() && !play.run.suspended()) {
            task();
            return;
        }
        if (random.nextInt(3) == 0) {
            send(new Event.Asked(new Request.SetNodes(selector(), "", "", outputs()), play.now()));
        }
        send(new Event.Asked(new Request.Resume(selector()), play.now()));
    }

    private Map<String, String> outputs() {
        return random.nextBoolean() ? Map.of() : Map.of("p", "given", "nothing", "x");
    }

    private NodeSelector selector() {
        List<Node> waiting = new ArrayList<>(play.run.suspendedNodes);
        return waiting.isEmpty() || random.nextBoolean()
                ? NodeSelector.ALL
                : NodeSelector.parse("id=" + waiting.get(random.nextInt(waiting.size())).id);
    }

    private void answerLocks() {
        if (random.nextInt(10) == 0 && !locksHeld.isEmpty()) {
            locks(one(locksHeld), random.nextBoolean()); // a shell that repeats itself
        } else if (!locksAsked.isEmpty()) {
            String holder = one(locksAsked);
            boolean granted = random.nextInt(3) > 0;
            if (granted) {
                locksAsked.remove(holder);
                locksHeld.add(holder);
            }
            locks(holder, granted);
        }
    }

    private void locks(String holder, boolean granted) {
        String waitingFor = granted ? "" : "argo/Mutex/m";
        send(new Event.LocksAnswered(holder, granted, waitingFor, granted ? "" : "Waiting for m", play.now()));
    }

    private void answerCache() {
        if (lookUps.isEmpty()) {
            return;
        }
        String node = one(lookUps);
        if (random.nextInt(5) > 0) {
            lookUps.remove(node);
        }
        Instant then = play.now().minusSeconds(random.nextInt(20));
        CacheEntry entry = random.nextBoolean()
                ? null
                : new CacheEntry("other", Outputs.builder().result("r").build(), then, then);
        String problem = random.nextInt(8) == 0 ? "the cache cannot be read" : "";
        send(new Event.CacheAnswered(node, entry, problem, play.now()));
    }

    private void task() {
        List<Task> pending = new ArrayList<>(play.run.pendingTasks());
        if (pending.isEmpty()) {
            pass(1 + random.nextInt(5));
            return;
        }
        Task task = pending.get(random.nextInt(pending.size()));
        Instant now = play.now();
        TaskState state =
                switch (random.nextInt(24)) {
                    case 0, 1, 2 -> new TaskState.Pending("Pulling image");
                    case 3, 4, 5, 6, 7, 8 ->
                        new TaskState.Running(now, "h", "", random.nextBoolean(), members(task, now));
                    case 9, 10, 11 -> ended(task, TaskState.Verdict.FAILED, 1, now);
                    case 12, 13 -> ended(task, TaskState.Verdict.ERROR, null, now);
                    case 14 -> new TaskState.Absent();
                    default -> ended(task, TaskState.Verdict.SUCCEEDED, 0, now);
                };
        send(new Event.TaskObserved(task.nodeId(), state, now));
    }

    private TaskState ended(Task task, TaskState.Verdict verdict, Integer code, Instant now) {
        String message = verdict == TaskState.Verdict.SUCCEEDED ? "" : "main: Error (exit code 1)";
        Artifact stored = Artifact.builder().name("o").s3(S3Artifact.ofKey("k")).build();
        TaskState.OutputArtifact output =
                switch (random.nextInt(8)) {
                    case 0 -> new TaskState.OutputArtifact.Missing();
                    case 1 -> new TaskState.OutputArtifact.Unsaved("disk is full");
                    default -> new TaskState.OutputArtifact.Saved(stored);
                };
        TaskState.Results results = new TaskState.Results(Map.of(), null, Map.of("o", output), members(task, now));
        return new TaskState.Ended(verdict, code, message, results, now, now);
    }

    private Map<String, TaskState.Member> members(Task task, Instant now) {
        Map<String, TaskState.Member> members = new LinkedHashMap<>();
        if (task.template().containerSet() != null) {
            for (String name : new String[] {"a", "main", "stranger"}) {
                NodePhase phase = NodePhase.of(pick("Pending", "Running", "Succeeded", "Failed", "Error"));
                if (phase != null && random.nextInt(3) > 0) {
                    Instant end = phase.fulfilled() ? now : null;
                    members.put(name, new TaskState.Member(phase, "", end == null ? null : 0, now, end));
                }
            }
        }
        return members;
    }

    /** The nodes that the last decision of this event gave work to. */
    static Set<String> started(Decision d) {
        Set<String> ids = new HashSet<>();
        for (Command c : d.commands()) {
            if (c instanceof Command.StartTask s) {
                ids.add(s.task().nodeId());
            }
        }
        return ids;
    }

    private String one(Set<String> of) {
        return new ArrayList<>(of).get(random.nextInt(of.size()));
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
