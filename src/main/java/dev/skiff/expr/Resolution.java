package dev.skiff.expr;

import org.jspecify.annotations.Nullable;

/** What became of a {@link TemplateText} in a scope. */
public sealed interface Resolution {

    /**
     * @param complete false when at least one tag stayed in the text for a later pass
     */
    record Done(String text, boolean complete) implements Resolution {}

    /**
     * @param message why, for people; may have several lines when an expression is shown with a caret
     * @param offset where the tag starts in the template text, UTF-16 units
     * @param variable the dotted name that is missing or absent; null for the other kinds
     */
    record Failed(
            String message, int offset, Kind kind, @Nullable String variable) implements Resolution {}

    /** Why a text failed. */
    enum Kind {
        /** A variable is not in scope (yet). */
        MISSING,
        /** A variable is declared but absent, because its producer was skipped or omitted; terminal (SKIP-02). */
        ABSENT,
        /** An expression does not parse, fails, or yields nil. */
        EXPRESSION,
        /** A tag is opened and never closed. */
        SYNTAX,
        /** The result is larger than {@link Limits#outputChars()}. */
        LIMIT
    }
}
