package dev.skiff.engine;

import dev.skiff.expr.LoopItem;
import dev.skiff.expr.Scope;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A steps template at work: groups one after the other, the steps of a group side by side (STEPS-01 to STEPS-16). */
final class StepsFrame implements Frame, NodeReferences {
    /** STEPS-15. */
    static final String FAIL_FAST = "template has failed or errored children and failFast enabled";

    private final Node node;
    private final CompiledTemplate template;
    private final List<List<Call>> groups;
    private final CallScope scope;
    private final int depth;
    /** What {@code steps.X} means: a node, or a loop with its group. */
    private final Map<String, Object> finished = new HashMap<>();

    private int index = -1;
    private @Nullable Node group;
    private int unfinished;
    private String error = "";

    /** The elements of a loop step and the group they were in (LOOP-19). */
    private record Elements(Node group, List<Node> nodes) {}

    StepsFrame(Node node, CompiledTemplate template, List<List<Call>> groups, CallScope scope, int depth) {
        this.node = node;
        this.template = template;
        this.groups = groups;
        this.scope = scope.with((NodeReferences) this);
        this.depth = depth;
    }

    CompiledTemplate template() {
        return template;
    }

    /** The groups that have not begun. */
    List<List<Call>> later() {
        return groups.subList(Math.min(index + 1, groups.size()), groups.size());
    }

    /** The place of the group at work. */
    int index() {
        return index;
    }

    /** The group at work; null before the first. */
    @Nullable
    Node group() {
        return group;
    }

    @Override
    public NodeReferences references() {
        return this;
    }

    void start(Machine machine) {
        advance(machine);
    }

    /** Opens group after group for as long as they are done at once; a loop, since there may be many. */
    private void advance(Machine machine) {
        boolean goOn = true;
        while (goOn) {
            goOn = openGroup(machine) && unfinished == 0 && closeGroup(machine);
        }
    }

    /** Whether there was another group, and it could be begun. */
    private boolean openGroup(Machine machine) {
        Node previous = group;
        index++;
        if (index == groups.size()) {
            succeed(machine);
            return false;
        }
        Node next = machine.create(
                node.name + "[" + index + "]", NodeType.STEP_GROUP, node, this, null, NodePhase.RUNNING, "");
        group = next;
        connect(machine, previous, next);
        error = "";
        List<Planned> planned;
        try {
            planned = plan(machine, groups.get(index));
        } catch (TextTree.Unresolvable e) {
            end(machine, NodePhase.ERROR, e.text());
            return false;
        }
        unfinished = planned.size();
        for (Planned p : planned) {
            carryOut(machine, p);
        }
        return true;
    }

    /** NODE-14: after the first, a group hangs under everything that the one before ended in. */
    private void connect(Machine machine, @Nullable Node previous, Node next) {
        if (previous == null) {
            machine.link(node, next);
        } else if (previous.children.isEmpty()) {
            machine.link(previous, next);
        } else {
            for (Node child : previous.children) {
                for (Node end : Outbound.of(child)) {
                    machine.link(end, next);
                }
            }
        }
    }

    // --- a group: first everything is resolved, then everything is started (STEPS-04) ---

    private sealed interface Planned {
        record Run(Invocation invocation) implements Planned {}

        record Skip(String name, Call call, String why) implements Planned {}

        record Wrong(String name, Call call, String why) implements Planned {}
    }

    private List<Planned> plan(Machine machine, List<Call> calls) throws TextTree.Unresolvable {
        List<Planned> planned = new ArrayList<>(calls.size());
        for (Call call : calls) {
            String name = Machine.present(group, "group").name + "." + call.name();
            if (!call.loops()) {
                planned.add(plan(machine, call, name, scope, planned.size()));
                continue;
            }
            List<LoopItem> items = items(call);
            if (items.isEmpty()) {
                planned.add(new Planned.Skip(name, call, "Skipped, empty params"));
            }
            for (int i = 0; i < items.size(); i++) {
                LoopItem item = items.get(i);
                planned.add(plan(machine, call, item.nodeName(name, i), scope.with(item), planned.size()));
            }
        }
        return planned;
    }

    /** WHEN-10: a list that cannot be read does not matter when the condition is false anyway. */
    private List<LoopItem> items(Call call) throws TextTree.Unresolvable {
        try {
            return Loops.items(call.loop(), scope);
        } catch (TextTree.Unresolvable e) {
            if (Conditions.surelyFalse(call, scope)) {
                return List.of();
            }
            throw e;
        }
    }

    private Planned plan(Machine machine, Call call, String name, CallScope inner, int place)
            throws TextTree.Unresolvable {
        if (call.when() != null) {
            String text = inner.needNodes(call.when());
            Conditions.Verdict verdict = Conditions.evaluate(text);
            if (verdict.error() != null) {
                return new Planned.Wrong(name, call, verdict.error());
            }
            if (!verdict.holds()) {
                return new Planned.Skip(name, call, "when '" + text + "' evaluated false");
            }
        }
        return new Planned.Run(new Invocation(
                this,
                name,
                call,
                call.callee().resolve(inner),
                machine.resolver().arguments(call, inner),
                node,
                place,
                inner,
                depth + 1,
                false));
    }

    private void carryOut(Machine machine, Planned planned) {
        Node in = Machine.present(group, "group");
        switch (planned) {
            case Planned.Run r -> {
                if (error.isEmpty() || hasBegun(machine, r.invocation())) {
                    launch(machine, r.invocation());
                } else {
                    unfinished--;
                }
            }
            case Planned.Skip s -> {
                Node skipped =
                        machine.create(s.name(), NodeType.SKIPPED, node, this, s.call(), NodePhase.SKIPPED, s.why());
                machine.link(in, skipped);
                machine.announce(skipped);
            }
            case Planned.Wrong w -> {
                Node wrong = machine.create(w.name(), NodeType.SKIPPED, node, this, w.call(), NodePhase.ERROR, w.why());
                machine.link(in, wrong);
                wrong(machine, w.why());
                machine.announce(wrong);
            }
        }
    }

    /** A call that has begun goes on, be it that it waited for its locks, or that it began in the run that this one is restored from. */
    private static boolean hasBegun(Machine machine, Invocation inv) {
        Recorded recorded = machine.run.recorded;
        return machine.run.passed.containsKey(inv.name()) || (recorded != null && recorded.begun(inv.name()));
    }

    /** Another call of the group cannot begin: those that wait for room do not begin any more, as those do not that come after it. */
    private void wrong(Machine machine, String why) {
        error = why;
        unfinished -= machine.starter().forget(inv -> inv.frame() == this && !hasBegun(machine, inv));
    }

    void launch(Machine machine, Invocation inv) {
        Node in = Machine.present(group, "group");
        switch (machine.starter().start(inv)) {
            case Starter.Started.Created c -> {
                machine.link(in, c.node());
                HookFrame.begins(machine, this, c.node(), scope, depth);
            }
            case Starter.Started.Postponed p -> {}
            case Starter.Started.Continued c -> {}
            case Starter.Started.Errored e -> {
                machine.link(in, e.node());
                wrong(machine, "step group deemed errored due to child " + inv.name() + " error: " + e.message());
                machine.announce(e.node());
            }
        }
    }

    // --- ends ---

    @Override
    public void childFulfilled(Machine machine, Node child) {
        if (!HookFrame.opens(machine, this, child, scope, depth)) {
            settled(machine);
        }
    }

    /** A step and its exit hook are done. */
    void settled(Machine machine) {
        unfinished--;
        if (template.failFast() && node.unsuccessfulChildren > 0 && node.unfinishedChildren == 0) {
            end(machine, NodePhase.FAILED, FAIL_FAST);
        } else if (unfinished == 0 && closeGroup(machine)) {
            advance(machine);
        }
    }

    /** Whether the group succeeded; else the whole node has ended. */
    private boolean closeGroup(Machine machine) {
        Node done = Machine.present(group, "group");
        if (!error.isEmpty()) {
            end(machine, NodePhase.ERROR, error);
            return false;
        }
        for (Node child : done.children) {
            Call call = Machine.present(child.call, "call");
            if (child.failedOrError() && !call.continuesOn(child.phase)) {
                end(machine, NodePhase.FAILED, "child '" + child.id + "' failed");
                return false;
            }
        }
        machine.settle(done, NodePhase.SUCCEEDED, "");
        remember(done);
        return true;
    }

    private void remember(Node done) {
        Map<String, List<Node>> elements = new LinkedHashMap<>();
        for (Node child : done.children) {
            Call call = Machine.present(child.call, "call");
            if (call.loops()
                    && child.name.length()
                            > done.name.length() + 1 + call.name().length()) {
                elements.computeIfAbsent(call.name(), n -> new ArrayList<>()).add(child);
            } else {
                finished.put(call.name(), child);
            }
        }
        elements.forEach((name, nodes) -> finished.put(name, new Elements(done, nodes)));
    }

    /** STEPS-03: whatever the group's phase, the steps node is Failed. */
    private void end(Machine machine, NodePhase groupPhase, String why) {
        machine.settle(Machine.present(group, "group"), groupPhase, why);
        node.outbound = outbound();
        machine.move(node, NodePhase.FAILED, why);
    }

    private void succeed(Machine machine) {
        node.outbound = outbound();
        Outcomes.succeed(machine, node, template, scope);
    }

    private List<Node> outbound() {
        if (group == null) {
            return List.of();
        }
        List<Node> ends = new ArrayList<>();
        group.children.forEach(child -> Outbound.collect(child, ends));
        return ends;
    }

    // --- references ---

    @Override
    public String root() {
        return "steps";
    }

    @Override
    public @Nullable Object lookup(String name, String rest) {
        Object referred = finished.get(name);
        return switch (referred) {
            case Node n -> NodeVariables.of(n, rest, called(n));
            case Elements e -> NodeVariables.ofLoop(e.group(), e.nodes(), rest);
            case null, default -> Scope.MISSING;
        };
    }

    private @Nullable CompiledTemplate called(Node n) {
        return n.call == null ? null : Outcomes.calledTemplate(n.call, scope);
    }

    @Override
    public boolean isEmpty() {
        return finished.isEmpty();
    }

    @Override
    public void collect(String name, Map<String, @Nullable Object> into) {
        switch (finished.get(name)) {
            case Node n -> NodeVariables.collect(name, n, called(n), into);
            case Elements e -> NodeVariables.collectLoop(name, e.group(), e.nodes(), into);
            case null, default -> {}
        }
    }

    @Override
    public void collect(Map<String, @Nullable Object> into) {
        finished.keySet().forEach(name -> collect(name, into));
    }
}
