package dev.skiff.engine;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts what is called: checks depth and parallelism, binds inputs, opens the frame of the template's kind or commands a task. */
final class Starter {
    /** PHASE-22. */
    static final int MAX_DEPTH = 100;

    static final String TOO_DEEP = "Maximum recursion depth exceeded. Templates call one another more than " + MAX_DEPTH
            + " levels deep: give the recursion a 'when' that ends it";

    /** So many calls beyond the depth, and the run's recursion has no end. */
    private static final int HOPELESS = 1000;

    private static final Pattern DISPLAY_NAME = Pattern.compile("^[a-zA-Z0-9][a-zA-Z0-9-.]{0,61}[a-zA-Z0-9]$");

    final Resolver resolver;
    private final Machine machine;
    private final Run run;

    Starter(Machine machine) {
        this.machine = machine;
        this.run = machine.run;
        this.resolver = new Resolver(run.resources());
    }

    /** What became of a call. */
    sealed interface Started {
        record Created(Node node) implements Started {}

        /** No room now; the call's frame will be asked to launch it again. */
        record Postponed() implements Started {}

        /** A call that had waited goes on; its node is where it was. */
        record Continued() implements Started {}

        /** The template could not even be begun; the node is Error and its parent has not been told. */
        record Errored(Node node, String message) implements Started {}
    }

    /** The node of a call that goes on after it waited. */
    private @Nullable Node adopted;

    private static final Started POSTPONED = new Started.Postponed();

    Started start(Invocation inv) {
        boolean tooDeep = isTooDeep(inv);
        if (tooDeep || run.nodeCount() >= run.mostNodes) {
            String why = tooDeep ? TOO_DEEP : tooMany();
            Node node = errorNode(inv.name(), inv.frame(), inv, why);
            machine.announce(node);
            return new Started.Created(node);
        }
        CompiledTemplate template;
        try {
            template = Machine.present(run.program, "program")
                    .find(inv.callee(), inv.scope().library());
        } catch (TextTree.Unresolvable e) {
            return errored(inv, e.text());
        } catch (TaskGraph.InvalidGraph e) {
            return errored(inv, "template '" + inv.callee().podNamePart() + "': " + e.text());
        }
        Gate.Held passed = run.passed.isEmpty() ? null : run.passed.get(inv.name());
        if (passed != null) {
            return goOn(inv, passed);
        }
        if (run.recorded != null ? run.recorded.holds(inv, inv.name()) : postpone(inv)) {
            return POSTPONED;
        }
        try {
            CallScope local = localScope(inv, inv.name(), template, Map.of());
            Bound bound = resolver.bind(template, inv.arguments(), local);
            CallScope inside = local.inside(template, bound);
            String shownAs = shownAs(template, inside);
            Started started = Gate.isOpen(template)
                    ? opened(inv, template, bound)
                    : new Gate(machine).enter(inv, template, bound, inside);
            if (started instanceof Started.Created created) {
                created.node().shownAs = shownAs;
            }
            return started;
        } catch (TextTree.Unresolvable e) {
            return errored(inv, e.text());
        }
    }

    /** A recursion that has been too deep often enough will not end: it may double at each level, and is not followed any more. */
    private boolean isTooDeep(Invocation inv) {
        if (inv.depth() >= MAX_DEPTH) {
            run.tooDeep++;
            return true;
        }
        return run.tooDeep >= HOPELESS && inv.depth() > 1 && !inv.hooked();
    }

    /** Why nothing more is begun in a run that has as many nodes as it may. */
    String tooMany() {
        return "the run has more than " + run.mostNodes
                + " nodes: give a recursion a 'when' that ends it, a loop fewer items, a retryStrategy a limit";
    }

    /** NODE-13: the display name that the template asks for; null when it asks for none. */
    private static @Nullable String shownAs(CompiledTemplate template, CallScope scope) throws TextTree.Unresolvable {
        String text = template.displayName == null ? "" : scope.keep(template.displayName);
        if (text.isEmpty()) {
            return null;
        }
        if (!DISPLAY_NAME.matcher(text).matches()) {
            throw new TextTree.Unresolvable("displayName must match the regex " + DISPLAY_NAME);
        }
        return text;
    }

    /** A call has its locks, and the cache had nothing for it. */
    private Started goOn(Invocation inv, Gate.Held passed) {
        if (run.recorded != null && !run.recorded.wentOn(inv.name())) {
            run.recorded.held.add(inv);
            return POSTPONED;
        }
        if (!roomInWorkflow()) {
            run.postponed.add(inv);
            return POSTPONED;
        }
        run.passed.remove(inv.name());
        if (!passed.node().ended()) {
            adopted = passed.node();
            Started started;
            try {
                started = opened(inv, passed.template(), passed.bound());
            } catch (TextTree.Unresolvable e) {
                started = errored(inv, e.text());
            }
            adopted = null;
            if (started instanceof Started.Errored e) {
                machine.announce(e.node());
            }
        }
        return new Started.Continued();
    }

    private Started opened(Invocation inv, CompiledTemplate template, Bound bound) throws TextTree.Unresolvable {
        return template.retry != null
                ? new Started.Created(retry(inv, template, bound, template.retry))
                : body(inv, inv.name(), inv.frame(), template, bound, Map.of(), null);
    }

    private Node retry(Invocation inv, CompiledTemplate template, Bound bound, RetryRule rule)
            throws TextTree.Unresolvable {
        RetryPlan plan = RetryPlan.of(
                rule, localScope(inv, inv.name(), template, Map.of()).inside(template, bound));
        Node node = node(inv, inv.name(), inv.frame(), NodeType.RETRY, template, bound);
        RetryFrame frame = new RetryFrame(node, inv, template, bound, plan);
        node.frame = frame;
        frame.launch(machine);
        return node;
    }

    /**
     * Begins the template itself, as the call's own node or as an attempt of its Retry node.
     *
     * @param variables {@code retries} and {@code lastRetry.*} of an attempt
     * @param latest for an attempt under a maximal duration: when it must have ended, else null
     */
    Started body(
            Invocation inv,
            String name,
            Frame parent,
            CompiledTemplate template,
            Bound bound,
            Map<String, Object> variables,
            java.time.@Nullable Instant latest) {
        return switch (template.body) {
            case CompiledTemplate.Body.Pod pod ->
                new PodStart(machine, inv, name, parent, template, bound)
                        .start(pod, localScope(inv, name, template, variables), latest);
            case CompiledTemplate.Body.Steps steps -> {
                Node node = node(inv, name, parent, NodeType.STEPS, template, bound);
                StepsFrame frame = new StepsFrame(
                        node, template, steps.groups(), inside(inv, name, template, bound, variables), inv.depth());
                node.frame = frame;
                frame.start(machine);
                yield new Started.Created(node);
            }
            case CompiledTemplate.Body.Suspend s ->
                Suspensions.start(
                        machine, inv, name, parent, template, bound, inside(inv, name, template, bound, variables));
            case CompiledTemplate.Body.Dag dag -> dag(inv, name, parent, template, bound, variables, dag.graphs());
            case CompiledTemplate.Body.Other other ->
                errored(
                        name,
                        parent,
                        inv,
                        "template '" + template.name + "': " + other.kind()
                                + " templates are not supported by this version of skiff");
        };
    }

    private Started dag(
            Invocation inv,
            String name,
            Frame parent,
            CompiledTemplate template,
            Bound bound,
            Map<String, Object> variables,
            DagGraphs graphs) {
        CallScope scope = inside(inv, name, template, bound, variables);
        TaskGraph graph;
        try {
            graph = graphs.of(scope);
        } catch (TaskGraph.InvalidGraph e) {
            return errored(name, parent, inv, "template '" + template.name + "': " + e.text());
        } catch (TextTree.Unresolvable e) {
            return errored(name, parent, inv, "template '" + template.name + "': target: " + e.text());
        }
        Node node = node(inv, name, parent, NodeType.DAG, template, bound);
        DagFrame frame = new DagFrame(node, template, graph, scope, inv.depth());
        node.frame = frame;
        frame.start(machine);
        return new Started.Created(node);
    }

    /** The node of a call whose template is begun. */
    Node node(Invocation inv, String name, Frame parent, NodeType type, CompiledTemplate template, Bound bound) {
        boolean waits =
                type == NodeType.POD || type == NodeType.HTTP || (adopted == null && gated(inv, template, name));
        Node node = adopt(name, waits);
        if (node == null) {
            NodePhase phase = waits ? NodePhase.PENDING : NodePhase.RUNNING;
            node = machine.create(name, type, inv.boundary(), parent, inv.call(), phase, "");
        }
        node.inputs = bound;
        node.template = template;
        node.hooked = inv.hooked() && !(parent instanceof RetryFrame);
        node.retried = parent instanceof RetryFrame;
        node.place = inv.place();
        return node;
    }

    /** Whether the node is made to wait for locks or the cache first. */
    private boolean gated(Invocation inv, CompiledTemplate template, String name) {
        return !Gate.isOpen(template) && name.equals(inv.name());
    }

    private @Nullable Node adopt(String name, boolean pending) {
        Node node = adopted;
        if (node == null || !node.name.equals(name)) {
            return null;
        }
        adopted = null;
        if (!pending) {
            machine.settle(node, NodePhase.RUNNING, "");
        }
        return node;
    }

    CallScope attemptScope(
            Invocation inv, String name, CompiledTemplate template, Bound bound, Map<String, Object> variables) {
        return inside(inv, name, template, bound, variables);
    }

    private CallScope inside(
            Invocation inv, String name, CompiledTemplate template, Bound bound, Map<String, Object> variables) {
        return localScope(inv, name, template, variables).inside(template, bound);
    }

    /** Workflow-wide variables and those of the node itself; nothing of the caller's. */
    private CallScope localScope(
            Invocation inv, String name, CompiledTemplate template, Map<String, Object> variables) {
        return machine.globalScope().with(new LocalVariables(run, name, template, inv, variables));
    }

    Started.Errored errored(Invocation inv, String message) {
        return errored(inv.name(), inv.frame(), inv, message);
    }

    private Started.Errored errored(String name, Frame parent, Invocation inv, String message) {
        return new Started.Errored(errorNode(name, parent, inv, message), message);
    }

    /** A node that never was more than its error; Argo gives it the type Skipped. */
    Node errorNode(String name, Frame parent, Invocation inv, String message) {
        Node before = adopt(name, true);
        if (before != null) {
            machine.settle(before, NodePhase.ERROR, message);
            return before;
        }
        Node node =
                machine.create(name, NodeType.SKIPPED, inv.boundary(), parent, inv.call(), NodePhase.ERROR, message);
        node.hooked = inv.hooked();
        node.retried = parent instanceof RetryFrame;
        return node;
    }

    // --- parallelism (PAR-01, PAR-02): a call without room has no node yet ---

    private boolean postpone(Invocation inv) {
        if (!roomInWorkflow()) {
            run.postponed.add(inv);
            return true;
        }
        Node boundary = inv.boundary();
        CompiledTemplate around = boundary == null ? null : templateOf(boundary);
        if (boundary == null || around == null || inv.hooked()) {
            return false; // hooks end what has begun: holding them back would hold back the end
        }
        boolean failing = around.failFast() && boundary.unsuccessfulChildren > 0;
        Long limit = around.template.parallelism();
        if (failing || (limit != null && boundary.activeChildren >= limit)) {
            run.postponedInside.computeIfAbsent(boundary, b -> new TreeSet<>()).add(inv);
            return true;
        }
        return false;
    }

    boolean roomInWorkflow() {
        Long limit = run.spec().parallelism();
        return limit == null || run.recorded != null || run.activePods.size() < limit;
    }

    private static @Nullable CompiledTemplate templateOf(Node boundary) {
        return switch (boundary.frame) {
            case StepsFrame f -> f.template();
            case DagFrame f -> f.template();
            case null, default -> null;
        };
    }

    boolean waits(Invocation inv, Node boundary) {
        TreeSet<Invocation> waiting = run.postponedInside.get(boundary);
        return run.postponed.contains(inv) || (waiting != null && waiting.contains(inv));
    }

    /** Calls that wait for room, or for the end of a restoration, are not wanted any more. @return how many there were */
    int forget(Predicate<Invocation> unwanted) {
        List<Collection<Invocation>> all = new ArrayList<>(run.postponedInside.values());
        all.add(run.postponed);
        if (run.recorded != null) {
            all.add(run.recorded.held);
        }
        int before = all.stream().mapToInt(Collection::size).sum();
        all.forEach(waiting -> waiting.removeIf(unwanted));
        run.postponedInside.values().removeIf(Collection::isEmpty);
        return before - all.stream().mapToInt(Collection::size).sum();
    }

    /** A child of this boundary has ended: the first call that waits in it may be tried again. */
    void roomIn(Node boundary) {
        TreeSet<Invocation> waiting = run.postponedInside.get(boundary);
        if (waiting == null) {
            return;
        }
        CompiledTemplate around = templateOf(boundary);
        if (around != null && around.failFast() && boundary.unsuccessfulChildren > 0) {
            return;
        }
        Invocation first = waiting.pollFirst();
        if (first != null) {
            run.postponed.add(first);
        }
        if (waiting.isEmpty()) {
            run.postponedInside.remove(boundary);
        }
    }

    @Nullable
    Invocation nextPostponed() {
        while (!run.postponed.isEmpty() && roomInWorkflow()) {
            Invocation next = run.postponed.pollFirst();
            if (next.boundary() == null || !next.boundary().fulfilled()) {
                return next;
            }
        }
        return null;
    }
}
