package dev.skiff.port;

/** An artifact cannot be had, stored, listed or deleted. The message is a sentence for the user: which, where, why, what to do. */
public final class ArtifactException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean notFound;

    public ArtifactException(String message) {
        this(message, false);
    }

    private ArtifactException(String message, boolean notFound) {
        super(message);
        this.notFound = notFound;
    }

    /** There is nothing at the artifact's place. */
    public static ArtifactException notFound(String message) {
        return new ArtifactException(message, true);
    }

    /** Whether all that is wrong is that nothing is there (ART-05). */
    public boolean isNotFound() {
        return notFound;
    }
}
