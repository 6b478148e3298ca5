package dev.skiff.port.service;

import java.util.List;

/** A service refuses, or cannot. The message is for whoever asked: it names the object and says what to do, and has no secret in it. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Why {
        INVALID(400),
        UNAUTHENTICATED(401),
        FORBIDDEN(403),
        NOT_FOUND(404),
        /** There is one of this name. */
        ALREADY_EXISTS(409),
        /** Somebody else has changed it, or it is in no state for this. */
        CONFLICT(409),
        /** A watch from a version, or a page, that is known no more: begin anew. */
        GONE(410),
        TOO_LARGE(413),
        TOO_MANY_REQUESTS(429),
        INTERNAL(500),
        /** Not in this place, or not yet. */
        NOT_IMPLEMENTED(501),
        UNAVAILABLE(503);

        private final int status;

        Why(int status) {
            this.status = status;
        }

        /** Of HTTP. */
        public int status() {
            return status;
        }

        /** The one that an answer's status stands for. */
        public static Why of(int status) {
            for (Why why : values()) {
                if (why.status == status) {
                    return why;
                }
            }
            return status == 422 || status >= 400 && status < 500 ? INVALID : status == 504 ? UNAVAILABLE : INTERNAL;
        }
    }

    private final Why why;
    private final transient List<String> details;

    public ServiceException(Why why, String message) {
        this(why, message, List.of());
    }

    /** @param details one sentence for each problem, with its place; empty when the message says it all */
    public ServiceException(Why why, String message, List<String> details) {
        super(message);
        this.why = why;
        this.details = List.copyOf(details);
    }

    public ServiceException(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
        this.details = List.of();
    }

    /** In the API server's words: {@code workflows.argoproj.io "x" not found}. */
    public static ServiceException notFound(ResourceKind kind, String name) {
        return new ServiceException(Why.NOT_FOUND, kind.plural() + ".argoproj.io \"" + name + "\" not found");
    }

    public static ServiceException alreadyExists(ResourceKind kind, String name) {
        return new ServiceException(Why.ALREADY_EXISTS, kind.plural() + ".argoproj.io \"" + name + "\" already exists");
    }

    public Why why() {
        return why;
    }

    public List<String> details() {
        return details;
    }
}
