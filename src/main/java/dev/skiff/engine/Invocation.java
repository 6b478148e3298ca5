package dev.skiff.engine;

import dev.skiff.model.ValueFrom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One call about to be executed: all references in it are resolved.
 *
 * @param frame who starts it and will be told of its end
 * @param name of the node to be
 * @param callee the called template, without tags
 * @param arguments of parameters name and value; a null value is an absent optional (SKIP-03)
 * @param boundary the enclosing steps or DAG node
 * @param place among the calls of the frame, for the order in which postponed calls start
 * @param scope what was in scope at the call, with the loop's item
 * @param depth how many templates are around it (PHASE-22)
 */
record Invocation(
        Frame frame,
        String name,
        Call call,
        Callee callee,
        Supplied arguments,
        @Nullable Node boundary,
        long place,
        CallScope scope,
        int depth,
        boolean hooked)
        implements Comparable<Invocation> {

    /** @param from the ConfigMap key that the value was read from, which the node shows; else null */
    record Argument(
            String name, @Nullable String value, @Nullable ValueFrom from) {}

    /** The places from the root down to this call: postponed calls start in the order in which the workflow is written. */
    private long[] path() {
        int length = 1;
        for (Node n = boundary; n != null; n = n.boundary) {
            length++;
        }
        long[] path = new long[length];
        path[--length] = place;
        for (Node n = boundary; n != null; n = n.boundary) {
            path[--length] = n.place;
        }
        return path;
    }

    @Override
    public int compareTo(Invocation other) {
        int byPath = Arrays.compare(path(), other.path());
        return byPath != 0 ? byPath : name.compareTo(other.name);
    }
}
