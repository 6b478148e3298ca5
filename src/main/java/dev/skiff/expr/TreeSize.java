package dev.skiff.expr;

import java.util.ArrayDeque;
import java.util.Deque;

/** Refuses trees that are too large or too high to be walked recursively; walks without recursion itself. */
final class TreeSize {

    private record Level(Expr node, int height) {}

    private TreeSize() {}

    static void check(Expr root) throws ExprException {
        Deque<Level> open = new ArrayDeque<>();
        open.push(new Level(root, 1));
        int nodes = 0;
        while (!open.isEmpty()) {
            Level level = open.pop();
            if (++nodes > Limits.NODES) {
                throw new ExprException("expression exceeds maximum allowed nodes: limit " + Limits.NODES, root.span());
            }
            if (level.height > Limits.HEIGHT) {
                throw new ExprException("expression is nested too deeply: limit " + Limits.HEIGHT, level.node.span());
            }
            for (Expr child : level.node.children()) {
                open.push(new Level(child, level.height + 1));
            }
        }
    }
}
