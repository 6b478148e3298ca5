package dev.skiff.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What few nodes have; most nodes have none of it and no such object. */
final class NodeExtras {
    /** Memoization: the cache and key; empty without. */
    String cache = "";

    String cacheKey = "";
    boolean cacheHit;
    /** Whether the cache has answered something that can be used, or need not be asked. */
    boolean cacheAnswered;

    /** The lock it waits for; empty when it waits for none. */
    String waitingFor = "";

    /** The locks it wants or holds. */
    List<Lock> locks = List.of();

    boolean holdsLocks;

    /** Of a steps or DAG node: the daemons inside, which end with it. */
    List<Node> daemons = List.of();

    /** Of the pod of a containerSet: its containers by name. */
    Map<String, Node> members = Map.of();

    /** The hooks that follow this node. */
    @Nullable
    HookFrame hooks;

    void addDaemon(Node daemon) {
        if (daemons.isEmpty()) {
            daemons = new ArrayList<>(1);
        }
        daemons.add(daemon);
    }

    void addMember(String name, Node member) {
        if (members.isEmpty()) {
            members = new LinkedHashMap<>();
        }
        members.put(name, member);
    }
}
