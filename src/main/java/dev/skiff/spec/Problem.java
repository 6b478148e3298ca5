package dev.skiff.spec;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, for a person to read.
 *
 * @param file the name of the source
 * @param line counted from 1; 0 for the file as a whole
 * @param column counted from 1; 0 for the file as a whole
 * @param path in the document, e.g. {@code spec.templates[2].steps[0][1].when}; empty for the document as a whole
 * @param message one sentence without a full stop
 * @param hint what to do about it, if that is not obvious
 */
public record Problem(
        Severity severity,
        String file,
        int line,
        int column,
        String path,
        String message,
        @Nullable String hint) {

    public static Problem error(String file, Position at, String path, String message, @Nullable String hint) {
        return new Problem(Severity.ERROR, file, at.line(), at.column(), path, message, hint);
    }

    /** All that it says, in one line, without the place in the file. */
    public String sentence() {
        return (file.isEmpty() ? "" : file + ": ")
                + (path.isEmpty() ? "" : path + ": ")
                + message
                + (hint == null ? "" : " (" + hint + ")");
    }

    public static Problem warning(String file, Position at, String path, String message, @Nullable String hint) {
        return new Problem(Severity.WARNING, file, at.line(), at.column(), path, message, hint);
    }
}
