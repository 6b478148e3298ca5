package dev.skiff.expr;

/** What becomes of a tag whose variables are not in scope. */
public enum Unresolved {
    /** It stays in the text as it is (SUBST-03). */
    KEEP,
    /** The text fails with {@link Resolution.Kind#MISSING}. */
    FAIL,
    /**
     * Only {@code steps.*} and {@code tasks.*} fail, others stay (SUBST-03, STEPS-12); their artifacts stay too, since
     * those are resolved elsewhere and may be optional.
     */
    FAIL_NODE_REFERENCES;

    boolean failsOn(String variable) {
        return switch (this) {
            case KEEP -> false;
            case FAIL -> true;
            case FAIL_NODE_REFERENCES ->
                (variable.startsWith("steps.") || variable.startsWith("tasks."))
                        && !variable.contains(".outputs.artifacts.");
        };
    }
}
