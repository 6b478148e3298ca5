package dev.skiff.expr;

/**
 * A variable that an expression reads.
 *
 * @param name dotted, as long as names and string keys go: {@code steps['a-b'].outputs.result} is
 *     {@code steps.a-b.outputs.result}
 * @param optional guarded by {@code ??} or {@code ?.}, so it may be missing (SUBST-11)
 */
public record Reference(String name, boolean optional, Span span) {

    /** The first part of the name. */
    public String root() {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
