package dev.skiff.engine;

import dev.skiff.expr.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables {@code steps.NAME.…} or {@code tasks.NAME.…} that one steps or DAG invocation offers. */
interface NodeReferences {

    /** {@code steps} or {@code tasks}. */
    String root();

    /** The value of {@code NAME.REST}, null when declared but absent (SKIP-02), {@link Scope#MISSING} when unknown. */
    @Nullable
    Object lookup(String name, String rest);

    /** Whether there are any. */
    boolean isEmpty();

    /** The variables of one step or task by {@code NAME.REST}; none when there is no such. */
    void collect(String name, Map<String, @Nullable Object> into);

    /** Every variable by {@code NAME.REST}; costs what the template is large, for whole-map views in expressions. */
    void collect(Map<String, @Nullable Object> into);
}
