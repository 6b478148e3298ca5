package dev.skiff.engine;

import dev.skiff.expr.TemplateText;
import dev.skiff.model.MemoizationStatus;
import dev.skiff.model.Memoize;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a call passes before its template begins: first its locks, then the cache (MEMO-07). Its node is there and waits; the call goes on
 * when the answers have come.
 */
final class Gate {
    /** MEMO-02. */
    private static final Pattern CACHE_KEY = Pattern.compile("[a-zA-Z0-9][-a-zA-Z0-9]*");

    private final Machine machine;
    private final Run run;

    Gate(Machine machine) {
        this.machine = machine;
        this.run = machine.run;
    }

    /** A call whose node waits. */
    record Held(Invocation inv, CompiledTemplate template, Bound bound, Node node) {}

    /** Whether there is nothing to pass. */
    static boolean isOpen(CompiledTemplate template) {
        return template.template.synchronization() == null && template.template.memoize() == null;
    }

    /** Makes the node and asks for its locks, or for the cache. */
    Starter.Started enter(Invocation inv, CompiledTemplate template, Bound bound, CallScope scope) {
        try {
            List<Lock> locks = Locking.wanted(template.template.synchronization(), run, scope);
            Memoize memoize = template.template.memoize();
            String key = cacheKey(memoize, scope);
            String cache = memoize == null ? "" : cacheName(memoize, scope);
            Node node = machine.starter().node(inv, inv.name(), inv.frame(), typeOf(template), template, bound);
            NodeExtras extras = node.extras();
            extras.locks = locks;
            extras.cache = cache;
            extras.cacheKey = key;
            Held held = new Held(inv, template, bound, node);
            if (locks.isEmpty()) {
                lookUp(held);
            } else {
                run.usesLocks = true;
                run.held.put(node.id, held);
                machine.commands.add(Locking.acquire(run, node.id, locks));
            }
            return new Starter.Started.Created(node);
        } catch (TextTree.Unresolvable e) {
            return machine.starter().errored(inv, e.text());
        }
    }

    private static NodeType typeOf(CompiledTemplate template) {
        if (template.retry != null) {
            return NodeType.RETRY;
        }
        return switch (template.body) {
            case CompiledTemplate.Body.Pod p -> p.type();
            case CompiledTemplate.Body.Steps s -> NodeType.STEPS;
            case CompiledTemplate.Body.Dag d -> NodeType.DAG;
            case CompiledTemplate.Body.Suspend s -> NodeType.SUSPEND;
            case CompiledTemplate.Body.Other o -> NodeType.SKIPPED;
        };
    }

    private static String cacheKey(@Nullable Memoize memoize, CallScope scope) throws TextTree.Unresolvable {
        if (memoize == null) {
            return "";
        }
        String key = scope.keep(TemplateText.parse(memoize.key()));
        if (!CACHE_KEY.matcher(key).matches()) {
            throw new TextTree.Unresolvable("invalid cache key: " + key);
        }
        return key;
    }

    private static String cacheName(Memoize memoize, CallScope scope) throws TextTree.Unresolvable {
        var map = memoize.cache().configMap();
        String name = map == null || map.getName() == null ? "" : scope.keep(TemplateText.parse(map.getName()));
        if (name.isEmpty()) {
            throw new TextTree.Unresolvable("memoize.cache.configMap.name is missing");
        }
        return name;
    }

    void locksAnswered(Event.LocksAnswered answer) {
        Held held = run.held.get(answer.holder());
        if (held == null || held.node().ended() || held.node().extras().holdsLocks) {
            return;
        }
        NodeExtras extras = held.node().extras();
        if (!answer.granted()) {
            extras.waitingFor = answer.waitingFor();
            machine.touch(held.node());
            machine.say(held.node(), answer.message());
            return;
        }
        run.held.remove(answer.holder());
        extras.holdsLocks = true;
        extras.waitingFor = "";
        machine.touch(held.node());
        machine.say(held.node(), "");
        lookUp(held);
    }

    private void lookUp(Held held) {
        NodeExtras extras = held.node().extras();
        if (extras.cacheKey.isEmpty() || Kept.has(run, held.node().name)) {
            extras.cacheAnswered = true;
            pass(held);
            return;
        }
        run.held.put(held.node().id, held);
        machine.commands.add(new Command.LookUpCache(held.node().id, extras.cache, extras.cacheKey));
    }

    void cacheAnswered(Event.CacheAnswered answer) {
        Held held = run.held.get(answer.nodeId());
        if (held == null
                || held.node().ended()
                || !held.node().extras().waitingFor.isEmpty()) {
            return;
        }
        run.held.remove(answer.nodeId());
        Node node = held.node();
        if (!answer.problem().isEmpty()) {
            machine.move(node, NodePhase.ERROR, answer.problem());
            return;
        }
        CacheEntry entry = answer.entry();
        try {
            if (entry != null
                    && isYoung(entry, Machine.present(held.template().template.memoize(), "memoize"))) {
                node.extras().cacheHit = true;
                node.extras().cacheAnswered = true;
                node.outputs = NodeOutputs.of(entry.outputs());
                machine.move(node, NodePhase.SUCCEEDED, "");
                Outcomes.export(machine, node);
                return;
            }
        } catch (TextTree.Unresolvable e) {
            machine.move(node, NodePhase.ERROR, e.text());
            return;
        }
        node.extras().cacheAnswered = true;
        machine.touch(node);
        pass(held);
    }

    /** MEMO-05. */
    private boolean isYoung(CacheEntry entry, Memoize memoize) throws TextTree.Unresolvable {
        if (memoize.maxAge() == null || memoize.maxAge().isEmpty()) {
            return true;
        }
        Duration age = Durations.withUnit(memoize.maxAge(), "memoize.maxAge");
        return !entry.createdAt().plus(age).isBefore(machine.at);
    }

    /** The call goes on as soon as the workflow's parallelism has room. */
    private void pass(Held held) {
        run.passed.put(held.inv().name(), held);
        run.postponed.add(held.inv());
    }

    /** STOP-04, TIME-02: those that wait are failed. */
    static void endAll(Machine machine, String why, boolean exitHandlersToo) {
        for (Held held : List.copyOf(machine.run.held.values())) {
            Node node = held.node();
            if (!Outcomes.isSpared(machine, node, exitHandlersToo)) {
                machine.run.held.remove(node.id);
                machine.move(node, NodePhase.FAILED, why);
            }
        }
    }

    /** What the end of a node means for its locks and for the cache (LOCK-07, MEMO-06). */
    static void ended(Machine machine, Node node, NodeExtras extras) {
        if (!extras.locks.isEmpty()) {
            extras.waitingFor = "";
            extras.holdsLocks = false;
            machine.commands.add(new Command.ReleaseLocks(node.id));
        }
        if (node.phase == NodePhase.SUCCEEDED && !extras.cacheKey.isEmpty() && !extras.cacheHit) {
            machine.commands.add(new Command.SaveCache(
                    extras.cache,
                    extras.cacheKey,
                    new CacheEntry(node.id, node.outputs.status(), machine.at, machine.at)));
        }
    }

    static @Nullable MemoizationStatus status(@Nullable NodeExtras extras) {
        return extras == null || !extras.cacheAnswered || extras.cacheKey.isEmpty()
                ? null
                : new MemoizationStatus(extras.cache, extras.cacheHit, extras.cacheKey);
    }
}
