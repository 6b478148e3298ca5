package dev.skiff.engine;

import dev.skiff.model.Bundle;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Outputs;
import dev.skiff.model.PodNameVersion;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.model.WorkflowStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one run. Owned by one mailbox: not safe for use by several threads at once. Only {@link Engine#decide} changes it, so the
 * events of a run in their order are the run.
 */
public final class Run {
    /** What a recursion that doubles at each level, or a retry without a limit, may come to before its calls are errors. */
    public static final int MOST_NODES = 1_000_000;

    @Nullable
    Workflow workflow;

    /** As it is executed, see {@link EffectiveSpec}. */
    @Nullable
    WorkflowSpec spec;

    @Nullable
    Bundle resources;

    @Nullable
    Program program;

    @Nullable
    Globals globals;

    final Map<String, Node> nodes = new HashMap<>();
    final List<Node> inOrder = new ArrayList<>();
    final Map<String, Task> tasks = new LinkedHashMap<>();
    final Map<String, Instant> alarms = new LinkedHashMap<>();
    final Set<Node> activePods = new LinkedHashSet<>();
    final TreeSet<Invocation> postponed = new TreeSet<>();
    final Map<Node, TreeSet<Invocation>> postponedInside = new HashMap<>();
    /** By the ids of pods whose template declares outputs with tags: these, resolved (OUT-09). */
    final Map<String, Outputs> declaredOutputs = new HashMap<>();
    /** Requests of this process: active, but no pods (PAR-01). */
    final Set<Node> activeRequests = new LinkedHashSet<>();

    final Set<Node> suspendedNodes = new LinkedHashSet<>();
    final List<Node> rootDaemons = new ArrayList<>();
    /** Calls that wait at their gate, by the id of their node; and those that have passed it, by name. */
    final Map<String, Gate.Held> held = new LinkedHashMap<>();

    final Map<String, Gate.Held> passed = new HashMap<>();
    /** What has ended while the run is suspended. */
    final List<Node> heldBack = new ArrayList<>();

    /** What has changed while the run is suspended, and has hooks. */
    final Set<Node> heldHooks = new LinkedHashSet<>();

    final List<RetryFrame> heldRetries = new ArrayList<>();
    /** Results that need not be had again, by the name of the node. */
    Map<String, NodeStatus> kept = Map.of();

    /** What the run is restored from; null but while it is. */
    @Nullable
    Recorded recorded;

    /** Whether the run was restored from a status: it cannot be told then what its tasks had said before. */
    boolean restored;

    List<NodeStatus> orphans = List.of();

    @Nullable
    WorkflowHooks hooks;

    /** Whether a template of this run has asked for locks. */
    boolean usesLocks;

    boolean suspended;
    /** Nothing has been started yet: the run is suspended, or waits for its locks. */
    boolean waitsToBegin;
    /** The locks of the workflow itself. */
    List<Lock> locks = List.of();

    String waitingFor = "";

    /** Of all pods together, see {@link Usage}. */
    Map<String, Long> used = Map.of();

    final GlobalOutputs outputs = new GlobalOutputs();
    final Consumer<NodeLifecycle.Transition> onTransition;

    @Nullable
    WorkflowPhase phase;

    String message = "";

    @Nullable
    Instant startedAt;

    @Nullable
    Instant finishedAt;

    @Nullable
    Shutdown shutdown;

    boolean deadlinePassed;
    /** How many events have led to a decision; lets a decision list each changed node once. */
    int decisions;

    /** How many calls were beyond the depth that is allowed. */
    int tooDeep;

    int pods;
    int succeededPods;

    /** When the workflow's own deadline passes; null without one, or before the start. */
    @Nullable
    Instant deadline() {
        Long seconds = spec().activeDeadlineSeconds();
        return seconds == null || startedAt == null ? null : startedAt.plusSeconds(seconds);
    }

    /** Calls beyond so many nodes are errors: a recursion may double at each level. */
    final int mostNodes;

    /** As if nothing had happened, but for the workflow itself: it is tried again. */
    void forget() {
        nodes.clear();
        inOrder.clear();
        tasks.clear();
        alarms.clear();
        activePods.clear();
        activeRequests.clear();
        suspendedNodes.clear();
        rootDaemons.clear();
        held.clear();
        passed.clear();
        heldBack.clear();
        heldRetries.clear();
        heldHooks.clear();
        postponed.clear();
        postponedInside.clear();
        outputs.clear();
        used = Map.of();
        declaredOutputs.clear();
        hooks = null;
        suspended = false;
        waitsToBegin = false;
        locks = List.of();
        waitingFor = "";
        message = "";
        finishedAt = null;
        shutdown = null;
        deadlinePassed = false;
        tooDeep = 0;
        pods = 0;
        succeededPods = 0;
    }

    private Run(Consumer<NodeLifecycle.Transition> onTransition, int mostNodes) {
        this.onTransition = onTransition;
        this.mostNodes = mostNodes;
    }

    /** A run to which nothing has happened yet. */
    public static Run create() {
        return new Run(t -> {}, MOST_NODES);
    }

    /** A run that is not to grow beyond so many nodes: what is called then is an error. */
    public static Run limited(int mostNodes) {
        return new Run(t -> {}, mostNodes);
    }

    /** A run that tells of every transition of a node; tests measure with it which rows of the table were taken. */
    public static Run create(Consumer<NodeLifecycle.Transition> onTransition) {
        return new Run(onTransition, MOST_NODES);
    }

    /** As submitted. @throws IllegalStateException before {@link Event.Submitted} */
    public Workflow workflow() {
        return Machine.present(workflow, "workflow");
    }

    WorkflowSpec spec() {
        return Machine.present(spec, "spec");
    }

    String name() {
        return workflow().metadata().getName();
    }

    /** NODE-19: as it was recorded when the first pod was made. */
    PodNameVersion podNames() {
        return PodNameVersion.of(workflow().metadata().getAnnotations());
    }

    /** What was submitted with it. */
    public Bundle resources() {
        return Machine.present(resources, "resources");
    }

    /** Whether nothing new is started until somebody resumes it (SUSP-01). */
    public boolean suspended() {
        return suspended;
    }

    /** {@code Stop} or {@code Terminate} once somebody has asked for it (STOP-01, STOP-02); else null. */
    public @Nullable String shutdown() {
        return shutdown == null ? null : shutdown.text;
    }

    /**
     * Nodes of the status that the run was restored from, with tasks that may still run, for which the workflow has no use: nobody will
     * wait for them. Empty for a run that was not restored.
     */
    public List<NodeStatus> orphans() {
        return orphans;
    }

    /** Steps that wait for somebody to say that they may go on, or for their time to pass (SUSP-01), as they are now. */
    public List<NodeStatus> waitingNodes() {
        return suspendedNodes.stream().map(n -> Snapshots.node(this, n)).toList();
    }

    /** Null before the run has started. */
    public @Nullable WorkflowPhase phase() {
        return phase;
    }

    /** Empty unless it says why the run failed. */
    public String message() {
        return message;
    }

    public boolean finished() {
        return finishedAt != null;
    }

    public int nodeCount() {
        return inOrder.size();
    }

    /** A snapshot of one node. @throws IllegalArgumentException when there is no such node */
    public NodeStatus node(String id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("no node " + id);
        }
        return Snapshots.node(this, node);
    }

    /** Snapshots of all nodes in the order of their creation. */
    public List<NodeStatus> nodes() {
        return inOrder.stream().map(n -> Snapshots.node(this, n)).toList();
    }

    /** The whole status in Argo's shape; costs as much as the run is large. */
    public WorkflowStatus status() {
        return Snapshots.status(this);
    }

    /** The status without its nodes. */
    public WorkflowStatus summary() {
        return Snapshots.summary(this, Map.of());
    }

    /** The ids of all nodes in the order of their creation. */
    public List<String> nodeIds() {
        return inOrder.stream().map(n -> n.id).toList();
    }

    /** Tasks that were commanded to start and have not been seen to end, in the order of the commands. */
    public Collection<Task> pendingTasks() {
        return List.copyOf(tasks.values());
    }

    /** Alarms that were set and have not rung. */
    public Map<String, Instant> pendingAlarms() {
        return Map.copyOf(alarms);
    }

    /** How a node came to be and what it waits for; costs what it asks about. @throws IllegalArgumentException when there is no such node */
    public Explanation explain(String id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("no node " + id);
        }
        return new Explanations(this).of(node);
    }

    /** The steps and tasks that have no node yet, inside of what is at work, with what they wait for; costs what is at work. */
    public List<Explanation> unbegun() {
        return new Explanations(this).unbegun();
    }

    /** {@code 3/5}: pods that succeeded out of those that there are (MET-03). */
    public String progress() {
        return succeededPods + "/" + pods;
    }
}
