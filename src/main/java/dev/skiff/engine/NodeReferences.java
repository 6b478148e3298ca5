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

    /** Every variable by {@code NAME.REST}; slow, for whole-map views in expressions. */
    void collect(Map<String, @Nullable Object> into);
}
