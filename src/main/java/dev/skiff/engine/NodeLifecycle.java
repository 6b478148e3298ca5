package dev.skiff.engine;

import static dev.skiff.model.NodePhase.ERROR;
import static dev.skiff.model.NodePhase.FAILED;
import static dev.skiff.model.NodePhase.OMITTED;
import static dev.skiff.model.NodePhase.PENDING;
import static dev.skiff.model.NodePhase.RUNNING;
import static dev.skiff.model.NodePhase.SKIPPED;
import static dev.skiff.model.NodePhase.SUCCEEDED;

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
            new Transition(null, Move.QUEUE, PENDING),
            new Transition(null, Move.START, RUNNING),
            new Transition(null, Move.SKIP, SKIPPED),
            new Transition(null, Move.OMIT, OMITTED),
            new Transition(null, Move.ERR, ERROR),
            new Transition(PENDING, Move.START, RUNNING),
            new Transition(PENDING, Move.SUCCEED, SUCCEEDED),
            new Transition(PENDING, Move.FAIL, FAILED),
            new Transition(PENDING, Move.ERR, ERROR),
            new Transition(PENDING, Move.SKIP, SKIPPED),
            new Transition(RUNNING, Move.SUCCEED, SUCCEEDED),
            new Transition(RUNNING, Move.FAIL, FAILED),
            new Transition(RUNNING, Move.ERR, ERROR),
            new Transition(RUNNING, Move.SKIP, SKIPPED));

    private static final Map<Move, NodePhase> FROM_NOWHERE = new EnumMap<>(Move.class);
    private static final Map<NodePhase, Map<Move, NodePhase>> FROM = new EnumMap<>(NodePhase.class);

    static {
        for (Transition t : TABLE) {
            Map<Move, NodePhase> row =
                    t.from() == null ? FROM_NOWHERE : FROM.computeIfAbsent(t.from(), p -> new EnumMap<>(Move.class));
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
            case PENDING -> Move.QUEUE;
            case RUNNING -> Move.START;
            case SUCCEEDED -> Move.SUCCEED;
            case FAILED -> Move.FAIL;
            case ERROR -> Move.ERR;
            case SKIPPED -> Move.SKIP;
            case OMITTED -> Move.OMIT;
        };
    }
}
