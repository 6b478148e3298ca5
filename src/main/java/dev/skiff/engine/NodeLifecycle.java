package dev.skiff.engine;

import static dev.skiff.model.NodePhase.Error;
import static dev.skiff.model.NodePhase.Failed;
import static dev.skiff.model.NodePhase.Omitted;
import static dev.skiff.model.NodePhase.Pending;
import static dev.skiff.model.NodePhase.Running;
import static dev.skiff.model.NodePhase.Skipped;
import static dev.skiff.model.NodePhase.Succeeded;

import dev.skiff.model.NodePhase;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The phases of a node as a table: row = where it is (or nowhere yet), column = the move. What is not in the table is a bug of ours and
 * fails loudly. A finished node never moves again (PHASE-21).
 */
public final class NodeLifecycle {

    /** What can happen to a node. */
    public enum Move {
        QUEUE,
        START,
        SUCCEED,
        FAIL,
        ERR,
        SKIP,
        OMIT
    }

    /** One legal transition; {@code from} is null for a node that does not exist yet. */
    public record Transition(@Nullable NodePhase from, Move move, NodePhase to) {}

    /** All of them, in the order of a node's life. */
    public static final List<Transition> TABLE = List.of(
            new Transition(null, Move.QUEUE, Pending),
            new Transition(null, Move.START, Running),
            new Transition(null, Move.SKIP, Skipped),
            new Transition(null, Move.OMIT, Omitted),
            new Transition(null, Move.ERR, Error),
            new Transition(null, Move.FAIL, Failed),
            new Transition(Pending, Move.QUEUE, Pending),
            new Transition(Pending, Move.START, Running),
            new Transition(Pending, Move.SUCCEED, Succeeded),
            new Transition(Pending, Move.FAIL, Failed),
            new Transition(Pending, Move.ERR, Error),
            new Transition(Running, Move.START, Running),
            new Transition(Running, Move.SUCCEED, Succeeded),
            new Transition(Running, Move.FAIL, Failed),
            new Transition(Running, Move.ERR, Error));

    private static final Map<Move, NodePhase> FROM_NOWHERE = new EnumMap<>(Move.class);
    private static final Map<NodePhase, Map<Move, NodePhase>> FROM = new EnumMap<>(NodePhase.class);

    static {
        for (Transition t : TABLE) {
            Map<Move, NodePhase> row = t.from() == null
                    ? FROM_NOWHERE
                    : FROM.computeIfAbsent(t.from(), p -> new EnumMap<>(Move.class));
            row.put(t.move(), t.to());
        }
    }

    private NodeLifecycle() {}

    /** Where the move leads. @throws IllegalStateException naming node, phase and move when the table has no such row */
    static NodePhase next(@Nullable NodePhase from, Move move, String nodeName) {
        Map<Move, NodePhase> row = from == null ? FROM_NOWHERE : FROM.get(from);
        NodePhase to = row == null ? null : row.get(move);
        if (to == null) {
            throw new IllegalStateException(
                    "node " + nodeName + " cannot " + move + " from " + (from == null ? "nowhere" : from));
        }
        return to;
    }

    static Move moveTo(NodePhase phase) {
        return switch (phase) {
            case Pending -> Move.QUEUE;
            case Running -> Move.START;
            case Succeeded -> Move.SUCCEED;
            case Failed -> Move.FAIL;
            case Error -> Move.ERR;
            case Skipped -> Move.SKIP;
            case Omitted -> Move.OMIT;
        };
    }
}
