package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.NodeStatus;
import java.util.function.Predicate;

/** Fields of a node that can vanish again: a merge patch has to say so, or the object keeps the old value. */
enum NodePieces {
    MESSAGE(n -> n.message() != null, "message"),
    DAEMONED(n -> n.daemoned() != null, "daemoned"),
    POD_IP(n -> n.podIP() != null, "podIP"),
    USED(n -> !n.resourcesDuration().isEmpty(), "resourcesDuration"),
    HOST(n -> n.hostNodeName() != null, "hostNodeName"),
    FINISHED(n -> n.finishedAt() != null, "finishedAt"),
    WAITING(n -> n.synchronizationStatus() != null, "synchronizationStatus"),
    MEMOIZED(n -> n.memoizationStatus() != null, "memoizationStatus"),
    OUTPUTS(n -> n.outputs() != null, "outputs"),
    INPUTS(n -> n.inputs() != null, "inputs"),
    CHILDREN(n -> !n.children().isEmpty(), "children"),
    OUTBOUND(n -> !n.outboundNodes().isEmpty(), "outboundNodes"),
    FLAG(n -> n.nodeFlag() != null, "nodeFlag"),
    TEMPLATE(n -> n.templateName() != null, "templateName"),
    REF(n -> n.templateRef() != null, "templateRef");

    private static final NodePieces[] EACH = values();

    private final Predicate<NodeStatus> has;
    private final String field;

    NodePieces(Predicate<NodeStatus> has, String field) {
        this.has = has;
        this.field = field;
    }

    /** Which of them the node has, a bit for each. */
    static int of(NodeStatus node) {
        int bits = 0;
        for (NodePieces piece : EACH) {
            if (piece.has.test(node)) {
                bits |= 1 << piece.ordinal();
            }
        }
        return bits;
    }

    /** Says of these, a bit for each, that they are there no more. */
    static void vanished(ObjectNode node, int bits) {
        for (NodePieces piece : EACH) {
            if ((bits & (1 << piece.ordinal())) != 0) {
                node.putNull(piece.field);
            }
        }
    }
}
