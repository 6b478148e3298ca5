package dev.skiff.engine;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import java.util.List;

/** Daemons: those who wait for one go on as soon as it is ready, and it ends with what is around it (DAEMON-01 to DAEMON-05). */
final class Daemons {
    private Daemons() {}

    static boolean is(Node node) {
        return node.template != null && Boolean.TRUE.equals(node.template.template.daemon());
    }

    /** The daemon is ready: to its parent it is as good as done. */
    static void ready(Machine machine, Node node) {
        if (node.daemoned || node.ended()) {
            return;
        }
        node.daemoned = true;
        machine.touch(node);
        if (node.boundary == null) {
            machine.run.rootDaemons.add(node);
        } else {
            node.boundary.extras().addDaemon(node);
            machine.endedInside(node.boundary, node);
        }
        machine.announce(node);
    }

    /** What was around these has ended: so do they, and nobody need be told (DAEMON-03, STOP-05). */
    static void end(Machine machine, List<Node> daemons) {
        for (Node daemon : List.copyOf(daemons)) {
            if (!daemon.ended()) {
                if (daemon.type != NodeType.RETRY) {
                    machine.commands.add(new Command.StopTask(daemon.id, Command.StopReason.SHUTDOWN));
                    Outcomes.inactive(machine, daemon);
                }
                machine.settle(daemon, NodePhase.SUCCEEDED, "");
            }
        }
    }
}
